import io
from collections.abc import Iterator

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jianyan.documents import ChartBlock, Document, Heading, Paragraph, Quote, TableBlock, docx_bytes
from jianyan.documents.wordml import written
from official_documents import report

HOSTILE = "<w:p>&amp;\"'{{标题}}]]><!-- <?xml ?> =cmd|' /C calc'!A0 %s \\ {"
ENDLESS = "公" * 20_000


def everywhere(text: str) -> Document:
    """Give a document that says the text in each place where a text can stand."""
    blocks = [
        Heading(text),
        Paragraph(text),
        Quote(text, text),
        TableBlock(text, [text], [[text]]),
        ChartBlock(text, "bars", [(text, 1)]),
    ]
    return report(title=text, addressee=text, blocks=blocks, attachments=[(text, blocks)], signed_by=text)


def said(document: Document) -> Iterator[str]:
    read = docx.Document(io.BytesIO(docx_bytes(document)))
    for paragraph in read.paragraphs:
        yield "".join(paragraph.text.split())
    for table in read.tables:
        for cell in table._cells:
            yield "".join(cell.text.split())


def test_what_word_would_obey_is_only_written() -> None:
    assert sum("".join(HOSTILE.split()) in text for text in said(everywhere(HOSTILE))) >= 20


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("一\x00二\x1f三\x7f四\x9f五", "一二三四五"),
        ("一\ud800二\udfff三", "一二三"),
        ("一\ufffe二\uffff三", "一二三"),
        ("一\u202e二\u2066三\u2069四", "一二三四"),
        ("一\r\n二\x0b三\u2028四", "一\n二\n三\n四"),
        ("挤😡，\u200d车", "挤😡，\u200d车"),
    ],
)
def test_what_no_document_can_hold_is_left_out(text: str, kept: str) -> None:
    assert written(text) == kept
    assert "".join(kept.split()) in "\n".join(said(report(blocks=[Quote(text, "")])))
    assert sum("".join(kept.split()) in one for one in said(everywhere(text))) >= 18


def test_twenty_thousand_characters_are_written() -> None:
    assert ENDLESS in list(said(report(blocks=[TableBlock("", ["甲"], [[ENDLESS]])])))
    blocks = [Quote(ENDLESS, ENDLESS), ChartBlock(ENDLESS, "bars", [(ENDLESS, 1)])]
    assert f"“{ENDLESS}”（{ENDLESS}）" in list(said(report(blocks=blocks)))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(max_size=40), min_size=5, max_size=5))
def test_every_text_is_read_back_as_it_was_written(texts: list[str]) -> None:
    blocks = [Quote(text, "") for text in texts]
    read = docx.Document(
        io.BytesIO(docx_bytes(report(blocks=blocks, attachments=[], title="报告", addressee="")))
    )
    quoted = [paragraph.text for paragraph in read.paragraphs if paragraph.style.name == "Quote"]
    assert quoted == [f"“{written(text)}”" for text in texts]
