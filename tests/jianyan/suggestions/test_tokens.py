import base64
import hashlib
import struct
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

import builders
from jianyan.keys import KeyRing
from jianyan.suggestions.tokens import LIFE, ForgedToken, is_expired, issue, read

KEYS = KeyRing({"00000001": bytes(range(32))})
OTHER = KeyRing({"00000001": bytes(range(1, 33))})
CODE = "7K3M9QXT"
NOW = builders.NOW


def raw_of(token: str) -> bytes:
    return base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))


def written(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def is_refused(token: str, *, keys: KeyRing = KEYS, code: str = CODE) -> bool:
    """Say whether a token is refused, at its own field."""
    try:
        read(keys, token, code=code, now=NOW)
    except ForgedToken as forged:
        return forged.field == "form_token"
    return False


def test_a_token_says_where_and_when_the_form_was_opened() -> None:
    token = issue(KEYS, CODE, now=NOW)
    said = read(KEYS, token, code=CODE, now=NOW + timedelta(hours=1))
    assert (said.code, said.issued_at, said.key_id, len(said.key)) == (CODE, NOW, "00000001", 16)
    assert len(token) == 66
    assert "=" not in token


def test_no_two_forms_have_the_same_key() -> None:
    keys = {read(KEYS, issue(KEYS, CODE, now=NOW), code=CODE, now=NOW).key for _ in range(500)}
    assert len(keys) == 500


def test_a_token_for_another_code_is_refused() -> None:
    assert is_refused(issue(KEYS, CODE, now=NOW), code="00000000")


def test_a_token_of_another_secret_is_refused() -> None:
    assert is_refused(issue(OTHER, CODE, now=NOW))
    assert is_refused(issue(KeyRing({"00000002": bytes(range(32))}), CODE, now=NOW))


def test_a_token_from_the_future_is_refused_but_clocks_may_differ_a_little() -> None:
    assert is_refused(issue(KEYS, CODE, now=NOW + timedelta(minutes=6)))
    assert read(KEYS, issue(KEYS, CODE, now=NOW + timedelta(minutes=4)), code=CODE, now=NOW)


def test_a_token_is_too_old_after_its_life_and_not_before() -> None:
    token = read(KEYS, issue(KEYS, CODE, now=NOW), code=CODE, now=NOW)
    assert not is_expired(token, now=NOW + LIFE)
    assert is_expired(token, now=NOW + LIFE + timedelta(seconds=1))
    long_after = NOW + timedelta(days=365)
    assert is_expired(read(KEYS, issue(KEYS, CODE, now=NOW), code=CODE, now=long_after), now=long_after)


def test_every_flipped_bit_is_found() -> None:
    raw = raw_of(issue(KEYS, CODE, now=NOW))
    for bit in range(len(raw) * 8):
        changed = bytearray(raw)
        changed[bit // 8] ^= 1 << bit % 8
        assert is_refused(written(bytes(changed)))


def test_every_shorter_or_longer_token_is_refused() -> None:
    token = issue(KEYS, CODE, now=NOW)
    for length in range(len(token)):
        assert is_refused(token[:length])
    assert is_refused(token + "A")
    assert is_refused(token + "AAAA")
    assert is_refused(written(raw_of(token)[:-1]))
    assert is_refused(written(raw_of(token) + b"\0"))


def signed(version: int, key: bytes = bytes(16)) -> str:
    packed = struct.pack(
        ">B4s8sI16s", version, bytes.fromhex("00000001"), CODE.encode(), int(NOW.timestamp()), key
    )
    return written(packed + KEYS.seal("form-token", packed, key_id="00000001"))


@pytest.mark.parametrize("version", [0, 3, 255])
def test_a_token_of_another_version_is_refused_even_when_it_is_signed(version: int) -> None:
    assert is_refused(signed(version))


def test_the_key_of_a_form_that_was_open_before_the_second_version_is_stored_as_it_was_then() -> None:
    first, second = (read(KEYS, signed(version, b"k" * 16), code=CODE, now=NOW) for version in (1, 2))
    assert first.key_hash == hashlib.sha256(b"k" * 16).hexdigest()
    assert second.key_hash == f"{int(NOW.timestamp()):08x}{b'kk'.hex()}" + first.key_hash[12:]
    assert first.receipt == second.receipt


def test_the_keys_of_forms_are_stored_in_the_order_in_which_these_were_opened() -> None:
    opened = [NOW - LIFE + timedelta(milliseconds=300 * place) for place in range(50)]
    tokens = [read(KEYS, issue(KEYS, CODE, now=at), code=CODE, now=NOW) for at in opened]
    hashes = [token.key_hash for token in tokens]
    assert hashes == sorted(hashes)
    assert len(set(hashes)) == 50
    assert {len(each) for each in hashes} == {64}


@given(st.binary(max_size=80))
def test_random_bytes_are_refused(raw: bytes) -> None:
    assert is_refused(written(raw))


@given(st.text())
def test_any_text_is_refused(text: str) -> None:
    assert is_refused(text)
