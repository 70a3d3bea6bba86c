"""A PDF without who wrote it, when and with what: blotted out where it stands, so that nothing else moves.

The strings of its information dictionary become spaces and its XMP is emptied, in place, also where they lie
in compressed streams; no offset changes. What is signed is left as it is: a seal holds for every byte.

Source: ISO 32000-2, 7.3.4 (strings), 7.5.7 (object streams), 12.8.1 (byte ranges), 14.3 (metadata).
"""

import re
import zlib
from collections.abc import Iterator

_SIGNED = re.compile(rb"/ByteRange(?![A-Za-z0-9])")
_INFO = re.compile(rb"/Info\s+(\d{1,10})\s+\d+\s+R")
_STREAM = re.compile(rb"stream\r?\n")
_METADATA = re.compile(rb"/Type\s*/Metadata(?![A-Za-z0-9])")
_OBJECTS = re.compile(rb"/Type\s*/ObjStm(?![A-Za-z0-9])")
_FIRST = re.compile(rb"/First\s+(\d{1,9})")
_PACKED = re.compile(rb"/Filter(?![A-Za-z0-9])")
_DICTIONARY_MOST = 4_096
_INFLATED_MOST = 192 << 20


def without_authors(content: bytes) -> bytes:
    """Give a PDF of the same length that names nobody in its properties.

    Raises:
        ValueError: what names somebody lies where it cannot be blotted out.
    """
    if _SIGNED.search(content):
        return content
    blotted = bytearray(content)
    numbers = {int(found[1]) for found in _INFO.finditer(content)}
    for start, end in _plain_objects(content, numbers):
        _blot_strings(blotted, start, end)
    for dictionary, start, end in _streams(content):
        if _METADATA.search(dictionary):
            nothing = zlib.compress(b" ") if _PACKED.search(dictionary) else b""
            blotted[start:end] = _as_long(nothing, end - start)
        elif _OBJECTS.search(dictionary) and numbers:
            blotted[start:end] = _objects_blotted(content[start:end], dictionary, numbers)
    return bytes(blotted)


def _plain_objects(content: bytes, numbers: set[int]) -> Iterator[tuple[int, int]]:
    for number in numbers:
        for found in re.finditer(rb"(?<!\d)%d\s+\d+\s+obj(?![A-Za-z0-9])" % number, content):
            end = content.find(b"endobj", found.end())
            yield found.end(), len(content) if end < 0 else end


def _streams(content: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Give of each stream its dictionary, and from where to where its content lies."""
    after = 0
    for found in _STREAM.finditer(content):
        if found.start() < after:
            continue
        end = content.find(b"endstream", found.end())
        if end < 0:
            return
        dictionary = content[max(after, found.start() - _DICTIONARY_MOST) : found.start()]
        yield dictionary[dictionary.rfind(b"obj") :], found.end(), end
        after = end + len(b"endstream")


def _objects_blotted(packed: bytes, dictionary: bytes, numbers: set[int]) -> bytes:
    """Give an object stream, as long as before, in which the strings of some objects are spaces."""
    inflater, first = zlib.decompressobj(), _FIRST.search(dictionary)
    if first is None or not _PACKED.search(dictionary):
        raise ValueError("it holds objects that are not read")
    try:
        inflated = bytearray(inflater.decompress(packed, _INFLATED_MOST))
    except zlib.error as damaged:
        raise ValueError("it holds objects that are not read") from damaged
    places = [int(each) for each in inflated[: int(first[1])].split()]
    starts = [int(first[1]) + at for at in places[1::2]]
    wanted = [place for place, number in enumerate(places[::2]) if number in numbers]
    for place in wanted:
        _blot_strings(inflated, starts[place], [*starts, len(inflated)][place + 1])
    return _as_long(zlib.compress(inflated, 9), len(packed)) if wanted else packed


def _blot_strings(content: bytearray, start: int, end: int) -> None:
    """Make spaces of what stands in the strings of an object."""
    at = start
    while at < end:
        if content.startswith((b"<<", b">>"), at):
            at += 2
            continue
        close = at
        if content[at : at + 1] == b"(":
            close = _end_of_string(content, at, end)
        elif content[at : at + 1] == b"<":
            found = content.find(b">", at, end)
            close = end if found < 0 else found
        content[at + 1 : close] = b" " * max(0, close - at - 1)
        at = close + 1


def _end_of_string(content: bytearray, at: int, end: int) -> int:
    depth = 0
    while at < end:
        letter = content[at : at + 1]
        if letter == b"\\":
            at += 1
        elif letter == b"(":
            depth += 1
        elif letter == b")":
            depth -= 1
            if depth == 0:
                return at
        at += 1
    return end


def _as_long(content: bytes, length: int) -> bytes:
    """Give a content followed by line breaks, which end no stream and are read by nobody."""
    if len(content) > length:
        raise ValueError("what names somebody does not fit into its place")
    return content + b"\n" * (length - len(content))
