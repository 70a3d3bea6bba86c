from datetime import datetime, timedelta

import pytest

import builders
from jianyan import trail
from jianyan.trail import Actor, Entry, Wanted

WEI, ZHU = Actor(id="wei", role="moderator"), Actor(id="zhu", role="moderator")
HOUR = timedelta(hours=1)
ACTS = [
    ("submit", "A", None),
    ("submit", "B", None),
    ("decide", "A", WEI),
    ("decide", "B", ZHU),
    ("sign-in", "wei", WEI),
    ("decide", "A", ZHU),
    ("submit", "C", None),
    ("decide", "C", WEI),
]


@pytest.fixture
async def _recorded(database: str) -> None:
    """Record eight acts, one an hour."""
    for place, (kind, subject, actor) in enumerate(ACTS):
        await trail.record(Entry(kind=kind, subject=subject, actor=actor), at=builders.NOW + place * HOUR)


def expected(wanted: Wanted) -> list[int]:
    """Filter the acts as plainly as can be, the newest first."""

    def at(place: int) -> datetime:
        return builders.NOW + place * HOUR

    return [
        place
        for place, (kind, subject, actor) in reversed(list(enumerate(ACTS)))
        if wanted.kind in {None, kind}
        and wanted.subject in {None, subject}
        and wanted.actor in {None, actor.id if actor else "nobody"}
        and (wanted.since is None or at(place) >= wanted.since)
        and (wanted.until is None or at(place) < wanted.until)
    ]


FILTERS = [
    Wanted(kind=kind, subject=subject, actor=actor, since=since, until=until)
    for kind in (None, "decide", "export")
    for subject in (None, "A", "wei", "Z")
    for actor in (None, "wei", "nobody-else")
    for since, until in (
        (None, None),
        (builders.NOW + 2 * HOUR, None),
        (None, builders.NOW + 5 * HOUR),
        (builders.NOW + 3 * HOUR, builders.NOW + 6 * HOUR),
        (builders.NOW + 99 * HOUR, None),
    )
]


@pytest.mark.usefixtures("_recorded")
async def test_each_filter_finds_what_is_wanted_and_nothing_else() -> None:
    found_some = 0
    for wanted in FILTERS:
        found = [act.seq for act in await trail.matching(wanted, most=100)]
        assert found == expected(wanted), wanted
        pages = [act.seq async for page in trail.matching_pages(wanted, end=100) for act in page]
        assert pages == list(reversed(found)), wanted
        found_some += bool(found)
    assert found_some > 30


@pytest.mark.usefixtures("_recorded")
async def test_what_is_wanted_is_walked_in_steps_and_up_to_an_end() -> None:
    for wanted in FILTERS:
        walked: list[int] = []
        before: int | None = None
        while step := await trail.matching(wanted, before=before, most=1):
            before = step[0].seq
            walked.append(before)
        assert walked == expected(wanted), wanted
    early = [act.seq async for page in trail.matching_pages(Wanted(kind="decide"), end=5) for act in page]
    assert early == [2, 3]


@pytest.mark.usefixtures("_recorded")
async def test_an_export_of_the_trail_is_an_act_itself() -> None:
    since = builders.NOW
    end = await trail.record_export(Wanted(kind="decide", since=since), by=WEI, now=builders.NOW + 9 * HOUR)
    assert end == len(ACTS)
    act = (await trail.acts(most=1))[0]
    assert (act.kind, act.subject, act.actor) == ("export", "trail", "wei")
    assert act.data == {"what": "trail", "format": "csv", "kind": "decide", "since": "2026-07-01T04:30:00Z"}
    assert await trail.first_fault() is None
