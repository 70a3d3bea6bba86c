"""The rules of a topic at the staff's desk: what moderators go by, and the reasons to decline."""

from litestar import post, route
from litestar.params import FromPath

from jianyan import moderation, topics
from jianyan.clock import now
from jianyan.errors import Conflict, Invalid, Refusal
from jianyan.forms import one
from jianyan.moderation import REASONS_MOST
from jianyan.topics import TopicSummary
from jianyan.web.exchange import Request, Response
from jianyan_admin.desk import READERS, STAFF, desk_page, done
from jianyan_admin.guards import fields_of
from jianyan_admin.page import READ, person_of, told


@route("/topics/{slug:str}/rules", http_method=READ, name="admin_rules", opt=READERS)
async def rules(request: Request, slug: FromPath[str]) -> Response:
    """Show the rules that count; they can be changed until the topic opens."""
    topic = await topics.topic_by_slug(slug)
    found = await moderation.rules_of(topic.id)
    reasons = [told(request, reason.sentence) for reason in found.reasons]
    return await _page(request, topic, guidance=found.guidance, reasons=reasons)


@post("/topics/{slug:str}/rules", name="admin_rules_save", opt=STAFF, request_max_body_size=32 * 1024)
async def save(request: Request, slug: FromPath[str]) -> Response:
    """Keep the rules as a new version."""
    topic, fields = await topics.topic_by_slug(slug), await fields_of(request)
    guidance = one(fields, "guidance").replace("\r\n", "\n").strip()
    reasons = [line.strip() for line in one(fields, "reasons").splitlines() if line.strip()]
    known = {told(request, one.sentence): one.sentence for one in moderation.BUILT_IN.reasons}
    sentences = [known.get(reason, reason) for reason in reasons]
    try:
        await moderation.set_rules(slug, guidance, sentences, by=person_of(request), now=now())
    except (Invalid, Conflict) as refusal:
        return await _page(request, topic, guidance=guidance, reasons=reasons, refusal=refusal)
    return done(request, "admin_rules", "rules-saved", slug=slug)


async def _page(
    request: Request,
    topic: TopicSummary,
    *,
    guidance: str,
    reasons: list[str],
    refusal: Refusal | None = None,
) -> Response:
    return desk_page(
        request,
        "topics/rules.html",
        nav="topics",
        refusal=refusal,
        topic=topic,
        version=(await moderation.rules_of(topic.id)).version,
        guidance=guidance,
        reasons=reasons,
        reasons_most=REASONS_MOST,
        are_fixed=moderation.are_fixed(topic, now=now()),
    )


handlers = [rules, save]
