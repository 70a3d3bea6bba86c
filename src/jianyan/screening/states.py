"""How severe a listed word is, and what a hit is about."""

from enum import StrEnum

from jianyan.i18n import N_


class Level(StrEnum):
    """What a listed word does to a text; the first is the most severe."""

    BLOCK = "block"
    HOLD = "hold"
    MASK = "mask"
    NOTE = "note"


HOLDING = frozenset({Level.BLOCK, Level.HOLD})
"""What keeps a text from the public until a person has looked at it."""


def severest(levels: list[Level]) -> Level | None:
    """Give the most severe of some levels; None of none."""
    return min(levels, key=list(Level).index, default=None)


class Kind(StrEnum):
    """What was found: a listed word, or one kind of personal data."""

    WORD = "word"
    MOBILE = "mobile"
    LANDLINE = "landline"
    IDENTITY = "identity"
    CARD = "card"
    PLATE = "plate"
    EMAIL = "email"
    ACCOUNT = "account"


KIND_SENTENCES = {
    Kind.WORD: N_("It is on the word list."),
    Kind.MOBILE: N_("It looks like a mobile phone number."),
    Kind.LANDLINE: N_("It looks like a landline number."),
    Kind.IDENTITY: N_("It looks like a resident identity number."),
    Kind.CARD: N_("It looks like a bank card number."),
    Kind.PLATE: N_("It looks like a licence plate."),
    Kind.EMAIL: N_("It looks like an e-mail address."),
    Kind.ACCOUNT: N_("It looks like a WeChat or QQ account."),
}
"""Why something was found, for the moderator."""
