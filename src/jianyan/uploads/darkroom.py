"""Where strangers' pictures are made anew: their heads are read here, their pixels in a confined process."""

import msgspec

from jianyan.errors import Invalid
from jianyan.i18n import N_
from jianyan.uploads.confined import ConfinedProcess, GivenUp
from jianyan.uploads.measuring import measured

_ANSWER_S = 20.0
_IDLE_S = 60.0


class UnreadablePicture(Invalid):
    """It began like a picture and could not be opened."""

    sentence = N_("This photo cannot be read; the file may be damaged. Please take or save it once more.")


class Redrawn(msgspec.Struct, frozen=True, kw_only=True):
    """A picture made anew from its pixels: upright, sRGB, JPEG, with nothing hidden in it."""

    width: int
    """Pixels of the photo, whose longer edge is at most 2,560."""
    height: int
    photo: bytes
    thumbnail: bytes
    """Its longer edge is at most 480 pixels."""


class Darkroom:
    """Redraws pictures, one after another.

    Args:
        answer_s: seconds after which a picture is given up.
        idle_s: seconds without a picture after which the process is ended.
    """

    def __init__(self, *, answer_s: float = _ANSWER_S, idle_s: float = _IDLE_S) -> None:
        self.process = ConfinedProcess("redrawing.py", answer_s=answer_s, idle_s=idle_s)

    async def redraw(self, content: bytes) -> Redrawn:
        """Give a picture made anew.

        Raises:
            NotAPicture, TooManyBytes, TooManyPixels: see `measured`; nothing was opened.
            UnreadablePicture: it is damaged, or asked for more time or memory than a picture needs.
        """
        measured(content)
        try:
            made = await self.process.made_anew(content)
        except GivenUp as failed:
            raise UnreadablePicture(field="photo") from failed
        if not made.first:
            raise UnreadablePicture(field="photo")
        return Redrawn(width=made.first, height=made.second, photo=made.one, thumbnail=made.other)

    async def close(self) -> None:
        """End the process, if there is one; another picture starts another."""
        await self.process.close()
