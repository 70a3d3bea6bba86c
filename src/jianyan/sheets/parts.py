"""The parts of an XLSX file around its rows.

Source: ECMA-376 part 1, 18.2 (workbook), 18.8 (styles), part 2 (packages).
"""

from collections.abc import Sequence
from datetime import UTC, datetime

from jianyan.sheets.markup import letters_of

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
_CORE_RELATION = f"{_PACKAGE}/relationships/metadata/core-properties"
_DUBLIN_CORE = (
    'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)

STYLES = f"""{_HEAD}<styleSheet xmlns="{_MAIN}">\
<numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy-mm-dd"/>\
<numFmt numFmtId="165" formatCode="yyyy-mm-dd hh:mm:ss"/></numFmts>\
<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>\
<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>\
<fills count="3"><fill><patternFill patternType="none"/></fill>\
<fill><patternFill patternType="gray125"/></fill>\
<fill><patternFill patternType="solid"><fgColor rgb="FFE8EEF3"/></patternFill></fill></fills>\
<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>\
<cellXfs count="5"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>\
<xf numFmtId="0" fontId="1" fillId="2" borderId="0" xfId="0" applyFont="1" applyFill="1"/>\
<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>\
<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>\
<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1"/></cellXfs>\
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"""
"""The styles that `markup` names by their place."""


def sheet_beginning(widths: Sequence[int], *, is_first: bool) -> str:
    """Give a worksheet up to its rows: one row stays in sight, and it prints as wide as the paper."""
    columns = "".join(
        f'<col min="{at}" max="{at}" width="{width}" customWidth="1"/>' for at, width in enumerate(widths, 1)
    )
    selected = ' tabSelected="1"' if is_first else ""
    return (
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<sheetViews><sheetView{selected} workbookViewId="0"><pane ySplit="1" topLeftCell="A2" '
        'activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        '<sheetFormatPr defaultRowHeight="15"/>'
        f"{f'<cols>{columns}</cols>' if columns else ''}<sheetData>"
    )


def sheet_end(column_count: int, row_count: int) -> str:
    """Give what follows the rows; `row_count` is that of the rows below the header."""
    filtered = f'<autoFilter ref="A1:{letters_of(column_count - 1)}{row_count + 1}"/>' if column_count else ""
    return (
        f"</sheetData>{filtered}"
        '<pageMargins left="0.4" right="0.4" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>'
        "<headerFooter><oddFooter>&amp;C&amp;P / &amp;N</oddFooter></headerFooter></worksheet>"
    )


def around(
    names: Sequence[str], *, column_count: int, row_counts: Sequence[int], made_at: datetime
) -> dict[str, str]:
    """Give path → content of every part but the worksheets.

    Args:
        names: of the sheets, as Excel accepts them.
        column_count: of every sheet.
        row_counts: rows below the header, a number for each sheet.
        made_at: aware moment that stands in the file as its creation.
    """
    numbers = range(1, len(names) + 1)
    escaped = [_attribute(name) for name in names]
    return {
        "[Content_Types].xml": _content_types(numbers),
        "_rels/.rels": _relations(
            {
                "rId1": (f"{_OFFICE}/officeDocument", "xl/workbook.xml"),
                "rId2": (_CORE_RELATION, "docProps/core.xml"),
            }
        ),
        "docProps/core.xml": _core(made_at),
        "xl/workbook.xml": _workbook(escaped, column_count, row_counts),
        "xl/_rels/workbook.xml.rels": _relations(
            {
                **{
                    f"rId{number}": (f"{_OFFICE}/worksheet", f"worksheets/sheet{number}.xml")
                    for number in numbers
                },
                "rIdStyles": (f"{_OFFICE}/styles", "styles.xml"),
            }
        ),
        "xl/styles.xml": STYLES,
    }


def _content_types(numbers: range) -> str:
    parts = {f"/xl/worksheets/sheet{number}.xml": f"{_TYPES}.worksheet+xml" for number in numbers}
    parts |= {"/xl/workbook.xml": f"{_TYPES}.sheet.main+xml", "/xl/styles.xml": f"{_TYPES}.styles+xml"}
    parts["/docProps/core.xml"] = _CORE_TYPE
    overrides = "".join(f'<Override PartName="{path}" ContentType="{kind}"/>' for path, kind in parts.items())
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relations(targets: dict[str, tuple[str, str]]) -> str:
    each = "".join(
        f'<Relationship Id="{name}" Type="{kind}" Target="{target}"/>'
        for name, (kind, target) in targets.items()
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{each}</Relationships>'


def _core(made_at: datetime) -> str:
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" {_DUBLIN_CORE}>'
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{made_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}'
        "</dcterms:created></cp:coreProperties>"
    )


def _workbook(names: Sequence[str], column_count: int, row_counts: Sequence[int]) -> str:
    sheets = "".join(
        f'<sheet name="{name}" sheetId="{number}" r:id="rId{number}"/>'
        for number, name in enumerate(names, 1)
    )
    defined = "".join(
        _defined(at, name, letters_of(max(column_count, 1) - 1), rows)
        for at, (name, rows) in enumerate(zip(names, row_counts, strict=True))
    )
    return (
        f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><bookViews><workbookView/></bookViews>'
        f"<sheets>{sheets}</sheets><definedNames>{defined}</definedNames></workbook>"
    )


def _defined(at: int, name: str, last: str, rows: int) -> str:
    quoted = "'" + name.replace("'", "''") + "'"
    return (
        f'<definedName name="_xlnm._FilterDatabase" localSheetId="{at}" hidden="1">'
        f"{quoted}!$A$1:${last}${rows + 1}</definedName>"
        f'<definedName name="_xlnm.Print_Titles" localSheetId="{at}">{quoted}!$1:$1</definedName>'
    )


def _attribute(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
