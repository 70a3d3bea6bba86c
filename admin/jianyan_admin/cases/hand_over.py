"""A suggestion is handed over: whole, or one aspect after another."""

import msgspec
from litestar import post, route
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from jianyan import cases, suggestions
from jianyan.cases import AspectDetail, CaseKind, CaseState, NewCase
from jianyan.clock import now
from jianyan.errors import Invalid, Refusal
from jianyan.forms import Fields, one
from jianyan.i18n import N_
from jianyan.screening import Words, screened
from jianyan.suggestions import NoSuchSuggestion, SuggestionDetail, SuggestionState
from jianyan.web.exchange import Request, Response, Running
from jianyan_admin.cases.acts import WHOEVER, chosen_departments, chosen_lead
from jianyan_admin.cases.desk import OFFICE, departments_of, number_of
from jianyan_admin.cases.words import case_words_of
from jianyan_admin.desk import desk_page, done
from jianyan_admin.guards import fields_of
from jianyan_admin.page import READ, person_of

_BODY = 64 * 1024


class Receivers(msgspec.Struct, frozen=True, kw_only=True):
    """To whom something is handed, as it was typed."""

    lead: str = WHOEVER
    co: list[str] = []
    note: str = ""


class TypedForm(Receivers, frozen=True, kw_only=True):
    """What was typed, as it comes back when nothing can be handed over."""

    title: str = ""
    kind: str = CaseKind.SUGGESTION.value
    first: str = ""
    last: str = ""
    start: str = ""
    length: str = ""


@route("/suggestions/{tracking:str}/hand-over", http_method=READ, name="admin_hand_over", opt=OFFICE)
async def form(request: Request, runtime: Running, tracking: FromPath[str]) -> Response:
    """Show the text with what was handed over of it, and the form for one case more."""
    return await _page(request, runtime.words, await suggestions.by_tracking(tracking))


@post(
    "/suggestions/{tracking:str}/hand-over",
    name="admin_hand_over_send",
    opt=OFFICE,
    request_max_body_size=_BODY,
)
async def hand_over(request: Request, runtime: Running, tracking: FromPath[str]) -> Response:
    """Make a case of the text, or of one aspect of it."""
    found, fields = await suggestions.by_tracking(tracking), await fields_of(request)
    typed, by = _typed(fields), person_of(request)
    try:
        span = _span(typed, _shown(found, runtime.words))
        new = NewCase(
            title=typed.title,
            kind=_kind(typed.kind),
            lead_id=await chosen_lead(by, typed.lead),
            co_ids=tuple(await chosen_departments(by, typed.co, field="co") if typed.co else ()),
            start=span[0] if span else None,
            length=span[1] if span else None,
            note=typed.note,
        )
        case_id = await cases.hand_over(tracking, new, by=by, now=now(), zone=runtime.zone)
    except NoSuchSuggestion:
        raise
    except Refusal as refusal:
        return await _page(request, runtime.words, found, typed=typed, refusal=refusal)
    return done(request, "admin_case", "case-handed-over", case_id=case_id)


def _span(typed: TypedForm, text: str) -> tuple[int, int] | None:
    """Give the aspect that a form marks; None: the whole text.

    Raises:
        Invalid: its words do not stand there, or not once.
    """
    if typed.first.strip() or typed.last.strip():
        return cases.span_between(text, typed.first, typed.last)
    length = number_of(typed.length)
    return (number_of(typed.start), length) if length else None


def _shown(found: SuggestionDetail, words: Words) -> str:
    """Give the text as the public reads it; it is as long as what was written."""
    return screened(found.body, words).public if found.body else ""


def _spans(aspects: list[AspectDetail]) -> list[tuple[int, int | None, int | None]]:
    """Give number, first letter and letters of those that are not cancelled."""
    there = [one for one in aspects if one.summary.state is not CaseState.CANCELLED]
    return [(one.summary.id, one.start, one.length) for one in there]


def _kind(sent: str) -> CaseKind:
    if sent not in set(CaseKind):
        raise Invalid(N_("Please choose one of these."), field="kind")
    return CaseKind(sent)


def _typed(fields: Fields) -> TypedForm:
    names = ("title", "kind", "lead", "note", "first", "last", "start", "length")
    return TypedForm(**{name: one(fields, name) for name in names}, co=list(fields.get("co", [])))


async def _page(
    request: Request,
    words: Words,
    found: SuggestionDetail,
    *,
    typed: TypedForm | None = None,
    refusal: Refusal | None = None,
) -> Response:
    text, aspects = _shown(found, words), await cases.aspects_of(found.id)
    return desk_page(
        request,
        "cases/hand_over.html",
        nav="cases",
        refusal=refusal,
        suggestion=found,
        text=text,
        pieces=cases.marked(text, _spans(aspects)),
        aspects=aspects,
        can_be=found.state is SuggestionState.PUBLISHED and found.body is not None,
        typed=typed or TypedForm(title=(found.title or "")[: cases.TITLE_MOST]),
        departments=await departments_of(person_of(request)),
        kinds=list(CaseKind),
        whoever=WHOEVER,
        words=case_words_of(request),
        title_most=cases.TITLE_MOST,
        note_most=cases.NOTE_MOST,
    )


handlers: list[ControllerRouterHandler] = [form, hand_over]
