import contextlib
import io
import os
import stat
import struct
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jianyan.packages import (
    DOCX,
    DeclaresEntities,
    DocumentHasPassword,
    NotAPackage,
    Package,
    PackageRefused,
    UnfoldsTooFar,
    opened,
    refuse_what_acts,
    unpacked,
)
from jianyan.packages.opening import MAX_PARTS
from official_documents import part_of, repacked, template, with_type

PLAIN = template("{{正文}}")
BOMB = "<!DOCTYPE w [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>]>"


def document_with(declaration: str) -> bytes:
    xml = part_of(PLAIN, "word/document.xml").decode()
    start = xml.index("<w:document")
    return (xml[:start] + declaration + xml[start:]).encode()


def looked_through(data: bytes) -> Package:
    package = opened(unpacked(data))
    refuse_what_acts(package, DOCX)
    return package


def zipped(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return file.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{{\xe6\xad\xa3\xe6\x96\x87}}",
        b"PK\x03\x04 and no more",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an old .doc",
        b"%PDF-1.7",
        PLAIN[:2_000],
        b"#!/bin/sh\n" + PLAIN,
        zipped({"word/document.xml": b"<w/>"}),
        zipped({"[Content_Types].xml": b"<Types"}),
        zipped({"[Content_Types].xml": b"<Types/>"}),
        repacked(PLAIN, {"word/document.xml": b"<w:document>"}),
        repacked(PLAIN, {"../outside.xml": b"<a/>"}),
        repacked(PLAIN, {"/rooted.xml": b"<a/>"}),
        repacked(PLAIN, {"word/Document.xml": b"<a/>"}),
        repacked(PLAIN, {"word/deep.xml": b"<a>" * 5_000 + b"</a>" * 5_000}),
    ],
)
def test_what_is_no_document_is_refused(data: bytes) -> None:
    with pytest.raises(NotAPackage) as refused:
        looked_through(data)
    assert refused.value.status == 422


def test_a_document_with_a_password_is_refused() -> None:
    with pytest.raises(DocumentHasPassword):
        looked_through(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"))
    marked = bytearray(PLAIN)
    central = PLAIN.index(b"PK\x01\x02")
    struct.pack_into("<H", marked, central + 8, 1)
    with pytest.raises(DocumentHasPassword):
        looked_through(bytes(marked))


@pytest.mark.parametrize(
    "name", ["word/document.xml", "word/styles.xml", "customXml/item9.xml", "[Content_Types].xml"]
)
def test_a_part_that_declares_entities_is_refused_before_it_is_read(name: str) -> None:
    with pytest.raises(DeclaresEntities):
        looked_through(repacked(PLAIN, {name: f"{BOMB}<a>&b;</a>".encode()}))


def test_a_declaration_in_another_encoding_is_found_too() -> None:
    whole = document_with("<!DOCTYPE w SYSTEM 'file:///etc/passwd'>").decode()
    with pytest.raises(DeclaresEntities):
        looked_through(repacked(PLAIN, {"word/document.xml": whole.encode()}))
    wide = whole.replace("UTF-8", "UTF-16").encode("utf-16")
    with pytest.raises(DeclaresEntities):
        looked_through(repacked(PLAIN, {"word/document.xml": wide}))
    for name in ("UTF-7", "GB18030", "ISO-8859-1", "none-such"):
        other = whole.replace("UTF-8", name).encode()
        with pytest.raises(NotAPackage):
            looked_through(repacked(PLAIN, {"word/document.xml": other}))
    seven = whole.replace("UTF-8", "UTF-7").encode("utf-7")
    with pytest.raises(NotAPackage):
        looked_through(repacked(PLAIN, {"word/document.xml": seven}))


def test_what_unfolds_too_far_is_refused() -> None:
    with pytest.raises(UnfoldsTooFar):
        looked_through(with_type(PLAIN, "word/media/a.png", "image/png", bytes(30_000_000)))
    noise = {f"word/media/{number}.png": os.urandom(35_000_000) for number in range(3)}
    with pytest.raises(UnfoldsTooFar):
        looked_through(repacked(PLAIN, noise, packing=zipfile.ZIP_STORED))
    with pytest.raises(UnfoldsTooFar):
        looked_through(repacked(PLAIN, {f"word/media/{number}.png": b"" for number in range(MAX_PARTS)}))


def test_a_part_that_is_longer_than_it_says_is_refused() -> None:
    lying = bytearray(PLAIN)
    at = PLAIN.index(b"PK\x01\x02")
    struct.pack_into("<I", lying, at + 24, 10)
    with pytest.raises(PackageRefused):
        looked_through(bytes(lying))


def test_a_link_in_the_archive_is_refused() -> None:
    file = io.BytesIO(PLAIN)
    with zipfile.ZipFile(file, "a") as archive:
        entry = zipfile.ZipInfo("word/media/a.png")
        entry.create_system, entry.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
        archive.writestr(entry, "/etc/passwd")
    with pytest.raises(NotAPackage):
        unpacked(file.getvalue())


def test_a_name_is_read_as_programs_of_the_country_write_it() -> None:
    said, meant = "Res/aaaa.png", "Res/印章.png"
    data = zipped({said: b"x"}).replace(said.encode(), meant.encode("gb18030"))
    assert list(unpacked(data)) == [meant]
    assert list(unpacked(zipped({meant: b"x"}))) == [meant]


def test_two_parts_of_one_name_are_refused() -> None:
    file = io.BytesIO(PLAIN)
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(file, "a") as archive:
        archive.writestr("word/document.xml", part_of(PLAIN, "word/document.xml"))
    with pytest.raises(NotAPackage):
        looked_through(file.getvalue())


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(PLAIN) - 1), st.integers(1, 255))
def test_a_damaged_document_is_taken_or_refused_and_nothing_else(at: int, flip: int) -> None:
    damaged = bytearray(PLAIN)
    damaged[at] ^= flip
    with contextlib.suppress(PackageRefused):
        assert len(looked_through(bytes(damaged)).parts) == len(looked_through(PLAIN).parts)
