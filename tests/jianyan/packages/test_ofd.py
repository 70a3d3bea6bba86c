import pytest

import office_files
from jianyan.packages import (
    DeclaresEntities,
    DocumentHasPassword,
    HoldsActions,
    HoldsForeignParts,
    LinksOutside,
    NotAPackage,
    to_hand_out,
)


def action(inside: str, event: str = "CLICK") -> str:
    return f'<ofd:Actions><ofd:Action Event="{event}">{inside}</ofd:Action></ofd:Actions>'


URI = '<ofd:URI URI="{}"/>'


@pytest.mark.parametrize(
    ("acting", "told"),
    [
        (action('<ofd:GotoA AttachID="1"/>'), "GotoA"),
        (action('<ofd:Movie ResourceID="1"/>'), "Movie"),
        (action('<ofd:Sound ResourceID="1"/>'), "Sound"),
        (action(URI.format("https://example.cn/"), "DO"), "https://example.cn/"),
        (action(URI.format("https://example.cn/"), "PO"), "https://example.cn/"),
        (
            action(f"<ofd:Region>{URI.format('https://example.cn/')}</ofd:Region>", "PO"),
            "https://example.cn/",
        ),
        (action(URI.format("file:///c:/a.exe")), "file:///c:/a.exe"),
        (action(URI.format("a.exe")), "a.exe"),
        (action('<ofd:URI Base="file:///c:/" URI="https://example.cn/"/>'), "https://example.cn/"),
        ("<x:JavaScript xmlns:x='urn:x'>1</x:JavaScript>", "JavaScript"),
    ],
)
@pytest.mark.parametrize("place", ["inside", "on_page"])
def test_what_happens_when_it_is_opened_or_leads_to_a_program_is_refused(
    acting: str, told: str, place: str
) -> None:
    with pytest.raises(HoldsActions) as refused:
        to_hand_out(office_files.ofd(**{place: acting}))  # type: ignore[arg-type]
    assert refused.value.values["names"] == told


@pytest.mark.parametrize(
    "harmless",
    [
        action(URI.format("https://example.cn/a")),
        action(URI.format("mailto:office@example.cn")),
        action('<ofd:Goto><ofd:Dest Type="XYZ" PageID="1"/></ofd:Goto>', "DO"),
        '<ofd:MultiMedias><ofd:MultiMedia ID="9" Type="Image"><ofd:MediaFile>a.png</ofd:MediaFile>'
        "</ofd:MultiMedia></ofd:MultiMedias>",
    ],
)
def test_links_to_pages_and_pictures_are_taken(harmless: str) -> None:
    assert to_hand_out(office_files.ofd(inside=harmless)).ending == "ofd"


@pytest.mark.parametrize(
    "inside",
    [
        '<ofd:Attachments><ofd:Attachment ID="1" Name="表.xlsx"/></ofd:Attachments>',
        '<Attachment xmlns="urn:other" Name="表.xlsx"/>',
        '<ofd:MultiMedia ID="9" Type="Video" Name="表.xlsx"/>',
    ],
)
def test_attachments_sound_and_film_are_refused(inside: str) -> None:
    with pytest.raises(HoldsForeignParts, match=r"表\.xlsx|Video"):
        to_hand_out(office_files.ofd(inside=inside))


@pytest.mark.parametrize("name", ["Doc_0__Attachs__a_exe", "Doc_0__Attachs__a_ofd", "Doc_0__a_html", "a_js"])
def test_files_that_are_no_page_picture_font_or_seal_are_refused(name: str) -> None:
    with pytest.raises(HoldsForeignParts):
        to_hand_out(office_files.ofd(**{name: b"x"}))  # type: ignore[arg-type]
    with pytest.raises(HoldsForeignParts):
        to_hand_out(office_files.ofd(Doc_0__Res__a_png=b"PK\x03\x04"))


@pytest.mark.parametrize(
    "inside",
    [
        "<ofd:MediaFile>file:///etc/passwd</ofd:MediaFile>",
        "<ofd:FontFile>\\\\server\\share\\a.ttf</ofd:FontFile>",
        "<ofd:DocumentRes>//example.cn/Res.xml</ofd:DocumentRes>",
        '<ofd:Page ID="2" BaseLoc="https://example.cn/Content.xml"/>',
    ],
)
def test_places_outside_of_the_file_are_refused(inside: str) -> None:
    with pytest.raises(LinksOutside):
        to_hand_out(office_files.ofd(inside=inside))


def test_an_encrypted_one_is_refused() -> None:
    with pytest.raises(DocumentHasPassword):
        to_hand_out(office_files.ofd(entry="<ofd:Encryptions>Doc_0/Encryptions.xml</ofd:Encryptions>"))


def test_a_part_that_declares_entities_or_is_broken_is_refused() -> None:
    with pytest.raises(DeclaresEntities):
        to_hand_out(office_files.ofd(Doc_0__a_xml=b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"))
    for broken in (b"<a>", b"", b"\x00"):
        with pytest.raises(NotAPackage):
            to_hand_out(office_files.ofd(Doc_0__a_xml=broken))
    with pytest.raises(NotAPackage):
        to_hand_out(office_files.changed(office_files.ofd(), {"OFD.xml": b"<Types/>"}))
