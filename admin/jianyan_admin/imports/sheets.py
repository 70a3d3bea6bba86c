"""A clerk's sheet between the steps of its import: where it waits, what is asked, what it would become."""

import asyncio
from collections.abc import Collection
from datetime import datetime
from pathlib import Path

import msgspec

from jianyan import cases
from jianyan.cases import ANSWER_COLUMNS, AnswersOrder, CaseColumns, ReadCases
from jianyan.errors import Invalid
from jianyan.forms import Fields, one
from jianyan.i18n import N_
from jianyan.runtime import Runtime
from jianyan.sheets import Sheet, SheetRow, read_rows, text_of
from jianyan.suggestions import (
    COLUMN_FIELDS,
    ReadRows,
    SheetOrder,
    SuggestionColumns,
    SuggestionState,
    rows_of_sheet,
)
from jianyan.topics import TopicDetail
from jianyan.trail import Actor
from jianyan.uploads import incoming
from jianyan.web.bodies import Upload
from jianyan.web.exchange import Request
from jianyan_admin.page import live_session

FIELDS = (*COLUMN_FIELDS, *ANSWER_COLUMNS)
"""What a column can say."""
_ROWS_MOST = 100_000
_SHOWN_ROWS = 10
_NAME_MOST = 100
_STATES = ("", SuggestionState.WAITING.value, SuggestionState.PUBLISHED.value)


class NoSheet(Invalid):
    """The form came without a file."""

    sentence = N_("Please choose a file: XLSX or CSV.")


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What is to become of a sheet, as the form says it."""

    sheet: str
    """Name under which the file waits."""
    filename: str
    """As its owner called it."""
    columns: dict[str, str]
    """Field → column; fields without one are left out."""
    state: str = ""
    """Of every row; empty: filed ones are published and the others wait. With answers all are published."""
    department: str = ""
    """Who answered where a row does not say it; empty: nobody knows."""
    keep_good: bool = False
    """Whether the good rows are taken in where others are refused."""
    add_departments: bool = False
    """Whether those that are no organisations here yet are added."""
    seen: str = ""
    """What was asked for when it was last looked at."""

    @property
    def mark(self) -> str:
        """Give what tells whether something else is asked for than was looked at."""
        columns = (f"{field}={self.columns.get(field, '')}" for field in FIELDS)
        return "\n".join([*columns, self.state, self.department])

    def among(self, fields: Collection[str]) -> dict[str, str]:
        """Give the columns of some fields."""
        return {field: column for field, column in self.columns.items() if field in fields}

    @property
    def has_answers(self) -> bool:
        """Say whether the sheet holds what was answered."""
        return any(field in self.columns for field in ANSWER_COLUMNS)

    @property
    def lacks(self) -> str | None:
        """Give the first field without which nothing can be taken in; None: nothing lacks."""
        needed = ("body", "reply", "reply_time") if self.has_answers else ("body",)
        return next((field for field in needed if field not in self.columns), None)


class Looked(msgspec.Struct, frozen=True, kw_only=True):
    """A sheet as it would be taken in."""

    columns: tuple[str, ...]
    """All that the sheet has."""
    head: list[SheetRow]
    """Its first rows."""
    read: ReadRows | None = None
    """None: nobody said yet where the texts stand."""
    cases: ReadCases | None = None
    """The same with what was answered; None: it holds no answers."""


async def arrived(request: Request, runtime: Runtime, upload: Upload) -> Asked:
    """Keep a file for the next steps."""
    suffix = ".xlsx" if Path(upload.filename).suffix.lower() in {".xlsx", ".xlsm"} else ".txt"
    name = await asyncio.to_thread(
        incoming.keep,
        runtime.store.folder,
        upload.content,
        suffix=suffix,
        session=live_session(request).token_hash,
        keys=runtime.keys,
    )
    return Asked(sheet=name, filename=text_of(Path(upload.filename).name)[0][:_NAME_MOST], columns={})


def asked_in(fields: Fields) -> Asked:
    """Read what the form says.

    Raises:
        NoSheet: no file waits for it.
    """
    if not one(fields, "sheet"):
        raise NoSheet
    columns = {field: one(fields, f"column_{field}") for field in FIELDS}
    state = one(fields, "into_state")
    return Asked(
        sheet=one(fields, "sheet"),
        filename=one(fields, "filename")[:_NAME_MOST],
        columns={field: column for field, column in columns.items() if column},
        state=state if state in _STATES else "",
        department=one(fields, "answered_by")[:_NAME_MOST],
        keep_good=bool(one(fields, "keep_good")),
        add_departments=bool(one(fields, "add_departments")),
        seen=one(fields, "seen").replace("\r\n", "\n"),
    )


async def looked_at(
    request: Request, runtime: Runtime, asked: Asked, topic: TopicDetail, *, now: datetime
) -> Looked:
    """Read a sheet from its first to its last row, beside whoever is answered meanwhile.

    Raises:
        Gone: it is not there any more, or another session's.
        Invalid, TooLarge: it is no sheet.
    """
    return await asyncio.to_thread(_read, path_of(request, runtime, asked), asked, topic, runtime, now)


def path_of(request: Request, runtime: Runtime, asked: Asked) -> Path:
    """Give where a file of this session waits.

    Raises:
        Gone: it is not there any more, or another session's.
    """
    session = live_session(request).token_hash
    return incoming.kept(runtime.store.folder, asked.sheet, session=session, keys=runtime.keys)


def _read(path: Path, asked: Asked, topic: TopicDetail, runtime: Runtime, now: datetime) -> Looked:
    sheet = read_rows(path, max_rows=_ROWS_MOST)
    looked = Looked(columns=sheet.columns, head=_head(sheet))
    if asked.lacks:
        return looked
    if asked.has_answers:
        department = asked.department or None
        read = cases.cases_of_sheet(
            sheet, _case_columns(asked), topic=topic, zone=runtime.zone, now=now, department=department
        )
        return msgspec.structs.replace(looked, read=read.letters, cases=read)
    rows = rows_of_sheet(
        sheet,
        SuggestionColumns(**asked.columns),
        topic=topic,
        zone=runtime.zone,
        now=now,
        state=SuggestionState(asked.state) if asked.state else None,
    )
    return msgspec.structs.replace(looked, read=rows)


def order_of(asked: Asked, *, already: int, by: Actor) -> SheetOrder:
    """Give what a worker has to know of a sheet.

    Args:
        asked: what is to become of it.
        already: rows that the topic has.
        by: who asks.
    """
    return SheetOrder(
        sheet=asked.sheet,
        columns=msgspec.json.encode(asked.among(COLUMN_FIELDS)).decode(),
        state=asked.state,
        keep_good=asked.keep_good,
        already=already,
        actor=by.id,
        role=by.role,
    )


def with_answers(order: SheetOrder, asked: Asked, *, cased: int) -> AnswersOrder:
    """Give the same of a sheet that says what was answered, to `cased` of its letters here already."""
    return AnswersOrder(
        **msgspec.structs.asdict(order),
        answers=msgspec.json.encode(asked.among(ANSWER_COLUMNS)).decode(),
        department=asked.department,
        add_departments=asked.add_departments,
        cased=cased,
    )


def _case_columns(asked: Asked) -> CaseColumns:
    letters, answers = asked.among(COLUMN_FIELDS), asked.among(ANSWER_COLUMNS)
    return CaseColumns(suggestions=SuggestionColumns(**letters), **answers)


def _head(sheet: Sheet) -> list[SheetRow]:
    return [row for row, _ in zip(sheet.rows, range(_SHOWN_ROWS), strict=False)]
