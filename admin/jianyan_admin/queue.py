"""What waits for a decision, oldest first."""

from typing import Any
from urllib.parse import urlencode

import msgspec
from litestar import route
from litestar.params import FromQuery

from jianyan import suggestions, topics
from jianyan.accounts import CONSOLE_ROLES
from jianyan.db import snapshot
from jianyan.screening import public_text
from jianyan.suggestions import NoSuchSuggestion, SuggestionDetail, SuggestionState
from jianyan.topics import TopicSummary
from jianyan.web.access import only
from jianyan.web.exchange import Request, Response
from jianyan.web.problems import wants_json
from jianyan_admin.cards import Card, cards_of
from jianyan_admin.page import READ, RowId, page, session_of
from jianyan_admin.words import words_of

_PAGE = 30
_TABS = (SuggestionState.WAITING, SuggestionState.HELD)


class _Filter(msgspec.Struct, frozen=True, kw_only=True):
    """What the address of the queue asks for."""

    topic: TopicSummary | None
    state: SuggestionState
    after: int

    def query(self, **changes: str | int) -> str:
        """Give the query string of this filter with changes; empty values are left out."""
        asked = {
            "topic": self.topic.slug if self.topic else "",
            "state": _state_in_address(self.state),
            **changes,
        }
        return urlencode({name: value for name, value in asked.items() if value})

    def address(self, **changes: str | int) -> str:
        """Give the path and query of this filter with changes."""
        query = self.query(**changes)
        return f"/admin/queue?{query}" if query else "/admin/queue"


@route("/queue", http_method=READ, name="admin_queue", opt=only(*CONSOLE_ROLES))
async def queue(
    request: Request, topic: FromQuery[str] = "", after: RowId = 0, done: FromQuery[str] = ""
) -> Response:
    """List what waits or is on hold, of one topic or of all; `done` was just decided on."""
    async with snapshot():
        chosen = await topics.topic_by_slug(topic) if topic else None
        asked = _Filter(topic=chosen, state=_state_of(request.query_params.get("state", "")), after=after)
        topic_id = chosen.id if chosen else None
        found = await suggestions.in_state(topic_id, [asked.state], most=_PAGE + 1, after=after)
        cards = await cards_of(found[:_PAGE])
        counts = {state: await suggestions.count_in_state(topic_id, [state]) for state in _TABS}
        if wants_json(request):
            return _as_json(request, cards, counts[asked.state])
        return page(
            request,
            "queue/list.html",
            nav="queue",
            asked=asked,
            cards=cards,
            in_place=True,
            counts=counts,
            topics=await topics.all_topics(),
            last=cards[-1].suggestion.id if len(found) > _PAGE else None,
            decided=await _decided(done),
            back=asked.address(after=after),
            words=words_of(request),
        )


def _state_of(asked: str) -> SuggestionState:
    return SuggestionState.HELD if asked == SuggestionState.HELD else SuggestionState.WAITING


def _state_in_address(state: SuggestionState) -> str:
    return "" if state is SuggestionState.WAITING else state.value


def _as_json(request: Request, cards: list[Card], count: int) -> Response:
    session = session_of(request)
    items = [_item(card) for card in cards]
    answer = {"csrf_token": session.csrf_token if session else "", "count": count, "items": items}
    return Response(answer, headers={"Cache-Control": "no-store"})


def _item(card: Card) -> dict[str, Any]:
    one = card.suggestion
    return {
        "id": one.id,
        "tracking": one.tracking,
        "topic": card.topic.slug,
        "state": one.state.value,
        "source": one.source.value,
        "category": one.category,
        "placement": one.placement,
        "title": one.title and public_text(one.title),
        "body": one.body and public_text(one.body),
        "received_at": one.received_at,
    }


async def _decided(tracking: str) -> SuggestionDetail | None:
    try:
        return await suggestions.by_tracking(tracking) if tracking else None
    except NoSuchSuggestion:
        return None


handlers = [queue]
