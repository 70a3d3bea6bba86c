"""The law of conservation: no suggestion is lost and none is counted twice.

received = published + waiting + held + declined by reason + merged + withdrawn
handed over = Σ categories; cases = Σ states = Σ departments
"""

import msgspec

from jianyan.reports.schemas import CaseFigures, Content
from jianyan.suggestions import SuggestionState

_DECLINED = SuggestionState.DECLINED.value


def first_break(content: Content) -> str | None:
    """Say where the figures of a snapshot do not add up to what was received, or None where all do."""
    by_reason = sum(count for _, count in content.declined_by_reason)
    others = sum(count for state, count in content.states.items() if state != _DECLINED)
    sums = {
        "states, with what is declined by reason,": others + by_reason,
        "states": sum(content.states.values()),
        "categories": sum(category.count for category in content.categories),
        "places": sum(count for _, count in content.channels),
        "sources": sum(content.sources.values()),
        "days": sum(count for _, count in content.days),
    }
    for division, total in sums.items():
        if total != content.received:
            return f"{division} add up to {total}, received are {content.received}"
    if not isinstance(content.answers, msgspec.UnsetType):
        fault = _first_break_of_answers(content.answers)
        if fault:
            return fault
    for state, count in content.states.items():
        total = sum(category.states.get(state, 0) for category in content.categories)
        if total != count:
            return f"{state}: categories add up to {total}, the state has {count}"
    return None


def _first_break_of_answers(answers: CaseFigures) -> str | None:
    """Say where what was handed over does not add up, or None."""
    sums = {
        "states of cases": (sum(answers.states.values()), answers.cases),
        "departments": (sum(one.cases for one in answers.departments), answers.cases),
        "categories handed over": (sum(count for _, count, _ in answers.categories), answers.handed_over),
        "answers of categories": (
            sum(outcomes.answered for _, _, outcomes in answers.categories),
            answers.outcomes.answered,
        ),
    }
    for division, (total, whole) in sums.items():
        if total != whole:
            return f"{division} add up to {total}, not {whole}"
    return None
