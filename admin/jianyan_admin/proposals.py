"""Topics that members propose: staff examine, amend and publish them, or decline with a reason."""

import msgspec
from litestar import post, route
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from jianyan import proposals
from jianyan.clock import now
from jianyan.errors import Conflict, Invalid, InvalidFields, Refusal
from jianyan.forms import one
from jianyan.proposals import AlreadyExamined, ProposalDetail, ProposalState
from jianyan.web.exchange import Request, Response, Running
from jianyan_admin.desk import STAFF, desk_page, done
from jianyan_admin.guards import fields_of
from jianyan_admin.page import READ, person_of
from jianyan_admin.topic_forms import TopicForm, blank_form, checked_topic, sent_form
from jianyan_admin.topics import FORM_BYTES_MOST


@route("/proposals", http_method=READ, name="admin_proposals", opt=STAFF)
async def proposal_list(request: Request) -> Response:
    """List proposals, those not examined first."""
    listed = await proposals.proposals()
    asked = request.query_params.get("state", "")
    return desk_page(
        request,
        "proposals/list.html",
        nav="proposals",
        proposals=[one for one in listed if asked in {"", one.state.value}],
        waiting=sum(one.state is ProposalState.PROPOSED for one in listed),
        state=asked,
    )


@route("/proposals/{proposal_id:int}", http_method=READ, name="admin_proposal", opt=STAFF)
async def examine(request: Request, runtime: Running, proposal_id: FromPath[int]) -> Response:
    """Show a proposal beside the form of the topic that it may become."""
    proposal = await proposals.proposal_by_id(proposal_id)
    blank = blank_form(now=now(), zone=runtime.settings.zone)
    form = msgspec.structs.replace(blank, title=proposal.title, invitation=proposal.text)
    return _page(request, proposal, form)


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
    except AlreadyExamined:
        raise
    except (InvalidFields, Conflict) as refusal:
        return _page(request, proposal, form, refusal=refusal)
    return done(request, "admin_proposals", "proposal-published")


@post("/proposals/{proposal_id:int}/decline", name="admin_proposal_decline", opt=STAFF)
async def decline(request: Request, runtime: Running, proposal_id: FromPath[int]) -> Response:
    """Decline a proposal; its author reads the reason."""
    proposal = await proposals.proposal_by_id(proposal_id)
    reason = one(await fields_of(request), "reason")
    try:
        await proposals.decline_proposal(proposal_id, reason, by=person_of(request), now=now())
    except Invalid as refusal:
        blank = blank_form(now=now(), zone=runtime.settings.zone)
        form = msgspec.structs.replace(blank, title=proposal.title, invitation=proposal.text)
        return _page(request, proposal, form, refusal=refusal, reason=reason)
    return done(request, "admin_proposals", "proposal-declined")


def _page(
    request: Request,
    proposal: ProposalDetail,
    form: TopicForm,
    *,
    refusal: Refusal | None = None,
    reason: str = "",
) -> Response:
    return desk_page(
        request,
        "proposals/examine.html",
        nav="proposals",
        refusal=refusal,
        proposal=proposal,
        form=form,
        reason=reason,
        topic=None,
        is_public=False,
    )


handlers: list[ControllerRouterHandler] = [proposal_list, examine, publish, decline]
