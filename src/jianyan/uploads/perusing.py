"""How a stranger's document is looked through; the workbench works with it.

Nothing is drawn. In a PDF names are read wherever they stand: in the file, and in every stream that can be
inflated, for it may keep its objects in compressed ones; DOCX, XLSX and OFD are read by `packages`. What acts
when it is opened is told, not repaired.

Source: ISO 32000-2, 7.3.5 (names), 7.5.7 (object streams), 7.6 (encryption), 12.6.4 (actions).
"""

import re
import zlib
from collections.abc import Iterator
from contextlib import suppress

from jianyan.packages import CONTENT_TYPES, REFUSALS, ZIP, NotAPackage, sealed, to_hand_out
from jianyan.uploads.nameless import without_authors

PLAIN, ACTS, LOCKED, REFUSED = 1, 2, 3, 4
"""What is found: nothing that acts; in a PDF something that does, or a lock; or what `packages` refuses."""
MEMORY_BYTES = 768 << 20
"""What a DOCX may unfold to, 100 MB, takes a few times that as a tree."""
UNREADABLE = (ValueError, NotAPackage)
_INFLATED_MOST = 192 << 20
_PIECE = 64 << 10
_NAMES_MOST = 200
_NAME_MOST = 64
"""Bytes that a name and what ends it take: so much of the piece before is read again."""
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_ACTING = re.compile(
    rb"/(?:JavaScript|Launch|EmbeddedFiles?|RichMedia|Rendition|GoToE|ImportData|SubmitForm|XFA)"
    rb"(?![A-Za-z0-9])"
)
_LOCK = re.compile(rb"/Encrypt(?![A-Za-z0-9])")
_STREAM = re.compile(rb"stream\r?\n")
_DICTIONARY_MOST = 4_096
_OBJECTS = re.compile(rb"/ObjStm(?![A-Za-z0-9])")
_HIDING = re.compile(rb"/(?:Predictor|F)(?![A-Za-z0-9])")
"""What changes an object stream beside compression, or keeps it in another file."""
_HEAD, _END = b"%PDF-", b"%%EOF"
_END_WITHIN = 2_048


def made(content: bytes) -> tuple[int, int, bytes, bytes]:
    """Give what is found, then three things more, or nothing where nothing is said of them.

    PLAIN comes with the file to be kept, where that is another one, and its ending; REFUSED with the place of
    the refusal in REFUSALS, and the names it lists.

    Raises:
        ValueError, NotAPackage: it is damaged, or holds objects that cannot be read, or swells beyond bounds.
    """
    return _package(content) if content.startswith(ZIP) else _pdf(content)


def _package(content: bytes) -> tuple[int, int, bytes, bytes]:
    try:
        handed_out = to_hand_out(content)
    except REFUSALS as refusal:
        names = str(refusal.values.get("names", ""))[:_NAMES_MOST]
        return REFUSED, REFUSALS.index(type(refusal)), b"", names.encode()
    return PLAIN, 0, handed_out.content, handed_out.ending.encode()


def _pdf(content: bytes) -> tuple[int, int, bytes, bytes]:
    if not content.startswith(_HEAD) or _END not in content[-_END_WITHIN:]:
        raise ValueError("it has no head, or no end")
    if _LOCK.search(_unescaped(content)):
        return LOCKED, 0, b"", b""
    acts = any(_ACTING.search(_unescaped(piece)) for piece in _pieces(content))
    return (ACTS, 0, b"", b"") if acts else (PLAIN, 0, without_authors(content), b"pdf")


def _pieces(content: bytes) -> Iterator[bytes]:
    """Give the file, and what its streams hold, in pieces that overlap by the length of a name."""
    yield content
    left, objects, after = _INFLATED_MOST, len(_OBJECTS.findall(_unescaped(content))), 0
    for found in _STREAM.finditer(content):
        dictionary = _unescaped(content[after : found.start()][-_DICTIONARY_MOST:])
        after, before, inflater = found.end(), b"", zlib.decompressobj()
        for piece in _inflated(content, after, inflater):
            left -= len(piece)
            if left < 0:
                raise ValueError("it swells beyond bounds")
            yield before + piece
            before = piece[-_NAME_MOST:]
        if inflater.eof and not _HIDING.search(dictionary):
            objects -= len(_OBJECTS.findall(dictionary))
    if objects:
        raise ValueError("it holds objects that are not read")


def _inflated(content: bytes, at: int, inflater: "zlib._Decompress") -> Iterator[bytes]:
    """Give what a stream holds; nothing where it is not deflated, as pictures mostly are not."""
    with suppress(zlib.error):
        while not inflater.eof and at < len(content):
            piece = inflater.decompress(content[at : at + _PIECE], _PIECE)
            at += _PIECE
            yield piece
            while inflater.unconsumed_tail and not inflater.eof:
                yield inflater.decompress(inflater.unconsumed_tail, _PIECE)


def _unescaped(names: bytes) -> bytes:
    """Give bytes in which names are written out: a name may hide its letters, as in `/J#61vaScript`."""
    return _ESCAPE.sub(lambda escape: bytes.fromhex(escape[1].decode()), names) if b"#" in names else names


def load_everything() -> None:
    """Look through a PDF and an archive of nothing, so that whatever is loaded late is loaded now."""
    with suppress(NotAPackage):
        made(sealed({CONTENT_TYPES: b"<Types/>"}))
    made(_HEAD + b"1.7\n1 0 obj<</A#42>>stream\n" + zlib.compress(b" ") + b"\nendstream\n" + _END)
