"""In words: what became of suggestions from their arrival to their adoption, and how long answers took."""

from jianyan.i18n import N_, say
from jianyan.tallies.board import Board
from jianyan.tallies.reply_times import SPANS, ReplyTimes

_BETWEEN = N_("%(first)s–%(last)s days")
_FROM = N_("more than %(days)s days")


def way_told(board: Board, language: str) -> list[tuple[str, int]]:
    """Give the steps from what was received to what was adopted, each with how many suggestions came so far.

    What is merged into another suggestion counts as published with it; it is handed over once.

    Args:
        board: of a topic.
        language: one of i18n.LANGUAGES.
    """
    states, handed = board.tally.states, board.answering.suggestions
    steps = {
        N_("Received"): board.tally.received,
        N_("Published"): states["published"] + states["merged"],
        N_("Handed over"): handed.handed_over,
        N_("Answered"): handed.outcomes.answered,
        N_("Adopted, wholly or in part"): handed.outcomes.taken_up,
    }
    return [(say(language, step), count) for step, count in steps.items()]


def spans_told(times: ReplyTimes, language: str) -> list[tuple[str, int]]:
    """Give each span of working days in words, with how many answers took so long."""
    told = []
    for (first, last), count in zip(SPANS, times.spans, strict=True):
        words = (
            say(language, _FROM, days=first - 1)
            if last is None
            else say(language, _BETWEEN, first=first, last=last)
        )
        told.append((words, count))
    return told
