"""Where strangers' documents are looked through in a confined process; what acts is refused.

A document is kept as it came: made anew it would be another one, without its seals and signatures. So it is
never opened here nor in a page; browsers are told to save it.
"""

import unicodedata

from jianyan.errors import Invalid, TooLarge
from jianyan.i18n import N_
from jianyan.uploads.confined import ConfinedProcess, GivenUp
from jianyan.uploads.perusing import ACTS, LOCKED

DOCUMENT_BYTES_MOST = 10 * 1024 * 1024
TITLE_MOST = 80
_ENDING = ".pdf"
_ANSWER_S = 20.0
_IDLE_S = 60.0


class NotADocument(Invalid):
    """It is none of the kinds that are taken, whatever its name says."""

    sentence = N_("This is no PDF. Please save the document as a PDF and choose it again.")


class TooLargeADocument(TooLarge):
    """The file is too large."""

    sentence = N_("This document is larger than %(megabytes)s MB. Please choose a smaller one.")


class UnreadableDocument(Invalid):
    """It began like a PDF and could not be looked through."""

    sentence = N_("This PDF cannot be looked through; it may be damaged. Please save it once more.")


class ActingDocument(Invalid):
    """It runs scripts, starts programs, sends forms, or carries files."""

    sentence = N_(
        "This PDF has scripts, files or forms that act when it is opened. "
        "Please print it to a PDF and choose that."
    )


class LockedDocument(Invalid):
    """It is encrypted: nobody could look through it, and not everybody could read it."""

    sentence = N_("This PDF is locked. Please choose one that opens without a password or restriction.")


class ReadingRoom:
    """Looks documents through, one after another; arguments as for a Darkroom."""

    def __init__(self, *, answer_s: float = _ANSWER_S, idle_s: float = _IDLE_S) -> None:
        self.process = ConfinedProcess("perusing.py", answer_s=answer_s, idle_s=idle_s)

    async def peruse(self, content: bytes) -> None:
        """Let a PDF pass that acts by nothing.

        Raises:
            NotADocument, TooLargeADocument: nothing was opened.
            UnreadableDocument: it is damaged, or asked for more time or memory than a document needs.
            ActingDocument, LockedDocument: see there.
        """
        if len(content) > DOCUMENT_BYTES_MOST:
            raise TooLargeADocument(megabytes=DOCUMENT_BYTES_MOST >> 20, field="document")
        if not content.startswith(b"%PDF-"):
            raise NotADocument(field="document")
        try:
            found = (await self.process.made_anew(content)).first
        except GivenUp as failed:
            raise UnreadableDocument(field="document") from failed
        if not found:
            raise UnreadableDocument(field="document")
        if found in _REFUSALS:
            raise _REFUSALS[found](field="document")

    async def close(self) -> None:
        """End the process, if there is one; another document starts another."""
        await self.process.close()


def document_title(filename: str) -> str:
    """Give the name of a file as a title: in letters that can be seen, at most 80 of them, ending in `.pdf`.

    Args:
        filename: as it was sent, perhaps with the folders of whoever sent it.
    """
    last = filename.replace("\\", "/").rpartition("/")[2]
    spaced = "".join(" " if unicodedata.category(each)[0] in "CZ" else each for each in last)
    seen = unicodedata.normalize("NFC", " ".join(spaced.split()))
    stem = seen[: -len(_ENDING)] if seen.casefold().endswith(_ENDING) else seen
    return (stem[: TITLE_MOST - len(_ENDING)].strip(" .") or "document") + _ENDING


_REFUSALS: dict[int, type[Invalid]] = {ACTS: ActingDocument, LOCKED: LockedDocument}
