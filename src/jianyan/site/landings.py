"""Where codes lead, and the pages there as bytes: made once, and kept until the content changes."""

import asyncio
from collections.abc import Mapping
from functools import cache
from time import monotonic
from typing import NamedTuple

import msgspec
from markupsafe import Markup, escape

from jianyan import campaigns, cases, codes, pages, suggestions
from jianyan.campaigns import Arrival, Course, PlacementDetail
from jianyan.i18n import LANGUAGES
from jianyan.runtime import Runtime
from jianyan.site.answers import NO_STORE, PAGE_HEADERS, content_policy, rendered, style_of
from jianyan.site.spliced import Spliced, place
from jianyan.site.work import MOST
from jianyan.suggestions import BODY_MOST, Draft
from jianyan.suggestions.receipts import LENGTH as RECEIPT_LENGTH
from jianyan.topics import RATING_MOST, QuestionKind, TopicDetail
from jianyan.web.at_once import Answer
from jianyan.web.headers import Head, encoded, safe_headers
from jianyan_qr import SymbolFamily

_LANDINGS_MOST = 10_000
_OTHERS_MOST = 3
_OTHERS_FRESH_S = 30.0
_NOTHING = Markup("")


class Wish(NamedTuple):
    """In which language a page is wanted; `asked` is its ending, `?lang=en`, where the address said so."""

    language: str
    asked: str = ""


_PageKey = tuple[str, bool, int, Wish]
"""Template, its variant, topic, and in which language."""


class Answered(NamedTuple):
    """How many suggestions are answered that were made at a placement, and on its topic altogether."""

    here: int
    in_topic: int


class Place(NamedTuple):
    """What the form's template says of a placement."""

    name: str
    heading: Markup
    code: str
    grouped: str
    answered: Markup

    @classmethod
    def of(cls, placement: PlacementDetail, language: str, answered: Markup = _NOTHING) -> "Place":
        """Give the words of a placement; `answered` leads to what became of suggestions."""
        heading = _part("_place.html", language, placement=placement)
        return cls(placement.name, heading, placement.code, codes.grouped(placement.code), answered)


class Page(NamedTuple):
    """A page in pieces with the headers that go before it."""

    spliced: Spliced
    head: Head
    gzip_head: Head

    def filled(self, status: int, values: Mapping[str, bytes], *, is_gzip: bool) -> Answer:
        """Give it as an answer, its places filled."""
        if is_gzip:
            return Answer(status, self.gzip_head, self.spliced.gzipped(values))
        return Answer(status, self.head, self.spliced.plain(values))


class Landing(msgspec.Struct, frozen=True):
    """Where a code leads."""

    arrival: Arrival
    values: Mapping[str, Mapping[str, bytes]]
    """Language → what fills the places of the form, but for the token."""


class Landings:
    """The landings that were asked for since the content last changed.

    Args:
        runtime: of this process.
    """

    def __init__(self, runtime: Runtime) -> None:
        self._settings = runtime.settings
        self._safe = safe_headers(is_https=runtime.settings.is_https)
        self._landings: dict[str, Landing] = {}
        self._courses: dict[int, Course] = {}
        self._answered: dict[int, Mapping[int | None, int]] = {}
        self._pages: dict[_PageKey, Page] = {}
        self._others: dict[tuple[int, int | None, str], tuple[float, bytes]] = {}
        self._version = runtime.content_version
        self._runtime = runtime
        self._looking = asyncio.Lock()
        self.receipt_codes = _receipt_codes(runtime.settings.base_url)
        """Pictures of codes that lead to a receipt."""

    async def at(self, typed: str) -> Landing:
        """Give where a code leads.

        Raises:
            UnknownCode, CodeRevoked: as `campaigns.arrive`.
        """
        return self.kept(typed) or await self._looked_up(codes.tidy(typed))

    def kept(self, typed: str) -> Landing | None:
        """Give where a code leads if that is known already."""
        if self._version != self._runtime.content_version:
            self._forget()
        return self._landings.get(typed)

    def form(self, topic: TopicDetail, wish: Wish, *, is_hot: bool) -> Page:
        """Give the form of a topic with places for placement, token and, where it is hot, the work."""
        key = (template_of(topic), is_hot, topic.id, wish)
        return self._pages.get(key) or self._made(
            key,
            topic,
            script=script_of(topic, is_hot=is_hot),
            **form_context(_PLACES),
            form_token=place("form_token"),
            is_hot=is_hot,
            work=place("work"),
            work_most=MOST,
        )

    def receipt(self, topic: TopicDetail, wish: Wish, *, is_held: bool) -> Page:
        """Give the page with the receipt of a suggestion that waits, or of one that is held."""
        key = ("receipt", is_held, topic.id, wish)
        return self._pages.get(key) or self._made(
            key,
            topic,
            script="receipt.js",
            is_held=is_held,
            # Whole pixels for each module, or some would be wider than others.
            qr_side=3 * self.receipt_codes.side_pixels,
            **{name: place(name) for name in ("receipt", "tracking", "qr", "attached", "others")},
        )

    def again(self, topic: TopicDetail, wish: Wish) -> Page:
        """Give the page for a form that could not be written just now: it is sent again as it is."""
        key = ("again", False, topic.id, wish)
        return self._pages.get(key) or self._made(
            key, topic, script="", **{name: place(name) for name in ("sentence", "fields", "body")}
        )

    async def others(self, arrival: Arrival, language: str) -> bytes:
        """Give what others suggested here, else on this topic; at most half a minute old."""
        topic_id = arrival.topic.id
        here = await self._others_at(topic_id, arrival.placement.id, language)
        return here or await self._others_at(topic_id, None, language)

    async def _others_at(self, topic_id: int, placement_id: int | None, language: str) -> bytes:
        key = (topic_id, placement_id, language)
        until, html = self._others.get(key, (0.0, b""))
        if monotonic() < until:
            return html
        self._others[key] = (monotonic() + _OTHERS_FRESH_S, html)  # one looks, the others take what there is
        words = self._runtime.words
        found = await suggestions.latest_published(
            topic_id, words=words, most=_OTHERS_MOST, placement_id=placement_id
        )
        html = pages.render("site/_others.html", language, others=found).encode() if found else b""
        self._others[key] = (monotonic() + _OTHERS_FRESH_S, html)
        return html

    def _forget(self) -> None:
        self._version = self._runtime.content_version
        self._landings.clear()
        self._courses.clear()
        self._answered.clear()
        self._pages.clear()
        self._others.clear()

    async def _looked_up(self, code: str) -> Landing:
        async with self._looking:  # when a page was just forgotten, a thousand ask for it at once
            known = self._landings.get(code)
            if known:
                return known
            version = self._runtime.content_version
            arrival = await self._arrived(code)
            answered = await self._answered_at(arrival)
            values = {language: _values(arrival, language, answered) for language in LANGUAGES}
            landing = Landing(arrival, values)
            if version == self._runtime.content_version:
                if len(self._landings) >= _LANDINGS_MOST:
                    self._landings.clear()
                self._landings[code] = landing
            return landing

    async def _arrived(self, code: str) -> Arrival:
        """Give what `campaigns.arrive` gives, asking for the topic once for all its placements."""
        version = self._runtime.content_version
        placement = await campaigns.placement_by_code(code)
        course = self._courses.get(placement.campaign_id)
        if course is None:
            course = await campaigns.course_of(placement.campaign_id)
            if version == self._runtime.content_version:
                self._courses[placement.campaign_id] = course
        return campaigns.arrived(placement, course)

    async def _answered_at(self, arrival: Arrival) -> Answered:
        """Count what is answered, once for all placements of a topic."""
        version, topic_id = self._runtime.content_version, arrival.topic.id
        counts = self._answered.get(topic_id)
        if counts is None:
            counts = await cases.answered_by_placement(topic_id)
            if version == self._runtime.content_version:
                self._answered[topic_id] = counts
        return Answered(counts.get(arrival.placement.id, 0), sum(counts.values()))

    def _made(self, key: _PageKey, topic: TopicDetail, *, script: str, **context: object) -> Page:
        """Render a page and keep it under its key, whose first word names the template."""
        template, _, _, wish = key
        html = rendered(
            f"{template}.html",
            language=wish.language,
            lang_query=wish.asked,
            path=Markup("/s/") + place("code"),
            code=place("code"),
            settings=self._settings,
            script=script,
            topic=topic,
            **context,
        )
        headers = encoded(
            {
                **self._safe,
                **PAGE_HEADERS,
                **NO_STORE,
                "Referrer-Policy": "no-referrer",
                "Content-Type": "text/html; charset=utf-8",
                "Content-Language": wish.language,
                "Content-Security-Policy": content_policy(script, style_of(f"{template}.html")),
            }
        )
        gzip_headers = [*headers, (b"content-encoding", b"gzip")]
        page = Page(Spliced(html), Head.of(headers), Head.of(gzip_headers))
        self._pages[key] = page
        return page


@cache
def _receipt_codes(base_url: str) -> SymbolFamily:
    """Give them; it takes a tenth of a second, once in the life of a process."""
    return SymbolFamily(f"{base_url}/receipt#", RECEIPT_LENGTH)


_PLACES = Place(*(place(name) for name in Place._fields))


def template_of(topic: TopicDetail) -> str:
    """Give the name of the template of a topic's form, without its ending."""
    return "form_files" if topic.takes_files else "form"


def script_of(topic: TopicDetail, *, is_hot: bool = False) -> str:
    """Give the script of a topic's form."""
    return "+".join(["form.js", *(["files.js"] if topic.takes_files else []), *(["solver.js"] * is_hot)])


def form_context(where: Place, draft: Draft | None = None) -> dict[str, object]:
    """Give what the form's template needs beside topic, token and errors."""
    return {
        "place": where,
        "draft": draft or Draft(),
        "errors": {},
        "is_second": False,
        "kept": (),
        "body_most": BODY_MOST,
        "ratings": range(1, RATING_MOST + 1),
        "kinds": QuestionKind,
    }


def _part(template: str, language: str, **context: object) -> Markup:
    """Give a part of a page, what stands in it escaped."""
    return Markup(pages.render(f"site/{template}", language, **context))  # noqa: S704 - escaped there


def _values(arrival: Arrival, language: str, answered: Answered) -> dict[str, bytes]:
    facts = {"topic": arrival.topic, "code": arrival.placement.code, "answered": answered}
    words = Place.of(arrival.placement, language, _part("_answered.html", language, **facts))
    return {name: str(escape(value)).encode() for name, value in words._asdict().items()}
