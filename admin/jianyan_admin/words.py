"""Words that several pages of the console use, in the language of the request."""

from collections.abc import Mapping
from typing import Any

import msgspec

from jianyan import tallies
from jianyan.accounts import Role
from jianyan.i18n import N_, say
from jianyan.moderation import REASON_SENTENCES, Act
from jianyan.web.exchange import Request
from jianyan.web.problems import language_of

ACT_WORDS = {
    Act.APPROVE: N_("Approved"),
    Act.DECLINE: N_("Declined"),
    Act.HOLD: N_("Put on hold"),
    Act.MERGE: N_("Merged into another"),
    Act.REFILE: N_("Filed anew"),
    Act.UNDO: N_("Put back into the queue"),
}

ROLE_WORDS = {
    Role.ADMIN: N_("Administrator"),
    Role.STAFF: N_("Staff"),
    Role.MODERATOR: N_("Moderator"),
    Role.DEPARTMENT: N_("Department"),
    Role.MEMBER: N_("Member"),
}

KIND_WORDS = {
    "submit": N_("Suggestion received"),
    "decide": N_("Decision"),
    "refile": N_("Filed anew"),
    "erase": N_("Text erased"),
    "export": N_("Export"),
    "import": N_("Import"),
    "sign-in": N_("Sign-in"),
    "account-add": N_("Account added"),
    "account-enable": N_("Account enabled"),
    "account-disable": N_("Account disabled"),
    "role-change": N_("Role changed"),
    "topic-add": N_("Topic added"),
    "topic-edit": N_("Topic edited"),
    "topic-publish": N_("Topic published"),
    "topic-close": N_("Topic closed"),
    "campaign-add": N_("Campaign added"),
    "placements-add": N_("Placements added"),
    "placement-edit": N_("Placement edited"),
    "code-retarget": N_("Code pointed elsewhere"),
    "code-revoke": N_("Code revoked"),
    "code-restore": N_("Code restored"),
    "code-print": N_("Codes printed"),
    "propose": N_("Topic proposed"),
    "examine": N_("Proposal examined"),
}
"""Kind of act → its name in the trail."""


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """Words in one language, by what they stand for."""

    states: dict[str, str]
    sources: dict[str, str]
    reasons: dict[str, str]
    acts: dict[str, str]
    kinds: dict[str, str]
    roles: dict[str, str]


def words_of(request: Request) -> Words:
    """Give the words in the language of the request."""
    language = language_of(request)

    def said(words: Mapping[Any, str]) -> dict[str, str]:
        return {str(key): say(language, word) for key, word in words.items()}

    return Words(
        states=said(tallies.STATE_WORDS),
        sources=said(tallies.SOURCE_WORDS),
        reasons=said(REASON_SENTENCES),
        acts=said(ACT_WORDS),
        kinds=said(KIND_WORDS),
        roles=said(ROLE_WORDS),
    )
