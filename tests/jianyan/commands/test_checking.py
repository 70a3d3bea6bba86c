import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import builders
from jianyan import db, suggestions
from jianyan.suggestions.tables import Suggestion

BODY = "末班车太早了，晚班下班赶不上。"


@pytest.fixture
def receipt(inside: Callable[..., Any], keys: Any) -> str:
    """Send one suggestion and give its receipt."""

    async def send() -> str:
        await builders.make_topic()
        return (await builders.submit(keys, await builders.make_placement(), BODY))[1]

    return str(inside(send))


def ledger(folder: Path, *lines: object) -> Path:
    path = folder / "ledger.jsonl"
    path.write_text("".join(f"{line if isinstance(line, str) else json.dumps(line)}\n" for line in lines))
    return path


def entry(receipt: str, body: str = BODY) -> dict[str, str]:
    return {"receipt": receipt, "body_sha256": hashlib.sha256(body.encode()).hexdigest()}


def test_sound_data_is_said_to_be_sound(jianyan: Any, receipt: str) -> None:
    ran = jianyan("check")
    assert (ran.code, ran.err) == (0, "")
    assert "Suggestions are as recorded: 1\n" in ran.out
    assert ran.out.endswith("Everything is as it was recorded.\n")


def test_an_empty_database_is_sound(jianyan: Any) -> None:
    ran = jianyan("check", "--json")
    assert (ran.code, ran.json["sound"], ran.json["checked"]["trail"]) == (0, True, 0)


def test_a_changed_text_is_named(jianyan: Any, receipt: str, inside: Callable[..., Any], keys: Any) -> None:
    async def change() -> str:
        async with db.transaction():
            await Suggestion.update({"body": "改过的"}).where(Suggestion.id > 0)
        return (await suggestions.by_receipt(suggestions.receipts.possible_hashes(keys, receipt))).tracking

    tracking = inside(change)
    ran = jianyan("check", "--json")
    assert (ran.code, ran.json["sound"]) == (1, False)
    assert ran.json["fault"] == f"suggestion {tracking}: its body is not the one that was recorded"
    assert ran.json["fault"] in jianyan("check").err


def test_a_row_taken_out_of_the_trail_is_named(
    jianyan: Any, receipt: str, inside: Callable[..., Any]
) -> None:
    async def take_out() -> None:
        async with db.transaction():
            on = "" if db.is_sqlite() else " ON trail"
            await Suggestion.raw(f"DROP TRIGGER trail_no_delete{on}")
            await Suggestion.raw("DELETE " + "FROM trail WHERE seq = 1")

    inside(take_out)
    ran = jianyan("check")
    assert ran.code == 1
    assert "trail 1: missing" in ran.err


def test_what_the_ledger_says_was_received_is_looked_up(jianyan: Any, receipt: str, tmp_path: Path) -> None:
    ran = jianyan("check", "--ledger", ledger(tmp_path, entry(receipt), "", entry(receipt)), "--json")
    assert (ran.code, ran.json["checked"]["ledger"]) == (0, 2)


@pytest.mark.parametrize(
    ("lost", "body", "said"),
    [
        (True, BODY, "ledger line 2: 0 suggestions have this receipt"),
        (False, "别的", "has another text"),
    ],
)
def test_what_is_missing_or_changed_against_the_ledger_is_named(
    lost: bool, body: str, said: str, jianyan: Any, receipt: str, tmp_path: Path
) -> None:
    second = entry(receipt[::-1] if lost else receipt, body)
    ran = jianyan("check", "--ledger", ledger(tmp_path, entry(receipt), second))
    assert ran.code == 1
    assert said in ran.err


def test_a_ledger_that_cannot_be_read_is_said(jianyan: Any, receipt: str, tmp_path: Path) -> None:
    ran = jianyan("check", "--ledger", ledger(tmp_path, entry(receipt), "{}"))
    assert ran.code == 1
    assert "Line 2 of the ledger is not" in ran.err
    missing = jianyan("check", "--ledger", tmp_path / "none.jsonl")
    assert missing.code == 1
    assert "none.jsonl cannot be used: No such file or directory" in missing.err
