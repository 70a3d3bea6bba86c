import hashlib
import hmac
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jianyan.trail import Actor, Entry, commitment, fresh_salt
from jianyan.trail.leaves import canonical, encoded

MINUTE = datetime(2026, 7, 1, 4, 30, tzinfo=UTC)

texts = st.text(st.characters(codec="utf-8"))
plain = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | texts
keys = st.text(st.characters(max_codepoint=127))
values = st.recursive(plain, lambda inner: st.lists(inner) | st.dictionaries(keys, inner), max_leaves=10)


def test_a_leaf_is_the_same_bytes_everywhere() -> None:
    entry = Entry(
        kind="decide",
        subject="S-7K3M",
        actor=Actor(id="a1", role="moderator"),
        topic=7,
        channel="7K3M9QXT",
        data={"to": "published", "from": "等"},
        commitments={"body": "00ff"},
    )
    assert encoded(entry, n=2, previous="ab", minute=MINUTE).decode() == (
        '{"actor":{"id":"a1","role":"moderator"},"chan":"7K3M9QXT","com":{"body":"00ff"},'
        '"data":{"from":"等","to":"published"},"n":2,"prev":"ab","subject":"S-7K3M",'
        '"time":"2026-07-01T04:30Z","topic":7,"type":"decide","v":1}'
    )


def test_what_is_not_there_is_left_out() -> None:
    leaf = json.loads(encoded(Entry(kind="submit", subject="S-1"), n=0, previous=None, minute=MINUTE))
    assert leaf == {
        "com": {},
        "data": {},
        "n": 0,
        "subject": "S-1",
        "time": "2026-07-01T04:30Z",
        "type": "submit",
        "v": 1,
    }


@settings(deadline=None)
@given(st.dictionaries(keys, values))
def test_canonical_json_says_what_it_was_given_in_one_way(value: dict[str, Any]) -> None:
    written = canonical(value)
    assert json.loads(written) == value
    assert canonical(dict(reversed(value.items()))) == written
    assert canonical(json.loads(written)) == written


def test_canonical_json_escapes_as_rfc_8785_does() -> None:
    text = '€$\x0f\nA\'B"\\\\"/\x7f\u2028😀'
    assert canonical({"b": text, "a": [1, None, True, {}]}).decode() == (
        '{"a":[1,null,true,{}],"b":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/\x7f\u2028😀"}'
    )


@pytest.mark.parametrize(
    "value", [{"a": 1.5}, {"数": 1}, {1: "a"}, {"a": [{"b": 0.0}]}, {"a": b"x"}, {"a": (1, 2)}, {"a": MINUTE}]
)
def test_what_two_machines_could_write_differently_is_refused(value: dict[str, Any]) -> None:
    with pytest.raises(TypeError):
        canonical(value)


def test_a_commitment_opens_with_its_salt_field_and_value_only() -> None:
    salt = bytes(range(32))
    made = commitment(salt, "body", "加开夜班车")
    message = b"jianyan/commitment/v1\0body\0" + "加开夜班车".encode()
    assert made == hmac.new(salt, message, hashlib.sha256).hexdigest()
    others = {
        commitment(bytes(32), "body", "加开夜班车"),
        commitment(salt, "title", "加开夜班车"),
        commitment(salt, "body", "加开夜班车。"),
    }
    assert made not in others
    assert len(others) == 3


def test_salts_are_long_and_never_the_same() -> None:
    drawn = {fresh_salt() for _ in range(1_000)}
    assert len(drawn) == 1_000
    assert {len(salt) for salt in drawn} == {32}
