import base64
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import builders
from jianyan.keys import KeyRing, UnfitSecret, load_or_make
from jianyan.suggestions import receipts, tokens

SECRET = base64.b64encode(bytes(range(32))).decode()
CODE = "7K3M9QXT"

LOAD = """
import pathlib, sys
from jianyan.keys import load_or_make
print(load_or_make(pathlib.Path(sys.argv[1])))
"""


def written(path: Path, text: str, mode: int = 0o600) -> Path:
    path.write_text(text)
    path.chmod(mode)
    return path


def rotated(path: Path) -> KeyRing:
    fresh = base64.b64encode(bytes(range(100, 132))).decode()
    written(path, f"0badcafe {fresh}\n{path.read_text()}")
    return load_or_make(path)


def test_a_missing_file_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "secret"
    made = load_or_make(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert [len(secret) for secret in made.by_id.values()] == [32]
    assert load_or_make(path) == made
    assert [one.name for one in path.parent.iterdir()] == ["secret"]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o660, 0o602])
def test_a_file_that_others_can_read_or_write_is_refused(tmp_path: Path, mode: int) -> None:
    path = written(tmp_path / "secret", f"00000001 {SECRET}\n", mode)
    with pytest.raises(UnfitSecret, match="chmod 600"):
        load_or_make(path)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        f"00000001 {base64.b64encode(bytes(32)).decode()}",
        f"00000001 {base64.b64encode(b'ab' * 16).decode()}",
        f"00000001 {base64.b64encode(bytes(range(16))).decode()}",
        f"00000001 {base64.b64encode(bytes(range(33))).decode()}",
        f"0001 {SECRET}",
        f"key-one! {SECRET}",
        "00000001 not base64 at all",
        "00000001",
        SECRET,
    ],
)
def test_an_unfit_secret_stops_the_start_with_a_sentence(tmp_path: Path, text: str) -> None:
    path = written(tmp_path / "secret", text)
    with pytest.raises(UnfitSecret) as refused:
        load_or_make(path)
    assert str(path) in str(refused.value)
    assert SECRET not in str(refused.value)


def test_the_first_line_signs_and_every_line_opens(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    before = load_or_make(path)
    after = rotated(path)
    assert after.newest == "0badcafe"
    assert list(after.by_id) == ["0badcafe", before.newest]


def test_after_a_rotation_old_forms_receipts_and_phones_still_open(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    before = load_or_make(path)
    issued = tokens.issue(before, CODE, now=builders.NOW)
    opened = tokens.read(before, issued, code=CODE, now=builders.NOW)
    receipt = receipts.derived(before, opened.key, key_id=opened.key_id)
    stored = receipts.stored_hash(before, receipt, key_id=opened.key_id)
    sealed = before.encrypt("phone", "13800138000", about="S-1")

    after = rotated(path)
    again = tokens.read(after, issued, code=CODE, now=builders.NOW)
    assert again == opened
    assert receipts.derived(after, again.key, key_id=again.key_id) == receipt
    assert stored in receipts.possible_hashes(after, receipt)
    assert after.decrypt("phone", sealed, about="S-1") == "13800138000"
    assert tokens.issue(after, CODE, now=builders.NOW) != issued


def test_without_the_old_secret_nothing_of_it_opens(tmp_path: Path) -> None:
    old, new = load_or_make(tmp_path / "old"), load_or_make(tmp_path / "new")
    with pytest.raises(UnfitSecret):
        new.decrypt("phone", old.encrypt("phone", "13800138000", about="S-1"), about="S-1")
    with pytest.raises(tokens.ForgedToken):
        tokens.read(new, tokens.issue(old, CODE, now=builders.NOW), code=CODE, now=builders.NOW)


@settings(deadline=None)
@given(text=st.text(st.characters(codec="utf-8")), flipped=st.integers(0, 10_000))
def test_what_was_encrypted_opens_only_unchanged_and_where_it_belongs(text: str, flipped: int) -> None:
    keys = KeyRing({"00000001": bytes(range(32))})
    sealed = keys.encrypt("phone", text, about="S-1")
    assert keys.decrypt("phone", sealed, about="S-1") == text
    changed = bytearray(sealed)
    changed[flipped % len(sealed)] ^= 1 << flipped % 8
    for purpose, bytes_, about in (
        ("phone", bytes(changed), "S-1"),
        ("phone", sealed, "S-2"),
        ("other", sealed, "S-1"),
        ("phone", sealed[:-1], "S-1"),
    ):
        with pytest.raises(UnfitSecret):
            keys.decrypt(purpose, bytes_, about=about)


def test_purposes_do_not_mix() -> None:
    keys = KeyRing({"00000001": bytes(range(32))})
    assert keys.derive("receipt", b"x") != keys.derive("form-token", b"x")
    with pytest.raises(KeyError):
        keys.derive("receipt", b"x", key_id="00000002")


def test_processes_that_start_at_once_agree_on_one_secret(tmp_path: Path) -> None:
    path = str(tmp_path / "secret")
    started = [
        subprocess.Popen([sys.executable, "-c", LOAD, path], stdout=subprocess.PIPE, text=True)
        for _ in range(6)
    ]
    said = [process.communicate(timeout=60)[0] for process in started]
    assert [process.returncode for process in started] == [0] * 6
    assert len(set(said)) == 1
    assert said[0].startswith("KeyRing(")
    assert [one.name for one in tmp_path.iterdir()] == ["secret"]
