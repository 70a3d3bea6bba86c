"""How answers came out, and what share of what was suggested is adopted: plain arithmetic.

One suggestion may have several cases, each an aspect of it; it counts once, with the best of their answers.
Adopted in part is adopted. Answers of lists that do not say it are left out of the share.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

import msgspec

from jianyan.cases.states import Adoption

UNSAID = ""
"""Answered, and the list that was taken over does not say how it was adopted."""
BEST_FIRST = (*map(str, (Adoption.ADOPTED, Adoption.PARTLY, Adoption.REFERENCE, Adoption.DECLINED)), UNSAID)
"""Answers in the order in which they count."""
_ORDER = {adoption: place for place, adoption in enumerate(BEST_FIRST)}


class Outcomes(msgspec.Struct, frozen=True, kw_only=True):
    """How many were answered in which way."""

    adopted: int = 0
    partly: int = 0
    reference: int = 0
    declined: int = 0
    unsaid: int = 0

    @property
    def answered(self) -> int:
        """Give how many were answered."""
        return self.said + self.unsaid

    @property
    def said(self) -> int:
        """Give of how many it is known how they were adopted."""
        return self.taken_up + self.reference + self.declined

    @property
    def taken_up(self) -> int:
        """Give how many were adopted, wholly or in part."""
        return self.adopted + self.partly

    @property
    def percent(self) -> float | None:
        """Give the share of those of which it is known that were adopted, 0 to 100; None without any."""
        return 100 * self.taken_up / self.said if self.said else None


def outcomes_of(answers: Iterable[str | None]) -> Outcomes:
    """Count answers by their adoption; None and UNSAID: it is not said."""
    return outcomes_counted(Counter(answers))


def outcomes_counted(counts: Mapping[str | None, int]) -> Outcomes:
    """Give outcomes from adoption → how many answers; None and UNSAID: it is not said."""
    counted = Counter(counts)
    return Outcomes(
        adopted=counted[Adoption.ADOPTED],
        partly=counted[Adoption.PARTLY],
        reference=counted[Adoption.REFERENCE],
        declined=counted[Adoption.DECLINED],
        unsaid=counted[UNSAID] + counted[None],
    )


def best(answers: Iterable[str | None]) -> str:
    """Give the best of the answers to one suggestion; of known ones, if there are."""
    return min((answer or UNSAID for answer in answers), key=_ORDER.__getitem__)
