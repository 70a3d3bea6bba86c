"""A report's figures as a workbook, and where each suggestion stood as a list: from the snapshot alone."""

import asyncio
import io
from collections.abc import Iterator

from jianyan.documents import Block, ChartBlock, Document, TableBlock
from jianyan.i18n import N_, say
from jianyan.reports.composing import composed
from jianyan.reports.encoding import standings
from jianyan.reports.queries import listing_of
from jianyan.reports.schemas import ReportDetail
from jianyan.sheets import Block as Figures
from jianyan.sheets import Row, Value, csv_bytes, open_book
from jianyan.tallies import STATE_WORDS, said

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
            book.table(table.caption, table.headings).add(_typed(table))
        rows = list(_rows(report, listing))
        if rows:
            book.table(say(document.language, N_("List of suggestions")), _columns(report)).add(rows)
    return target.getvalue()


def _blocks(document: Document) -> Iterator[Block]:
    yield from document.blocks
    for _, blocks in document.attachments:
        yield from blocks


def _charts(document: Document) -> Iterator[Figures]:
    columns = ["", say(document.language, N_("Suggestions"))]
    for block in _blocks(document):
        if isinstance(block, ChartBlock):
            chart = "bar" if block.kind == "bars" else "column"
            yield Figures(block.caption, columns, block.points, chart)  # type: ignore[arg-type]


def _tables(document: Document) -> Iterator[TableBlock]:
    return (block for block in _blocks(document) if isinstance(block, TableBlock))


def _typed(table: TableBlock) -> Iterator[Row]:
    """Give the rows with their counts as numbers; shares stay as they are shown."""
    for row in table.rows:
        yield tuple(
            int(cell) if place in table.numeric and cell.isdecimal() else cell
            for place, cell in enumerate(row)
        )


def _columns(report: ReportDetail) -> list[str]:
    names = (N_("Number"), N_("Category"), N_("State"))
    return [say(report.texts.language, name) for name in names]


def _rows(report: ReportDetail, listing: bytes) -> Iterator[list[Value]]:
    names = {category.id: category.name for category in report.beside.categories}
    states = said(report.texts.language, STATE_WORDS)
    for one in standings(listing):
        yield [one.tracking, names.get(one.category or 0), states[one.state]]
