"""One suggestion: everything about it, its history, filing it anew, erasing it."""

from typing import Any

import msgspec
from litestar import post, route
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from jianyan import appeals, cases, clients, erasures, groups, moderation, suggestions, topics, trail
from jianyan.accounts import OFFICE_ROLES, Role, names_by_trail_id
from jianyan.clock import now
from jianyan.db import snapshot
from jianyan.errors import Refusal
from jianyan.forms import one
from jianyan.moderation import DecisionDetail
from jianyan.runtime import Runtime
from jianyan.screening import Words
from jianyan.suggestions import AnswerDetail, SuggestionDetail
from jianyan.trail import Act
from jianyan.uploads import FileKind
from jianyan.web.access import only
from jianyan.web.bodies import Fields
from jianyan.web.exchange import Request, Response, Running
from jianyan.web.headers import LISTENING_POLICY
from jianyan.web.problems import wants_json
from jianyan_admin.cases.words import case_words_of
from jianyan_admin.highlights import not_listed_any_more
from jianyan_admin.page import READ, errors_of, page, person_of
from jianyan_admin.paths import own_path
from jianyan_admin.signin.proofs import require_fresh_proof
from jianyan_admin.suggestions.cards import desk_card
from jianyan_admin.wording import words_of

_READERS = only(*OFFICE_ROLES)
_DECIDED = {"decide", "refile"}


class Moment(msgspec.Struct, frozen=True, kw_only=True):
    """One act in the history of a suggestion."""

    act: Act
    name: str | None
    """Who acted; None for a citizen."""
    decision: DecisionDetail | None
    """What was decided, where it was a decision."""


class Answered(msgspec.Struct, frozen=True):
    """A question and what the sender answered."""

    question: str
    answers: list[str]


@route("/suggestions/{tracking:str}", http_method=READ, name="admin_suggestion", opt=_READERS)
async def detail(request: Request, runtime: Running, tracking: FromPath[str]) -> Response:
    """Show one suggestion with what can be done about it."""
    return await detail_page(request, runtime, tracking)


@route("/suggestions/{tracking:str}/history", http_method=READ, name="admin_history", opt=_READERS)
async def history(request: Request, tracking: FromPath[str]) -> Response:
    """List every act on a suggestion with who did it, the first one first."""
    async with snapshot():
        found = await suggestions.by_tracking(tracking)
        moments = await moments_of(found)
        photos = (await suggestions.photos_of([found.id])).get(found.id, [])
    if wants_json(request):
        answer = {
            "tracking": found.tracking,
            "state": found.state.value,
            "acts": [_as_json(one) for one in moments],
        }
        return Response(answer, headers={"Cache-Control": "no-store"})
    return page(
        request,
        "suggestions/history.html",
        nav="queue",
        one=found,
        moments=moments,
        photos=photos,
        words=words_of(request),
    )


@route("/suggestions/{tracking:str}/alike", http_method=READ, name="admin_alike", opt=_READERS)
async def alike(request: Request, tracking: FromPath[str], back: FromQuery[str] = "") -> Response:
    """Give what says the same, each with a form that merges this one into it."""
    one = await suggestions.by_tracking(tracking)
    return page(
        request,
        "suggestions/_alike.html",
        one=one,
        mates=await groups.mates_of(one.id),
        back=own_path(back),
        words=words_of(request),
    )


@post(
    "/suggestions/{tracking:str}/erase",
    name="admin_erase",
    opt=only(Role.STAFF, Role.ADMIN),
    request_max_body_size=16 * 1024,
)
async def erase(request: Request, runtime: Running, tracking: FromPath[str]) -> Response:
    """Delete the text and the contact; the record of the suggestion stays."""
    await require_fresh_proof(request)
    secret_file, by = runtime.settings.secret_file, person_of(request).actor
    await erasures.erase(tracking, by=by, now=now(), secret_file=secret_file, store=runtime.store)
    path = request.app.route_reverse("admin_suggestion", tracking=tracking)
    return Redirect(path, status_code=303, headers={"Cache-Control": "no-store"})


async def detail_page(
    request: Request,
    runtime: Runtime,
    tracking: str,
    *,
    refusal: Refusal | None = None,
    sent: Fields | None = None,
    notice: str = "",
    is_revealed: bool = False,
) -> Response:
    """Answer with the page of a suggestion.

    Args:
        request: decides language and person.
        runtime: proposes a category.
        tracking: its public number.
        refusal: why the decision was not taken, or None.
        sent: the form that was refused; its choices are kept.
        notice: what is said above the page.
        is_revealed: personal data is shown as it was written.

    Raises:
        NoSuchSuggestion: there is none of that number.
    """
    async with snapshot():
        card = (await moderation.cards_of([tracking], now=now()))[0]
        answer = page(
            request,
            "suggestions/detail.html",
            status_code=refusal.status if refusal else 200,
            nav="queue",
            card=await desk_card(card, runtime, me=person_of(request)),
            in_place=False,
            **await _known_of(card.suggestion, runtime.words),
            errors=errors_of(request, refusal),
            sent_category=one(sent or {}, "category"),
            sent_reason=one(sent or {}, "reason"),
            sent_into=one(sent or {}, "into"),
            notice=notice,
            is_revealed=is_revealed,
            may_erase=person_of(request).role in {Role.STAFF, Role.ADMIN},
            back=request.app.route_reverse("admin_suggestion", tracking=tracking),
            words=words_of(request),
            case_words=case_words_of(request),
        )
    answer.headers["Content-Security-Policy"] = LISTENING_POLICY
    return answer


async def _known_of(found: SuggestionDetail, words: Words) -> dict[str, Any]:
    """Give what is known of a suggestion beside its text, by the names that the template has for it."""
    answered, files = await _answered(found), await suggestions.sent_files(found.id)
    texts = [found.title or "", found.body or "", *(text for one in answered for text in one.answers)]
    return {
        "answered": answered,
        "moments": await moments_of(found),
        "added": (await appeals.additions_to([found.id])).get(found.id, []),
        "appealed": await appeals.appeal_of(found.id),
        "aspects": await cases.aspects_of(found.id),
        "counted": await moderation.merged_into(found.id),
        "merged_count": await moderation.merged_count(found.id),
        "spot": await suggestions.spot_of(found.id),
        "files": files,
        "photos": [file.name for file in files if file.kind is FileKind.PHOTO],
        "said": await clients.service_request_of(found.id),
        "hits": not_listed_any_more(words, texts, await suggestions.hits_in(found.id)),
    }


async def moments_of(found: SuggestionDetail) -> list[Moment]:
    """List what happened to a suggestion, the first act first; decisions stand beside their acts."""
    names = await names_by_trail_id() | await clients.names_by_trail_id()
    decisions = iter(await moderation.decisions_on(found.id))
    return [
        Moment(
            act=act,
            name=names.get(act.actor) if act.actor else None,
            decision=next(decisions, None) if act.kind in _DECIDED else None,
        )
        for act in await trail.history(found.tracking)
    ]


async def _answered(found: SuggestionDetail) -> list[Answered]:
    given = (await suggestions.answers_to([found.id])).get(found.id, [])
    if not given:
        return []
    questions = await topics.questions_of(found.topic_id, asked_only=False)
    texts = {one.id: [_text_of(each) for each in given if each.question_id == one.id] for one in questions}
    return [Answered(one.text, texts[one.id]) for one in questions if texts[one.id]]


def _text_of(answer: AnswerDetail) -> str:
    return answer.option or answer.text or (str(answer.rating) if answer.rating is not None else "–")


def _as_json(moment: Moment) -> dict[str, Any]:
    act, decision = moment.act, moment.decision
    plain: dict[str, Any] = {
        "seq": act.seq,
        "kind": act.kind,
        "at": decision.at if decision else act.minute,
        "by": moment.name,
        "role": act.role,
    }
    if decision is None:
        return plain
    return {
        **plain,
        "decision": decision.kind,
        "from": decision.from_state,
        "to": decision.to_state,
        "category_from": decision.from_category,
        "category_to": decision.to_category,
        "reason": decision.reason and decision.reason.code,
    }


handlers = [detail, history, alike, erase]
