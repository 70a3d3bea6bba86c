"""Suggestions that say the same, and the hot issues among them.

    title, body ── amounts_of ──▶ Amounts ── Gathering.take ──▶ Joined(group, likeness)
                                      │           └── Index: which others share what is rare
    groups of messages ── hottest ──▶ Issue: what it is about, whom, where, since when, and its Heat

Pure but for what is named below: no table, no clock.
"""

from jianyan.groups.gathering import LIKENESS_LEAST, Gathering, Joined
from jianyan.groups.grams import Amounts, amounts_of
from jianyan.groups.heat import DOUBLING_POINTS, PERSON_POINTS, REPEAT_POINTS, heat_of, sender_count
from jianyan.groups.index import Alike, Index
from jianyan.groups.issues import hottest, representative_of
from jianyan.groups.messages import MessageColumns, ReadMessages, messages_of
from jianyan.groups.schemas import Heat, Issue, Message

__all__ = [
    "DOUBLING_POINTS",
    "LIKENESS_LEAST",
    "PERSON_POINTS",
    "REPEAT_POINTS",
    "Alike",
    "Amounts",
    "Gathering",
    "Heat",
    "Index",
    "Issue",
    "Joined",
    "Message",
    "MessageColumns",
    "ReadMessages",
    "amounts_of",
    "heat_of",
    "hottest",
    "messages_of",
    "representative_of",
    "sender_count",
]
