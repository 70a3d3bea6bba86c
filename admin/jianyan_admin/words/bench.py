"""The test bench of the word list: paste a text, and see what is found in it and why."""

import msgspec
from litestar import post, route
from litestar.types import ControllerRouterHandler

from jianyan.forms import one
from jianyan.screening import HOLDING, Hit, Words, folded, screened
from jianyan.suggestions import BODY_MOST, SuggestionState
from jianyan.web.exchange import Request, Response, Running
from jianyan_admin.desk import READERS, desk_page
from jianyan_admin.guards import fields_of
from jianyan_admin.highlights import Piece, marked
from jianyan_admin.page import READ
from jianyan_admin.wording import words_of

_SHOWN_MOST = 100


class Passed(msgspec.Struct, frozen=True, kw_only=True):
    """A listed word that is there to read and does not count."""

    written: str
    word: str
    phrase: str | None
    """The allow-phrase around it; None: its letters belong to other words."""


class Tried(msgspec.Struct, frozen=True, kw_only=True):
    """What would become of a text if it arrived now; nothing of it is kept."""

    state: SuggestionState
    pieces: list[Piece]
    hits: list[tuple[Hit, str]]
    """What was found, each with the form in which it was; the first 100."""
    passed: list[Passed]
    public: str


@route("/words/bench", http_method=READ, name="admin_words_bench", opt=READERS)
async def bench(request: Request) -> Response:
    """Show an empty bench."""
    return _bench_page(request, "", None)


@post("/words/bench", name="admin_words_try", status_code=200, opt=READERS, request_max_body_size=64 * 1024)
async def try_text(request: Request, runtime: Running) -> Response:
    """Show what is found in a text."""
    text = one(await fields_of(request), "said").replace("\r\n", "\n")[:BODY_MOST].strip()
    return _bench_page(request, text, tried(text, runtime.words) if text else None)


def tried(text: str, words: Words) -> Tried:
    """Give what would become of a text.

    Args:
        text: as it would be sent.
        words: the list that is in force.
    """
    found = screened(text, words)
    hits = found.hits[:_SHOWN_MOST]
    return Tried(
        state=SuggestionState.HELD if found.level in HOLDING else SuggestionState.WAITING,
        pieces=list(marked(text, text, hits)),
        hits=[(hit, folded(hit.written).text) for hit in hits],
        passed=_passed_over(text, words),
        public=found.public,
    )


def _passed_over(text: str, words: Words) -> list[Passed]:
    read = folded(text)
    return [
        Passed(written=text[slice(*read.span(one.start, one.end))], word=one.word.text, phrase=one.phrase)
        for one in words.passed_over(read)[:_SHOWN_MOST]
    ]


def _bench_page(request: Request, text: str, tried: Tried | None) -> Response:
    return desk_page(
        request,
        "words/bench.html",
        nav="words",
        text=text,
        tried=tried,
        most=BODY_MOST,
        words=words_of(request),
    )


handlers: list[ControllerRouterHandler] = [bench, try_text]
