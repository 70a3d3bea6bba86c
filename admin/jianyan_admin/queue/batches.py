"""One decision on many: those that were chosen in the list, or all that a filter lets through."""

import msgspec
from litestar import post, route

from jianyan import moderation, suggestions
from jianyan.accounts import OFFICE_ROLES
from jianyan.clock import now
from jianyan.errors import Invalid, Refusal
from jianyan.forms import one
from jianyan.i18n import N_
from jianyan.moderation import BATCH_MOST, WITHOUT_PROOF_MOST, Act, BatchOutcome, Briefing, Card
from jianyan.runtime import Runtime
from jianyan.web.access import only
from jianyan.web.bodies import Fields
from jianyan.web.exchange import Request, Response, Running
from jianyan.web.problems import language_of, sentence_of
from jianyan_admin.guards import fields_of
from jianyan_admin.page import READ, errors_of, page, person_of
from jianyan_admin.paths import own_path
from jianyan_admin.queue.decisions import read_verdict
from jianyan_admin.queue.desk import asked_of
from jianyan_admin.signin.proofs import require_fresh_proof
from jianyan_admin.wording import words_of

_MODERATORS = only(*OFFICE_ROLES)
_SHOWN = 10


class SeveralTopics(Invalid):
    """Categories and reasons belong to one topic."""

    sentence = N_("These belong to several topics. Please choose the suggestions of one topic.")


class Batch(msgspec.Struct, frozen=True, kw_only=True):
    """What one decision is to be taken on."""

    cards: list[Card]
    briefing: Briefing

    @property
    def trackings(self) -> list[str]:
        """Give the public numbers."""
        return [card.suggestion.tracking for card in self.cards]


@route("/batch", http_method=READ, name="admin_batch", opt=_MODERATORS)
async def prepare(request: Request, runtime: Running) -> Response:
    """Show what was chosen, and ask for the one decision."""
    back = own_path(request.query_params.get("back", ""))
    trackings, waiting = await _chosen(request)
    try:
        batch = await _batch(trackings, runtime)
    except Invalid as refusal:
        return page(
            request,
            "queue/batch.html",
            status_code=refusal.status,
            nav="queue",
            batch=None,
            back=back,
            errors=errors_of(request, refusal),
        )
    return _form(request, batch, back=back, beyond=max(0, waiting - len(batch.cards)))


@post("/batch", name="admin_batch_decide", status_code=200, opt=_MODERATORS, request_max_body_size=64 * 1024)
async def decide(request: Request, runtime: Running) -> Response:
    """Take the decision, and say on how many and which ones were left alone."""
    fields = await fields_of(request)
    batch = await _batch(fields.get("tracking", []), runtime)
    back = own_path(one(fields, "back"))
    if len(batch.cards) > WITHOUT_PROOF_MOST:
        await require_fresh_proof(request)
    try:
        verdict = read_verdict(fields, batch.briefing.drawers)
        outcome = await moderation.decide_all(
            batch.trackings, verdict, by=person_of(request), now=now(), briefings=runtime.briefings
        )
    except Invalid as refusal:
        return _form(request, batch, back=back, refusal=refusal, sent=fields)
    return _told(request, outcome, act=verdict.act, back=back)


async def _chosen(request: Request) -> tuple[list[str], int]:
    """Give the public numbers that the address asks for, and how many fit its filter."""
    if request.query_params.get("filter") != "yes":
        trackings = list(dict.fromkeys(request.query_params.getall("tracking", [])))
        return trackings, len(trackings)
    asked = (await asked_of(request)).filter
    cards = await moderation.queue(asked, most=BATCH_MOST, now=now())
    return [card.suggestion.tracking for card in cards], await suggestions.count(asked)


async def _batch(trackings: list[str], runtime: Runtime) -> Batch:
    """Read the cards.

    Raises:
        NoSuchSuggestion: there is none of the first number.
        SeveralTopics, Invalid: they cannot be decided on at once.
    """
    if not 1 <= len(trackings) <= BATCH_MOST:
        raise Invalid(N_("Please choose 1 to 500 suggestions."))
    cards = await moderation.cards_of(trackings, now=now())
    if len({card.suggestion.topic_id for card in cards}) > 1:
        raise SeveralTopics
    return Batch(
        cards=cards,
        briefing=await runtime.briefings.of(cards[0].suggestion.topic_id, version=cards[0].version),
    )


def _form(
    request: Request,
    batch: Batch,
    *,
    back: str,
    beyond: int = 0,
    refusal: Refusal | None = None,
    sent: Fields | None = None,
) -> Response:
    return page(
        request,
        "queue/batch.html",
        status_code=refusal.status if refusal else 200,
        nav="queue",
        batch=batch,
        shown=batch.cards[:_SHOWN],
        beyond=beyond,
        back=back,
        errors=errors_of(request, refusal),
        sent={name: one(sent or {}, name) for name in ("decision", "category", "reason")},
        words=words_of(request),
    )


def _told(request: Request, outcome: BatchOutcome, *, act: Act, back: str) -> Response:
    language = language_of(request)
    return page(
        request,
        "queue/batched.html",
        nav="queue",
        outcome=outcome,
        act=act,
        left=[(each.tracking, sentence_of(each.refusal, language)) for each in outcome.left],
        back=back,
        words=words_of(request),
    )


handlers = [prepare, decide]
