"""The way of a suggestion's cases on its author's page, and what the author says of an answer."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import msgspec

from jianyan import cases
from jianyan.calendars import Calendar, Timeliness, provisional_told, standing, standing_told
from jianyan.cases import CaseState, NewRating, NoSuchCase, Piece, Satisfaction, Way
from jianyan.clock import day_of
from jianyan.errors import Invalid, InvalidFields, Refusal
from jianyan.forms import one
from jianyan.i18n import N_
from jianyan.motions import MotionDetail
from jianyan.suggestions import SuggestionDetail
from jianyan.web.bodies import Fields

FIELDS = ("case", "round", "solved", "satisfaction", "reason")
"""Fields of the form by which an answer is rated."""
WORDS = {
    "reason_most": cases.NOTE_MOST,
    "adoption": cases.ADOPTION_WORDS,
    "result": cases.RESULT_WORDS,
    "satisfaction": cases.SATISFACTION_WORDS,
    "state": cases.STATE_WORDS,
}
"""What pages call states, answers and ratings."""
_SOLVED = {"yes": True, "no": False}
_NUMBER_MOST = 9
_DONE = N_("Thank you. Your rating is received.")
_OPENED_AGAIN = N_("Thank you. You are not satisfied, so it is opened once more; the new day stands below.")


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """A case of the page."""

    way: Way
    stands: str
    """How its day stands, in words; empty where nobody owes an answer."""
    is_overdue: bool
    provisional: str
    """Why its day is provisional, in words; empty where it is not."""


class Ways(msgspec.Struct, frozen=True):
    """All cases of the page."""

    told: list[Told]
    pieces: list[Piece]
    """The text of the suggestion, its aspects marked."""


async def ways_of(found: SuggestionDetail, *, language: str, now: datetime, zone: ZoneInfo) -> Ways:
    """Give the cases that a suggestion is about; empty where it was not handed over.

    Args:
        found: the author's suggestion.
        language: of the words.
        now: when.
        zone: in which days are counted.
    """
    there = await cases.cases_of(found.id)
    if not there:
        return Ways([], [Piece(found.body or "", [])])
    calendar, today = await cases.calendar_for(found.topic_id), day_of(now, zone)
    told = [
        _told(cases.way_of(each, found.id, now=now), calendar, language=language, today=today)
        for each in there
    ]
    own = [
        (number, each.start, each.length)
        for number, each in enumerate(there, start=1)
        if each.suggestion_id == found.id
    ]
    return Ways(told, cases.marked(found.body or "", own))


async def ways_of_motion(found: MotionDetail, *, language: str, now: datetime, zone: ZoneInfo) -> Ways:
    """Give the case of a motion as all who signed it read it; empty where it was not handed over as one."""
    case = await cases.case_of_motion(found)
    if case is None:
        return Ways([], [])
    calendar, way = await cases.calendar_for(case.summary.topic_id), cases.way_of(case, None, now=now)
    return Ways([_told(way, calendar, language=language, today=day_of(now, zone))], [])


def _told(way: Way, calendar: Calendar, *, language: str, today: date) -> Told:
    due = way.case.due_on if way.case.state in cases.OPEN else None
    stands = standing(due, today, calendar) if due else None
    return Told(
        way=way,
        stands=standing_told(stands, language) if stands else "",
        is_overdue=stands is not None and stands.timeliness is Timeliness.OVERDUE,
        provisional=provisional_told(stands, language),
    )


async def rate(found: SuggestionDetail, fields: Fields, *, now: datetime, zone: ZoneInfo) -> str:
    """Take what an author says of an answer, and give the message id of what was done.

    Raises:
        InvalidFields: it is not said whether it is solved, or whether it satisfies.
        NoSuchCase, NotNow, RatedAlready, Invalid: as `cases.rate`.
    """
    case_id, new = _rating_of(fields)
    to = await cases.rate(case_id, found.id, new, now=now, zone=zone)
    return _DONE if to in {CaseState.ANSWERED, CaseState.CLOSED} else _OPENED_AGAIN


def _rating_of(fields: Fields) -> tuple[int, NewRating]:
    """Read the form.

    Raises:
        NoSuchCase: it names none.
        InvalidFields: something is not chosen.
    """
    case_id, round_ = (one(fields, name)[:_NUMBER_MOST] for name in ("case", "round"))
    if not (case_id.isdecimal() and round_.isdecimal()):
        raise NoSuchCase
    solved, satisfaction = (one(fields, name) for name in ("solved", "satisfaction"))
    problems: list[Refusal] = []
    if solved not in _SOLVED:
        problems.append(Invalid(N_("Please say whether it is solved."), field="solved"))
    if satisfaction not in set(Satisfaction):
        problems.append(Invalid(N_("Please say whether you are satisfied."), field="satisfaction"))
    if problems:
        raise InvalidFields(problems)
    rating = NewRating(
        is_solved=_SOLVED[solved],
        satisfaction=Satisfaction(satisfaction),
        reason=one(fields, "reason"),
        round=int(round_),
    )
    return int(case_id), rating


def as_json(told: Told) -> dict[str, object]:
    """Give a case of the page as JSON says it."""
    case = told.way.case
    return {
        "id": case.id,
        "title": case.title,
        "aspect": told.way.text,
        "state": case.state,
        "round": case.round,
        "department": case.lead,
        "co_departments": told.way.co_departments,
        "due_on": case.due_on if told.stands else None,
        "is_overdue": told.is_overdue,
        "is_provisional": bool(told.provisional),
        "replies": told.way.replies,
        "rating": told.way.rating,
        "may_rate": told.way.may_rate,
        "moments": told.way.moments,
    }
