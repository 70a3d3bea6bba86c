"""Where a suggestion stands: asked by its receipt, which travels in a body or a fragment and nowhere else."""

from litestar import HttpMethod, post, route

from jianyan import moderation, suggestions, topics
from jianyan.errors import NotFound, Refusal
from jianyan.forms import one
from jianyan.i18n import N_
from jianyan.moderation import REASON_SENTENCES
from jianyan.site.answers import NO_STORE, page, sentences_by_field
from jianyan.suggestions import NoSuchSuggestion, SuggestionDetail, SuggestionState
from jianyan.web.access import PUBLIC
from jianyan.web.bodies import read_fields
from jianyan.web.exchange import Request, Response, Running
from jianyan.web.problems import language_of, problem, wants_json

_HEADERS = {**NO_STORE, "Referrer-Policy": "no-referrer"}

STATE_SENTENCES = {
    SuggestionState.WAITING: N_("Received. A person will read it and file it."),
    SuggestionState.HELD: N_("Received. It needs a closer look before it is published."),
    SuggestionState.PUBLISHED: N_("Published. It counts in the tally."),
    SuggestionState.DECLINED: N_("Not published."),
    SuggestionState.MERGED: N_("Counted together with others that say the same."),
    SuggestionState.WITHDRAWN: N_("Withdrawn."),
}


class UnknownReceipt(NotFound):
    """The receipt opens nothing."""

    sentence = N_("No suggestion has this receipt. Please check the 16 characters.")


@route("/receipt", http_method=[HttpMethod.GET, HttpMethod.HEAD], name="receipt", opt=PUBLIC)
async def ask(request: Request) -> Response:
    """Show the field for a receipt."""
    return _asking(request)


@post("/receipt", name="follow", opt=PUBLIC, status_code=200, request_max_body_size=16 * 1024)
async def follow(request: Request, runtime: Running) -> Response:
    """Show where the suggestion of a receipt stands."""
    fields = read_fields(await request.body(), request.headers.get("content-type", ""))
    typed = one(fields, "receipt")
    try:
        found = await suggestions.by_receipt(suggestions.receipts.possible_hashes(runtime.keys, typed))
    except NoSuchSuggestion:
        refusal = UnknownReceipt(field="receipt")
        if wants_json(request):
            return problem(refusal, language_of(request))
        return _asking(request, typed, refusal)
    reason = await moderation.reason_of(found.id) if found.state is SuggestionState.DECLINED else None
    counted = await moderation.merged_into(found.id) if found.state is SuggestionState.MERGED else None
    topic = await topics.topic_by_id(found.topic_id)
    if wants_json(request):
        merged = {"together": counted.together, "state": counted.state} if counted else None
        answer = {**_as_json(found), "topic": topic.slug, "reason": reason, "merged": merged}
        return Response(answer, headers=_HEADERS)
    return page(
        request,
        "status.html",
        headers=_HEADERS,
        found=found,
        topic=topic,
        state_sentence=STATE_SENTENCES[found.state],
        counted=counted,
        head_sentence=STATE_SENTENCES[counted.state] if counted else None,
        reason_sentence=REASON_SENTENCES[reason] if reason else None,
    )


def _asking(request: Request, typed: str = "", refusal: Refusal | None = None) -> Response:
    return page(
        request,
        "ask.html",
        status_code=refusal.status if refusal else 200,
        script="ask.js",
        headers=_HEADERS,
        typed=typed,
        errors=sentences_by_field(request, refusal),
    )


def _as_json(found: SuggestionDetail) -> dict[str, object]:
    return {
        "tracking": found.tracking,
        "state": found.state,
        "received_at": found.received_at,
        "category": found.category,
        "placement": found.placement,
        "body": found.body,
    }
