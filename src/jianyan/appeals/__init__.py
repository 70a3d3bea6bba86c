"""What a sender may still do: object, withdraw, add facts. Somebody else hears an objection.

    declined ── appeal ──▶ heard by another moderator ──┬──▶ upheld: it stays declined
                           before `due_on`              └──▶ overturned: back to waiting

    waiting, held, published ── withdraw ──▶ withdrawn

Once a suggestion, within 30 days of the decline. Facts are added at most five times, until it is withdrawn.

Writes: Appeal, Addition; moves suggestions through `moderation.decide` and `suggestions.settle`.
"""

from jianyan.appeals.check import first_fault
from jianyan.appeals.hearing import hear
from jianyan.appeals.queries import (
    AdditionDetail,
    AppealDetail,
    AppealSummary,
    Choices,
    Waiting,
    additions_to,
    appeal_of,
    awaiting,
    choices_of,
    decliners_of,
    heard,
    waiting_on,
)
from jianyan.appeals.refusals import (
    AppealedAlready,
    AppealTooLate,
    EnoughFacts,
    HeardAlready,
    NoSuchAppeal,
    NotAppealable,
    NotChangeable,
    OwnDecision,
    TextErased,
)
from jianyan.appeals.service import add_facts, appeal, erase, withdraw
from jianyan.appeals.states import ADDITIONS_MOST, TEXT_MOST, Outcome, due_on

__all__ = [
    "ADDITIONS_MOST",
    "TEXT_MOST",
    "AdditionDetail",
    "AppealDetail",
    "AppealSummary",
    "AppealTooLate",
    "AppealedAlready",
    "Choices",
    "EnoughFacts",
    "HeardAlready",
    "NoSuchAppeal",
    "NotAppealable",
    "NotChangeable",
    "Outcome",
    "OwnDecision",
    "TextErased",
    "Waiting",
    "add_facts",
    "additions_to",
    "appeal",
    "appeal_of",
    "awaiting",
    "choices_of",
    "decliners_of",
    "due_on",
    "erase",
    "first_fault",
    "hear",
    "heard",
    "waiting_on",
    "withdraw",
]
