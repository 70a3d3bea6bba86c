from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

import builders
from jianyan import campaigns, db, tallies, topics
from jianyan.campaigns import PlacementState
from jianyan.keys import KeyRing
from jianyan.suggestions import NewSuggestion, Source, SuggestionState
from jianyan.tallies import Board, PlacementFunnel
from jianyan.tallies.board import _empty_spans
from jianyan.topics import NoSuchTopic

pytestmark = pytest.mark.usefixtures("database")
SHOWN = (SuggestionState.PUBLISHED, SuggestionState.MERGED)
TODAY = builders.NOW.astimezone(builders.SHANGHAI).date()


async def board(slug: str = "buses-first", *, now: datetime = builders.NOW) -> Board:
    return await tallies.board_of(await topics.topic_by_slug(slug), zone=builders.SHANGHAI, now=now)


async def scan(code: str, count: int, *, on: date = TODAY) -> None:
    place = await campaigns.placement_by_code(code)
    await campaigns.count_scans({(place.id, on): count})


def at(board: Board, code: str) -> PlacementFunnel:
    return next(one for one in board.placements if one.code == code)


async def silent_codes(days: int, *, after: int = 0) -> list[str]:
    shown = await board(now=builders.NOW + timedelta(days=after))
    return [one.code for one in shown.silent(days, today=TODAY + timedelta(days=after))]


async def test_the_board_equals_a_count_in_plain_python(crowd: Callable[..., Any]) -> None:
    topic = await builders.make_topic()
    codes = [await builders.make_placement(name=name) for name in ("五里牌站", "火车站")]
    await crowd(await builders.make_topic("another", questions=[]), 30, seed=1)
    await scan(codes[0], 40)
    await scan(codes[0], 2, on=TODAY - timedelta(days=1))
    sent: list[NewSuggestion] = await crowd(topic, 400)
    shown = await board()
    ids = {place.id: place.code for place in await campaigns.placements_of(topic.id)}
    for one in shown.placements:
        here = [each for each in sent if ids.get(each.placement_id or 0) == one.code]
        assert (one.sent, one.published) == (len(here), sum(each.state in SHOWN for each in here))
    assert [at(shown, code).opened for code in codes] == [42, 0]
    assert shown.funnel == (
        42,
        sum(one.placement_id is not None for one in sent),
        sum(one.placement_id is not None and one.state in SHOWN for one in sent),
    )
    local = [one.received_at.astimezone(builders.SHANGHAI) for one in sent]
    for weekday, counts in enumerate(shown.week):
        for hour, count in enumerate(counts):
            assert count == sum((each.weekday(), each.hour) == (weekday, hour) for each in local)
    assert sum(shown.hours) == shown.tally.received == 400
    assert shown.tally == await tallies.for_topic("buses-first", now=builders.NOW)


@pytest.mark.parametrize("placements", [1, 3])
async def test_a_board_costs_nineteen_queries_whatever_there_is_to_count(
    crowd: Callable[..., Any], placements: int
) -> None:
    topic = await builders.make_topic()
    for number in range(placements):
        await scan(await builders.make_placement(name=f"第{number}站"), number + 1)
    await crowd(topic, placements)
    with db.measured() as cost:
        await tallies.board_of(topic, zone=builders.SHANGHAI, now=builders.NOW)
    assert cost.queries == 19


async def test_the_share_that_sent_is_unknown_where_nobody_opened(keys: KeyRing) -> None:
    await builders.make_topic()
    code = await builders.make_placement()
    await builders.submit(keys, code)
    assert at(await board(), code).share is None
    await scan(code, 4)
    assert at(await board(), code).share == 0.25


async def test_a_place_is_silent_from_the_seventh_day_after_its_last_scan() -> None:
    await builders.make_topic()
    heard, quiet = await builders.make_placement(), await builders.make_placement(name="火车站")
    await scan(heard, 1, on=TODAY - timedelta(days=6))
    await scan(quiet, 1, on=TODAY - timedelta(days=7))
    await scan(quiet, 5, on=TODAY - timedelta(days=9))
    assert await silent_codes(7) == [quiet]
    assert await silent_codes(6) == [quiet, heard]
    assert await silent_codes(8) == []


async def test_a_place_that_nobody_ever_scanned_is_silent_from_its_first_day_on() -> None:
    await builders.make_topic()
    code = await builders.make_placement()
    assert await silent_codes(1) == []
    assert await silent_codes(3, after=2) == []
    assert await silent_codes(3, after=3) == [code]
    assert at(await board(), code).opened_on is None


async def test_before_a_topic_opens_nobody_can_be_silent() -> None:
    opening = builders.NOW + timedelta(days=5)
    await builders.make_topic(opens_at=opening, closes_at=opening + timedelta(days=30))
    code = await builders.make_placement()
    assert await silent_codes(2, after=4) == []
    assert await silent_codes(2, after=6) == []
    assert await silent_codes(2, after=7) == [code]


async def test_only_places_in_use_are_silent() -> None:
    await builders.make_topic()
    codes = {state: await builders.make_placement(name=state, state=state) for state in PlacementState}
    revoked = await builders.make_placement(name="收回的站")
    await campaigns.revoke(revoked, by=None, now=builders.NOW)
    used = {codes[state] for state in ("planned", "installed", "silent")}
    assert set(await silent_codes(1, after=3)) == used
    assert (await board()).unheard.placements == 3
    assert await silent_codes(1, after=8) == []  # the topic is over


async def test_what_came_from_a_code_stays_when_it_moves_on_and_its_scans_go_along(keys: KeyRing) -> None:
    await builders.make_topic()
    await builders.make_topic("another")
    code = await builders.make_placement()
    await builders.submit(keys, code)
    await scan(code, 9)
    await campaigns.retarget(code, await campaigns.first_campaign("another"), by=None, now=builders.NOW)
    before, after = at(await board(), code), at(await board("another"), code)
    assert (before.opened, before.sent, before.is_in_use) == (0, 1, False)
    assert (after.opened, after.sent, after.is_in_use) == (9, 0, True)


async def test_who_was_not_heard_is_counted(crowd: Callable[..., Any]) -> None:
    topic = await builders.make_topic()
    heard, _ = await builders.make_placement(), await builders.make_placement(name="火车站")
    await scan(heard, 1)
    sent: list[NewSuggestion] = await crowd(topic, 50)
    unheard = (await board()).unheard
    assert (unheard.placements, unheard.unopened) == (2, 1)
    assert unheard.members == sum(one.source is Source.MEMBER for one in sent)
    assert unheard.citizens == sum(one.source is Source.CITIZEN for one in sent)
    assert unheard.hours == [(0, 12), (13, 24)]  # everybody wrote at half past twelve


@pytest.mark.parametrize(
    ("full", "spans"),
    [
        (range(24), []),
        ([], [(0, 24)]),
        ([0, 23], [(1, 23)]),
        ([*range(1, 5), *range(6, 24)], [(0, 1), (5, 6)]),
    ],
)
def test_hours_without_anything_are_told_as_spans(full: list[int], spans: list[tuple[int, int]]) -> None:
    assert _empty_spans([int(hour in full) for hour in range(24)]) == spans


async def test_the_board_of_a_topic_that_is_gone_is_refused() -> None:
    topic = await builders.make_topic()
    with pytest.raises(NoSuchTopic):
        await board("nothing")
    assert (await board(topic.slug)).tally.received == 0
