import ast
import threading
from datetime import timedelta
from pathlib import Path

import pytest

import builders
import cast
from architecture.sources import calls, dotted, name_of, parsed, python_files
from jianyan import accounts, appeals, db, erasures, motions, suggestions, trail
from jianyan.accounts import within
from jianyan.appeals.tables import Addition
from jianyan.erasures import ListUnwritable
from jianyan.invariants import check_invariants
from jianyan.keys import KeyRing
from jianyan.motions import NewMotion, NoSuchMotion
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


async def submitted(text: str) -> int:
    """Let He submit a motion of which nothing is made yet."""
    he = await accounts.person_by_email(cast.HE)
    motion_id = await motions.draft_motion(
        NewMotion(title="关于路灯的提案", text=text, year="2026"), by=he, now=builders.NOW
    )
    await motions.submit_motion(motion_id, by=he, now=builders.NOW)
    return motion_id


async def text_of(motion_id: int) -> str:
    row = await Motion.select(Motion.text).where(Motion.id == motion_id).first()
    assert row is not None
    return str(row["text"])


async def test_a_motion_of_which_nothing_was_made_is_erased_by_its_name_here_and_after_a_restore(
    motion: tuple[int, str], keys: KeyRing, tmp_path: Path
) -> None:
    secret, store = str(tmp_path / "secret"), Store(tmp_path)
    lone, other = await submitted("站台没有灯。"), await submitted("站台没有棚。")
    before = await Motion.select().where(Motion.id == lone).first()
    for _ in range(2):
        await erasures.erase_motion(lone, by=None, now=builders.NOW, secret_file=secret, store=store)
    assert (await text_of(lone), await text_of(other)) == ("", "站台没有棚。")
    assert [act.kind for act in await trail.history(f"motion-{lone}")] == [
        "motion-submit",
        "motion-withdraw",
        "motion-erase",
    ]
    assert [one.fault for one in await check_invariants(keys) if one.fault] == []
    [name] = erasures.listed(secret)
    assert name.startswith(f"motion-{lone}-")
    assert before is not None
    async with db.transaction():
        await Motion.update({"text": before["text"], "salt": before["salt"]}).where(Motion.id == lone)
    gone = f"motion-{lone + 100}-{name.rpartition('-')[2]}"
    assert await erasures.erase_again([name, gone, "00000000000000"], now=builders.NOW, store=store) == 1
    assert await erasures.erase_again([name], now=builders.NOW, store=store) == 0
    assert await text_of(lone) == ""


async def test_another_motion_that_got_the_same_number_after_a_restore_is_let_alone(
    motion: tuple[int, str], tmp_path: Path
) -> None:
    secret, store = str(tmp_path / "secret"), Store(tmp_path)
    lone = await submitted("站台没有灯。")
    await erasures.erase_motion(lone, by=None, now=builders.NOW, secret_file=secret, store=store)
    other = await submitted("站台没有棚。")
    later = builders.NOW + timedelta(seconds=1)
    async with db.transaction():
        await Motion.delete().where(Motion.id == lone)
        await Motion.update({"id": lone, "created_at": later}).where(Motion.id == other)
    assert await erasures.erase_again(erasures.listed(secret), now=builders.NOW, store=store) == 0
    assert await text_of(lone) == "站台没有棚。"


async def test_a_motion_erased_by_its_name_takes_along_what_was_made_of_it(
    motion: tuple[int, str], keys: KeyRing, tmp_path: Path
) -> None:
    motion_id, note = motion
    facts = {"secret_file": str(tmp_path / "secret"), "store": Store(tmp_path)}
    await erasures.erase_motion(motion_id, by=None, now=builders.NOW, **facts)  # type: ignore[arg-type]
    assert (await suggestions.by_tracking(note)).body is None
    assert await text_of(motion_id) == ""
    assert [act.kind for act in await trail.history(f"motion-{motion_id}")].count("motion-erase") == 1
    assert [one.fault for one in await check_invariants(keys) if one.fault] == []


async def test_a_motion_that_is_not_there_is_neither_listed_nor_erased(database: str, tmp_path: Path) -> None:
    secret = str(tmp_path / "secret")
    with pytest.raises(NoSuchMotion):
        await erasures.erase_motion(7, by=None, now=builders.NOW, secret_file=secret, store=Store(tmp_path))
    assert erasures.listed(secret) == []
