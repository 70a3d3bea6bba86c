"""The law of conservation: no suggestion is lost and none is counted twice.

received = published + waiting + held + declined by reason + merged + withdrawn
"""

from jianyan.reports.schemas import Content
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
    for state, count in content.states.items():
        total = sum(category.states.get(state, 0) for category in content.categories)
        if total != count:
            return f"{state}: categories add up to {total}, the state has {count}"
    return None
