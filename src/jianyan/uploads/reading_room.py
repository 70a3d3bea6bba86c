"""Where strangers' documents are looked through in a confined process; what acts is refused.

What a document says is kept as it came: made anew it would be another one, without its seals. Only who wrote
it is taken out, where it is not signed. So it is never opened here nor in a page; browsers are told to save
it.
"""

import unicodedata

import msgspec

from jianyan.errors import Invalid, TooLarge
from jianyan.i18n import N_
from jianyan.packages import REFUSALS, ZIP, DocumentHasPassword, is_locked
from jianyan.uploads.confined import ConfinedProcess, GivenUp, MadeAnew
from jianyan.uploads.perusing import ACTS, LOCKED, PLAIN, REFUSED
from jianyan.uploads.states import FileKind, document_kind

DOCUMENT_BYTES_MOST = 10 * 1024 * 1024
TITLE_MOST = 80
_FIELD = "document"
_PDF = b"%PDF-"
_ANSWER_S = 20.0
_IDLE_S = 60.0


class NotADocument(Invalid):
    """It is none of the kinds that are taken, whatever its name says."""

    sentence = N_("This is no PDF, DOCX, XLSX or OFD. Please save the document as one and choose it again.")


class TooLargeADocument(TooLarge):
    """The file is too large."""

    sentence = N_("This document is larger than %(megabytes)s MB. Please choose a smaller one.")


class UnreadableDocument(Invalid):
    """It began like a document and could not be looked through."""

    sentence = N_(
        "This document cannot be looked through; it may be damaged, or of another kind than its name says. "
        "Please save it once more."
    )


class ActingDocument(Invalid):
    """It runs scripts, starts programs, sends forms, or carries files."""

    sentence = N_(
        "This PDF has scripts, files or forms that act when it is opened. "
        "Please print it to a PDF and choose that."
    )


class LockedDocument(Invalid):
    """It is encrypted: nobody could look through it, and not everybody could read it."""

    sentence = N_("This PDF is locked. Please choose one that opens without a password or restriction.")


class Perused(msgspec.Struct, frozen=True):
    """A document that may be handed out."""

    kind: FileKind
    content: bytes


class ReadingRoom:
    """Looks documents through, one after another; arguments as for a Darkroom."""

    def __init__(self, *, answer_s: float = _ANSWER_S, idle_s: float = _IDLE_S) -> None:
        self.process = ConfinedProcess("perusing.py", answer_s=answer_s, idle_s=idle_s)

    async def peruse(self, content: bytes) -> Perused:
        """Give a document that acts by nothing: a PDF without its properties, all else packed anew.

        Raises:
            NotADocument, TooLargeADocument: nothing was opened.
            UnreadableDocument: it is damaged, or asked for more time or memory than a document needs.
            ActingDocument, LockedDocument: what was found in a PDF.
            PackageRefused: what was found in a DOCX, XLSX or OFD.
        """
        _refuse_at_once(content)
        try:
            made = await self.process.made_anew(content)
        except GivenUp as failed:
            raise UnreadableDocument(field=_FIELD) from failed
        kind = document_kind(made.other.decode(errors="replace")) if made.first == PLAIN else None
        if kind is None:
            raise _refusal_of(made)
        return Perused(kind, made.one or content)

    async def close(self) -> None:
        """End the process, if there is one; another document starts another."""
        await self.process.close()


def _refuse_at_once(content: bytes) -> None:
    """Refuse by size and first bytes."""
    if len(content) > DOCUMENT_BYTES_MOST:
        raise TooLargeADocument(megabytes=DOCUMENT_BYTES_MOST >> 20, field=_FIELD)
    if is_locked(content):
        raise DocumentHasPassword
    if not content.startswith((_PDF, ZIP)):
        raise NotADocument(field=_FIELD)


def _refusal_of(made: MadeAnew) -> Invalid:
    """Give the refusal that the process found; taken over by a document, it may say anything."""
    if made.first == REFUSED and made.second < len(REFUSALS):
        return REFUSALS[made.second](names=made.other.decode(errors="replace"))
    return _FOUND_IN_PDF.get(made.first, UnreadableDocument)(field=_FIELD)


def document_title(filename: str, kind: FileKind) -> str:
    """Give the name of a file as a title: in letters that can be seen, at most 80, ending as its kind does.

    Args:
        filename: as it was sent, perhaps with the folders of whoever sent it.
        kind: of the document, as it was found.
    """
    ending = f".{kind.ending}"
    last = filename.replace("\\", "/").rpartition("/")[2]
    spaced = "".join(" " if unicodedata.category(each)[0] in "CZ" else each for each in last)
    seen = unicodedata.normalize("NFC", " ".join(spaced.split()))
    stem = seen[: -len(ending)] if seen.casefold().endswith(ending) else seen
    return (stem[: TITLE_MOST - len(ending)].strip(" .") or "document") + ending


_FOUND_IN_PDF: dict[int, type[Invalid]] = {ACTS: ActingDocument, LOCKED: LockedDocument}
