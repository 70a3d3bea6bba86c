import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianyan import codes
from jianyan.keys import KeyRing
from jianyan.suggestions import receipts

OLD = KeyRing({"00000001": bytes(range(32))})
ROTATED = KeyRing({"00000002": bytes(range(50, 82)), **OLD.by_id})
KEY = bytes(range(16))


@given(st.binary(min_size=16, max_size=16))
def test_a_receipt_is_sixteen_characters_and_checks(key: bytes) -> None:
    receipt = receipts.derived(OLD, key, key_id="00000001")
    assert len(receipt) == receipts.LENGTH == 16
    assert codes.is_code(receipt, length=16)


def test_a_receipt_is_the_first_seventy_five_bits_of_the_keyed_hash() -> None:
    digest = hmac.new(bytes(range(32)), b"receipt\0" + KEY, hashlib.sha256).digest()
    number = int.from_bytes(digest) >> 256 - 75
    letters = "".join(codes.ALPHABET[number >> 5 * place & 31] for place in range(14, -1, -1))
    assert receipts.derived(OLD, KEY, key_id="00000001") == codes.with_check(letters)


def test_a_rotation_changes_no_receipt() -> None:
    before = receipts.derived(OLD, KEY, key_id="00000001")
    assert receipts.derived(ROTATED, KEY, key_id="00000001") == before
    assert receipts.derived(ROTATED, KEY, key_id="00000002") != before
    stored = receipts.stored_hash(OLD, before, key_id="00000001")
    assert stored in receipts.possible_hashes(ROTATED, before)
    assert len(receipts.possible_hashes(ROTATED, before)) == 2


@pytest.mark.parametrize("form", ["{}", " {}\n", "{lower}", "{grouped}", "{hyphens}", "{letters}"])
def test_a_receipt_is_found_however_it_is_typed(form: str) -> None:
    receipt = receipts.derived(OLD, KEY, key_id="00000001")
    forms = {
        "lower": receipt.lower(),
        "grouped": codes.grouped(receipt),
        "hyphens": "-".join(codes.grouped(receipt).split()),
        "letters": receipt.replace("0", "o").replace("1", "l"),
    }
    stored = receipts.stored_hash(OLD, receipt, key_id="00000001")
    assert receipts.possible_hashes(OLD, form.format(receipt, **forms)) == [stored]


def test_a_mistyped_receipt_asks_the_database_nothing() -> None:
    receipt = receipts.derived(OLD, KEY, key_id="00000001")
    wrong = receipt[:-1] + ("0" if receipt[-1] != "0" else "1")
    for typed in ("", wrong, receipt[:-1], receipt + "0", "收据", "\x00" * 16, receipt[::-1] + " "):
        assert receipts.possible_hashes(OLD, typed) == []


def test_what_is_stored_shows_neither_receipt_nor_key() -> None:
    receipt = receipts.derived(OLD, KEY, key_id="00000001")
    stored = receipts.stored_hash(OLD, receipt, key_id="00000001")
    assert stored.startswith("00000001:")
    assert receipt.lower() not in stored
    assert receipts.key_hash(KEY, opened=None) == hashlib.sha256(KEY).hexdigest()
    assert KEY.hex()[:16] not in receipts.key_hash(KEY, opened=0)
