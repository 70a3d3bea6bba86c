import resource
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pictures
from jianyan.errors import Refusal
from jianyan.uploads import (
    BYTES_MOST,
    PIXELS_MOST,
    Measured,
    NotAPicture,
    TooManyBytes,
    TooManyPixels,
    measured,
)


@pytest.mark.parametrize("size", [(1, 1), (300, 200), (1_999, 3)])
@pytest.mark.parametrize(
    ("kind", "facts"),
    [
        ("JPEG", {}),
        ("JPEG", {"progressive": True, "comment": b"x" * 60_000}),
        ("PNG", {}),
        ("WEBP", {}),
        ("WEBP", {"lossless": True}),
        ("WEBP", {"exif": b"Exif\x00\x00"}),
    ],
)
def test_kind_and_size_are_read_from_the_head(
    kind: str, facts: dict[str, object], size: tuple[int, int]
) -> None:
    assert measured(pictures.saved(pictures.picture(*size), kind, **facts)) == Measured(kind, *size)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF89a" + bytes(60),
        b"BM" + bytes(60),
        b"II*\0" + bytes(60),
        b"%PDF-1.7" + bytes(60),
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"\x89PNG\r\n\x1a\n",
        b"\x89PNG\r\n\x1a\n" + bytes(60),
        b"\xff\xd8\xff",
        b"\xff\xd8" + b"\xff" * 5_000,
        b"\xff\xd8" + b"\xff\xd0" * 1_000_000,
        b"\xff\xd8\xff\xe0\x00\x00" + bytes(60),
        b"RIFF\x00\x00\x00\x00WEBPVP8 ",
        b"RIFF\x00\x00\x00\x00WEBPVP8L" + bytes(60),
    ],
)
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    with pytest.raises(NotAPicture) as refused:
        measured(content)
    assert refused.value.field == "photo"


def test_a_head_without_an_end_is_given_up_at_once() -> None:
    content, began = b"\xff\xd8" + b"\xff\xd0" * (BYTES_MOST // 2 - 1), time.process_time()
    with pytest.raises(NotAPicture):
        measured(content)
    assert time.process_time() - began < 0.05


def test_a_file_that_is_too_large_is_refused_unread() -> None:
    with pytest.raises(TooManyBytes, match="larger than 8 MB"):
        measured(b"\xff\xd8" + bytes(BYTES_MOST))


def test_a_picture_that_swells_is_refused_at_once_and_without_memory() -> None:
    content = pictures.bomb()
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    with pytest.raises(TooManyPixels, match=r"144 million pixels; at most 40"):
        measured(content)
    assert time.process_time() - began < 0.05
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000
    assert len(content) < 20_000


def test_forty_million_pixels_are_the_most() -> None:
    assert measured(pictures.bomb(8_000, 5_000)) == Measured("PNG", 8_000, 5_000)
    with pytest.raises(TooManyPixels):
        measured(pictures.bomb(8_001, 5_000))


@settings(deadline=None)
@given(
    st.sampled_from([b"\xff\xd8", b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBPVP8X", b"RIFF\0\0\0\0WEBPVP8 "]),
    st.binary(max_size=200),
)
def test_any_bytes_are_measured_or_refused(head: bytes, rest: bytes) -> None:
    try:
        found = measured(head + rest)
    except Refusal:
        found = Measured("refused", 1, 1)
    assert min(found.width, found.height) >= 1
    assert found.width * found.height <= PIXELS_MOST
