import pytest

from jianyan.packages import (
    DOCX,
    HoldsForeignFields,
    HoldsForeignParts,
    HoldsMacros,
    LinksOutside,
    NotAPackage,
    opened,
    refuse_what_acts,
    unpacked,
)
from official_documents import part_of, repacked, template, with_relation, with_type, with_xml

PLAIN = template("{{正文}}")
TEXT = "word/document.xml"
OFFICE = "application/vnd.openxmlformats-officedocument"
MAIN = f"{OFFICE}.wordprocessingml.document.main+xml"


def look_through(data: bytes) -> list[str]:
    """Give the names of the parts of a document that only says something."""
    package = opened(unpacked(data))
    refuse_what_acts(package, DOCX)
    return list(package.parts)


def of_type(kind: str) -> bytes:
    types = part_of(PLAIN, "[Content_Types].xml").decode()
    return repacked(PLAIN, {"[Content_Types].xml": types.replace(MAIN, kind).encode()})


def field(*codes: str) -> str:
    runs = "".join(f'<w:r><w:instrText xml:space="preserve">{code}</w:instrText></w:r>' for code in codes)
    kinds = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")]
    return f"<w:p>{kinds[0]}{runs}{kinds[1]}<w:r><w:t>1</w:t></w:r>{kinds[2]}</w:p>"


@pytest.mark.parametrize(
    "data",
    [
        with_type(PLAIN, "word/vbaProject.bin", "application/vnd.ms-office.vbaProject"),
        with_type(PLAIN, "word/vbaData.xml", "application/vnd.ms-word.vbaData+xml", b"<a/>"),
        of_type("application/vnd.ms-word.document.macroEnabled.main+xml"),
        of_type("application/vnd.ms-word.template.macroEnabledTemplate.main+xml"),
        repacked(PLAIN, {"word/vbaProject.bin": b"x"}),
    ],
)
def test_macros_are_refused(data: bytes) -> None:
    with pytest.raises(HoldsMacros):
        look_through(data)


@pytest.mark.parametrize(
    "kind", [f"{OFFICE}.wordprocessingml.template.main+xml", f"{OFFICE}.spreadsheetml.sheet.main+xml"]
)
def test_another_type_of_file_is_refused(kind: str) -> None:
    with pytest.raises(NotAPackage):
        look_through(of_type(kind))


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("word/embeddings/oleObject1.bin", f"{OFFICE}.oleObject"),
        ("word/embeddings/sheet.xlsx", f"{OFFICE}.spreadsheetml.sheet"),
        ("word/activeX/activeX1.xml", "application/vnd.ms-office.activeX+xml"),
        ("word/activeX/activeX1.bin", "application/vnd.ms-office.activeX"),
        ("word/webextensions/webextension1.xml", "application/vnd.ms-office.webextension+xml"),
        ("word/afchunk.html", "text/html"),
        ("word/media/a.svg", "image/svg+xml"),
        ("customUI/customUI.xml", ""),
        ("word/setup.exe", ""),
    ],
)
def test_parts_that_are_no_text_and_no_picture_are_refused(name: str, kind: str) -> None:
    data = (
        with_type(PLAIN, name, kind, b"<a/>")
        if kind
        else repacked(PLAIN, {name.replace(".xml", ".dat"): b"x"})
    )
    with pytest.raises(HoldsForeignParts) as refused:
        look_through(data)
    assert name.rpartition(".")[0] in str(refused.value.values["names"])


@pytest.mark.parametrize("kind", ["oleObject", "package", "control", "aFChunk", "subDocument"])
def test_parts_that_are_woven_in_as_objects_are_refused(kind: str) -> None:
    with pytest.raises(HoldsForeignParts):
        look_through(with_relation(PLAIN, kind, "styles.xml", mode="Internal"))


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("attachedTemplate", "https://example.cn/a.dotm"),
        ("attachedTemplate", "file:///C:/office.dotx"),
        ("image", "https://example.cn/pixel.png"),
        ("hyperlink", "file:///etc/passwd"),
        ("hyperlink", "\\\\server\\share"),
        ("hyperlink", "javascript:alert(1)"),
        ("hyperlink", "ms-msdt:/id"),
    ],
)
def test_what_would_be_fetched_from_outside_is_refused(kind: str, target: str) -> None:
    with pytest.raises(LinksOutside) as refused:
        look_through(with_relation(PLAIN, kind, target))
    assert refused.value.values["names"] == target


def test_a_target_outside_that_calls_itself_inside_is_refused() -> None:
    with pytest.raises(LinksOutside):
        look_through(with_relation(PLAIN, "image", "https://example.cn/pixel.png", mode="Internal"))


@pytest.mark.parametrize(
    "target",
    ["https://example.cn/a?b=1", "http://example.cn/", "mailto:office@example.cn", "HTTPS://EXAMPLE.CN"],
)
def test_a_link_for_a_person_to_click_is_taken(target: str) -> None:
    assert TEXT in look_through(with_relation(PLAIN, "hyperlink", target))


@pytest.mark.parametrize(
    "xml",
    [
        '<w:p><w:r><w:pict><v:imagedata xmlns:v="urn:schemas-microsoft-com:vml" src="http://example.cn/a.png"/>'
        "</w:pict></w:r></w:p>",
        '<w:p><w:r><w:pict><v:imagedata xmlns:v="urn:schemas-microsoft-com:vml"'
        ' xmlns:o="urn:schemas-microsoft-com:office:office" o:href="https://example.cn/a.png"/></w:pict></w:r></w:p>',
        "<w:mailMerge/>",
    ],
)
def test_pictures_and_data_named_in_the_text_itself_are_refused(xml: str) -> None:
    with pytest.raises(LinksOutside):
        look_through(with_xml(PLAIN, xml))


@pytest.mark.parametrize(
    "codes",
    [
        (" DDEAUTO c:\\\\windows\\\\cmd.exe ",),
        (" DD", "EAUTO cmd ", "/c calc "),
        (' INCLUDEPICTURE "https://example.cn/a.png" ',),
        (' INCLUDETEXT "c:\\\\a.docx" ',),
        (" MACROBUTTON x y ",),
        (" DATE ",),
        (' HYPERLINK "file:///c:/a.exe" ',),
        (" = 1 + 1 ",),
    ],
)
def test_fields_that_fetch_calculate_or_start_something_are_refused(codes: tuple[str, ...]) -> None:
    with pytest.raises(HoldsForeignFields) as refused:
        look_through(with_xml(PLAIN, field(*codes)))
    assert refused.value.values["names"] == " ".join("".join(codes).split())
    with pytest.raises(HoldsForeignFields):
        code = "".join(codes).replace('"', "&quot;")
        look_through(with_xml(PLAIN, f'<w:p><w:fldSimple w:instr="{code}"/></w:p>'))


def test_a_field_within_the_code_of_another_is_found() -> None:
    begin, end = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>',
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
    )
    code = "<w:r><w:instrText>{}</w:instrText></w:r>"
    inner = f"{begin}{code.format(' DDE x ')}{end}"
    with pytest.raises(HoldsForeignFields):
        look_through(with_xml(PLAIN, f"<w:p>{begin}{code.format(' PAGE ')}{inner}{end}</w:p>"))
    with pytest.raises(HoldsForeignFields):
        look_through(with_xml(PLAIN, f"<w:p>{code.format(' DDE x ')}</w:p>"))


@pytest.mark.parametrize(
    "code",
    [
        " PAGE ",
        " NUMPAGES \\* MERGEFORMAT ",
        ' TOC \\o "1-3" \\h ',
        " PAGEREF _Toc1 \\h ",
        ' HYPERLINK \\l "_Toc1" ',
        "",
    ],
)
def test_fields_that_say_where_something_stands_are_taken(code: str) -> None:
    assert TEXT in look_through(with_xml(PLAIN, field(code)))
