"""What a phone, a printer and a vandal do to our pictures."""

import datetime as dt
from collections.abc import Callable, Iterator

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from jianyan_qr import Poster

Reader = Callable[[Image.Image], list[str]]


@pytest.fixture
def read() -> Reader:
    """The texts of all codes in a picture, by a reader we did not write."""

    def texts(picture: Image.Image) -> list[str]:
        return [found.text for found in zxingcpp.read_barcodes(picture)]

    return texts


@pytest.fixture
def pages_of() -> Callable[[bytes], Iterator[pypdfium2.PdfPage]]:
    def pages(pdf: bytes) -> Iterator[pypdfium2.PdfPage]:
        document = pypdfium2.PdfDocument(pdf)
        try:
            for page in document:
                yield page
                page.close()
        finally:
            document.close()

    return pages


@pytest.fixture
def text_of(pages_of: Callable[[bytes], Iterator[pypdfium2.PdfPage]]) -> Callable[[bytes], str]:
    """All text of a PDF without white space, which depends on where lines break."""

    def text(pdf: bytes) -> str:
        return "".join("".join(page.get_textpage().get_text_bounded().split()) for page in pages_of(pdf))

    return text


@pytest.fixture
def poster() -> Callable[..., Poster]:
    """A poster for Wulipai stop, with any field changed."""

    def build(**changes: object) -> Poster:
        facts: dict[str, object] = {
            "url": "https://jianyan.example.cn/s/7k3m9qxt",
            "code": "7K3M9QXT",
            "title": "夏天候车太热，您觉得站台上最需要添什么？",
            "invitation": "扫码说说您的想法，一分钟就好",
            "place": "五里牌 站",
            "place_detail": "往火车站方向",
            "organisers": ("某市交通运输局", "某市公共交通集团有限公司"),
            "domain": "jianyan.example.cn",
            "date": dt.date(2026, 7, 1),
        }
        return Poster(**(facts | changes))  # type: ignore[arg-type]

    return build
