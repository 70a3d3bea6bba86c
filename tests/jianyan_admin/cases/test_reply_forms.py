"""Documents that come with the form of a reply."""

import re
from typing import Any

import pytest

import cast
import office_files
import papers
from cities import City
from consoles import see, send
from jianyan.cases import NewDocument
from jianyan.clock import now
from jianyan.packages import to_hand_out
from jianyan.uploads import FileKind
from jianyan_admin.cases.reply_forms import ReplyForm
from official_documents import template


async def test_a_document_belongs_to_the_reply_and_is_saved_by_who_sees_the_case(
    city: City, bo: Any, sign_in: Any
) -> None:
    hao = await sign_in(cast.HAO)
    case_id = await city.claimed(now=now())
    path = f"/admin/cases/{case_id}"
    script = papers.pdf(b"<</S/JavaScript/JS(1)>>")
    files = {
        "document_1": ("C:\\改造方案.PDF", papers.pdf(), "text/html"),
        "document_2": ("b.pdf", script, "application/pdf"),
    }
    fields = {"result": "B", "adoption": "partly", "text": "见附件。"}
    refused = await send(bo, f"{path}/reply", files=files, **fields)
    assert refused.status_code == 422
    assert "This PDF has scripts" in refused.text
    assert "document_2-error" in refused.text
    [kept] = re.findall(r'name="document" value="(\w+ [^"]+)" checked', refused.text)
    saved = await send(bo, f"{path}/reply", document=kept, **fields)
    assert saved.status_code == 303, saved.text
    [document] = (await city.seen(case_id)).replies[0].documents
    assert f"{document.name} {document.title}" == kept
    assert document.title == "改造方案.pdf"
    address = f"/admin/cases/documents/{document.name}"
    assert f'<a href="{address}" download>改造方案.pdf</a>' in (await see(bo, path)).text
    given = await see(bo, address)
    assert (given.content, given.headers["content-type"]) == (papers.pdf(), "application/pdf")
    assert given.headers["content-disposition"].startswith("attachment; ")
    assert "sandbox" in given.headers["content-security-policy"]
    assert (await see(hao, address)).status_code == 404
    assert (await send(bo, f"{path}/reply", **fields)).status_code == 303
    assert (await see(bo, address)).status_code == 404


def added(text: str, kind: str) -> list[str]:
    """Give the fields of a page in which a file can be added."""
    return re.findall(rf'<input id="({kind}_\d)" type="file"', text)


@pytest.mark.parametrize(("kept", "fields"), [(0, 2), (1, 2), (2, 1), (3, 0)])
async def test_no_more_documents_can_be_added_than_fit(city: City, bo: Any, kept: int, fields: int) -> None:
    path = f"/admin/cases/{await city.claimed(now=now())}/reply"
    sent: dict[str, Any] = {"result": "B", "adoption": "partly", "text": "见附件。"}
    for _ in range(kept):
        known = re.findall(r'name="document" value="(\w+ [^"]+)" checked', (await see(bo, path)).text)
        files = {"document_1": ("a.pdf", papers.pdf(), "application/pdf")}
        assert (await send(bo, path, files=files, document=known, **sent)).status_code == 303
    page = (await see(bo, path)).text
    assert len(added(page, "document")) == fields
    assert ("as many as fit" in page) == (fields == 0)
    assert len(added(page, "before")) == len(added(page, "after")) == 2


def test_a_field_whose_file_was_refused_stays() -> None:
    documents = [NewDocument(str(number), "a.pdf") for number in range(3)]
    form = ReplyForm(before=["a"] * 3, after=["b"] * 2, documents=documents)
    assert form.more() == {"before_1", "after_1"}
    assert form.more(["document_2"]) == {"before_1", "after_1", "document_2"}


@pytest.mark.parametrize(
    ("name", "sent", "kind"),
    [
        ("函.DOCX", template("关于路灯的答复"), FileKind.DOCX),
        ("表", office_files.workbook(), FileKind.XLSX),
        ("函.ofd", office_files.ofd(), FileKind.OFD),
    ],
)
async def test_a_document_of_an_office_is_taken_and_saved_under_its_own_type(
    city: City, bo: Any, name: str, sent: bytes, kind: FileKind
) -> None:
    path = f"/admin/cases/{await city.claimed(now=now())}"
    fields = {"result": "B", "adoption": "partly", "text": "见附件。"}
    saved = await send(bo, f"{path}/reply", files={"document_1": (name, sent, "text/html")}, **fields)
    assert saved.status_code == 303, saved.text
    link = r'<a href="(/admin/cases/documents/\w+)" download>([^<]+)'
    [(address, title)] = re.findall(link, (await see(bo, path)).text)
    given = await see(bo, address)
    assert (given.content, given.headers["content-type"]) == (to_hand_out(sent).content, kind.media_type)
    assert title == f"{name[0]}.{kind.ending}"
    assert "nosniff" in given.headers["x-content-type-options"]


async def test_what_acts_in_a_document_of_an_office_is_told_at_its_field(city: City, bo: Any) -> None:
    path = f"/admin/cases/{await city.claimed(now=now())}/reply"
    fields = {"result": "B", "adoption": "partly", "text": "见附件。"}
    acting = office_files.with_formula("cmd|'/c calc'!A0")
    refused = await send(bo, path, files={"document_2": ("表.xlsx", acting)}, **fields)
    assert refused.status_code == 422
    assert "document_2-error" in refused.text
    assert "cmd|&#39;/c calc&#39;!A0" in refused.text
