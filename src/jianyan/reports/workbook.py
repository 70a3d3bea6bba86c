"""A report's figures as a workbook, and where each suggestion stood as a list: from the snapshot alone."""

import asyncio
import io
import re
from collections.abc import Iterator

from jianyan.documents import Block, ChartBlock, Document, TableBlock
from jianyan.i18n import N_, say
from jianyan.reports.composing import composed
from jianyan.reports.composing_answers import NO_FIGURE
from jianyan.reports.encoding import standings
from jianyan.reports.queries import listing_of
from jianyan.reports.schemas import ReportDetail
from jianyan.sheets import Block as Figures
from jianyan.sheets import Row, Share, Value, csv_bytes, open_book
from jianyan.tallies import STATE_WORDS, said

_SHARE, _FRACTION = re.compile(r"\d+\.\d%"), re.compile(r"\d+\.\d+")
LIST_MOST = 100_000
"""Suggestions that the workbook lists; the bundle lists all."""


async def report_xlsx(report: ReportDetail) -> bytes:
    """Give every chart and table of a report as a workbook, and the list where it is not too long."""
    listing = await listing_of(report.snapshot_id) if report.content.received <= LIST_MOST else b"[]"
    return await asyncio.to_thread(_workbook, report, listing)


async def listing_csv(report: ReportDetail) -> list[bytes]:
    """Give where each suggestion stood, as CSV in pieces: number, category, state."""
    listing = await listing_of(report.snapshot_id)
    return await asyncio.to_thread(lambda: list(csv_bytes(_columns(report), _rows(report, listing))))


def _workbook(report: ReportDetail, listing: bytes) -> bytes:
    document, target = composed(report), io.BytesIO()
    with open_book(target, made_at=document.made_at) as book:
        book.front(say(document.language, N_("Summary")), document.title, list(_charts(document)))
        for table in _tables(document):
            first = min(table.numeric, default=None)
            book.table(table.caption, table.headings, counts_from=first).add(_typed(table))
        rows = list(_rows(report, listing))
        if rows:
            book.table(say(document.language, N_("List of suggestions")), _columns(report)).add(rows)
    return target.getvalue()


def _blocks(document: Document) -> Iterator[Block]:
    yield from document.blocks
    for _, blocks in document.attachments:
        yield from blocks


def _charts(document: Document) -> Iterator[Figures]:
    columns = ["", say(document.language, N_("Count"))]
    for block in _blocks(document):
        if isinstance(block, ChartBlock):
            chart = "bar" if block.kind == "bars" else "column"
            yield Figures(block.caption, columns, block.points, chart)  # type: ignore[arg-type]


def _tables(document: Document) -> Iterator[TableBlock]:
    return (block for block in _blocks(document) if isinstance(block, TableBlock))


def _typed(table: TableBlock) -> Iterator[Row]:
    """Give the rows with their figures as numbers, rounded as they are shown."""
    for row in table.rows:
        yield tuple(_figure(cell) if place in table.numeric else cell for place, cell in enumerate(row))


def _figure(shown: str) -> Value:
    """Give a count, a share or a length of time as a number; nothing for the dash that stands for none."""
    if shown.isdecimal():
        return int(shown)
    if _SHARE.fullmatch(shown):
        return Share(round(float(shown[:-1]) / 100, 4))
    if _FRACTION.fullmatch(shown):
        return float(shown)
    return None if shown == NO_FIGURE else shown


def _columns(report: ReportDetail) -> list[str]:
    names = (N_("Number"), N_("Category"), N_("State"))
    return [say(report.texts.language, name) for name in names]


def _rows(report: ReportDetail, listing: bytes) -> Iterator[list[Value]]:
    names = {category.id: category.name for category in report.beside.categories}
    states = said(report.texts.language, STATE_WORDS)
    for one in standings(listing):
        yield [one.tracking, names.get(one.category or 0), states[one.state]]
