"""Freezing: the figures of a topic at a position of the trail, and a draft of the report about them."""

import asyncio
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from jianyan import tallies, topics, trail
from jianyan.clock import day_of
from jianyan.db import snapshot, transaction
from jianyan.exports.suggestion_rows import Progress, count_nothing
from jianyan.groups import published_of, sizes_of
from jianyan.i18n import FIRST, N_, say
from jianyan.reports.comparing import first_difference, hours_of_rows, replayed
from jianyan.reports.encoding import Frozen, encoded, frozen, sha256
from jianyan.reports.law import first_break
from jianyan.reports.queries import latest_texts, report_by_slug
from jianyan.reports.refusals import FiguresDisagree, NothingToReport
from jianyan.reports.replaying import Contradictory
from jianyan.reports.schemas import Beside, Content, ReportDetail, ReportTexts, Voice
from jianyan.reports.surroundings import by_category, group_counts, surroundings
from jianyan.reports.tables import Report, ReportVoice, Snapshot
from jianyan.reports.voices import chosen_voices
from jianyan.screening import Words
from jianyan.topics import TopicDetail

_TITLE = N_("Report on the suggestions collected for “%(title)s”")
_SLUG_MOST = 80
_GROUPS_QUOTED = 10
"""Of each category, at most: three speak, and not each group has spoken where it lies."""


class _Taken(msgspec.Struct, frozen=True, kw_only=True):
    """What was read as of one moment."""

    topic: TopicDetail
    head: trail.Head
    frozen: Frozen
    content: Content
    beside: Beside
    voices: list[Voice]


async def freeze(
    slug: str,
    *,
    words: Words,
    zone: ZoneInfo,
    by: trail.Actor | None,
    now: datetime,
    language: str = FIRST,
    walked: Progress = count_nothing,
) -> ReportDetail:
    """Freeze a topic's figures as they stand now and give the draft of a report about them.

    The figures are folded from the trail, compared with the tables and added up before anything is kept. The
    draft begins with what was typed for the topic's report before it.

    Args:
        slug: of the topic.
        words: those of level mask are masked in what is quoted.
        zone: in which hours and the day of the address are counted.
        by: who freezes; None at the command line.
        now: when.
        language: one of i18n.LANGUAGES, of the first report about a topic.
        walked: is told the number of acts of each page of the trail.

    Raises:
        NoSuchTopic: there is none of that slug.
        NothingToReport: nothing has come in.
        FiguresDisagree: trail and tables differ, or do not add up.
    """
    async with snapshot():
        try:
            taken = await _take(slug, words=words, zone=zone, now=now, walked=walked)
        except Contradictory as found:
            raise FiguresDisagree(fault=found) from found
    async with transaction():
        return await _keep(taken, by=by, zone=zone, now=now, language=language)


async def is_frozen(topic_id: int, *, since: datetime) -> bool:
    """Say whether figures of a topic were frozen since then: what is asked for once is done once."""
    return await Snapshot.exists().where((Snapshot.topic == topic_id) & (Snapshot.taken_at >= since))


async def _take(slug: str, *, words: Words, zone: ZoneInfo, now: datetime, walked: Progress) -> _Taken:
    topic, head = await topics.topic_by_slug(slug), await trail.head()
    replay = await replayed(topic.id, head.size, walked=walked)
    if not replay.received:
        raise NothingToReport
    hours = await hours_of_rows(replay, topic.id, zone=zone)
    kept = await asyncio.to_thread(frozen, replay, trail_size=head.size, root=head.root)
    content = kept.figures
    tally, handling = await tallies.with_handling(topic, now=now)
    answering = await tallies.answering_of(topic.id, zone=zone, today=day_of(now, zone))
    fault = first_break(content) or first_difference(content, tally, answering)
    if fault:
        raise Contradictory(fault)
    groups = by_category(await sizes_of(topic.id), replay)
    beside = await surroundings(
        topic,
        tally,
        handling,
        hours=hours,
        groups=group_counts(groups),
        answering=answering,
        zone_name=zone.key,
        now=now,
    )
    order = [*(category.id for category in tally.categories), None]
    quoted = [size for each in groups.values() for size in each[:_GROUPS_QUOTED]]
    speaking = await published_of(sorted(quoted, key=lambda size: -size.count))
    voices = await chosen_voices(topic.id, order, speaking, words=words)
    return _Taken(topic=topic, head=head, frozen=kept, content=content, beside=beside, voices=voices)


async def _keep(
    taken: _Taken, *, by: trail.Actor | None, zone: ZoneInfo, now: datetime, language: str
) -> ReportDetail:
    snapshot_id = await _keep_snapshot(taken, now=now)
    topic, typed = taken.topic, await latest_texts(taken.topic.id)
    texts = typed or ReportTexts(
        title=say(language, _TITLE, title=topic.title)[:120],
        signed_by=next(iter(topic.organisers), ""),
        signed_on=day_of(now, zone),
        language=language,
    )
    slug = await _free_slug(f"{topic.slug}-{day_of(now, zone):%Y%m%d}")
    row = Report(
        slug=slug,
        topic=topic.id,
        snapshot=snapshot_id,
        created_at=now,
        **msgspec.structs.asdict(msgspec.structs.replace(texts, signed_on=day_of(now, zone))),
    )
    report_id = int((await Report.insert(row))[0]["id"])
    await _keep_voices(report_id, taken.voices)
    data = {
        "slug": slug,
        "trail_size": taken.head.size,
        "sha256": sha256(taken.frozen.content),
        "beside_sha256": sha256(encoded(taken.beside)),
    }
    entry = trail.Entry(
        kind="report-freeze",
        subject=f"report-{report_id}",
        actor=by,
        topic=topic.id,
        data=data,
        is_first=True,
    )
    await trail.record(entry, at=now)
    return await report_by_slug(slug)


async def _keep_snapshot(taken: _Taken, *, now: datetime) -> int:
    beside = encoded(taken.beside)
    row = Snapshot(
        topic=taken.topic.id,
        taken_at=now,
        trail_size=taken.head.size,
        root=taken.head.root,
        rule_version=taken.content.rules,
        content=taken.frozen.content,
        sha256=sha256(taken.frozen.content),
        listing=taken.frozen.listing,
        beside=beside,
        beside_sha256=sha256(beside),
    )
    return int((await Snapshot.insert(row))[0]["id"])


async def _keep_voices(report_id: int, voices: list[Voice]) -> None:
    positions: dict[int | None, int] = {}
    rows: list[Any] = []
    for voice in voices:
        position = positions.get(voice.category_id, 0)
        positions[voice.category_id] = position + 1
        rows.append(
            ReportVoice(
                report=report_id,
                category=voice.category_id,
                position=position,
                tracking=voice.tracking,
                text=voice.text,
                source=voice.source.value,
                group_count=voice.group_count,
            )
        )
    if rows:
        await ReportVoice.insert(*rows)


async def _free_slug(wanted: str) -> str:
    """Give an address that no report has: the wanted one, else one with a number."""
    wanted = wanted[: _SLUG_MOST - 6]
    taken = {row["slug"] for row in await Report.select(Report.slug).where(Report.slug.like(f"{wanted}%"))}
    numbered = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in (wanted, *numbered) if slug not in taken)
