"""What is found on arrival, what becomes of the suggestion, and what is kept of it."""

import msgspec
import pytest

import builders
from jianyan import suggestions, trail
from jianyan.screening import Kind, Level, Word, Words
from jianyan.suggestions import NewAnswer, NewSuggestion, Source, SuggestionState, looked_through

NOW = builders.NOW
WORDS = Words(
    [
        Word("傻逼", Level.HOLD),
        Word("枪支", Level.BLOCK),
        Word("呸呸", Level.MASK),
        Word("水军", Level.NOTE),
    ]
)


def new(body: str, **facts: object) -> NewSuggestion:
    plain: dict[str, object] = {
        "tracking": suggestions.new_tracking(),
        "topic_id": 1,
        "body": body,
        "source": Source.CITIZEN,
        "received_at": NOW,
        "received_on": NOW.date(),
    }
    return NewSuggestion(**{**plain, **facts})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("body", "state"),
    [
        ("末班车太早了", SuggestionState.WAITING),
        ("司机是傻*逼", SuggestionState.HELD),
        ("这里卖枪支", SuggestionState.HELD),
        ("呸呸，太慢", SuggestionState.WAITING),
        ("都是水军写的", SuggestionState.WAITING),
        ("请打 13800138000", SuggestionState.WAITING),
    ],
)
def test_only_a_word_that_holds_or_blocks_holds(body: str, state: SuggestionState) -> None:
    assert looked_through(new(body), WORDS).state is state


def test_a_suggestion_in_which_nothing_is_found_is_the_same() -> None:
    clean = new("末班车太早了", title="夜班", answers=[NewAnswer(question_id=7, text="多一点")])
    assert looked_through(clean, WORDS) is clean


def test_hits_say_where_in_which_text_they_are() -> None:
    sent = new(
        "请打 13800138000",
        title="有水军",
        answers=[NewAnswer(question_id=7, text="傻 逼"), NewAnswer(question_id=8, option_id=1)],
    )
    found = looked_through(sent, WORDS)
    assert [(hit.field, hit.start, hit.length, hit.kind, hit.level, hit.word) for hit in found.hits] == [
        ("title", 1, 2, Kind.WORD, Level.NOTE, "水军"),
        ("body", 3, 11, Kind.MOBILE, Level.MASK, None),
        ("q_7", 0, 3, Kind.WORD, Level.HOLD, "傻逼"),
    ]
    assert (found.state, found.held_for) == (SuggestionState.HELD, "listed-word")


@pytest.mark.parametrize("state", [SuggestionState.PUBLISHED, SuggestionState.DECLINED])
def test_what_was_decided_elsewhere_is_not_held(state: SuggestionState) -> None:
    found = looked_through(new("傻逼", state=state), WORDS)
    assert (found.state, found.held_for, len(found.hits)) == (state, None, 1)


def test_what_was_held_for_another_reason_stays_held_for_that() -> None:
    found = looked_through(suggestions.held(new("傻逼"), "too-fast"), WORDS)
    assert (found.state, found.held_for) == (SuggestionState.HELD, "too-fast")


def test_a_word_after_the_fiftieth_hit_still_holds() -> None:
    found = looked_through(new("呸呸，" * 60 + "傻逼"), WORDS)
    assert (len(found.hits), found.state) == (50, SuggestionState.HELD)


async def test_hits_are_kept_with_the_suggestion_and_go_when_it_is_erased(database: str) -> None:
    topic = await builders.make_topic()
    batch = [
        looked_through(new(body, topic_id=topic.id, key_hash=f"{number:064d}"), WORDS)
        for number, body in enumerate(["末班车太早了", "司机是傻*逼", "呸呸，请打 13800138000"])
    ]
    received = await suggestions.submit_many(batch, now=NOW)
    again = await suggestions.submit_many(
        [msgspec.structs.replace(item, tracking=suggestions.new_tracking()) for item in batch], now=NOW
    )
    assert [outcome.again for outcome in [*received, *again]] == [False] * 3 + [True] * 3  # type: ignore[union-attr]
    details = [await suggestions.by_tracking(item.tracking) for item in batch]
    assert [await suggestions.hits_in(one.id) for one in details] == [item.hits for item in batch]
    assert [one.state for one in details] == ["waiting", "held", "waiting"]
    leaf = (await trail.history(batch[1].tracking))[0]
    assert leaf.data["held"] == "listed-word"
    assert "傻" not in str(leaf.data)
    await suggestions.erase(batch[1].tracking, by=None, now=NOW)
    assert await suggestions.hits_in(details[1].id) == []
    assert await suggestions.first_fault() is None


async def test_a_row_that_waits_is_held_on_import_and_a_public_one_masked(database: str) -> None:
    topic = await builders.make_topic()
    rows = [
        new("司机是傻逼", topic_id=topic.id),
        new("呸呸", topic_id=topic.id, state=SuggestionState.PUBLISHED),
    ]
    read = suggestions.ReadRows(read=2, rows=rows, refused=[], cleaned=0)
    await suggestions.import_rows(read, topic=topic, words=WORDS, by=None, now=NOW)
    assert (await suggestions.by_tracking(rows[0].tracking)).state is SuggestionState.HELD
    published = await suggestions.latest_published(topic.id, words=WORDS, most=9)
    assert [one.body for one in published] == ["**"]


async def test_the_public_reads_title_and_text_masked(database: str) -> None:
    topic = await builders.make_topic()
    said = "呸呸，请打 13800138000"
    public = new(said, title=said, topic_id=topic.id, state=SuggestionState.PUBLISHED)
    await suggestions.submit_many([public], now=NOW)
    shown = (await suggestions.latest_published(topic.id, words=WORDS, most=1))[0]
    assert (shown.title, shown.body) == ("**，请打 138****8000",) * 2
    assert (await suggestions.by_tracking(public.tracking)).body == said
