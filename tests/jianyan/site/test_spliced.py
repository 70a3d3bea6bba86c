import gzip
import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianyan.site.spliced import Spliced, place

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)
VALUES = {"name": "五里牌站".encode(), "token": b"a-b_c"}


@given(pieces=st.tuples(TEXT, TEXT, TEXT, TEXT), name=TEXT, token=TEXT)
def test_a_page_is_its_pieces_and_its_values_also_when_compressed(
    pieces: tuple[str, str, str, str], name: str, token: str
) -> None:
    first, second, third, last = pieces
    page = Spliced(f"{first}{place('name')}{second}{place('token')}{third}{place('name')}{last}")
    values = {"name": name.encode(), "token": token.encode()}
    expected = f"{first}{name}{second}{token}{third}{name}{last}".encode()
    assert page.plain(values) == expected
    assert gzip.decompress(page.gzipped(values)) == expected


def test_a_page_without_places_is_itself() -> None:
    page = Spliced("只有文字")
    assert gzip.decompress(page.gzipped({})) == page.plain({}) == "只有文字".encode()


def test_a_damaged_stream_is_noticed() -> None:
    stream = bytearray(Spliced(f"<p>{place('name')}</p>").gzipped(VALUES))
    stream[stream.index(VALUES["name"])] ^= 1
    with pytest.raises(gzip.BadGzipFile):
        gzip.decompress(bytes(stream))


def test_a_place_without_a_value_is_a_bug_and_not_a_hole() -> None:
    with pytest.raises(KeyError):
        Spliced(f"<p>{place('work')}</p>").plain(VALUES)


def test_what_people_type_is_never_a_place() -> None:
    typed = "[0123456789abcdef:token]"
    page = Spliced(f"<p>{html.escape(typed)}</p>{place('token')}")
    assert typed.encode() in page.plain(VALUES)
    assert str(place("token")) != typed


@pytest.mark.parametrize("length", [0, 1, 65_535, 65_536, 200_000])
def test_a_value_may_be_of_any_length(length: int) -> None:
    page = Spliced(f"<p>{place('name')}</p>")
    assert gzip.decompress(page.gzipped({"name": b"x" * length})) == b"<p>" + b"x" * length + b"</p>"
