"""Spreadsheets, as clerks send them and as they open them.

Coming in, `read_rows` gives a `Sheet` with columns and rows, `text_of`, `moment_of` and `whole_of` what a
cell says; every refusal is a finding with a sentence for the person who sent the file. Going out, rows become
CSV, JSON lines or XLSX while they are read from the database, and nobody's text becomes a formula.

    file ── read_rows ──> Sheet ── rows ──> SheetRow ── text_of, moment_of, whole_of ──> values
    rows ── csv_bytes, csv_pages, jsonl_bytes, jsonl_pages ──> pieces of bytes
         └─ write_xlsx, write_xlsx_pages, write_workbook, open_book ──> a file, and Written

Writes no table; reads no clock.
"""

from jianyan.sheets.books import (
    Book,
    Chapter,
    Table,
    Written,
    open_book,
    write_workbook,
)
from jianyan.sheets.cells import Cell, moment_of, text_of, whole_of
from jianyan.sheets.fronts import Block
from jianyan.sheets.guard import guarded, unguarded
from jianyan.sheets.long_tables import write_xlsx, write_xlsx_pages
from jianyan.sheets.reading import MAX_BYTES, MAX_ROWS, Rows, Sheet, SheetRow, read_rows, require_columns
from jianyan.sheets.refusals import (
    BrokenQuoting,
    DuplicateColumns,
    EmptySheet,
    FileTooLarge,
    HeaderOnly,
    HoldsNul,
    InflatesTooMuch,
    MissingColumn,
    NoHeader,
    NotAMoment,
    NotASheet,
    NotAWholeNumber,
    OldExcel,
    PasswordProtected,
    RaggedRow,
    TooManyCells,
    TooManyRows,
    UnknownEncoding,
)
from jianyan.sheets.values import Row, Share, Value
from jianyan.sheets.writing import csv_bytes, csv_pages, jsonl_bytes, jsonl_pages

__all__ = [
    "MAX_BYTES",
    "MAX_ROWS",
    "Block",
    "Book",
    "BrokenQuoting",
    "Cell",
    "Chapter",
    "DuplicateColumns",
    "EmptySheet",
    "FileTooLarge",
    "HeaderOnly",
    "HoldsNul",
    "InflatesTooMuch",
    "MissingColumn",
    "NoHeader",
    "NotAMoment",
    "NotASheet",
    "NotAWholeNumber",
    "OldExcel",
    "PasswordProtected",
    "RaggedRow",
    "Row",
    "Rows",
    "Share",
    "Sheet",
    "SheetRow",
    "Table",
    "TooManyCells",
    "TooManyRows",
    "UnknownEncoding",
    "Value",
    "Written",
    "csv_bytes",
    "csv_pages",
    "guarded",
    "jsonl_bytes",
    "jsonl_pages",
    "moment_of",
    "open_book",
    "read_rows",
    "require_columns",
    "text_of",
    "unguarded",
    "whole_of",
    "write_workbook",
    "write_xlsx",
    "write_xlsx_pages",
]
