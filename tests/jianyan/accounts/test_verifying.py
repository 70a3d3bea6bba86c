import json
from base64 import b64decode
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from webauthn.helpers import encode_cbor

from authenticators import ATTESTED, PRESENT, VERIFIED, Authenticator
from jianyan.accounts import RelyingParty, WrongPasskey, relying_party
from jianyan.accounts.ceremonies import NewKey, read_assertion
from jianyan.accounts.verifying import new_key, sign_count
from jianyan.settings import Settings

PARTY = RelyingParty("localhost", "http://localhost:8000")
CHALLENGE = bytes(range(32))


def registered(authenticator: Authenticator, **changes: Any) -> NewKey:
    return new_key(authenticator.registration(CHALLENGE, **changes), challenge=CHALLENGE, party=PARTY)


def counted(authenticator: Authenticator, *, public_key: bytes | None = None, **changes: Any) -> int:
    assertion = read_assertion(authenticator.assertion(CHALLENGE, **changes))
    key = public_key or authenticator.public_key()
    return sign_count(assertion, challenge=CHALLENGE, party=PARTY, public_key=key)


def test_a_passkey_that_was_made_here_answers_here() -> None:
    phone = Authenticator()
    new = registered(phone)
    assert (new.public_key, new.sign_count) == (phone.public_key(), 0)
    assert read_assertion(phone.assertion(CHALLENGE)).name == new.credential_id
    assert counted(phone, public_key=new.public_key) == 2


@pytest.mark.parametrize(
    "elsewhere",
    [
        {"origin": "https://evil.example"},
        {"origin": "http://localhost:8001"},
        {"origin": "https://localhost:8000"},
        {"host": "evil.example"},
        {"flags": PRESENT},
        {"flags": VERIFIED},
    ],
    ids=["another site", "another port", "another scheme", "another host", "not verified", "not present"],
)
def test_what_another_site_asked_or_nobody_confirmed_is_refused(elsewhere: dict[str, Any]) -> None:
    with pytest.raises(WrongPasskey):
        registered(Authenticator(**elsewhere))
    with pytest.raises(WrongPasskey):
        counted(Authenticator(**elsewhere))


def test_an_answer_to_another_question_is_refused() -> None:
    phone = Authenticator()
    with pytest.raises(WrongPasskey):
        new_key(phone.registration(bytes(32)), challenge=CHALLENGE, party=PARTY)
    other = read_assertion(phone.assertion(bytes(32)))
    with pytest.raises(WrongPasskey):
        sign_count(other, challenge=CHALLENGE, party=PARTY, public_key=phone.public_key())


def test_an_answer_of_one_kind_is_none_of_the_other() -> None:
    phone = Authenticator()
    made = json.loads(phone.registration(CHALLENGE))
    with pytest.raises(WrongPasskey):
        counted(phone, client_data=b64decode(made["client_data"]))
    signed = json.loads(phone.assertion(CHALLENGE))
    with pytest.raises(WrongPasskey):
        registered(phone, client_data=b64decode(signed["client_data"]))


def test_a_signature_by_another_key_or_over_something_else_is_refused() -> None:
    phone, other = Authenticator(), Authenticator()
    with pytest.raises(WrongPasskey):
        counted(phone, public_key=other.public_key())
    lying = json.loads(phone.assertion(CHALLENGE))
    counted_on = bytearray(b64decode(lying["authenticator_data"]))
    counted_on[-1] += 1
    with pytest.raises(WrongPasskey):
        counted(phone, authenticator_data=bytes(counted_on), signature=b64decode(lying["signature"]))


def test_a_key_that_is_not_the_one_it_is_called_is_refused() -> None:
    with pytest.raises(WrongPasskey):
        registered(Authenticator(), credential_id=b"another")


@pytest.mark.parametrize("algorithm", [-35, -37, -65535, 0])
def test_a_key_of_a_kind_that_is_none_of_ours_is_refused(algorithm: int) -> None:
    phone = Authenticator()
    key = phone.public_key(algorithm)
    phone.public_key = lambda: key
    with pytest.raises(WrongPasskey):
        registered(phone)


def test_where_an_authenticator_comes_from_is_not_read() -> None:
    phone = Authenticator()
    bare = json.loads(phone.registration(CHALLENGE))
    data = b64decode(bare["attestation"])[-(len(phone.public_key()) + 55 + 32) :]
    claimed = encode_cbor({"fmt": "tpm", "attStmt": {"ver": "2.0", "x5c": [b"junk"]}, "authData": data})
    assert registered(phone, attestation=claimed).public_key == phone.public_key()


@pytest.mark.parametrize(
    "answer",
    ["", "{}", "[]", "null", "{", "[" * 5000, '{"credential_id": 1}', '{"credential_id": "é"}', "\ud800"],
)
def test_what_is_no_answer_at_all_is_refused(answer: str) -> None:
    with pytest.raises(WrongPasskey):
        read_assertion(answer)
    with pytest.raises(WrongPasskey):
        new_key(answer, challenge=CHALLENGE, party=PARTY)


BROKEN = st.one_of(
    st.binary(max_size=80),
    st.builds(encode_cbor, st.recursive(st.none() | st.integers() | st.binary(max_size=40), st.lists)),
    st.builds(lambda data: encode_cbor({"fmt": "none", "attStmt": {}, "authData": data}), st.binary()),
    st.builds(
        lambda value: json.dumps(value).encode(), st.dictionaries(st.text(), st.integers() | st.text())
    ),
)


@settings(deadline=None)
@given(st.sampled_from(["client_data", "authenticator_data", "signature", "credential_id"]), BROKEN)
def test_a_broken_answer_is_refused_and_nothing_else(part: str, broken: bytes) -> None:
    with pytest.raises(WrongPasskey):
        if part == "credential_id":
            registered(Authenticator(), credential_id=broken)
        else:
            counted(Authenticator(), **{part: broken})


@settings(deadline=None)
@given(st.sampled_from(["client_data", "attestation"]), BROKEN)
def test_a_broken_new_key_is_refused_and_nothing_else(part: str, broken: bytes) -> None:
    with pytest.raises(WrongPasskey):
        registered(Authenticator(), **{part: broken})


COSE = st.one_of(st.integers(-10, 10), st.binary(max_size=40), st.text(max_size=3), st.none(), st.booleans())


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from([1, 3, -1, -2, -3]), COSE | st.just(2) | st.just(-7), max_size=5))
def test_a_broken_public_key_is_refused_before_it_is_kept(key: dict[int, Any]) -> None:
    phone = Authenticator()
    phone.public_key = lambda: encode_cbor(key)
    with pytest.raises(WrongPasskey):
        registered(phone)


@pytest.mark.parametrize(
    ("base_url", "party"),
    [
        (
            "https://jianyan.city.example",
            RelyingParty("jianyan.city.example", "https://jianyan.city.example"),
        ),
        ("https://city.example:8443", RelyingParty("city.example", "https://city.example:8443")),
        ("http://localhost:8000", RelyingParty("localhost", "http://localhost:8000")),
        ("http://127.0.0.1:8000", None),
        ("https://192.0.2.7", None),
        ("https://[2001:db8::7]", None),
        ("http://jianyan.city.example", None),
        ("http://notlocalhost", None),
    ],
)
def test_the_settings_say_whose_passkeys_are_taken(base_url: str, party: RelyingParty | None) -> None:
    assert relying_party(Settings(base_url=base_url)) == party


def test_a_flag_for_a_key_that_is_not_there_is_refused() -> None:
    with pytest.raises(WrongPasskey):
        counted(Authenticator(flags=PRESENT | VERIFIED | ATTESTED))
