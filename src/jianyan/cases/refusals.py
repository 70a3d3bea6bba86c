"""What may be said no to about a case."""

from jianyan.errors import Conflict, Gone, Invalid, NotAllowed, NotFound
from jianyan.i18n import N_


class NoSuchCase(NotFound):
    """There is none of that number for whoever asks."""

    sentence = N_("There is no such case.")


class NotYourCase(NotAllowed):
    """Another department or the office does this."""

    sentence = N_("This is done by another department, or by the office.")


class NotNow(Conflict):
    """In its state this cannot be done with the case: somebody was first."""

    sentence = N_("This is not possible any more: the case has moved on in the meantime.")


class ClaimedAlready(Conflict):
    """Another department was first."""

    sentence = N_("Another department has claimed this case already.")


class TooLateToReturn(Gone):
    """The days within which a department may return a case are over."""

    sentence = N_(
        "A case can be returned up to %(day)s. Please ask the office to hand it over to another one."
    )


class NothingToHandOver(Conflict):
    """The suggestion is not published, or its text was erased."""

    sentence = N_("Only a published suggestion can be handed over.")


class SpanOutside(Invalid):
    """The marked aspect is not a part of the text."""

    sentence = N_("Please mark a part of the text.")


class NotYetSigned(Conflict):
    """A co-department has not agreed to the reply as it stands."""

    sentence = N_("Not every co-department has agreed yet: %(names)s.")


class NotYetMet(Conflict):
    """The terms ask for a meeting with the author before each answer, and none of this round is on record."""

    sentence = N_("The author is met before this is answered. Please record the meeting first.")


class ReplyChanged(Conflict):
    """The lead wrote something else while a co-department read the reply."""

    sentence = N_("The reply was changed while you read it. Please read it once more.")


class NoReply(Conflict):
    """Nothing was written that could be sent, signed or published."""

    sentence = N_("There is no reply yet.")


class RatedAlready(Conflict):
    """This author has rated the answer with other words."""

    sentence = N_("You have rated this answer already.")
