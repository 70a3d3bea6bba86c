"""The board of a topic: how many, in which category, from where, on which day, and who was not heard."""

from datetime import date
from typing import Any

import msgspec
from litestar import route
from litestar.types import ControllerRouterHandler

from jianyan import db, tallies
from jianyan.cases import SATISFACTION_WORDS
from jianyan.clock import day_of, now
from jianyan.i18n import say
from jianyan.tallies import SOURCE_WORDS, STATE_WORDS, Board, PlacementFunnel
from jianyan.web.exchange import Request, Response, Running
from jianyan.web.problems import language_of
from jianyan_admin.desk import READERS, chosen_topic, desk_page
from jianyan_admin.page import ECHARTS, READ
from jianyan_admin.tallies.answer_charts import answers_drawn
from jianyan_admin.tallies.board_charts import drawn, facts

_PAGE_ROWS = 50
_SILENT_ROWS = 100
_SILENT_DAYS = 7
_LONGEST = 999
_SORTS = ("sent", "opened", "published", "share", "opened_on", "name", "line")


class BoardFilter(msgspec.Struct, frozen=True, kw_only=True):
    """What of a board is shown: what the URL says."""

    sort: str = _SORTS[0]
    """Column of the table of placements: numbers and days largest first, names in their order."""
    page: int = 1
    days: int = _SILENT_DAYS
    """Without a scan for so many days a place is silent."""

    def sorted(self, placements: list[PlacementFunnel]) -> list[PlacementFunnel]:
        """Give the placements in the order that is asked for."""
        if self.sort in {"name", "line"}:
            return sorted(placements, key=lambda one: (getattr(one, self.sort), one.code))
        least = date.min if self.sort == "opened_on" else -1
        return sorted(placements, key=lambda one: _or(getattr(one, self.sort), least), reverse=True)


@route("/tallies", http_method=READ, name="admin_tallies", opt=READERS)
async def tally_page(request: Request, runtime: Running) -> Response:
    """Show the board of a topic; one with many suggestions is as of some seconds ago."""
    async with db.snapshot():
        listed, topic = await chosen_topic(request.query_params.get("topic"))
    board = await runtime.boards.of(topic, now=now()) if topic else None
    language = language_of(request)
    return desk_page(
        request,
        "tallies/tally.html",
        nav="tallies",
        topics=listed,
        topic=topic,
        board=board,
        tally=board and board.tally,
        state_words=tallies.said(language, STATE_WORDS),
        source_words=tallies.said(language, SOURCE_WORDS),
        **_shown(request, board, today=day_of(now(), runtime.zone)) if board else {},
        **_answers(board, language) if board and board.answering.all.cases else {},
    )


def _shown(request: Request, board: Board, *, today: date) -> dict[str, Any]:
    language, wanted = language_of(request), _filter_of(request)
    first = (wanted.page - 1) * _PAGE_ROWS
    silent = board.silent(wanted.days, today=today)
    return {
        "echarts": ECHARTS,
        "today": today,
        "filter": wanted,
        "charts": {**drawn(board, language), **answers_drawn(board, language)},
        "facts": facts(board, language),
        "unheard": tallies.unheard_told(board.unheard, language),
        "placements": wanted.sorted(board.placements)[first : first + _PAGE_ROWS],
        "pages": -(-len(board.placements) // _PAGE_ROWS),
        "silent": silent[:_SILENT_ROWS],
        "silent_count": len(silent),
    }


def _answers(board: Board, language: str) -> dict[str, Any]:
    return {
        "spans": tallies.spans_told(board.answering.all.times, language),
        "satisfaction_words": {key.value: say(language, word) for key, word in SATISFACTION_WORDS.items()},
        "category_names": {one.id: one.name for one in board.tally.categories},
    }


def _filter_of(request: Request) -> BoardFilter:
    asked = request.query_params
    sort = asked.get("sort", "")
    return BoardFilter(
        sort=sort if sort in _SORTS else _SORTS[0],
        page=_number(asked.get("page", ""), otherwise=1),
        days=_number(asked.get("days", ""), otherwise=_SILENT_DAYS),
    )


def _number(text: str, *, otherwise: int) -> int:
    is_number = text.isascii() and text.isdigit() and len(text) <= len(str(_LONGEST))
    return max(int(text), 1) if is_number else otherwise


def _or(value: float | date | None, least: float | date) -> float | date:
    return least if value is None else value


handlers: list[ControllerRouterHandler] = [tally_page]
