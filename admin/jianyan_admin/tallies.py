"""The tally of a topic: how many, in which category, from where, on which day."""

from litestar import route
from litestar.types import ControllerRouterHandler

from jianyan import db, tallies
from jianyan.charts import Bar, bar_chart, column_chart
from jianyan.clock import now
from jianyan.i18n import N_
from jianyan.tallies import SOURCE_WORDS, STATE_WORDS, Tally
from jianyan.web.exchange import Request, Response
from jianyan.web.problems import language_of
from jianyan_admin.desk import READERS, chosen_topic, desk_page
from jianyan_admin.page import READ, told


@route("/tallies", http_method=READ, name="admin_tallies", opt=READERS)
async def tally_page(request: Request) -> Response:
    """Show the tally of a topic as it stands now."""
    async with db.snapshot():
        listed, topic = await chosen_topic(request.query_params.get("topic"))
        tally = await tallies.for_topic(topic, now=now()) if topic else None
    language = language_of(request)
    return desk_page(
        request,
        "tallies/tally.html",
        nav="tallies",
        topics=listed,
        topic=topic,
        tally=tally,
        state_words=tallies.said(language, STATE_WORDS),
        source_words=tallies.said(language, SOURCE_WORDS),
        categories_chart=_categories_chart(request, tally) if tally else "",
        days_chart=_days_chart(request, tally) if tally else "",
    )


def _categories_chart(request: Request, tally: Tally) -> str:
    bars = [Bar(category.name, category.count) for category in tally.categories]
    bars.append(Bar(told(request, N_("Uncategorised")), tally.uncategorised))
    return bar_chart(
        bars,
        name="categories",
        title=told(request, N_("Suggestions by category")),
        description=told(request, N_("The table below holds the same numbers.")),
    )


def _days_chart(request: Request, tally: Tally) -> str:
    return column_chart(
        [(day.date, day.count) for day in tally.days],
        name="days",
        title=told(request, N_("Suggestions by day")),
        description=told(request, N_("The table below holds the same numbers.")),
    )


handlers: list[ControllerRouterHandler] = [tally_page]
