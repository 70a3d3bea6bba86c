import asyncio
import base64
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import builders
from jianyan import campaigns, db, suggestions, topics
from jianyan.commands.opening import opened
from jianyan.keys import KeyRing, load_or_make
from jianyan.settings import Settings
from jianyan.suggestions import receipts
from jianyan.suggestions.tables import Answer, Contact, SubmissionKey, Suggestion

BODY = "末班车太早了，晚班下班赶不上。"
Sent = list[tuple[str, str]]
Move = Callable[[], Settings]
Look = Callable[[Settings, Callable[[], Any]], Any]


@pytest.fixture
def look(jianyan: Any) -> Look:
    """Give what runs verbs and queries on an installation."""

    def run(settings: Settings, work: Callable[[], Any]) -> Any:
        async def within() -> Any:
            async with opened(settings):
                return await work()

        return asyncio.run(within())

    return run


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


async def all_rows() -> list[list[dict[str, Any]]]:
    return [await table.select() for table in (Suggestion, SubmissionKey, Answer, Contact)]


def test_what_was_backed_up_is_there_again(
    jianyan: Any, archive: Path, sent: Sent, settings: Settings, uploads: Path, elsewhere: Move, look: Look
) -> None:
    before = look(settings, all_rows)
    place = elsewhere()
    ran = jianyan("restore", archive)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("Suggestions restored: 3, from ")
    assert ran.out.endswith("Everything is as it was recorded.\n")
    assert look(place, all_rows) == before
    assert files(Path(place.uploads)) == files(uploads) != {}
    assert jianyan("check").code == 0


def test_a_receipt_opens_after_the_restore(
    jianyan: Any, archive: Path, sent: Sent, keys: KeyRing, elsewhere: Move, look: Look
) -> None:
    place = elsewhere()
    assert jianyan("restore", archive).code == 0
    for tracking, receipt in sent:
        hashes = receipts.possible_hashes(keys, receipt)
        assert look(place, lambda hashes=hashes: suggestions.by_receipt(hashes)).tracking == tracking


def test_a_script_reads_what_was_restored(jianyan: Any, archive: Path, elsewhere: Move) -> None:
    kept = elsewhere()
    ran = jianyan("restore", archive, "--json")
    assert ran.json["seconds"] >= 0
    wanted = {"suggestions": 3, "migrated": [], "erased_again": 0, "missing_key_ids": [], "fault": None}
    assert ran.json.items() >= wanted.items()
    if kept.database_url.startswith("sqlite"):
        folder = Path(kept.uploads).parent
        assert sorted(path.name for path in folder.iterdir()) == ["jianyan.sqlite", "uploads"]
        assert (folder / "jianyan.sqlite").stat().st_mode & 0o777 == 0o600


def test_suggestions_can_be_sent_after_the_restore(
    jianyan: Any, archive: Path, sent: Sent, keys: KeyRing, elsewhere: Move, look: Look
) -> None:
    async def send() -> None:
        topic = await topics.topic_by_slug("buses-first")
        code = (await campaigns.placements_of(topic.id))[-1].code
        await builders.submit(keys, code, "新的一条")

    place = elsewhere()
    assert jianyan("restore", archive).code == 0
    look(place, send)
    ran = jianyan("check", "--json")
    assert (ran.code, ran.json["checked"]["suggestions"]) == (0, 4)


def test_what_was_erased_after_the_backup_is_erased_again(
    jianyan: Any, archive: Path, sent: Sent, elsewhere: Move, look: Look, tmp_path: Path
) -> None:
    (tracking, _), (other, _) = sent[:2]
    assert jianyan("erase", tracking).code == 0
    listed = tmp_path / "secret.erased"
    assert listed.stat().st_mode & 0o777 == 0o600
    with listed.open("a") as file:
        file.write("00000000000000\n")  # sent after the backup and erased: not in it
    place = elsewhere()
    ran = jianyan("restore", archive, "--json")
    assert (ran.code, ran.json["erased_again"]) == (0, 1)
    assert look(place, lambda: suggestions.by_tracking(tracking)).body is None
    assert look(place, lambda: suggestions.by_tracking(other)).body == f"{BODY}二"
    assert jianyan("check").code == 0
    assert len(look(place, Contact.select)) == 2


def test_without_the_list_an_erased_text_comes_back(
    jianyan: Any, archive: Path, sent: Sent, elsewhere: Move, look: Look, tmp_path: Path
) -> None:
    assert jianyan("erase", sent[0][0]).code == 0
    (tmp_path / "secret.erased").unlink()
    place = elsewhere()
    assert jianyan("restore", archive).code == 0
    assert look(place, lambda: suggestions.by_tracking(sent[0][0])).body == f"{BODY}一"


def test_a_list_that_cannot_be_read_stops_the_restore(
    jianyan: Any, archive: Path, elsewhere: Move, tmp_path: Path
) -> None:
    (tmp_path / "secret.erased").write_text("00000000000000\nnonsense\n")
    elsewhere()
    ran = jianyan("restore", archive)
    assert ran.code == 1
    assert "Line 2 of" in ran.err
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.parametrize("kind", ["gone", "another"])
def test_a_secret_that_is_not_the_right_one_is_said_and_none_is_made(
    kind: str, jianyan: Any, archive: Path, keys: KeyRing, elsewhere: Move, tmp_path: Path
) -> None:
    secret = tmp_path / "secret"
    kept = secret.read_bytes()
    secret.unlink()
    if kind == "another":
        load_or_make(secret)
    elsewhere()
    ran = jianyan("restore", archive)
    assert ran.code == 1
    assert f"lacks {keys.newest}: put its safe copy back" in ran.err
    assert secret.exists() == (kind == "another")
    secret.write_bytes(kept)
    secret.chmod(0o600)
    assert jianyan("check").code == 0  # the data itself was restored


def test_a_rotated_secret_still_has_what_the_data_needs(
    jianyan: Any, archive: Path, keys: KeyRing, elsewhere: Move, tmp_path: Path
) -> None:
    old = (tmp_path / "secret").read_text()
    (tmp_path / "secret").write_text(f"0badcafe {base64.b64encode(os.urandom(32)).decode()}\n{old}")
    elsewhere()
    assert jianyan("restore", archive).code == 0


def test_a_row_that_was_missing_when_the_backup_was_taken_is_named(
    jianyan: Any, sent: Sent, inside: Callable[..., Any], elsewhere: Move, tmp_path: Path
) -> None:
    async def take_out() -> None:
        async with db.transaction():
            row = await Suggestion.select(Suggestion.id).where(Suggestion.tracking == sent[1][0]).first()
            await Contact.delete().where(Contact.suggestion == row["id"])
            await Suggestion.delete().where(Suggestion.tracking == sent[1][0])

    inside(take_out)
    assert jianyan("backup", tmp_path / "b").code == 0
    elsewhere()
    ran = jianyan("restore", tmp_path / "b", "--json")
    assert (ran.code, ran.json["suggestions"]) == (1, 2)
    assert ran.json["fault"] == f"suggestion {sent[1][0]}: recorded in the trail, but there is no row"
    assert ran.json["fault"] in ran.err
