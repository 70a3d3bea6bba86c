"""What stands beside the figures of a snapshot: names, scans, groups, how suggestions were handled."""

from datetime import UTC, datetime

import msgspec

from jianyan import campaigns, moderation
from jianyan.groups import GroupSize
from jianyan.reports.replaying import Replay
from jianyan.reports.schemas import Beside, FrozenCategory, FrozenPlace, FrozenReason, FrozenTimes
from jianyan.tallies import Answering, Handling, Tally
from jianyan.topics import TopicDetail


async def surroundings(
    topic: TopicDetail,
    tally: Tally,
    handling: Handling,
    *,
    hours: list[int],
    groups: list[tuple[int | None, list[int]]],
    answering: Answering,
    zone_name: str,
    now: datetime,
) -> Beside:
    """Give what stands beside the figures, read in the caller's snapshot.

    Args:
        topic: whose figures they are.
        tally: of the same moment.
        handling: of the same moment.
        hours: 24 counts.
        groups: as `group_counts` gives them.
        answering: of the same moment.
        zone_name: of the installation's time zone.
        now: when it is taken.
    """
    rules = await moderation.rules_of(topic.id)
    return Beside(
        slug=topic.slug,
        title=topic.title,
        organisers=topic.organisers,
        taken_at=now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        time_zone=zone_name,
        categories=[FrozenCategory(one.id, one.name) for one in tally.categories],
        places=await _places(topic.id, tally),
        hours=hours,
        reasons=_reasons(rules.reasons),
        decided=handling.decided,
        median_minutes=None if handling.median_hours is None else round(handling.median_hours * 60),
        appeals=handling.appeals,
        overturned=handling.overturned,
        group_counts=groups,
        times=_times(answering),
    )


def by_category(sizes: list[GroupSize], replay: Replay) -> dict[int | None, list[GroupSize]]:
    """Give category → its groups in the order they come in.

    A group lies in the category of the first of its members that is published; one without such is left out.
    """
    found: dict[int | None, list[GroupSize]] = {}
    for size in sizes:
        standing = replay.standing(size.published) if size.published else None
        if standing:
            found.setdefault(standing.category, []).append(size)
    return found


def group_counts(groups: dict[int | None, list[GroupSize]]) -> list[tuple[int | None, list[int]]]:
    """Give category, by id and nothing first → how many say the same in its groups, the largest first."""
    order = sorted(groups, key=lambda category: (category is not None, category or 0))
    return [(category, sorted((size.count for size in groups[category]), reverse=True)) for category in order]


def _times(answering: Answering) -> list[FrozenTimes] | msgspec.UnsetType:
    if not answering.all.cases:
        return msgspec.UNSET
    return [
        FrozenTimes(
            id=one.organisation_id,
            name=one.name,
            answered=one.times.count,
            median=None if one.times.median is None else f"{one.times.median:g}",
            p90=one.times.p90,
            spans=one.times.spans,
            timed=one.timed,
            late=one.late,
        )
        for one in (answering.all, *answering.departments)
    ]


async def _places(topic_id: int, tally: Tally) -> list[FrozenPlace]:
    scans = await campaigns.scans_of(topic_id)
    opened = {place.code: scans.get(place.id, 0) for place in await campaigns.placements_of(topic_id)}
    return [
        FrozenPlace(
            code=place.code,
            name=place.name,
            line=place.line,
            kind=place.kind,
            opened=opened.get(place.code, 0),
        )
        for place in tally.placements
        if place.code is not None
    ]


def _reasons(own: list[moderation.ReasonDetail]) -> list[FrozenReason]:
    known = {reason.code: reason.sentence for reason in (*moderation.BUILT_IN.reasons, *own)}
    return [FrozenReason(code, sentence) for code, sentence in sorted(known.items())]
