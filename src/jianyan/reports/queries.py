"""Reading reports."""

from typing import Any

from jianyan.reports.encoding import decoded
from jianyan.reports.refusals import NoSuchReport
from jianyan.reports.schemas import Beside, Content, ReportDetail, ReportSummary, ReportTexts, Voice
from jianyan.reports.states import ReportState, VoiceSource
from jianyan.reports.tables import Report, ReportVoice, Snapshot
from jianyan.topics import topic_ids

_SUMMARY = (
    Report.id,
    Report.slug,
    Report.title,
    Report.topic.slug.as_alias("topic_slug"),
    Report.topic.title.as_alias("topic_title"),
    Report.state,
    Report.published_at,
    Report.snapshot.taken_at.as_alias("taken_at"),
    Report.snapshot.trail_size.as_alias("trail_size"),
)
_TEXTS = (
    Report.addressee,
    Report.signed_by,
    Report.signed_on,
    Report.language,
    Report.background,
    Report.answers,
    Report.advice,
    Report.unheard,
)
_SNAPSHOT = (
    Report.template.as_alias("template_id"),
    Report.snapshot.id.as_alias("snapshot_id"),
    Report.snapshot.root.as_alias("root"),
    Report.snapshot.content.as_alias("content"),
    Report.snapshot.sha256.as_alias("sha256"),
    Report.snapshot.beside.as_alias("beside"),
    Report.snapshot.beside_sha256.as_alias("beside_sha256"),
)


async def reports_in_scope() -> list[ReportSummary]:
    """List the reports of the current scope, drafts too, the newest first."""
    return await _summaries(Report.topic.is_in(topic_ids()))


async def published_reports(topic_id: int) -> list[ReportSummary]:
    """List what anybody may read about a topic, the newest first."""
    return await _summaries((Report.topic == topic_id) & (Report.state == ReportState.PUBLISHED.value))


async def report_by_slug(slug: str) -> ReportDetail:
    """Give a report with its figures, texts and voices.

    Raises:
        NoSuchReport: the current scope has none at that address.
    """
    found = (Report.slug == slug) & Report.topic.is_in(topic_ids())
    row = await Report.select(*_SUMMARY, *_TEXTS, *_SNAPSHOT).where(found).first()
    if row is None:
        raise NoSuchReport
    texts = {name: row.pop(name) for name in ReportTexts.__struct_fields__ if name != "title"}
    return ReportDetail(
        **{
            **row,
            "state": ReportState(row["state"]),
            "content": decoded(bytes(row["content"]), Content),
            "beside": decoded(bytes(row["beside"]), Beside),
        },
        texts=ReportTexts(title=row["title"], **texts),
        voices=await _voices(row["id"]),
    )


async def public_report(slug: str) -> ReportDetail:
    """Give a report that anybody may read.

    Raises:
        NoSuchReport: there is none at that address, or it is a draft.
    """
    report = await report_by_slug(slug)
    if report.state is not ReportState.PUBLISHED:
        raise NoSuchReport
    return report


async def latest_texts(topic_id: int) -> ReportTexts | None:
    """Give what was typed for the newest report about a topic, or None where there is none."""
    row = (
        await Report.select(Report.title, *_TEXTS)
        .where(Report.topic == topic_id)
        .order_by(Report.id, ascending=False)
        .first()
    )
    return ReportTexts(**row) if row else None


async def _summaries(where: Any) -> list[ReportSummary]:
    rows = await Report.select(*_SUMMARY).where(where).order_by(Report.id, ascending=False)
    return [ReportSummary(**{**row, "state": ReportState(row["state"])}) for row in rows]


async def _voices(report_id: int) -> list[Voice]:
    columns = (
        ReportVoice.category.as_alias("category_id"),
        ReportVoice.tracking,
        ReportVoice.text,
        ReportVoice.source,
        ReportVoice.group_count,
    )
    rows = (
        await ReportVoice.select(*columns)
        .where(ReportVoice.report == report_id)
        .order_by(ReportVoice.category, ReportVoice.position)
    )
    return [Voice(**{**row, "source": VoiceSource(row["source"])}) for row in rows]


async def listing_of(snapshot_id: int) -> bytes:
    """Give where every suggestion stood, as it is kept; read only where it is asked for, it may be large."""
    row = await Snapshot.select(Snapshot.listing).where(Snapshot.id == snapshot_id).first()
    assert row is not None, "a report has its snapshot"
    return bytes(row["listing"])
