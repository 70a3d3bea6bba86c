"""How well the categories on the cards were proposed: followed or overruled, by category."""

from litestar import route
from litestar.params import FromQuery

from jianyan import moderation
from jianyan.web.exchange import Request, Response
from jianyan_admin.desk import READERS, chosen_topic, desk_page
from jianyan_admin.page import READ


@route("/filing", http_method=READ, name="admin_filing", opt=READERS)
async def filing(request: Request, topic: FromQuery[str] = "") -> Response:
    """Show what moderators made of the proposals of a topic."""
    listed, chosen = await chosen_topic(topic)
    return desk_page(
        request,
        "queue/filing.html",
        nav="queue",
        topics=listed,
        topic=chosen,
        record=await moderation.proposal_record(chosen.id) if chosen else None,
    )


handlers = [filing]
