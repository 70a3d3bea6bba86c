"""How often each listed word was found, and how often people let the suggestion pass all the same."""

from datetime import date, timedelta

import msgspec

from jianyan.suggestions.tables import ScreeningHit

_MONTH = timedelta(days=30)
_FOUND = """
SELECT word, COUNT(*) AS total,
    SUM(CASE WHEN received_on = {} THEN 1 ELSE 0 END) AS today,
    SUM(CASE WHEN received_on > {} THEN 1 ELSE 0 END) AS month,
    SUM(CASE WHEN to_state IN ('published', 'declined') THEN 1 ELSE 0 END) AS decided,
    SUM(CASE WHEN to_state = 'published' THEN 1 ELSE 0 END) AS approved
FROM (
    SELECT DISTINCT hit.word, hit.suggestion, hit.received_on, decision.to_state
    FROM screening_hit AS hit
    LEFT JOIN decision
        ON decision.id = (SELECT MAX(last.id) FROM decision AS last WHERE last.suggestion = hit.suggestion)
    WHERE hit.word IS NOT NULL
) AS found
GROUP BY word
"""


class WordFigures(msgspec.Struct, frozen=True, kw_only=True):
    """In how many suggestions a word was found, and what became of them; erased ones do not count."""

    today: int = 0
    month: int = 0
    """On the last 30 days, today included."""
    total: int = 0
    decided: int = 0
    """Published or declined by the last decision of a person."""
    approved: int = 0
    """Published by it: the word was a false alarm."""

    @property
    def false_alarm_percent(self) -> float | None:
        """Give the share of the decided ones that were published, 0 to 100; None where none is decided."""
        return 100 * self.approved / self.decided if self.decided else None


async def word_figures(today: date) -> dict[str, WordFigures]:
    """Give word, as it was listed → its figures; words that were never found are left out.

    Args:
        today: in the time zone in which days are counted.
    """
    rows = await ScreeningHit.raw(_FOUND, today, today - _MONTH)
    return {row.pop("word"): WordFigures(**row) for row in rows}
