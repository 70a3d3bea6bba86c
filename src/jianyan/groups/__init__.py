"""Suggestions that say the same, and the hot issues among them.

    title, body ── amounts_of ──▶ Amounts ── Gathering.take ──▶ Joined(group, likeness)
                                      │           └── Index: which others share what is rare
    groups of messages ── hottest ──▶ Issue: what it is about, whom, where, since when, and its Heat

    Suggestion rows ── gather, beside the way of arrival ──▶ GroupMember ── groups_of ──▶ issues_of
                                                                           └── sizes_of: counts alone

All but `gather` and the queries is pure: no table, no await. Reads no clock.

Writes: GroupMember, GatherTurn.
"""

from jianyan.groups.gathering import LIKENESS_LEAST, Gathering, Joined
from jianyan.groups.grams import Amounts, amounts_of
from jianyan.groups.heat import DOUBLING_POINTS, PERSON_POINTS, REPEAT_POINTS, heat_of, sender_count
from jianyan.groups.index import Alike, Index
from jianyan.groups.issues import hottest, representative_of
from jianyan.groups.messages import MessageColumns, ReadMessages, messages_of
from jianyan.groups.queries import NEWEST_MOST, groups_of, issues_of, mates_of, published_of, sizes_of
from jianyan.groups.schemas import GroupDetail, GroupSize, Heat, Issue, Member, Message
from jianyan.groups.service import Gatherings, gather, ungathered
from jianyan.groups.turns import let_go

__all__ = [
    "DOUBLING_POINTS",
    "LIKENESS_LEAST",
    "NEWEST_MOST",
    "PERSON_POINTS",
    "REPEAT_POINTS",
    "Alike",
    "Amounts",
    "Gathering",
    "Gatherings",
    "GroupDetail",
    "GroupSize",
    "Heat",
    "Index",
    "Issue",
    "Joined",
    "Member",
    "Message",
    "MessageColumns",
    "ReadMessages",
    "amounts_of",
    "gather",
    "groups_of",
    "heat_of",
    "hottest",
    "issues_of",
    "let_go",
    "mates_of",
    "messages_of",
    "published_of",
    "representative_of",
    "sender_count",
    "sizes_of",
    "ungathered",
]
