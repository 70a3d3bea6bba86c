"""What waits for a decision, oldest first: a list that stays where it is, and one card in hand."""

from typing import Any
from urllib.parse import urlencode

import msgspec
from litestar import post, route
from litestar.params import FromPath, FromQuery

from jianyan import moderation, suggestions, topics
from jianyan.accounts import OFFICE_ROLES, Person
from jianyan.clock import now
from jianyan.i18n import N_
from jianyan.moderation import Card
from jianyan.screening import public_text
from jianyan.suggestions import NoSuchSuggestion, SuggestionDetail, SuggestionFilter, SuggestionState
from jianyan.topics import TopicDetail
from jianyan.web.access import only
from jianyan.web.bodies import Fields
from jianyan.web.exchange import Request, Response, Running
from jianyan.web.problems import wants_json
from jianyan_admin.guards import fields_of
from jianyan_admin.page import READ, RowId, page, person_of, session_of, told
from jianyan_admin.paths import own_path
from jianyan_admin.suggestions.cards import DeskCard, desk_card, in_hand
from jianyan_admin.wording import words_of

PAGE = 50
HAND = 10
"""So many cards ahead are taken at once, so that going on asks for no lease."""
_TABS = (SuggestionState.WAITING, SuggestionState.HELD)
_WORDS_MOST = 40
_READERS = only(*OFFICE_ROLES)


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What the address of the queue asks for."""

    topic: TopicDetail | None
    state: SuggestionState
    category_id: int | None
    words: str

    @property
    def filter(self) -> SuggestionFilter:
        """Give the filter that the database is asked with."""
        return SuggestionFilter(
            topic_id=self.topic.id if self.topic else None,
            states=(self.state,),
            category_id=self.category_id,
            words=self.words,
        )

    @property
    def is_narrow(self) -> bool:
        """Say whether more than topic and state is asked for."""
        return self.category_id is not None or bool(self.words)

    def query(self, **changes: str | int) -> str:
        """Give the query string of this filter with changes; empty values are left out."""
        asked: dict[str, str | int] = {
            "topic": self.topic.slug if self.topic else "",
            "state": "" if self.state is SuggestionState.WAITING else self.state.value,
            "category": "" if self.category_id is None else str(self.category_id),
            "words": self.words,
            **changes,
        }
        return urlencode({name: value for name, value in asked.items() if value not in ("", 0)})

    def address(self, **changes: str | int) -> str:
        """Give the path and query of this filter with changes."""
        query = self.query(**changes)
        return f"/admin/queue?{query}" if query else "/admin/queue"


async def asked_of(request: Request) -> Asked:
    """Read the filter in the address of a request.

    Raises:
        NoSuchTopic: it names a topic that is not there.
    """
    given = request.query_params
    slug, category = given.get("topic", ""), given.get("category", "")
    held = given.get("state") == SuggestionState.HELD
    return Asked(
        topic=await topics.topic_by_slug(slug) if slug else None,
        state=SuggestionState.HELD if held else SuggestionState.WAITING,
        category_id=int(category)
        if category.isascii() and category.isdigit() and len(category) < 10
        else None,
        words=given.get("words", "").replace("\0", "").strip()[:_WORDS_MOST],
    )


@route("/queue", http_method=READ, name="admin_queue", opt=_READERS)
async def queue(
    request: Request,
    runtime: Running,
    after: RowId = 0,
    at: FromQuery[str] = "",
    done: FromQuery[str] = "",
) -> Response:
    """List what waits or is on hold; `at` is the card to open, `done` was just decided on."""
    asked, me = await asked_of(request), person_of(request)
    found = await moderation.queue(asked.filter, most=PAGE + 1, after=after, now=now())
    counts = {state: await _count(asked, state) for state in _TABS}
    if wants_json(request):
        return _as_json(request, found[:PAGE], counts[asked.state], await _slugs())
    cards = await _taken(found[:PAGE], at, by=me)
    opened = next((card for card in cards if card.suggestion.tracking == at), None)
    if opened is None:
        opened = await in_hand(cards, by=me, now=now())
    return page(
        request,
        "queue/list.html",
        nav="queue",
        asked=asked,
        cards=cards,
        card=await desk_card(opened, runtime, me=me) if opened else None,
        counts=counts,
        pace=await moderation.pace(asked.filter.topic_id, waiting=counts[_TABS[0]], now=now()),
        topics=await topics.all_topics(),
        after=after,
        last=cards[-1].suggestion.id if len(found) > PAGE else None,
        decided=await _decided(done),
        back=asked.address(after=after),
        sent_category="",
        sent_reason="",
        in_place=False,
        words=words_of(request),
    )


@route("/queue/cards/{tracking:str}", http_method=READ, name="admin_card", opt=_READERS)
async def card(
    request: Request, runtime: Running, tracking: FromPath[str], back: FromQuery[str] = ""
) -> Response:
    """Give one card as a piece of the queue's page, taken into hand if nobody else has it."""
    found = (await moderation.cards_of([tracking], now=now()))[0]
    await in_hand([found], by=person_of(request), now=now())
    return card_piece(request, await desk_card(found, runtime, me=person_of(request)), back=back)


@post("/queue/hand", name="admin_hand", status_code=200, opt=_READERS, request_max_body_size=16 * 1024)
async def hand(request: Request) -> Response:
    """Take the named cards into hand, or keep them there; say which are, and who has the others."""
    asked = (await fields_of(request)).get("tracking", [])[: 2 * HAND]
    if not asked:
        return Response({"mine": [], "taken": {}}, headers={"Cache-Control": "no-store"})
    me = person_of(request)
    cards = await _taken(await moderation.cards_of(asked, now=now()), "", by=me)
    mine = [one.suggestion.tracking for one in cards if one.holder and not one.is_taken(me.account_id)]
    taken = {
        one.suggestion.tracking: told(request, N_("%(name)s has it in hand"), name=one.holder.name)
        for one in cards
        if one.holder and one.is_taken(me.account_id)
    }
    return Response({"mine": mine, "taken": taken}, headers={"Cache-Control": "no-store"})


@route("/queue/pace", http_method=READ, name="admin_pace", opt=_READERS)
async def pace(request: Request) -> Response:
    """Give the line of the header that says how it is going."""
    asked = await asked_of(request)
    waiting = await _count(asked, SuggestionState.WAITING)
    going = await moderation.pace(asked.filter.topic_id, waiting=waiting, now=now())
    return page(request, "queue/_pace.html", pace=going)


def card_piece(
    request: Request, shown: DeskCard | None, *, back: str, status_code: int = 200, **context: Any
) -> Response:
    """Answer with a card as a piece of the queue's page, and with the row of what was decided before it."""
    pieces = {"row": None, "can_be_undone": False, "sent_category": "", "sent_reason": "", **context}
    return page(
        request,
        "queue/_piece.html",
        status_code=status_code,
        card=shown,
        back=own_path(back),
        in_place=True,
        words=words_of(request),
        **pieces,
    )


def next_of(fields: Fields) -> list[str]:
    """Give the cards that the browser would go on with, the nearest first."""
    return fields.get("next", [])[:3]


async def _taken(cards: list[Card], at: str, *, by: Person) -> list[Card]:
    """Take the next cards into hand, from `at` on, and give all of them as they are then."""
    trackings = [card.suggestion.tracking for card in cards]
    first = trackings.index(at) if at in trackings else 0
    free = [card for card in cards[first:] if not card.is_taken(by.account_id)]
    ids = [card.suggestion.id for card in free[:HAND] if card.suggestion.state in _TABS]
    mine = await moderation.take(ids, by=by, now=now())
    holder = moderation.Holder(by.account_id, by.name)
    return [
        msgspec.structs.replace(card, holder=holder) if card.suggestion.id in mine else card for card in cards
    ]


async def _count(asked: Asked, state: SuggestionState) -> int:
    return await suggestions.count(msgspec.structs.replace(asked.filter, states=(state,)))


async def _slugs() -> dict[int, str]:
    return {topic.id: topic.slug for topic in await topics.all_topics()}


def _as_json(request: Request, cards: list[Card], count: int, slugs: dict[int, str]) -> Response:
    session = session_of(request)
    items = [_item(card.suggestion, slugs) for card in cards]
    answer = {"csrf_token": session.csrf_token if session else "", "count": count, "items": items}
    return Response(answer, headers={"Cache-Control": "no-store"})


def _item(one: SuggestionDetail, slugs: dict[int, str]) -> dict[str, Any]:
    return {
        "id": one.id,
        "tracking": one.tracking,
        "topic": slugs[one.topic_id],
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


handlers = [queue, card, hand, pace]
