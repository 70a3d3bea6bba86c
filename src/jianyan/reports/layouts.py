"""A report as DOCX: in the layout of its office's template, or in that of GB/T 9704."""

import asyncio

from jianyan.documents import docx_bytes, filled
from jianyan.reports.composing import composed
from jianyan.reports.marks import figure_values
from jianyan.reports.schemas import ReportDetail
from jianyan.reports.templates import content_of


async def docx_of(report: ReportDetail) -> bytes:
    """Give the report as DOCX: equal bytes for an equal report, also once its template is retired.

    Whoever may read the report may have its layout, whichever organisation the template belongs to.
    """
    if report.template_id is None:
        return await asyncio.to_thread(docx_bytes, composed(report))
    content = await content_of(report.template_id)
    return await asyncio.to_thread(filled, content, figure_values(report), composed(report))
