import ast
import threading
from pathlib import Path

import pytest

import builders
import cast
from architecture.sources import calls, dotted, name_of, parsed, python_files
from jianyan import accounts, appeals, db, erasures, motions, suggestions
from jianyan.accounts import within
from jianyan.appeals.tables import Addition
from jianyan.erasures import ListUnwritable
from jianyan.invariants import check_invariants
from jianyan.keys import KeyRing
from jianyan.motions import NewMotion
from jianyan.motions.tables import Motion
from jianyan.suggestions import NoSuchSuggestion
from jianyan.suggestions.tables import Suggestion
from jianyan.uploads import Store


@pytest.fixture
async def tracking(database: str, keys: KeyRing) -> str:
    """Send one suggestion and give its number."""
    await builders.make_topic()
    return (await builders.submit(keys, await builders.make_placement()))[0].tracking


def unlisted_erasures(tree: ast.Module) -> list[int]:
    erase = {"suggestions.erase", "appeals.erase", "service.erase"}
    return [call.lineno for call in calls(tree) if dotted(call.func) in erase]


async def test_what_is_erased_is_listed_first(tracking: str, tmp_path: Path) -> None:
    secret = str(tmp_path / "secret")
    await erasures.erase(tracking, by=None, now=builders.NOW, secret_file=secret, store=Store(tmp_path))
    await erasures.erase(tracking, by=None, now=builders.NOW, secret_file=secret, store=Store(tmp_path))
    assert erasures.listed(secret) == [tracking]
    assert (await suggestions.by_tracking(tracking)).body is None


async def test_facts_that_were_added_are_erased_with_the_suggestion_here_and_after_a_restore(
    tracking: str, tmp_path: Path
) -> None:
    for erase_now in (
        lambda: erasures.erase(
            tracking, by=None, now=builders.NOW, secret_file=str(tmp_path / "secret"), store=Store(tmp_path)
        ),
        lambda: erasures.erase_again([tracking], now=builders.NOW, store=Store(tmp_path)),
    ):
        async with db.transaction():
            await Suggestion.update({"body": "restored", "erased_at": None}).where(Suggestion.id > 0)
        await appeals.add_facts(tracking, "我住在桥下第三户", by=None, now=builders.NOW)
        await erase_now()
        assert {row["text"] for row in await Addition.select(Addition.text)} == {None}


async def test_nothing_is_erased_that_cannot_be_listed(tracking: str, tmp_path: Path) -> None:
    with pytest.raises(ListUnwritable):
        await erasures.erase(
            tracking,
            by=None,
            now=builders.NOW,
            secret_file=str(tmp_path / "no" / "secret"),
            store=Store(tmp_path),
        )
    assert (await suggestions.by_tracking(tracking)).body is not None


async def test_what_is_not_there_is_not_listed(database: str, tmp_path: Path) -> None:
    secret = str(tmp_path / "secret")
    with pytest.raises(NoSuchSuggestion):
        await erasures.erase(
            "00000000000000", by=None, now=builders.NOW, secret_file=secret, store=Store(tmp_path)
        )
    assert erasures.listed(secret) == []


def test_two_who_list_at_once_do_not_mix_their_lines(tmp_path: Path) -> None:
    path = tmp_path / "list"

    def write(character: str) -> None:
        for _ in range(200):
            erasures._append(path, character * 14)

    writers = [threading.Thread(target=write, args=(character,)) for character in "ABCD"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    lines = path.read_text().splitlines()
    assert sorted(lines) == sorted(character * 14 for character in "ABCD" * 200)


def test_nobody_erases_without_listing() -> None:
    found = {name_of(path): unlisted_erasures(parsed(path)) for path in python_files()}
    assert [name for name, lines in found.items() if lines] == ["src/jianyan/erasures.py"]
    assert unlisted_erasures(ast.parse("await suggestions.erase(tracking, by=None, now=now())")) == [1]


@pytest.fixture
async def motion(database: str, keys: KeyRing) -> tuple[int, str]:
    """Let He's motion be declined and go on as a note, and give it with the note's number."""
    he, qiao = await builders.make_person(cast.HE), await builders.make_person(cast.QIAO)
    new = NewMotion(title="关于夜间公交的提案", text="夜班工人回不了家。", year="2026")
    motion_id = await motions.draft_motion(new, by=he, now=builders.NOW)
    await motions.submit_motion(motion_id, by=he, now=builders.NOW)
    facts = {"as_note": True, "by": qiao, "zone": builders.SHANGHAI, "now": builders.NOW}
    with within(qiao.scope):
        note = await motions.decline_motion(motion_id, "不属于提案范围。", **facts)
    assert note is not None
    return motion_id, note


async def test_a_motion_is_erased_with_what_was_made_of_it_and_its_record_stays_sound(
    motion: tuple[int, str], keys: KeyRing, tmp_path: Path
) -> None:
    motion_id, note = motion
    secret, store = str(tmp_path / "secret"), Store(tmp_path)
    other = await motions.draft_motion(
        NewMotion(title="另一件", text="站台没有灯。", year="2026"),
        by=await accounts.person_by_email(cast.HE),
        now=builders.NOW,
    )
    await erasures.erase(note, by=None, now=builders.NOW, secret_file=secret, store=store)
    columns = (Motion.id, Motion.title, Motion.text, Motion.reason, Motion.state)
    rows = {row["id"]: row for row in await Motion.select(*columns)}
    erased = rows[motion_id]
    assert (erased["title"], erased["text"], erased["reason"]) == ("", "", None)
    assert (erased["state"], rows[other]["title"]) == ("not-filed", "另一件")
    assert [one.fault for one in await check_invariants(keys) if one.fault] == []
    async with db.transaction():
        await Motion.update({Motion.text: "夜班工人回不了家。"}).where(Motion.id == motion_id)
    assert await motions.first_fault() == f"motion {motion_id}: its text is there, yet it was erased"
