"""From a list of letters with their answers to suggestions and cases that were answered elsewhere."""

from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo

import msgspec

from jianyan.cases.headings import CaseColumns
from jianyan.cases.states import Adoption, Result
from jianyan.cases.words import ADOPTION_WORDS
from jianyan.errors import Invalid
from jianyan.i18n import LANGUAGES, N_, say
from jianyan.sheets import Sheet, SheetRow, moment_of, require_columns, text_of
from jianyan.suggestions import (
    NewSuggestion,
    ReadRows,
    RefusedRow,
    SuggestionState,
    rows_of_sheet,
)
from jianyan.suggestions.texts import checked
from jianyan.topics import TopicDetail

IMPORTED_REPLY_MOST = 20_000


class TakenAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What was answered elsewhere to a letter."""

    received_at: datetime
    """When the letter came."""
    text: str
    answered_at: datetime
    department: str | None
    """Its name; None: the list does not say who answered."""
    result: Result | None
    adoption: Adoption | None


class ReadCases(msgspec.Struct, frozen=True, kw_only=True):
    """A list after every check, before anything is written."""

    letters: ReadRows
    answers: dict[str, TakenAnswer]
    """Origin of a letter → its answer; letters without one are left out."""

    @property
    def departments(self) -> list[str]:
        """Give the names of those who answered, each once."""
        return sorted({one.department for one in self.answers.values() if one.department})


def cases_of_sheet(
    sheet: Sheet,
    columns: CaseColumns,
    *,
    topic: TopicDetail,
    zone: ZoneInfo,
    now: datetime,
    department: str | None = None,
) -> ReadCases:
    """Give the letters of a list with their answers, and what is wrong with the rows that are none.

    Args:
        sheet: as `sheets.read_rows` gives it.
        columns: what stands in which column.
        topic: whose categories the rows may name.
        zone: in which times without an offset were written.
        now: what is answered later than that is refused.
        department: who answered where a row does not say it.

    Raises:
        MissingColumn: a column is not there.
    """
    own = (columns.reply, columns.reply_time, columns.department, columns.result, columns.adoption)
    require_columns(sheet, [name for name in own if name is not None])
    letters = rows_of_sheet(
        sheet, columns.suggestions, topic=topic, zone=zone, now=now, state=SuggestionState.PUBLISHED
    )
    refused = {one.row for one in letters.refused}
    reading = _Reading(columns, zone=zone, now=now, department=department)
    good = (row for row in sheet.rows if row.number not in refused)
    for row, letter in zip(good, letters.rows, strict=True):
        reading.take(row, letter)
    all_refused = sorted([*letters.refused, *reading.refused], key=lambda one: one.row)
    cleaned = letters.cleaned + reading.cleaned
    kept = msgspec.structs.replace(letters, rows=reading.letters, refused=all_refused, cleaned=cleaned)
    return ReadCases(letters=kept, answers=reading.answers)


class _Reading:
    """One passage through the answers of a sheet."""

    def __init__(
        self, columns: CaseColumns, *, zone: ZoneInfo, now: datetime, department: str | None
    ) -> None:
        self.letters: list[NewSuggestion] = []
        self.answers: dict[str, TakenAnswer] = {}
        self.refused: list[RefusedRow] = []
        self.cleaned = 0
        self._columns = columns
        self._zone = zone
        self._now = now
        self._department = department

    def take(self, row: SheetRow, letter: NewSuggestion) -> None:
        """Keep a letter with its answer, or what is wrong with the answer."""
        column = self._columns.reply
        try:
            if text := self._text(row, column):
                text = checked(text, field="reply", most=IMPORTED_REPLY_MOST)
                column = self._columns.reply_time
                at = self._moment(row, column, letter)
                column = self._columns.result or ""
                result = self._result(row, column) if column else None
                column = self._columns.adoption or ""
                adoption = self._adoption(row, column) if column else None
                self.answers[str(letter.origin)] = TakenAnswer(
                    received_at=letter.received_at,
                    text=text,
                    answered_at=at,
                    department=self._named(row),
                    result=result,
                    adoption=adoption,
                )
        except Invalid as reason:
            self.refused.append(RefusedRow(row.number, column, reason))
            return
        self.letters.append(letter)

    def _text(self, row: SheetRow, column: str) -> str:
        text, removed = text_of(row.cells[column])
        self.cleaned += removed
        return text

    def _moment(self, row: SheetRow, column: str, letter: NewSuggestion) -> datetime:
        if not text_of(row.cells[column])[0]:
            raise Invalid(N_("The time of the reply is missing."))
        moment = moment_of(row.cells[column], self._zone)
        if moment > self._now:
            raise Invalid(N_("This time lies in the future."))
        if moment < letter.received_at:
            raise Invalid(N_("The reply is older than the suggestion."))
        return moment

    def _named(self, row: SheetRow) -> str | None:
        said = self._text(row, self._columns.department) if self._columns.department else ""
        return " ".join(said.split()) or self._department

    def _result(self, row: SheetRow, column: str) -> Result | None:
        said = self._text(row, column)
        if not said:
            return None
        if said[0].upper() not in set(Result):
            raise Invalid(N_("A class is A, B or C."))
        return Result(said[0].upper())

    def _adoption(self, row: SheetRow, column: str) -> Adoption | None:
        said = self._text(row, column)
        if not said:
            return None
        found = _adoptions().get(said.casefold())
        if found is None:
            raise Invalid(N_("Adopted, partly adopted, for reference or not adopted is what can stand here."))
        return found


@cache
def _adoptions() -> dict[str, Adoption]:
    """Give what a list may say, in whichever language → what it means."""
    return {
        **{adoption.value: adoption for adoption in Adoption},
        **{say(each, word).casefold(): key for each in LANGUAGES for key, word in ADOPTION_WORDS.items()},
        "已采纳": Adoption.ADOPTED,
        "不采纳": Adoption.DECLINED,
        "参考": Adoption.REFERENCE,
    }
