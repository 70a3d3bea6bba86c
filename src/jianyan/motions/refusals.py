"""What the verbs of motions say no to."""

from jianyan.errors import Conflict, Gone, NotFound
from jianyan.i18n import N_
from jianyan.motions.states import MotionState


class NoSuchMotion(NotFound):
    """There is no motion of that id, or it is not theirs to see."""

    sentence = N_("There is no such motion.")


class MotionMovedOn(Conflict):
    """The motion does not stand where this can be done; `state` says where it stands."""

    sentence = N_("This motion does not stand where it stood when you opened it.")

    def __init__(self, state: MotionState) -> None:
        super().__init__()
        self.state = state


class MotionErased(Gone):
    """Title and text of the motion were erased; nothing more is done with it."""

    sentence = N_("This motion was erased.")


class NotMergeable(Conflict):
    """It cannot be merged into that one."""

    sentence = N_("A motion is merged into another one of the same organisation that is submitted or filed.")
