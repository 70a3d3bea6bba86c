"""An office's own layouts: take one in, retire one, and see those of one's scope."""

import asyncio
import hashlib
from datetime import datetime
from typing import Any

from piccolo.query.functions.aggregate import Count

from jianyan import trail
from jianyan.accounts import EVERYWHERE, belongs, current_scope
from jianyan.db import transaction
from jianyan.errors import Invalid, InvalidFields, Refusal
from jianyan.i18n import N_
from jianyan.reports.marks import marks_of
from jianyan.reports.refusals import NoSuchTemplate, NotChoosable, NotYourTemplate, TemplateTooLarge
from jianyan.reports.schemas import ReportDetail, TemplateSummary
from jianyan.reports.tables import Report, ReportTemplate
from jianyan.suggestions.texts import checked, tidy
from jianyan.topics import topic_ids

NAME_MOST = 120
TEMPLATE_BYTES_MOST = 2 * 1024 * 1024
_SUMMARY = (
    ReportTemplate.id,
    ReportTemplate.name,
    ReportTemplate.organisation.name.as_alias("organisation"),
    ReportTemplate.marks,
    ReportTemplate.sha256,
    ReportTemplate.added_at,
    ReportTemplate.added_by,
    ReportTemplate.retired_at,
)


async def add_template(
    name: str, content: bytes, *, shared: bool = False, by: trail.Actor | None, now: datetime
) -> int:
    """Keep a template for reports of the current scope and give its number.

    Args:
        name: how it is chosen, up to 120 characters.
        content: the file as it came in, up to TEMPLATE_BYTES_MOST.
        shared: whether it is for all organisations; without it, for the own one.
        by: who adds it; None at the command line.
        now: when.

    Raises:
        InvalidFields: the name is missing, too long or cannot be shown; the file is too large, does more than
            say something, has no place for the text or asks for what a report has not.
        NotYourTemplate: it is shared, and something stands above the own organisation.
    """
    scope = current_scope()
    if shared:
        _refuse_below()
    kept, marks = await asyncio.to_thread(_checked, name, content)
    digest = hashlib.sha256(content).hexdigest()
    row = ReportTemplate(
        name=kept,
        organisation=None if shared else scope.organisation,
        content=content,
        sha256=digest,
        marks=" ".join(marks),
        added_at=now,
        added_by=by.id if by else "",
    )
    async with transaction():
        template_id = int((await ReportTemplate.insert(row))[0]["id"])
        data = {"name": kept, "sha256": digest}
        await _record("report-template-add", template_id, data, by=by, now=now)
    return template_id


async def retire_template(template_id: int, *, by: trail.Actor | None, now: datetime) -> None:
    """Offer a template no longer; reports that have it keep it, and a second time changes nothing.

    Raises:
        NoSuchTemplate: the current scope has none of that number.
        NotYourTemplate: it is the installation's, and something stands above the own organisation.
    """
    async with transaction():
        template = await _in_scope(template_id)
        if template.organisation is None:
            _refuse_below()
        if template.retired_at is None:
            retired = ReportTemplate.update({ReportTemplate.retired_at: now})
            await retired.where(ReportTemplate.id == template_id)
            await _record("report-template-retire", template_id, {"name": template.name}, by=by, now=now)


async def refuse_unchoosable(template_id: int | None) -> None:
    """Refuse a template that a report of the current scope cannot be given.

    Raises:
        NotChoosable: it is retired, of another scope, or there is none.
    """
    if template_id is None:
        return
    try:
        template = await _in_scope(template_id)
    except NoSuchTemplate as absent:
        raise NotChoosable(field="template") from absent
    if template.retired_at is not None:
        raise NotChoosable(field="template")


async def templates_in_scope() -> list[TemplateSummary]:
    """List the templates of the current scope and the installation's, the newest first, retired ones last."""
    found = await _summaries(_found())
    return sorted(found, key=lambda template: template.retired_at is not None)


async def templates_for(report: ReportDetail) -> list[TemplateSummary]:
    """List what a report may be given, and what it has where that is of the current scope, by name."""
    own = ReportTemplate.retired_at.is_null() | (ReportTemplate.id == (report.template_id or 0))
    return sorted(await _summaries(_found() & own), key=lambda template: (template.name, template.id))


async def template_file(template_id: int) -> tuple[str, bytes]:
    """Give name and content of a template.

    Raises:
        NoSuchTemplate: the current scope has none of that number.
    """
    template = await _in_scope(template_id)
    return template.name, await content_of(template_id)


async def content_of(template_id: int) -> bytes:
    """Give the file of a template that somebody may read the report of."""
    row = await ReportTemplate.select(ReportTemplate.content).where(ReportTemplate.id == template_id).first()
    assert row is not None, "a template is never deleted"
    return bytes(row["content"])


async def _in_scope(template_id: int) -> TemplateSummary:
    found = await _summaries(_found() & (ReportTemplate.id == template_id))
    if not found:
        raise NoSuchTemplate
    return found[0]


def _found() -> Any:
    return belongs(ReportTemplate.organisation, shared=True)


async def _summaries(where: Any) -> list[TemplateSummary]:
    rows = await ReportTemplate.select(*_SUMMARY).where(where).order_by(ReportTemplate.id, ascending=False)
    in_use = Report.template.is_not_null() & Report.topic.is_in(topic_ids())
    counted = Report.select(Report.template, Count()).where(in_use)
    counts = {row["template"]: row["count"] for row in await counted.group_by(Report.template)}
    return [
        TemplateSummary(**{**row, "marks": row["marks"].split(), "report_count": counts.get(row["id"], 0)})
        for row in rows
    ]


def _checked(name: str, content: bytes) -> tuple[str, list[str]]:
    """Give the name as it is kept, and the marks.

    Raises:
        InvalidFields: as `add_template`.
    """
    problems: list[Refusal] = []
    kept, marks = "", []
    try:
        kept = _checked_name(name)
    except Invalid as problem:
        problems.append(problem)
    try:
        if len(content) > TEMPLATE_BYTES_MOST:
            raise TemplateTooLarge(field="template")
        marks = marks_of(content)
    except Invalid as problem:
        problems.append(problem)
    if problems:
        raise InvalidFields(problems)
    return kept, marks


def _checked_name(name: str) -> str:
    if not tidy(name):
        raise Invalid(N_("Please give the template a name."), field="name")
    return checked(" ".join(name.split()), field="name", most=NAME_MOST)


def _refuse_below() -> None:
    scope = current_scope()
    if scope != EVERYWHERE and not scope.is_root:
        raise NotYourTemplate


async def _record(
    kind: str, template_id: int, data: dict[str, Any], *, by: trail.Actor | None, now: datetime
) -> None:
    is_first = kind == "report-template-add"
    subject = f"template-{template_id}"
    entry = trail.Entry(kind=kind, subject=subject, actor=by, data=data, is_first=is_first)
    await trail.record(entry, at=now)
