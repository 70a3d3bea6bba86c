"""The installation's own list: what stands on it, over what comes with the service, and its record."""

import pytest

import builders
from jianyan import trail
from jianyan.accounts import Person
from jianyan.db import content_version, words_version
from jianyan.errors import Invalid
from jianyan.screening import (
    AlreadyListed,
    Entry,
    Level,
    NoSuchWord,
    Words,
    add_word,
    change_word,
    default_words,
    listed_word,
    screened,
    upload_words,
    word_list,
    words_in_force,
)

NOW = builders.NOW
OWN = Entry(text="拆迁补偿款", level=Level.HOLD, allowed=("拆迁补偿款标准",), note="先请信访办看")


async def level_of(text: str, words: Words | None = None) -> Level | None:
    return screened(text, words or await words_in_force()).level


async def test_without_own_words_the_list_is_the_one_that_comes_with_the_service(database: str) -> None:
    listed = await word_list()
    assert [each.entry.word for each in listed] == default_words()
    assert {each.is_own for each in listed} == {False}
    assert await level_of("这是傻逼") is Level.HOLD


async def test_an_own_word_is_added_to_it(database: str, keys: object) -> None:
    qiao = await builders.make_person("qiao@jianyan.example")
    before = len(await word_list())
    await add_word(OWN, by=qiao, now=NOW)
    listed = await word_list()
    assert (len(listed), listed[0].entry, listed[0].is_own) == (before + 1, OWN, True)
    assert (listed[0].changed_at, listed[0].changed_by) == (NOW, qiao.name)
    assert await level_of("拆迁补偿款没有到") is Level.HOLD
    assert await level_of("拆迁补偿款标准是多少") is None
    assert await level_of("这是傻逼") is Level.HOLD


@pytest.mark.parametrize("text", ["傻逼", "傻 逼", "傻*逼", "拆迁补偿款", "拆遷補償款"])
async def test_a_word_is_not_added_in_another_dress(database: str, text: str) -> None:
    await add_word(OWN, by=None, now=NOW)
    before = await word_list()
    with pytest.raises(AlreadyListed) as refused:
        await add_word(Entry(text=text, level=Level.NOTE), by=None, now=NOW)
    assert refused.value.field == "text"
    assert await word_list() == before


async def test_a_word_that_came_with_the_service_is_switched_off_and_on_again(database: str) -> None:
    given = (await listed_word("傻逼")).entry
    off = Entry(text="傻逼", level=given.level, allowed=given.allowed, note=given.note, is_active=False)
    count = len(await word_list())
    await change_word(off, by=None, now=NOW)
    assert await level_of("这是傻逼") is None
    assert len(await word_list()) == count
    await change_word(given, by=None, now=NOW)
    assert await level_of("这是傻逼") is Level.HOLD


async def test_a_word_that_came_with_the_service_gets_another_level(database: str) -> None:
    await change_word(Entry(text="傻 逼", level=Level.BLOCK), by=None, now=NOW)
    changed = await listed_word("傻逼")
    assert (changed.entry.text, changed.entry.level, changed.is_own) == ("傻逼", Level.BLOCK, True)
    assert await level_of("这是傻逼") is Level.BLOCK


async def test_what_is_not_listed_cannot_be_changed(database: str) -> None:
    with pytest.raises(NoSuchWord):
        await change_word(OWN, by=None, now=NOW)


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        (Entry(text="", level=Level.HOLD), "text"),
        (Entry(text="……", level=Level.HOLD), "text"),
        (Entry(text="车" * 61, level=Level.HOLD), "text"),
        (Entry(text="车" + "*" * 120, level=Level.HOLD), "text"),
        (Entry(text="车", level=Level.HOLD, note="长" * 201), "note"),
        (Entry(text="车", level=Level.HOLD, allowed=("长" * 1_001, "长" * 1_000)), "allowed"),
    ],
)
async def test_what_cannot_be_searched_for_or_is_too_long_is_refused(
    database: str, entry: Entry, field: str
) -> None:
    for taking in (add_word(entry, by=None, now=NOW), upload_words([OWN, entry], by=None, now=NOW)):
        with pytest.raises(Invalid) as refused:
            await taking
        assert refused.value.field == field
    assert {each.is_own for each in await word_list()} == {False}


async def test_a_sheet_adds_what_is_new_and_changes_what_differs(database: str) -> None:
    given = (await listed_word("傻逼")).entry
    sheet = [OWN, given, Entry(text="水军", level=Level.NOTE), Entry(text="煞笔", level=Level.BLOCK)]
    first = await upload_words(sheet, by=None, now=NOW)
    assert (first.added, first.changed, first.same) == (2, 1, 1)
    again = await upload_words(sheet, by=None, now=NOW)
    assert (again.added, again.changed, again.same) == (0, 0, 4)
    assert (await listed_word("煞笔")).entry.level is Level.BLOCK


async def test_of_two_with_one_form_in_a_sheet_the_later_counts(database: str) -> None:
    twice = [Entry(text="水军", level=Level.NOTE), Entry(text="水 军", level=Level.HOLD)]
    count = await upload_words(twice, by=None, now=NOW)
    assert (count.added, (await listed_word("水军")).entry.level) == (1, Level.HOLD)


async def test_every_edit_is_recorded_with_what_was_before(database: str) -> None:
    qiao: Person = await builders.make_person("qiao@jianyan.example")
    await add_word(OWN, by=qiao, now=NOW)
    await change_word(Entry(text=OWN.text, level=Level.NOTE, is_active=False), by=qiao, now=NOW)
    await change_word(Entry(text=OWN.text, level=Level.NOTE, is_active=False), by=qiao, now=NOW)
    await upload_words([Entry(text="水军", level=Level.NOTE)], by=qiao, now=NOW)
    upload, change, add = (await trail.acts(most=3))[:3]
    assert [act.kind for act in (add, change, upload)] == ["words-add", "words-change", "words-upload"]
    assert {act.actor for act in (add, change, upload)} == {qiao.trail_id}
    assert add.subject == change.subject
    assert (add.data["word"], add.data["level"], add.data["active"]) == (OWN.text, "hold", True)
    assert (change.data["level_before"], change.data["level"]) == ("hold", "note")
    assert (change.data["active_before"], change.data["active"]) == (True, False)
    assert upload.data == {"added": 1, "changed": 0, "same": 0}
    assert await trail.first_fault() is None


async def test_an_edit_of_the_list_raises_its_number_and_that_of_kept_pages(database: str) -> None:
    await builders.make_topic()
    before = (await words_version(), await content_version())
    await add_word(OWN, by=None, now=NOW)
    after = (await words_version(), await content_version())
    assert (after[0] > before[0], after[1] > before[1]) == (True, True)
    await builders.make_placement()
    assert (await words_version(), await content_version() > after[1]) == (after[0], True)
