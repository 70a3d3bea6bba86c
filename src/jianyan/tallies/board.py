"""The board of a topic: its tally, what became of each placement, when people wrote, who was not heard."""

from datetime import date, datetime, tzinfo

import msgspec

from jianyan.db import snapshot
from jianyan.suggestions import Source
from jianyan.tallies.adding import added_up
from jianyan.tallies.answering import Answering, answering_of
from jianyan.tallies.groups import groups_of
from jianyan.tallies.hours import Week, week_of
from jianyan.tallies.places import PlacementFunnel, funnels_of
from jianyan.tallies.schemas import Tally
from jianyan.topics import TopicSummary, topic_by_id


class Unheard(msgspec.Struct, frozen=True, kw_only=True):
    """Whom a tally says nothing about: printed beside it, so that voices are not read as a vote."""

    hours: list[tuple[int, int]]
    """Spans of a day in which nothing ever came: first hour and the one after the last, 0 to 24."""
    placements: int
    """Places in use."""
    unopened: int
    """Of these, where nobody ever opened the form."""
    members: int
    citizens: int
    """How many came from members, and from citizens."""


class Board(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that is shown of a topic's suggestions, as of one moment."""

    tally: Tally
    week: Week
    placements: list[PlacementFunnel]
    answering: Answering

    @property
    def hours(self) -> list[int]:
        """Give how many came in each of the 24 hours of a day."""
        return [sum(counts) for counts in zip(*self.week, strict=True)]

    @property
    def funnel(self) -> tuple[int, int, int]:
        """Give how many opened a form, sent one, and were published, over all placements."""
        return (
            sum(one.opened for one in self.placements),
            sum(one.sent for one in self.placements),
            sum(one.published for one in self.placements),
        )

    @property
    def unheard(self) -> Unheard:
        """Give whom the tally says nothing about."""
        used = [one for one in self.placements if one.is_in_use]
        return Unheard(
            hours=_empty_spans(self.hours),
            placements=len(used),
            unopened=sum(not one.opened for one in used),
            members=self.tally.sources[Source.MEMBER],
            citizens=self.tally.sources[Source.CITIZEN],
        )

    def silent(self, days: int, *, today: date) -> list[PlacementFunnel]:
        """Give the places in use that nobody has scanned for so many days, the longest silence first."""
        quiet = [one for one in self.placements if one.is_in_use and (today - one.waits_from).days >= days]
        return sorted(quiet, key=lambda one: one.waits_from)


async def board_of(topic: TopicSummary, *, zone: tzinfo, now: datetime) -> Board:
    """Count the board of a topic: a few passes over two indexes, as of one moment.

    Args:
        topic: whose board.
        zone: the installation's.
        now: stands in the tally as `as_of`.
    """
    async with snapshot():
        groups = await groups_of(await topic_by_id(topic.id))
        return Board(
            tally=added_up(groups, as_of=now),
            week=await week_of(topic.id, zone),
            placements=await funnels_of(groups, zone=zone, now=now),
            answering=await answering_of(topic.id, zone=zone, today=now.astimezone(zone).date()),
        )


def _empty_spans(hours: list[int]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for hour, count in enumerate(hours):
        if count:
            continue
        if spans and spans[-1][1] == hour:
            spans[-1] = (spans[-1][0], hour + 1)
        else:
            spans.append((hour, hour + 1))
    return spans
