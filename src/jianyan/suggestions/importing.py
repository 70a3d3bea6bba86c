"""From a clerk's sheet to suggestions: every row is read and checked first, then all are written in batches.

A row's identity is its id, else its content and which occurrence of it in the file it is: importing the same
file again adds nothing, and two people who wrote the same stay two. Batches let the intake go on meanwhile;
after a kill the same import completes what is missing.
"""

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

import msgspec

from jianyan.clock import day_of
from jianyan.errors import Invalid, Refusal
from jianyan.i18n import N_
from jianyan.sheets import Sheet, SheetRow, moment_of, require_columns, text_of, whole_of
from jianyan.suggestions.numbers import new_tracking
from jianyan.suggestions.schemas import NewSuggestion
from jianyan.suggestions.states import Source, SuggestionState
from jianyan.suggestions.texts import checked
from jianyan.topics import TopicDetail

IMPORTED_BODY_MOST = 20_000
IMPORTED_TITLE_MOST = 200
_ORIGIN_MOST = 80
_LIKES_MOST = 2**31 - 1
_CLOCKS_DIFFER = timedelta(days=1)

Kept = TypeVar("Kept")


class SuggestionColumns(msgspec.Struct, frozen=True, kw_only=True):
    """Which column of a sheet says what; None: none does."""

    body: str
    id: str | None = None
    title: str | None = None
    time: str | None = None
    category: str | None = None
    likes: str | None = None


class RefusedRow(msgspec.Struct, frozen=True):
    """Why a row of a sheet cannot become a suggestion."""

    row: int
    """Its number as Excel shows it."""
    column: str
    reason: Refusal


class ReadRows(msgspec.Struct, frozen=True, kw_only=True):
    """A sheet after every check, before anything is written."""

    read: int
    """Rows below the header that hold anything."""
    rows: list[NewSuggestion]
    """The good ones, in their order."""
    refused: list[RefusedRow]
    """One a column; a row may stand here more than once."""
    cleaned: int
    """Control characters that were taken out."""

    @property
    def refused_count(self) -> int:
        """Give how many rows were refused."""
        return len({refused.row for refused in self.refused})


def rows_of_sheet(
    sheet: Sheet,
    columns: SuggestionColumns,
    *,
    topic: TopicDetail,
    zone: ZoneInfo,
    now: datetime,
    state: SuggestionState | None = None,
) -> ReadRows:
    """Give the suggestions of a sheet, and what is wrong with the rows that are none.

    Args:
        sheet: as `sheets.read_rows` gives it.
        columns: what stands in which column.
        topic: whose categories the rows may name.
        zone: in which times without an offset were written, and in which days are counted.
        now: when a row without a time column counts as received.
        state: of every row; None: filed ones are published and the others wait.

    Raises:
        MissingColumn: a column is not there.
    """
    named = [name for name in msgspec.structs.astuple(columns) if name is not None]
    require_columns(sheet, named)
    reading = _Reading(columns, topic=topic, zone=zone, now=now, state=state)
    for row in sheet.rows:
        reading.take(row)
    return ReadRows(read=reading.read, rows=reading.rows, refused=reading.refused, cleaned=reading.cleaned)


class _Reading:
    """One passage through a sheet: what was taken, what was refused, and which identities were met."""

    def __init__(
        self,
        columns: SuggestionColumns,
        *,
        topic: TopicDetail,
        zone: ZoneInfo,
        now: datetime,
        state: SuggestionState | None,
    ) -> None:
        self.read = 0
        self.rows: list[NewSuggestion] = []
        self.refused: list[RefusedRow] = []
        self.cleaned = 0
        self._columns = columns
        self._topic = topic
        self._zone = zone
        self._now = now
        self._state = state
        self._categories = {_plain(category.name): category.id for category in topic.categories}
        self._occurrences: Counter[str] = Counter()
        self._ids: set[str] = set()

    def take(self, row: SheetRow) -> None:
        """Add the row to the suggestions, or to the refusals what is wrong with it."""
        self.read += 1
        before = len(self.refused)
        columns = self._columns
        body = self._checked(row, columns.body, self._body)
        title = self._checked(row, columns.title, self._title)
        received_at = self._checked(row, columns.time, self._moment) or self._now
        category_id = self._checked(row, columns.category, self._category)
        like_count = self._checked(row, columns.likes, self._likes)
        origin = self._checked(row, columns.id, self._id) or self._content_id(row)
        if len(self.refused) > before:
            return
        assert body is not None
        new = NewSuggestion(
            tracking=new_tracking(),
            topic_id=self._topic.id,
            body=body,
            title=title,
            source=Source.IMPORT,
            state=self._state or (SuggestionState.PUBLISHED if category_id else SuggestionState.WAITING),
            received_at=received_at,
            received_on=day_of(received_at, self._zone),
            category_id=category_id,
            origin=origin,
            like_count=like_count,
        )
        self.rows.append(new)

    def _checked(
        self, row: SheetRow, column: str | None, check: Callable[[SheetRow, str], Kept | None]
    ) -> Kept | None:
        """Give what a check makes of a cell, or None where there is no such column or it was refused."""
        if column is None:
            return None
        try:
            return check(row, column)
        except Invalid as reason:
            self.refused.append(RefusedRow(row.number, column, reason))
            return None

    def _text(self, row: SheetRow, column: str) -> str:
        text, removed = text_of(row.cells[column])
        self.cleaned += removed
        return text

    def _body(self, row: SheetRow, column: str) -> str:
        text = self._text(row, column)
        if not text:
            raise Invalid(N_("The text is missing."))
        return checked(text, field="body", most=IMPORTED_BODY_MOST)

    def _title(self, row: SheetRow, column: str) -> str | None:
        text = self._text(row, column)
        return checked(text, field="title", most=IMPORTED_TITLE_MOST) if text else None

    def _moment(self, row: SheetRow, column: str) -> datetime:
        if not text_of(row.cells[column])[0]:
            raise Invalid(N_("The time is missing."))
        moment = moment_of(row.cells[column], self._zone)
        if moment > self._now + _CLOCKS_DIFFER:
            raise Invalid(N_("This time lies in the future."))
        return moment

    def _category(self, row: SheetRow, column: str) -> int | None:
        name = text_of(row.cells[column])[0]
        if not name:
            return None
        category_id = self._categories.get(_plain(name))
        if category_id is None:
            names = ", ".join(category.name for category in self._topic.categories)
            sentence = N_("“%(name)s” is not a category of this topic. Its categories are: %(names)s.")
            raise Invalid(sentence, name=name[:60], names=names)
        return category_id

    def _likes(self, row: SheetRow, column: str) -> int | None:
        if not text_of(row.cells[column])[0]:
            return None
        count = whole_of(row.cells[column])
        if not 0 <= count <= _LIKES_MOST:
            raise Invalid(N_("A number of likes is 0 or more."))
        return count

    def _id(self, row: SheetRow, column: str) -> str | None:
        given = text_of(row.cells[column])[0]
        if not given:
            return None
        if len(given) > _ORIGIN_MOST:
            raise Invalid(N_("This is longer than 80 characters."))
        if given in self._ids:
            raise Invalid(N_("Another row has this id."))
        self._ids.add(given)
        return given

    def _content_id(self, row: SheetRow) -> str:
        """Give an identity made of what was said and when; category and likes may be mended later."""
        said = (self._columns.title, self._columns.body, self._columns.time)
        content = [text_of(row.cells[column])[0] if column else "" for column in said]
        digest = hashlib.sha256(repr(content).encode("utf-8", "surrogatepass")).hexdigest()
        self._occurrences[digest] += 1
        return f"row-{digest}-{self._occurrences[digest]}"


def _plain(name: str) -> str:
    """Give a category's name as it is compared: narrow, without spaces around it."""
    return unicodedata.normalize("NFKC", name).strip()
