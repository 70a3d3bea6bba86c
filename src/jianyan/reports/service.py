"""Editing a draft, publishing a report and taking it back, and forgetting what must be forgotten."""

from datetime import datetime
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType
from piccolo.columns import Column

from jianyan import trail
from jianyan.db import transaction
from jianyan.errors import Invalid, InvalidFields, Refusal
from jianyan.i18n import LANGUAGES, N_
from jianyan.reports.check import fault_of, unrecorded
from jianyan.reports.placeholders import first_unknown
from jianyan.reports.queries import report_by_slug
from jianyan.reports.refusals import FiguresDisagree, NotEditable, UnknownPlaceholder
from jianyan.reports.schemas import TEXT_MOST, ReportDetail, ReportTexts
from jianyan.reports.states import ReportState
from jianyan.reports.tables import Report, ReportVoice
from jianyan.reports.templates import refuse_unchoosable
from jianyan.suggestions.texts import checked, tidy
from jianyan.topics import InnerTopic, topic_by_id

LINE_MOST = 120
_LINES, _AREAS = ("title", "addressee", "signed_by"), ("background", "answers", "advice", "unheard")


async def save_texts(
    slug: str,
    texts: ReportTexts,
    *,
    template: int | UnsetType | None = UNSET,
    by: trail.Actor | None,
    now: datetime,
) -> ReportDetail:
    """Keep the typed parts of a draft, and its layout, and give it.

    Args:
        slug: of the report.
        texts: all typed parts.
        template: its layout from now on, None for that of GB/T 9704; unset: as it was.
        by: who edits.
        now: when.

    Raises:
        NoSuchReport: there is none at that address.
        NotEditable: it is published.
        InvalidFields: a part is missing, too long or cannot be shown, or asks for a figure there is none of.
        NotChoosable: the template is retired, of another scope, or there is none.
    """
    kept = checked_texts(texts)
    async with transaction():
        report = await report_by_slug(slug)
        if report.state is ReportState.PUBLISHED:
            raise NotEditable
        after = msgspec.structs.asdict(kept)
        before = msgspec.structs.asdict(report.texts)
        parts = [name for name in after if after[name] != before[name]]
        change: dict[Column | str, Any] = {name: after[name] for name in parts}
        if template is not UNSET and template != report.template_id:
            await refuse_unchoosable(template)
            change["template"] = template
            parts.append("template")
        if parts:
            await Report.update(change).where(Report.id == report.id)
            await _record("report-edit", report, by=by, now=now, data={"parts": sorted(parts)})
        return await report_by_slug(slug)


async def choose_template(
    slug: str, template: int | None, *, by: trail.Actor | None, now: datetime
) -> ReportDetail:
    """Give a draft another layout, and give it.

    Args:
        slug: of the report.
        template: None for the layout of GB/T 9704.
        by: who chooses.
        now: when.

    Raises:
        NoSuchReport, NotEditable, NotChoosable: as `save_texts`.
    """
    async with transaction():
        report = await report_by_slug(slug)
        return await save_texts(slug, report.texts, template=template, by=by, now=now)


def checked_texts(texts: ReportTexts) -> ReportTexts:
    """Give the typed parts as they are kept.

    Raises:
        InvalidFields: as `save_texts`.
    """
    problems: list[Refusal] = []
    kept: dict[str, str] = {}
    for name in (*_LINES, *_AREAS):
        try:
            kept[name] = _checked(name, getattr(texts, name))
        except Invalid as problem:
            problems.append(problem)
    if texts.language not in LANGUAGES:
        problems.append(Invalid(N_("Please choose one of these."), field="language"))
    if problems:
        raise InvalidFields(problems)
    return msgspec.structs.replace(texts, **kept)


def _checked(name: str, text: str) -> str:
    if not tidy(text):
        if name == "title":
            raise Invalid(N_("Please write a title."), field=name)
        return ""
    typed, most = (" ".join(text.split()), LINE_MOST) if name in _LINES else (text, TEXT_MOST)
    kept = checked(typed, field=name, most=most)
    unknown = first_unknown(kept)
    if unknown:
        raise UnknownPlaceholder(field=name, **unknown)
    return kept


async def publish_report(slug: str, *, by: trail.Actor | None, now: datetime) -> ReportDetail:
    """Make a report public and give it; a second time changes nothing.

    Raises:
        NoSuchReport: there is none at that address.
        FiguresDisagree: the snapshot is not the one that was frozen and recorded, or does not add up.
        InnerTopic: it is about what members write for the office alone.
    """
    async with transaction():
        report = await report_by_slug(slug)
        if (await topic_by_id(report.content.topic)).inner:
            raise InnerTopic
        fault = await fault_of(report) or await unrecorded(report)
        if fault:
            raise FiguresDisagree(fault=fault)
        if report.state is ReportState.DRAFT:
            await _move(report, ReportState.PUBLISHED, by=by, now=now)
        return await report_by_slug(slug)


async def unpublish_report(slug: str, *, by: trail.Actor | None, now: datetime) -> ReportDetail:
    """Take a report back and give it: it is a draft again; a second time changes nothing.

    Raises:
        NoSuchReport: there is none at that address.
    """
    async with transaction():
        report = await report_by_slug(slug)
        if report.state is ReportState.PUBLISHED:
            await _move(report, ReportState.DRAFT, by=by, now=now)
        return await report_by_slug(slug)


async def erase(tracking: str) -> None:
    """Empty what reports quote of a suggestion; its own erasure is what is recorded."""
    async with transaction():
        await ReportVoice.update({"text": None}).where(ReportVoice.tracking == tracking)


async def record_export(report: ReportDetail, form: str, *, by: trail.Actor | None, now: datetime) -> None:
    """Keep on record that a report was taken away as a file.

    Args:
        report: which.
        form: its format, `docx` say.
        by: who took it; None at the command line.
        now: when.
    """
    async with transaction():
        await _record("export", report, by=by, now=now, data={"what": "report", "format": form})


async def _move(report: ReportDetail, to: ReportState, *, by: trail.Actor | None, now: datetime) -> None:
    is_public = to is ReportState.PUBLISHED
    change: dict[Column | str, Any] = {"state": to.value, "published_at": now if is_public else None}
    await Report.update(change).where(Report.id == report.id)
    data = {"from": report.state.value, "to": to.value, "sha256": report.sha256}
    await _record("report-publish" if is_public else "report-unpublish", report, by=by, now=now, data=data)


async def _record(
    kind: str, report: ReportDetail, *, by: trail.Actor | None, now: datetime, data: dict[str, Any]
) -> None:
    topic_id = report.content.topic
    entry = trail.Entry(kind=kind, subject=f"report-{report.id}", actor=by, topic=topic_id, data=data)
    await trail.record(entry, at=now)
