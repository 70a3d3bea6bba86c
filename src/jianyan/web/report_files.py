"""A report as a file: which formats there are, and who makes them; a new one is a line in FORMS."""

import asyncio
import io
from collections.abc import Awaitable, Callable, Mapping

import msgspec

from jianyan import reports
from jianyan.documents import Document, pdf_bytes
from jianyan.errors import Invalid
from jianyan.exports import Bundle
from jianyan.i18n import N_
from jianyan.reports import ReportDetail
from jianyan.web.documents import html_bytes

DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
Make = Callable[[ReportDetail], Awaitable[bytes]]
"""Makes the file; the same report gives the same bytes."""


class Form(msgspec.Struct, frozen=True):
    """A format in which a report is offered."""

    media_type: str
    make: Make


class NotOffered(Invalid):
    """There is no such format; `known` names those there are."""

    sentence = N_("Reports are not offered as %(form)s. There are: %(known)s.")


def drawn(draw: Callable[[Document], bytes]) -> Make:
    """Give what makes a file of what draws a document; it draws in a thread."""

    async def make(report: ReportDetail) -> bytes:
        return await asyncio.to_thread(draw, reports.composed(report))

    return make


async def _json(report: ReportDetail) -> bytes:
    """Give the figures, the names beside them and the document's blocks as one JSON object."""
    parts = {
        "slug": report.slug,
        "sha256": report.sha256,
        "beside_sha256": report.beside_sha256,
        "content": report.content,
        "beside": report.beside,
        "document": reports.composed(report),
    }
    return msgspec.json.encode(parts) + b"\n"


async def _zip(report: ReportDetail) -> bytes:
    """Give every other format in one file, with where each suggestion stood, and check sums."""
    target = io.BytesIO()
    bundle = Bundle(target)
    for name, form in FORMS.items():
        if form.make is not _zip:
            bundle.put(f"{report.slug}.{name}", [await form.make(report)])
    bundle.put("suggestions.csv", await reports.listing_csv(report))
    bundle.close()
    return target.getvalue()


FORMS: Mapping[str, Form] = {
    "docx": Form(DOCX_TYPE, reports.docx_of),
    "pdf": Form("application/pdf", drawn(pdf_bytes)),
    "html": Form("text/html; charset=utf-8", drawn(html_bytes)),
    "xlsx": Form("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", reports.report_xlsx),
    "json": Form("application/json", _json),
    "zip": Form("application/zip", _zip),
}
"""Format as it is asked for → how it is made."""


def form_of(name: str) -> Form:
    """Give a format.

    Raises:
        NotOffered: there is none of that name.
    """
    form = FORMS.get(name)
    if form is None:
        raise NotOffered(field="form", form=name, known=", ".join(FORMS))
    return form
