"""Are reports and their snapshots as they were frozen?"""

from jianyan import trail
from jianyan.reports.encoding import sha256
from jianyan.reports.law import first_break
from jianyan.reports.queries import listing_of, report_by_slug, reports_in_scope
from jianyan.reports.schemas import ReportDetail
from jianyan.reports.tables import Report, ReportTemplate, ReportVoice, Snapshot
from jianyan.reports.templates import content_of


async def first_fault() -> str | None:
    """Name the first report whose snapshot is not as it was frozen or does not add up, or None.

    Checked: hashes hold; the law of conservation holds; the trail names the snapshot; every snapshot has its
    report; nothing is quoted of what was erased; templates are as they were added. `verify` computes the
    figures again.
    """
    for summary in reversed(await reports_in_scope()):
        report = await report_by_slug(summary.slug)
        fault = await fault_of(report) or await unrecorded(report)
        if fault:
            return f"report {report.slug}: {fault}"
    snapshots, reports = int(await Snapshot.count()), int(await Report.count())
    if snapshots != reports:
        return f"snapshot: {snapshots} rows, but {reports} reports"
    return await _fault_of_voices() or await _fault_of_templates()


async def count() -> int:
    """Count the reports."""
    return int(await Report.count())


async def fault_of(report: ReportDetail) -> str | None:
    """Say what of a report's snapshot is not as it was frozen, or does not add up, or None."""
    columns = (Snapshot.content, Snapshot.beside)
    row = await Snapshot.select(*columns).where(Snapshot.id == report.snapshot_id).first()
    assert row is not None, "a report has its snapshot"
    if sha256(bytes(row["content"])) != report.sha256:
        return "its figures are not those that were frozen"
    if sha256(bytes(row["beside"])) != report.beside_sha256:
        return "its names are not those that were frozen"
    if sha256(await listing_of(report.snapshot_id)) != report.content.listing_sha256:
        return "its list of suggestions is not the one that was frozen"
    return first_break(report.content)


async def unrecorded(report: ReportDetail) -> str | None:
    """Say where the trail names another snapshot than a report has, or None."""
    acts = await trail.history(f"report-{report.id}")
    named = {act.data.get("sha256") for act in acts if act.kind in {"report-freeze", "report-publish"}}
    if named != {report.sha256}:
        return "the trail names another snapshot"
    beside = {act.data.get("beside_sha256") for act in acts if act.kind == "report-freeze"}
    return None if beside == {report.beside_sha256} else "the trail names other names and scans"


async def _fault_of_voices() -> str | None:
    erased = {subject async for page in trail.subjects_of("erase") for _, subject, _ in page}
    columns = (ReportVoice.tracking, ReportVoice.text, ReportVoice.report.slug.as_alias("slug"))
    for row in await ReportVoice.select(*columns).order_by(ReportVoice.id):
        if (row["text"] is None) != (row["tracking"] in erased):
            told = "is quoted, yet it was erased" if row["text"] is not None else "is gone without a record"
            return f"report {row['slug']}: {row['tracking']} {told}"
    return None


async def _fault_of_templates() -> str | None:
    added = {
        subject: leaf async for page in trail.subjects_of("report-template-add") for _, subject, leaf in page
    }
    columns = (ReportTemplate.id, ReportTemplate.sha256)
    for row in await ReportTemplate.select(*columns).order_by(ReportTemplate.id):
        leaf = added.get(f"template-{row['id']}", {})
        if not sha256(await content_of(row["id"])) == row["sha256"] == leaf.get("data", {}).get("sha256"):
            return f"template {row['id']}: its file is not the one that was added"
    return None
