"""Words of the pages about cases, in the language of the request."""

from collections.abc import Mapping
from typing import Any

import msgspec

from jianyan import cases
from jianyan.cases import Tab, Timing
from jianyan.i18n import N_, say
from jianyan.web.exchange import Request
from jianyan.web.problems import language_of

TAB_WORDS = {
    Tab.LOOK: N_("To be looked at"),
    Tab.OPEN: N_("Under way"),
    Tab.MINE: N_("Mine"),
    Tab.OFFERED: N_("To claim"),
    Tab.TOGETHER: N_("Together with others"),
    Tab.SUPERVISED: N_("Supervised by me"),
    Tab.ANSWERED: N_("Answered"),
    Tab.CANCELLED: N_("Cancelled"),
}
EMPTY_WORDS = {
    Tab.LOOK: N_("Nothing waits for the office."),
    Tab.OPEN: N_("No case is under way."),
    Tab.MINE: N_("You have no case in hand."),
    Tab.OFFERED: N_("There is nothing to claim."),
    Tab.TOGETHER: N_("No other department asks you to answer with it."),
    Tab.SUPERVISED: N_("You supervise no case."),
    Tab.ANSWERED: N_("No case has been answered yet."),
    Tab.CANCELLED: N_("No case was cancelled."),
}
TIMING_WORDS = {
    Timing.OVERDUE: N_("Overdue"),
    Timing.TODAY: N_("Due today"),
    Timing.SOON: N_("Due within three working days"),
}


class CaseWords(msgspec.Struct, frozen=True, kw_only=True):
    """Words in one language, by what they stand for."""

    tabs: dict[str, str]
    empty: dict[str, str]
    timings: dict[str, str]
    kinds: dict[str, str]
    states: dict[str, str]
    steps: dict[str, str]
    manners: dict[str, str]
    results: dict[str, str]
    adoptions: dict[str, str]
    satisfactions: dict[str, str]


def case_words_of(request: Request) -> CaseWords:
    """Give the words in the language of the request."""
    language = language_of(request)

    def said(words: Mapping[Any, str]) -> dict[str, str]:
        return {str(key): say(language, word) for key, word in words.items()}

    return CaseWords(
        tabs=said(TAB_WORDS),
        empty=said(EMPTY_WORDS),
        timings=said(TIMING_WORDS),
        kinds=said(cases.KIND_WORDS),
        states=said(cases.STATE_WORDS),
        steps=said(cases.STEP_WORDS),
        manners=said(cases.MANNER_WORDS),
        results=said(cases.RESULT_WORDS),
        adoptions=said(cases.ADOPTION_WORDS),
        satisfactions=said(cases.SATISFACTION_WORDS),
    )
