"""A PDF says what it said, and not who wrote it."""

import random
import zlib

import pypdfium2
import pytest
import typst

import papers
import pictures
from jianyan.uploads import ReadingRoom
from jianyan.uploads.nameless import without_authors

NAME = b"Wang Zhuren"
WORDS = b"(a \\) (b) Wang Zhuren)"
HEX = b"<57616E67205A687572656E>"
XMP = b"<x:xmpmeta><dc:creator>Wang Zhuren</dc:creator></x:xmpmeta>"


def written() -> bytes:
    """Give a PDF as a program writes one, with a title and an author in both places."""
    source = b'#set document(title: "Lamps", author: "Wang Zhuren")\nThe lamps are mended.'
    made = typst.compile(source, format="pdf")
    assert isinstance(made, bytes)
    return made


def facts(pdf: bytes) -> dict[str, str]:
    with pypdfium2.PdfDocument(pdf) as opened:
        return {name: value.strip() for name, value in opened.get_metadata_dict(skip_empty=True).items()}


def text(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as opened:
        return str(opened[0].get_textpage().get_text_bounded())


def everything(pdf: bytes) -> bytes:
    """Give the file with all that its streams hold."""
    found = [pdf]
    for piece in pdf.split(b"stream\n")[1:]:
        try:
            found.append(zlib.decompressobj().decompress(piece))
        except zlib.error:
            continue
    return b"".join(found)


def test_what_a_program_wrote_says_the_same_and_names_nobody() -> None:
    sent = written()
    assert facts(sent)["Author"] == "Wang Zhuren"
    assert NAME in everything(sent)
    kept = without_authors(sent)
    assert not any(facts(kept).values())
    assert NAME not in everything(kept)
    assert (len(kept), text(kept)) == (len(sent), text(sent))
    assert without_authors(kept) == kept


async def test_a_reading_room_hands_it_out_without_its_author() -> None:
    room, sent = ReadingRoom(), written()
    try:
        perused = await room.peruse(sent)
    finally:
        await room.close()
    assert perused.content == without_authors(sent)
    assert NAME not in everything(perused.content)


@pytest.mark.parametrize("said", [WORDS, HEX])
def test_every_string_of_the_information_becomes_spaces(said: bytes) -> None:
    sent = papers.pdf(b"<</Author" + said + b"/Trapped/False>>") + b"\ntrailer<</Info 4 0 R>>"
    number = sent[: sent.index(said)].rpartition(b" 0 obj")[0].split()[-1]
    sent = sent.replace(b"/Info 4 ", b"/Info " + number + b" ")
    kept = without_authors(sent)
    assert said not in kept
    assert kept == sent.replace(said, said[:1] + b" " * (len(said) - 2) + said[-1:])


@pytest.mark.parametrize("is_packed", [False, True])
def test_xmp_is_emptied_in_its_place(is_packed: bool) -> None:
    content = zlib.compress(XMP) if is_packed else XMP
    head = b"/Type/Metadata/Subtype/XML" + (b"/Filter/FlateDecode" if is_packed else b"")
    sent = _with(content, head)
    kept = without_authors(sent)
    assert (len(kept), NAME in everything(kept)) == (len(sent), False)


def _with(content: bytes, head: bytes) -> bytes:
    stream = b"<<" + head + b"/Length %d>>\nstream\n" % len(content) + content + b"\nendstream"
    return papers.pdf(stream)


@pytest.mark.parametrize("number", [7, 9])
def test_an_object_stream_is_blotted_where_the_information_lies_in_it(number: int) -> None:
    objects = b"<</A(other words)>> <</Author(Wang Zhuren)/Title(Lamps Lamps)>>"
    inside = b"5 0 7 20 " + objects
    packed = zlib.compress(inside, 1)
    head = b"/Type/ObjStm/N 2/First 9/Filter/FlateDecode"
    sent = _with(packed, head) + b"\ntrailer<</Info %d 0 R>>" % number
    kept = everything(without_authors(sent))
    assert b"other words" in kept
    assert (NAME in kept) == (number == 9)


def test_what_is_signed_keeps_every_byte() -> None:
    sent = papers.pdf(b"<</Author(Wang Zhuren)>>", b"<</ByteRange[0 1 2 3]>>") + b"\ntrailer<</Info 4 0 R>>"
    assert without_authors(sent) == sent


def test_damage_is_refused_or_stays_as_long() -> None:
    chance, sent = random.Random(9), written()
    for _ in range(200):
        damaged = pictures.mutated(sent, chance)
        try:
            assert len(without_authors(damaged)) == len(damaged)
        except ValueError:
            continue
