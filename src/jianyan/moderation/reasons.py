"""Why a suggestion is declined: a fixed list, so that reasons can be counted and compared."""

from enum import StrEnum

from jianyan.i18n import N_


class Reason(StrEnum):
    """The reason codes of a decline."""

    OFF_TOPIC = "off_topic"
    ADVERTISING = "advertising"
    PERSONAL_ATTACK = "personal_attack"
    PRIVATE_DATA = "private_data"
    UNLAWFUL = "unlawful"
    UNREADABLE = "unreadable"
    DUPLICATE = "duplicate"


REASON_SENTENCES = {
    Reason.OFF_TOPIC: N_("It is about something else than this topic."),
    Reason.ADVERTISING: N_("It advertises something."),
    Reason.PERSONAL_ATTACK: N_("It attacks a person."),
    Reason.PRIVATE_DATA: N_("It contains somebody's personal data."),
    Reason.UNLAWFUL: N_("It contains what the law forbids to publish."),
    Reason.UNREADABLE: N_("It cannot be understood."),
    Reason.DUPLICATE: N_("The same person sent the same text before."),
}
"""What the sender is told."""
