import io
import random
import zipfile

import docx
import openpyxl
import pytest

import office_files
from jianyan.packages import HandedOut, HoldsMacros, NotAPackage, PackageRefused, to_hand_out, unpacked
from official_documents import part_of, saved, template, with_type

MUTATED = 300


def letter() -> bytes:
    """Give a DOCX whose properties name people, as Word and WPS write them."""
    made = docx.Document()
    made.add_paragraph("关于路灯的答复")
    made.core_properties.author, made.core_properties.last_modified_by = "王主任", "李科长"
    data = with_type(
        saved(made),
        "docProps/custom.xml",
        "application/vnd.openxmlformats-officedocument.custom-properties+xml",
        "<Properties><property name='部门'>王主任</property></Properties>".encode(),
    )
    app = part_of(data, "docProps/app.xml").decode()
    manager = "<Manager>李科长</Manager></Properties>"
    return office_files.changed(data, {"docProps/app.xml": app.replace("</Properties>", manager).encode()})


def named(data: bytes) -> list[str]:
    """Give the parts in which somebody is named."""
    people = ["王主任".encode(), "李科长".encode()]
    return [name for name, part in unpacked(data).items() if any(person in part for person in people)]


def test_a_document_of_word_says_the_same_and_names_nobody() -> None:
    sent = letter()
    assert sorted(named(sent)) == ["docProps/app.xml", "docProps/core.xml", "docProps/custom.xml"]
    handed_out = to_hand_out(sent)
    assert handed_out.ending == "docx"
    assert named(handed_out.content) == []
    read = docx.Document(io.BytesIO(handed_out.content))
    assert [paragraph.text for paragraph in read.paragraphs] == ["关于路灯的答复"]
    assert (read.core_properties.author, read.core_properties.title) == ("", "")


def test_a_workbook_says_the_same_and_names_nobody() -> None:
    sent = office_files.workbook()
    assert named(sent) == ["docProps/core.xml"]
    handed_out = to_hand_out(sent)
    assert (handed_out.ending, named(handed_out.content)) == ("xlsx", [])
    sheet = openpyxl.load_workbook(io.BytesIO(handed_out.content)).active
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["线路", "班次"],
        ["5路", 12],
        ["合计", "=SUM(B2:B2)"],
    ]


def test_an_ofd_says_the_same_and_names_nobody() -> None:
    handed_out = to_hand_out(office_files.ofd())
    assert (handed_out.ending, named(handed_out.content)) == ("ofd", [])
    before, after = unpacked(office_files.ofd()), unpacked(handed_out.content)
    assert [name for name in before if before[name] != after[name]] == ["OFD.xml"]
    assert after["OFD.xml"].count(b"DocRoot") == 2


def test_a_sealed_ofd_keeps_every_byte_that_its_seal_holds_for() -> None:
    sent = office_files.ofd(
        entry="<ofd:Signatures>Doc_0/Signs/Signatures.xml</ofd:Signatures>",
        Doc_0__Signs__Signatures_xml=b"<Signatures/>",
        Doc_0__Signs__Seal_esl=b"\x30\x82",
        Doc_0__Signs__SignedValue_dat=b"\x30\x82",
    )
    sent = office_files.changed(sent, {})
    assert unpacked(to_hand_out(sent).content) == unpacked(sent)


def test_equal_files_give_equal_bytes_and_a_second_time_changes_nothing() -> None:
    for sent in (letter(), office_files.workbook(), office_files.ofd()):
        once = to_hand_out(sent)
        assert to_hand_out(sent) == once
        assert to_hand_out(once.content) == once


def test_what_lies_before_between_and_behind_the_parts_is_left_behind() -> None:
    sent = letter()
    assert b"hidden" not in to_hand_out(sent + b"hidden").content
    with zipfile.ZipFile(io.BytesIO(to_hand_out(sent).content)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {entry.comment + entry.extra for entry in archive.infolist()} == {b""}


@pytest.mark.parametrize("kind", ["presentationml.presentation", "wordprocessingml.template"])
def test_another_kind_of_file_is_not_handed_out(kind: str) -> None:
    office = "application/vnd.openxmlformats-officedocument."
    types = part_of(letter(), "[Content_Types].xml").decode()
    other = types.replace(f"{office}wordprocessingml.document.main", f"{office}{kind}.main")
    with pytest.raises(NotAPackage):
        to_hand_out(office_files.changed(letter(), {"[Content_Types].xml": other.encode()}))
    with pytest.raises(NotAPackage):
        to_hand_out(office_files.changed(letter(), {"[Content_Types].xml": b"<Types/>"}))


def test_a_workbook_that_may_hold_macros_is_refused() -> None:
    types = part_of(office_files.workbook(), "[Content_Types].xml").decode()
    office = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    for kind in ("sheet.macroEnabled", "sheet.binary.macroEnabled"):
        other = types.replace(office, f"application/vnd.ms-excel.{kind}.main+xml").encode()
        with pytest.raises(HoldsMacros):
            to_hand_out(office_files.changed(office_files.workbook(), {"[Content_Types].xml": other}))


def test_mutated_files_are_handed_out_or_refused_and_nothing_else() -> None:
    chance, samples = random.Random(7), [letter(), office_files.workbook(), office_files.ofd()]
    found = [outcome(office_files.mutated(samples[turn % 3], chance)) for turn in range(MUTATED)]
    assert 10 < sum(isinstance(one, HandedOut) for one in found) < MUTATED - 10


def outcome(sent: bytes) -> HandedOut | PackageRefused:
    try:
        return to_hand_out(sent)
    except PackageRefused as refusal:
        return refusal


def test_a_template_says_the_same_as_a_document_that_is_handed_out() -> None:
    assert to_hand_out(template("{{正文}}")).ending == "docx"
