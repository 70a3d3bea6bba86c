import hashlib
import random
import zlib
from collections.abc import AsyncIterator

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

import builders
import office_files
import papers
from jianyan import trail, uploads
from jianyan.packages import (
    DeclaresEntities,
    DocumentHasPassword,
    HoldsActions,
    HoldsForeignFields,
    HoldsForeignParts,
    HoldsMacros,
    HoldsReachingFormulas,
    HoldsRemarks,
    LinksOutside,
    PackageRefused,
    UnfoldsTooFar,
    to_hand_out,
)
from jianyan.uploads import (
    ActingDocument,
    FileKind,
    LockedDocument,
    NotADocument,
    ReadingRoom,
    Store,
    TooLargeADocument,
    UnreadableDocument,
    document_title,
    key_of,
    perusing,
    reading_room,
)
from jianyan.uploads.confined import MadeAnew
from official_documents import template, with_relation, with_xml

SCRIPT = b"<</S/JavaScript/JS(app.alert(1))>>"
MUTATED = 300
BO = trail.Actor("bo", "department")


@pytest.fixture
async def room() -> AsyncIterator[ReadingRoom]:
    room = ReadingRoom()
    yield room
    await room.close()


def found(content: bytes) -> int:
    return perusing.made(content)[0]


async def test_a_plain_document_is_kept_as_it_came(database: str, room: ReadingRoom, store: Store) -> None:
    sent = papers.pdf(papers.stream(b"BT (JavaScript is a word) Tj ET"), papers.object_stream(b"<</A/B>>"))
    assert len(pypdfium2.PdfDocument(sent)) == 1
    kept = await uploads.take_document_in(sent, reading_room=room, store=store, by=BO, now=builders.NOW)
    assert (kept.kind, kept.size_bytes) == (FileKind.PDF, len(sent))
    assert await store.content(key_of(kept.name, kind=FileKind.PDF)) == sent
    await uploads.erase([kept.id], now=builders.NOW)
    assert await uploads.remove_erased(store, now=builders.NOW) == 1
    assert [path for path in store.folder.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    "acting",
    [
        SCRIPT,
        b"<</S/J#61vaScript/JS(1)>>",
        b"<</S/Launch/F(a.exe)>>",
        b"<</Names<</EmbeddedFiles 9 0 R>>>>",
        b"<</Type/#45mbeddedFile>>",
        b"<</S/SubmitForm/F(http://a.example)>>",
        b"<</XFA 9 0 R>>",
        papers.object_stream(SCRIPT),
        papers.object_stream(bytes(200_000) + SCRIPT),
        papers.stream(SCRIPT),
    ],
)
async def test_a_document_that_acts_is_refused_wherever_it_says_so(room: ReadingRoom, acting: bytes) -> None:
    with pytest.raises(ActingDocument):
        await room.peruse(papers.pdf(acting))


@pytest.mark.parametrize("at", range(65_436, 65_560, 7))
def test_a_name_is_found_where_two_pieces_meet(at: int) -> None:
    assert found(papers.pdf(papers.object_stream(b" " * at + SCRIPT))) == perusing.ACTS


async def test_a_locked_document_is_refused(room: ReadingRoom) -> None:
    with pytest.raises(LockedDocument):
        await room.peruse(papers.pdf(b"<</Encrypt 9 0 R>>"))


def hidden(*, filters: bytes, more: bytes = b"", packed: bytes = SCRIPT.hex().encode() + b">") -> bytes:
    return b"<</Type/Obj#53tm/N 1/First 0%b/Filter%b>>\nstream\n%b\nendstream" % (more, filters, packed)


@pytest.mark.parametrize(
    "stored",
    [
        hidden(filters=b"/ASCIIHexDecode"),
        hidden(filters=b"/ASCIIHexDecode", more=b"/X(1 0 obj)"),
        hidden(filters=b"/ASCIIHexDecode", more=b"/X(" + b" " * 5_000 + b")"),
        hidden(filters=b"/ASCIIHexDecode", more=b"/X(stream\n)"),
        papers.object_stream(SCRIPT[2:], b"/DecodeParms<</Predictor 12>>"),
        hidden(filters=b"/FlateDecode", packed=zlib.compress(SCRIPT)[:-9]),
    ],
)
async def test_objects_that_cannot_be_read_are_not_let_pass(room: ReadingRoom, stored: bytes) -> None:
    with pytest.raises((UnreadableDocument, ActingDocument)):
        await room.peruse(papers.pdf(papers.object_stream(b"<</A/B>>"), stored))


async def test_what_is_no_document_starts_no_process(room: ReadingRoom) -> None:
    old_word = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    for other in (b"", b"MZ", b"PK\x05\x06", b" %PDF-1.7", b"<html>%PDF-1.7", old_word):
        with pytest.raises(NotADocument, match="PDF, DOCX, XLSX or OFD"):
            await room.peruse(other)
    with pytest.raises(DocumentHasPassword):
        await room.peruse(old_word + "EncryptedPackage".encode("utf-16-le"))
    with pytest.raises(TooLargeADocument, match="10 MB"):
        await room.peruse(b"%PDF-" + bytes(uploads.DOCUMENT_BYTES_MOST))
    assert room.process.pid is None


async def test_what_swells_or_is_cut_off_is_refused_and_the_next_one_is_taken(room: ReadingRoom) -> None:
    swelling = papers.pdf(papers.stream(bytes(250 << 20)))
    assert len(swelling) < 1 << 20
    for broken in (swelling, papers.pdf()[:-9], b"%PDF-"):
        with pytest.raises(UnreadableDocument):
            await room.peruse(broken)
    await room.peruse(papers.pdf())


async def test_damaged_documents_end_in_a_sentence(room: ReadingRoom) -> None:
    chance, whole = random.Random(7), papers.pdf(papers.object_stream(b"<</A/B>>"), papers.stream(b"x" * 999))
    passed = 0
    for _ in range(MUTATED):
        broken = bytearray(whole)
        for _ in range(chance.randint(1, 20)):
            broken[chance.randrange(5, len(broken))] = chance.randrange(256)
        try:
            await room.peruse(bytes(broken))
        except (UnreadableDocument, LockedDocument, ActingDocument):
            continue
        passed += 1
    assert 0 < passed < MUTATED


@pytest.mark.parametrize(
    ("kind", "sent"),
    [
        (FileKind.DOCX, template("关于路灯的答复")),
        (FileKind.XLSX, office_files.workbook()),
        (FileKind.OFD, office_files.ofd()),
    ],
)
async def test_other_documents_are_kept_as_what_they_say_and_name_nobody(
    database: str, room: ReadingRoom, store: Store, kind: FileKind, sent: bytes
) -> None:
    kept = await uploads.take_document_in(sent, reading_room=room, store=store, by=BO, now=builders.NOW)
    assert (kept.kind, key_of(kept.name, kind=kind).rpartition(".")[2]) == (kind, kind.value)
    content = await store.content(key_of(kept.name, kind=kind))
    assert content == to_hand_out(sent).content
    assert (kept.sha256, kept.size_bytes) == (hashlib.sha256(content).hexdigest(), len(content))
    await uploads.erase([kept.id], now=builders.NOW)
    assert await uploads.remove_erased(store, now=builders.NOW) == 1
    assert [path for path in store.folder.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    ("refusal", "sent", "told"),
    [
        (HoldsMacros, office_files.with_part(office_files.workbook(), "xl/vbaProject.bin", "a/b"), "macros"),
        (HoldsReachingFormulas, office_files.with_formula("cmd|'/c calc'!A0"), "cmd"),
        (HoldsActions, office_files.ofd(inside="<ofd:Action><ofd:Movie/></ofd:Action>"), "Movie"),
        (HoldsForeignParts, office_files.ofd(inside='<ofd:Attachment Name="表.xlsx"/>'), "表.xlsx"),
        (LinksOutside, with_relation(template("一"), "image", "https://example.cn/一.png"), "一.png"),
        (HoldsRemarks, with_xml(template("一"), '<w:p><w:ins w:id="1" w:author="王"/></w:p>'), "comments"),
        (HoldsForeignFields, with_xml(template("一"), '<w:fldSimple w:instr="DDEAUTO c"/>'), "DDEAUTO c"),
        (DeclaresEntities, office_files.ofd(a_xml=b"<!DOCTYPE a><a/>"), "entities"),
        (UnfoldsTooFar, office_files.ofd(a_png=bytes(30_000_000)), "unfolds"),
    ],
)
async def test_the_process_tells_what_it_found_in_other_documents(
    room: ReadingRoom, refusal: type[PackageRefused], sent: bytes, told: str
) -> None:
    with pytest.raises(refusal, match=told):
        await room.peruse(sent)
    assert room.process.pid is not None


async def test_mutated_documents_end_no_process(room: ReadingRoom) -> None:
    chance = random.Random(7)
    samples = [template("一"), office_files.workbook(), office_files.ofd()]
    pids, passed = set[int | None](), 0
    for turn in range(2_000):
        try:
            await room.peruse(office_files.mutated(samples[turn % 3], chance))
        except (UnreadableDocument, NotADocument, PackageRefused):
            pids.add(room.process.pid)
        else:
            passed += 1
    assert 0 < passed < 2_000
    assert len(pids) == 1


async def test_what_takes_all_memory_is_refused_and_the_next_one_is_taken(room: ReadingRoom) -> None:
    chance = random.Random(7)
    pieces = [f'<w:p w:a="{chance.getrandbits(400):x}"/>{"<w:p/>" * 3_000}' for _ in range(4_500)]
    swelling = with_xml(template("一"), "".join(pieces))
    assert len(swelling) < uploads.DOCUMENT_BYTES_MOST
    with pytest.raises(UnreadableDocument):
        await room.peruse(swelling)
    assert (await room.peruse(template("一"))).kind is FileKind.DOCX


async def test_what_a_process_that_was_taken_over_says_is_refused() -> None:
    for made in (MadeAnew(1, 0, b"x", b"exe"), MadeAnew(4, 999, b"", b"\xff"), MadeAnew(7, 0, b"", b"")):
        assert isinstance(reading_room._refusal_of(made), UnreadableDocument)


@given(st.binary(max_size=400).filter(lambda noise: b"/" not in noise))
def test_noise_in_a_stream_is_no_act(noise: bytes) -> None:
    assert found(papers.pdf(papers.stream(noise))) == perusing.PLAIN


@pytest.mark.parametrize(
    ("sent", "title"),
    [
        ("方案.pdf", "方案.pdf"),
        ("C:\\Users\\bo\\方案.PDF", "方案.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("a\u202efdp.exe", "a fdp.exe.pdf"),
        ("a\r\nSet-Cookie: x", "a Set-Cookie: x.pdf"),
        ("", "document.pdf"),
        ("长" * 200 + ".pdf", "长" * 76 + ".pdf"),
    ],
)
def test_a_name_becomes_a_title_that_can_be_seen(sent: str, title: str) -> None:
    assert document_title(sent, FileKind.PDF) == title


@pytest.mark.parametrize("kind", sorted(uploads.DOCUMENTS))
def test_a_title_ends_as_the_document_was_found_to_be(kind: FileKind) -> None:
    assert document_title(f"方案.{kind.ending.upper()}", kind) == f"方案.{kind.ending}"
    assert document_title("方案.exe", kind) == f"方案.exe.{kind.ending}"


@given(st.text())
def test_a_title_is_short_ends_as_what_it_is_and_stays_itself(sent: str) -> None:
    title = document_title(sent, FileKind.PDF)
    assert title.endswith(".pdf")
    assert len(title) <= 80
    assert title.isprintable()
    assert document_title(title, FileKind.PDF) == title
