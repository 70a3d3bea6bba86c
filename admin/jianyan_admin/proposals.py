"""Topics that members propose: staff examine them, decide on them and publish what they became."""

from collections.abc import Mapping

import msgspec
from litestar import post, route
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from jianyan import proposals
from jianyan.clock import now
from jianyan.errors import Conflict, Invalid, InvalidFields, Refusal
from jianyan.forms import one
from jianyan.i18n import N_
from jianyan.proposals import MovedOn, ProposalDetail
from jianyan.runtime import Runtime
from jianyan.topics import TopicSource
from jianyan.web.exchange import Request, Response, Running
from jianyan_admin.desk import STAFF, desk_page, done
from jianyan_admin.guards import fields_of
from jianyan_admin.page import READ, person_of
from jianyan_admin.topics.desk import FORM_BYTES_MOST
from jianyan_admin.topics.forms import TopicForm, blank_form, checked_topic, sent_form

_ACCEPT, _DECLINE = "accept", "decline"


@route("/proposals", http_method=READ, name="admin_proposals", opt=STAFF)
async def proposal_list(request: Request) -> Response:
    """List proposals, the newest first."""
    listed = await proposals.proposals()
    asked = request.query_params.get("state", "")
    return desk_page(
        request,
        "proposals/list.html",
        nav="proposals",
        proposals=[one for one in listed if asked in {"", one.state.value}],
        waiting=sum(one.waits for one in listed),
        state=asked,
    )


@route("/proposals/{proposal_id:int}", http_method=READ, name="admin_proposal", opt=STAFF)
async def proposal_page(request: Request, runtime: Running, proposal_id: FromPath[int]) -> Response:
    """Show a proposal with the form of its next step."""
    return _page(request, runtime, await proposals.proposal_by_id(proposal_id))


@post("/proposals/{proposal_id:int}/examine", name="admin_proposal_examine", opt=STAFF)
async def examine(request: Request, runtime: Running, proposal_id: FromPath[int]) -> Response:
    """Open a proposal to support, as it was proposed or amended."""
    proposal, fields = await proposals.proposal_by_id(proposal_id), await fields_of(request)
    title, text, note = (one(fields, name) for name in ("title", "text", "note"))
    try:
        await proposals.examine_proposal(proposal_id, title, text, note, by=person_of(request), now=now())
    except Invalid as refusal:
        typed = {"shown": (title, text, note)}
        return _page(request, runtime, proposal, refusal=refusal, typed=typed)
    return done(request, "admin_proposal", "proposal-examined", proposal_id=proposal_id)


@post("/proposals/{proposal_id:int}/decide", name="admin_proposal_decide", opt=STAFF)
async def decide(request: Request, runtime: Running, proposal_id: FromPath[int]) -> Response:
    """Accept a proposal or decline it; its author reads the reason."""
    proposal, fields = await proposals.proposal_by_id(proposal_id), await fields_of(request)
    decision, reason = one(fields, "decision"), one(fields, "reason")
    try:
        if decision not in {_ACCEPT, _DECLINE}:
            raise Invalid(N_("Please choose one of these."), field="decision")
        accepted = decision == _ACCEPT
        await proposals.decide_on_proposal(
            proposal_id, reason, accepted=accepted, by=person_of(request), now=now()
        )
    except Invalid as refusal:
        typed = {"decision": decision, "reason": reason}
        return _page(request, runtime, proposal, refusal=refusal, typed=typed)
    notice = "proposal-accepted" if accepted else "proposal-declined"
    return done(request, "admin_proposal", notice, proposal_id=proposal_id)


@post(
    "/proposals/{proposal_id:int}/publish",
    name="admin_proposal_publish",
    opt=STAFF,
    request_max_body_size=FORM_BYTES_MOST,
)
async def publish(request: Request, runtime: Running, proposal_id: FromPath[int]) -> Response:
    """Publish what a proposal became."""
    proposal = await proposals.proposal_by_id(proposal_id)
    form = sent_form(await fields_of(request))
    try:
        amended = checked_topic(form, now=now(), zone=runtime.settings.zone)
        await proposals.publish_proposal(proposal_id, amended, by=person_of(request), now=now())
    except MovedOn:
        raise
    except (InvalidFields, Conflict) as refusal:
        return _page(request, runtime, proposal, refusal=refusal, form=form)
    return done(request, "admin_proposals", "proposal-published")


def _page(
    request: Request,
    runtime: Runtime,
    proposal: ProposalDetail,
    *,
    refusal: Refusal | None = None,
    form: TopicForm | None = None,
    typed: Mapping[str, object] | None = None,
) -> Response:
    title, text = proposal.shown_title or proposal.title, proposal.shown_text or proposal.text
    blank = blank_form(now=now(), zone=runtime.settings.zone)
    filled = msgspec.structs.replace(
        blank, title=title, invitation=text, source=TopicSource.RECOMMENDED.value
    )
    return desk_page(
        request,
        "proposals/proposal.html",
        nav="proposals",
        refusal=refusal,
        proposal=proposal,
        form=form or filled,
        topic=None,
        is_public=False,
        **{"shown": (title, text, ""), "decision": "", "reason": "", **(typed or {})},
    )


handlers: list[ControllerRouterHandler] = [proposal_list, proposal_page, examine, decide, publish]
