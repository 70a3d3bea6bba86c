"""What may be said no to after a suggestion was sent."""

from jianyan.errors import Conflict, Gone, NotAllowed, NotFound
from jianyan.i18n import N_


class NotAppealable(Conflict):
    """The suggestion is not declined, so there is nothing to object to."""

    sentence = N_("You can appeal only against a decision not to publish.")


class AppealTooLate(Gone):
    """More than 30 days have passed since the decline."""

    sentence = N_("An appeal is possible within %(days)s days of the decision. That time is over.")


class AppealedAlready(Conflict):
    """There was an appeal with another text; it is answered, or will be."""

    sentence = N_("You have appealed already. A suggestion can be appealed once.")


class NotChangeable(Conflict):
    """In its state the suggestion cannot be withdrawn, or facts not be added."""

    sentence = N_("This is not possible any more: it has been dealt with in the meantime.")


class EnoughFacts(Conflict):
    """Facts were added five times."""

    sentence = N_("You have added facts %(most)s times already. That is the most.")


class TextErased(Gone):
    """The text was erased, and nothing more is kept about it."""

    sentence = N_("The text was erased. Nothing more can be written about it.")


class NoSuchAppeal(NotFound):
    """Nobody has appealed about that suggestion."""

    sentence = N_("There is no appeal about this suggestion.")


class HeardAlready(Conflict):
    """Somebody else has answered it."""

    sentence = N_("Somebody else has answered this appeal already.")


class OwnDecision(NotAllowed):
    """Who declined a suggestion does not hear the appeal about it."""

    sentence = N_("You declined this suggestion yourself. Another moderator has to hear the appeal.")
