"""Marks like {{标题}} in the paragraphs of a document of Word, and values put for them; nothing else.

Word splits what somebody types over runs as it likes, so that a mark is looked for in the text of a paragraph
and not in that of a run.
"""

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from jianyan.documents.wordml import written
from jianyan.packages import WORD

# As Chinese keyboards write braces, too.
_MARK = re.compile(r"[{｛]{2}\s*([^{}｛｝]{1,60}?)\s*[}｝]{2}")
_KEEP_SPACES = "{http://www.w3.org/XML/1998/namespace}space"


def marks_in(root: etree._Element) -> Iterator[str]:
    """Give the names of all marks, in small letters, in the order of the text."""
    for paragraph in root.iter(f"{WORD}p"):
        for mark in _MARK.finditer(text_of(paragraph)):
            yield mark[1].casefold()


def alone_in(paragraph: etree._Element) -> str | None:
    """Give the name of the mark that is all a paragraph says, in small letters."""
    mark = _MARK.fullmatch(text_of(paragraph).strip())
    return mark[1].casefold() if mark else None


def text_of(paragraph: etree._Element) -> str:
    """Give what stands in a paragraph itself, without what stands in text boxes that hang on it."""
    return "".join(piece.text or "" for piece in _pieces(paragraph))


def put_values(root: etree._Element, values: Mapping[str, str], alone: Mapping[str, str]) -> None:
    """Put a value for each mark that has one; line ends in it become line breaks.

    Args:
        root: of a part; it is changed.
        values: by names in small letters.
        alone: what is put instead where a mark is all that its paragraph says.
    """
    for paragraph in root.iter(f"{WORD}p"):
        pieces, put = _pieces(paragraph), values
        if alone_in(paragraph) in alone:
            put = alone
        for mark in reversed(list(_MARK.finditer(text_of(paragraph)))):
            if mark[1].casefold() in put:
                _put(pieces, mark.start(), mark.end(), written(put[mark[1].casefold()]))
        for piece in pieces:
            _break_lines(piece)


def _pieces(paragraph: etree._Element) -> list[etree._Element]:
    texts = paragraph.iter(f"{WORD}t")
    return [text for text in texts if next(text.iterancestors(f"{WORD}p")) is paragraph]


def _put(pieces: list[etree._Element], start: int, end: int, value: str) -> None:
    """Put a value into the piece in which the mark begins, and take the rest of the mark out of the next."""
    at = 0
    for piece in pieces:
        text = piece.text or ""
        first, last = max(start - at, 0), min(end - at, len(text))
        if first < last:
            piece.text = text[:first] + (value if start >= at else "") + text[last:]
            piece.set(_KEEP_SPACES, "preserve")
        at += len(text)


def _break_lines(piece: etree._Element) -> None:
    line, *more = (piece.text or "").split("\n")
    piece.text = line
    after = piece
    for text in more:
        for name, words in (("br", None), ("t", text)):
            made = etree.Element(f"{WORD}{name}")
            made.text = words
            after.addnext(made)
            after = made
        after.set(_KEEP_SPACES, "preserve")
