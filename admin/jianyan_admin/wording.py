"""Words that several pages of the console use, in the language of the request."""

from collections.abc import Mapping
from typing import Any

import msgspec

from jianyan import cases, tallies
from jianyan.accounts import OrganisationKind, Role
from jianyan.appeals import Outcome
from jianyan.i18n import N_, say
from jianyan.moderation import REASON_SENTENCES, Act
from jianyan.screening import KIND_SENTENCES, Kind, Level
from jianyan.suggestions import CONTRIBUTION_WORDS
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

OUTCOME_WORDS = {
    Outcome.UPHOLD: N_("Upheld"),
    Outcome.OVERTURN: N_("Overturned"),
}

ROLE_WORDS = {
    Role.ADMIN: N_("Administrator"),
    Role.STAFF: N_("Staff"),
    Role.MODERATOR: N_("Moderator"),
    Role.DEPARTMENT: N_("Department"),
    Role.MEMBER: N_("Member"),
}

LEVEL_WORDS = {
    Level.BLOCK: N_("Block"),
    Level.HOLD: N_("Hold"),
    Level.MASK: N_("Mask"),
    Level.NOTE: N_("Note"),
}

LEVEL_SENTENCES = {
    Level.BLOCK: N_("It is held, and approved by itself only, never in a batch."),
    Level.HOLD: N_("It is held until somebody has looked at it."),
    Level.MASK: N_("It goes its way; the public reads asterisks instead of the word."),
    Level.NOTE: N_("It goes its way; whoever decides sees the word marked."),
}
"""What a level does to a suggestion."""

FIND_WORDS = {
    Kind.WORD: N_("Listed word"),
    Kind.MOBILE: N_("Mobile phone number"),
    Kind.LANDLINE: N_("Landline number"),
    Kind.IDENTITY: N_("Resident identity number"),
    Kind.CARD: N_("Bank card number"),
    Kind.PLATE: N_("Licence plate"),
    Kind.EMAIL: N_("E-mail address"),
    Kind.ACCOUNT: N_("WeChat or QQ account"),
}
"""What was found in a text."""

ORGANISATION_WORDS = {
    OrganisationKind.PROVINCE: N_("Province"),
    OrganisationKind.CITY: N_("City"),
    OrganisationKind.COUNTY: N_("County"),
    OrganisationKind.TOWNSHIP: N_("Township room"),
    OrganisationKind.COMMITTEE: N_("Committee"),
    OrganisationKind.DEPARTMENT: N_("Department"),
    OrganisationKind.COMPANY: N_("Company"),
    OrganisationKind.OFFICE: N_("Office"),
    OrganisationKind.PARTNER: N_("Partner"),
}

KIND_WORDS = {
    "submit": N_("Suggestion received"),
    "decide": N_("Decision"),
    "batch": N_("Batch of decisions"),
    "refile": N_("Filed anew"),
    "appeal": N_("Appeal"),
    "hear": N_("Appeal answered"),
    "withdraw": N_("Withdrawn"),
    "add-facts": N_("Facts added"),
    "erase": N_("Text erased"),
    "phone-lend": N_("Phone number used to tell of an answer"),
    "reveal": N_("Full text shown"),
    "file-withhold": N_("Photo or voice note withheld"),
    "file-show": N_("Photo or voice note shown again"),
    "export": N_("Export"),
    "import": N_("Import"),
    "sign-in": N_("Sign-in"),
    "account-add": N_("Account added"),
    "account-enable": N_("Account enabled"),
    "account-disable": N_("Account disabled"),
    "role-change": N_("Role changed"),
    "set-up": N_("Installation set up"),
    "totp-enrol": N_("Authenticator app set up"),
    "totp-reset": N_("App and passkeys taken away"),
    "passkey-add": N_("Passkey added"),
    "passkey-remove": N_("Passkey removed"),
    "passkey-cloned": N_("Passkey refused: perhaps copied"),
    "recovery-used": N_("Recovery code used"),
    "recovery-renew": N_("Recovery codes renewed"),
    "password-change": N_("Password changed"),
    "sessions-ended": N_("Sessions ended"),
    "organisation-add": N_("Organisation added"),
    "organisation-rename": N_("Organisation renamed"),
    "organisation-move": N_("Organisation moved"),
    "calendar-set": N_("Day of the calendar set"),
    "calendar-remove": N_("Day of the calendar taken back"),
    "subscription-add": N_("Receiver of notices added"),
    "subscription-on": N_("Receiver of notices switched on"),
    "subscription-off": N_("Receiver of notices switched off"),
    "client-add": N_("System connected"),
    "client-on": N_("Connected system switched on"),
    "client-off": N_("Connected system switched off"),
    "topic-add": N_("Topic added"),
    "topic-edit": N_("Topic edited"),
    "rules-set": N_("Rules set"),
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
    "decide-proposal": N_("Proposal decided on"),
    "publish-proposal": N_("Proposal published as a topic"),
    "support": N_("Support of a proposal"),
    "motion-submit": N_("Motion submitted"),
    "motion-withdraw": N_("Motion taken back"),
    "motion-invite": N_("Asked to sign a motion"),
    "motion-sign": N_("Motion signed"),
    "motion-unsign": N_("Signature not given or taken back"),
    "motion-file": N_("Motion filed"),
    "motion-decline": N_("Motion not filed"),
    "motion-merge": N_("Motion merged"),
    "motion-hand-over": N_("Motion handed over"),
    "motion-erase": N_("Text of the motion erased"),
    "support-withdraw": N_("Support taken back"),
    "report-freeze": N_("Figures frozen"),
    "report-edit": N_("Report edited"),
    "report-publish": N_("Report published"),
    "report-unpublish": N_("Report taken back"),
    "report-template-add": N_("Report template added"),
    "report-template-retire": N_("Report template retired"),
    "words-add": N_("Word listed"),
    "words-change": N_("Word changed"),
    "words-upload": N_("Word list uploaded"),
    "reply-template-add": N_("Template text added"),
    "reply-template-edit": N_("Template text changed"),
    "reply-template-delete": N_("Template text deleted"),
    "case-term": N_("Term of a kind of case set"),
    "case-term-removed": N_("Term of a kind of case taken back"),
    **{f"case-{kind.value}": word for kind, word in cases.STEP_WORDS.items()},
}
"""Kind of act → its name in the trail."""

CITIZENS_ACTS = frozenset({"submit", "appeal", "withdraw", "add-facts"})
CITIZENS_ACTS |= {"case-rated", "support", "support-withdraw"}
"""Kinds of acts that are a citizen's where nobody is named; the others are then the command line's."""


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """Words in one language, by what they stand for."""

    states: dict[str, str]
    sources: dict[str, str]
    contributions: dict[str, str]
    reasons: dict[str, str]
    acts: dict[str, str]
    kinds: dict[str, str]
    roles: dict[str, str]
    actors: dict[str, str]
    """Roles, and what acts beside people."""
    levels: dict[str, str]
    level_sentences: dict[str, str]
    finds: dict[str, str]
    find_sentences: dict[str, str]
    outcomes: dict[str, str]
    citizens_acts: frozenset[str] = CITIZENS_ACTS
    organisations: dict[str, str]


def words_of(request: Request) -> Words:
    """Give the words in the language of the request."""
    language = language_of(request)

    def said(words: Mapping[Any, str]) -> dict[str, str]:
        return {str(key): say(language, word) for key, word in words.items()}

    return Words(
        states=said(tallies.STATE_WORDS),
        sources=said(tallies.SOURCE_WORDS),
        contributions=said(CONTRIBUTION_WORDS),
        reasons=said(REASON_SENTENCES),
        acts=said(ACT_WORDS),
        kinds=said(KIND_WORDS),
        roles=said(ROLE_WORDS),
        actors=said(ROLE_WORDS | {"client": N_("Connected system")}),
        levels=said(LEVEL_WORDS),
        level_sentences=said(LEVEL_SENTENCES),
        finds=said(FIND_WORDS),
        find_sentences=said(KIND_SENTENCES),
        outcomes=said(OUTCOME_WORDS),
        organisations=said(ORGANISATION_WORDS),
    )
