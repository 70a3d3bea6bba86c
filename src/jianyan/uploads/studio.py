"""Where strangers' voice notes are made anew: their kind is read here, their sound in a confined process."""

import msgspec

from jianyan.errors import Invalid, TooLarge
from jianyan.i18n import N_
from jianyan.uploads.confined import ConfinedProcess, GivenUp
from jianyan.uploads.hearing import heard

SECONDS_MOST = 60
_ANSWER_S = 20.0
_IDLE_S = 60.0


class UnreadableRecording(Invalid):
    """It began like a recording and could not be heard."""

    sentence = N_("This recording cannot be heard; the file may be damaged. Please record it once more.")


class TooManySeconds(TooLarge):
    """It lasts longer than a voice note."""

    sentence = N_("This recording is longer than %(most)s seconds. Please record a shorter one.")


class Rerecorded(msgspec.Struct, frozen=True, kw_only=True):
    """A voice note made anew from its samples: mono, AAC in MP4, with nothing hidden in it."""

    duration_ms: int
    voice: bytes


class Studio:
    """Makes voice notes anew, one after another; arguments as for a Darkroom."""

    def __init__(self, *, answer_s: float = _ANSWER_S, idle_s: float = _IDLE_S) -> None:
        self.process = ConfinedProcess("rerecording.py", answer_s=answer_s, idle_s=idle_s)

    async def rerecord(self, content: bytes) -> Rerecorded:
        """Give a voice note made anew.

        Raises:
            NotAVoiceNote, TooLongARecording: see `heard`; nothing was opened.
            UnreadableRecording: it is damaged, or asked for more time or memory than a voice note needs.
            TooManySeconds: it lasts more than a minute.
        """
        heard(content)
        try:
            made = await self.process.made_anew(content)
        except GivenUp as failed:
            raise UnreadableRecording(field="voice") from failed
        if not made.first:
            raise UnreadableRecording(field="voice")
        if not made.one:
            raise TooManySeconds(most=SECONDS_MOST, field="voice")
        return Rerecorded(duration_ms=made.first, voice=made.one)

    async def close(self) -> None:
        """End the process, if there is one; another voice note starts another."""
        await self.process.close()
