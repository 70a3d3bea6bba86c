"""Where a suggestion stands, and what its sender may still do: one page, for a receipt and for a member."""

from collections.abc import Mapping
from datetime import datetime

import msgspec

from jianyan import appeals, moderation, suggestions, telling, topics, trail
from jianyan.appeals import ADDITIONS_MOST, TEXT_MOST
from jianyan.clock import now
from jianyan.db import transaction
from jianyan.errors import Refusal
from jianyan.forms import one
from jianyan.i18n import N_, say
from jianyan.runtime import Runtime
from jianyan.site import ways
from jianyan.site.answers import NO_STORE, page, sentences_by_field
from jianyan.site.photos import thumbnails
from jianyan.suggestions import Contribution, SuggestionDetail, SuggestionState, by_tracking
from jianyan.web.bodies import Fields
from jianyan.web.exchange import Request, Response
from jianyan.web.problems import headers_of, language_of, problem, wants_json

HEADERS = {**NO_STORE, "Referrer-Policy": "no-referrer"}

STATE_SENTENCES = {
    SuggestionState.WAITING: N_("Received. A person will read it and file it."),
    SuggestionState.HELD: N_("Received. It needs a closer look before it is published."),
    SuggestionState.PUBLISHED: N_("Published. It counts in the tally."),
    SuggestionState.DECLINED: N_("Not published."),
    SuggestionState.MERGED: N_("Counted together with others that say the same."),
    SuggestionState.WITHDRAWN: N_("Withdrawn."),
}
_NOTE_TAKEN_UP = N_("Taken up by the office.")
DONE = {
    "appeal": N_("Your appeal is received."),
    "withdraw": N_("Your suggestion is withdrawn."),
    "addition": N_("What you added is received."),
}
"""Last part of a form's address → what is said when it was taken."""
ACTS = frozenset({*DONE, "rate"})
"""Last parts of the addresses of the page's forms."""


def state_sentence(found: SuggestionDetail) -> str:
    """Give where a suggestion stands, as a message id; a note for the office is never published."""
    if found.kind in {Contribution.NOTE, Contribution.MOTION} and found.state is SuggestionState.PUBLISHED:
        return _NOTE_TAKEN_UP
    return STATE_SENTENCES[found.state]


class Sender(msgspec.Struct, frozen=True):
    """How the forms of the page say whose suggestion it is."""

    address: str
    """Where they go: `…/appeal`, `…/withdraw`, `…/addition`, `…/rate`."""
    hidden: Mapping[str, str]
    """Name → value of the fields that every form carries; a receipt travels here and nowhere else."""
    actor: trail.Actor | None = None
    """The member; None for a citizen."""


async def acted(
    request: Request, found: SuggestionDetail, sender: Sender, act: str, fields: Fields
) -> Response:
    """Do what a form of the page asks and answer with the page; a refused form comes back with its text.

    Args:
        request: decides language, and page or JSON.
        found: the sender's suggestion.
        sender: whose it is.
        act: one of ACTS.
        fields: of the form: `appeal` or `facts` holds the text, `ways.FIELDS` a rating.
    """
    try:
        done = await _do(request, act, found, fields, by=sender.actor)
    except Refusal as refusal:
        if wants_json(request):
            return problem(refusal, language_of(request))
        return await standing(request, found, sender, refusal=refusal, sent=fields)
    return await standing(request, await by_tracking(found.tracking), sender, done=done)


async def standing(
    request: Request,
    found: SuggestionDetail,
    sender: Sender,
    *,
    done: str = "",
    refusal: Refusal | None = None,
    sent: Fields | None = None,
) -> Response:
    """Answer with where a suggestion stands.

    Args:
        request: decides language, and page or JSON.
        found: the sender's suggestion.
        sender: whose it is.
        done: message id of what was just done.
        refusal: why a form comes back.
        sent: that form.
    """
    reason = await moderation.reason_of(found.id) if found.state is SuggestionState.DECLINED else None
    counted = await moderation.merged_into(found.id) if found.state is SuggestionState.MERGED else None
    since = await _since(request, found)
    topic = await topics.topic_by_id(found.topic_id)
    if wants_json(request):
        merged = {"together": counted.together, "state": counted.state} if counted else None
        facts = {"topic": topic.slug, "reason": reason and reason.code, "merged": merged}
        return Response({**_as_json(found, since), **facts}, headers=HEADERS)
    return page(
        request,
        "status.html",
        status_code=refusal.status if refusal else 200,
        headers={**HEADERS, **(headers_of(refusal) if refusal else {})},
        found=found,
        topic=topic,
        sender=sender,
        done=say(language_of(request), done) if done else "",
        state_sentence=state_sentence(found),
        reason_sentence=reason and reason.sentence,
        counted=counted,
        head_sentence=STATE_SENTENCES[counted.state] if counted else None,
        came=await _came_along(request, found),
        **msgspec.structs.asdict(since),
        errors=sentences_by_field(request, refusal),
        sent={name: one(sent or {}, name) for name in ("appeal", "facts", *ways.FIELDS)},
        text_most=TEXT_MOST,
        case_words=ways.WORDS,
        due_on=appeals.due_on(now(), _runtime_of(request).zone),
        left=ADDITIONS_MOST - len(since.added),
    )


async def _came_along(request: Request, found: SuggestionDetail) -> dict[str, object]:
    """Give what the template shows of what came along."""
    return {
        "photos": await thumbnails(_runtime_of(request).store, found.id),
        "voices": await suggestions.voice_seconds(found.id),
    }


class _Since(msgspec.Struct, frozen=True, kw_only=True):
    """What happened after it was sent, and what may happen now."""

    appealed: appeals.AppealDetail | None
    added: list[appeals.AdditionDetail]
    choices: appeals.Choices
    ways: ways.Ways


async def _since(request: Request, found: SuggestionDetail) -> _Since:
    language, zone = language_of(request), _runtime_of(request).zone
    return _Since(
        ways=await ways.ways_of(found, language=language, now=now(), zone=zone),
        appealed=await appeals.appeal_of(found.id),
        added=(await appeals.additions_to([found.id])).get(found.id, []),
        choices=await appeals.choices_of(found, now=now()),
    )


def _runtime_of(request: Request) -> Runtime:
    runtime: Runtime = request.app.state.runtime
    return runtime


async def _do(
    request: Request, act: str, found: SuggestionDetail, fields: Fields, *, by: trail.Actor | None
) -> str:
    """Do what a form asks, and give the message id of what was done."""
    at = now()
    match act:
        case "rate":
            return await ways.rate(found, fields, now=at, zone=_runtime_of(request).zone)
        case "appeal":
            await _appeal(request, found.tracking, one(fields, "appeal"), by=by, now=at)
        case "addition":
            await appeals.add_facts(found.tracking, one(fields, "facts"), by=by, now=at)
        case _:
            await appeals.withdraw(found.tracking, by=by, now=at)
    return DONE[act]


async def _appeal(
    request: Request, tracking: str, text: str, *, by: trail.Actor | None, now: datetime
) -> None:
    """Take an appeal, and tell once who wants to know of it."""
    runtime = _runtime_of(request)
    async with transaction():
        appealed = await appeals.appeal(tracking, text, by=by, now=now, zone=runtime.zone)
        if appealed.raised_at == now:
            found = await by_tracking(tracking)
            await telling.appeal_raised(
                found, appealed.text or "", keys=runtime.keys, settings=runtime.settings, now=now
            )


def _as_json(found: SuggestionDetail, since: _Since) -> dict[str, object]:
    appealed = since.appealed
    return {
        "tracking": found.tracking,
        "state": found.state,
        "received_at": found.received_at,
        "category": found.category,
        "placement": found.placement,
        "body": found.body,
        "appeal": appealed
        and {
            "text": appealed.text,
            "raised_at": appealed.raised_at,
            "due_on": appealed.due_on,
            "outcome": appealed.outcome,
            "heard_at": appealed.heard_at,
            "note": appealed.note,
        },
        "additions": since.added,
        "may": since.choices,
        "cases": [ways.as_json(each) for each in since.ways.told],
    }
