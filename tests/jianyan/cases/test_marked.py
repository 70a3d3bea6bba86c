from hypothesis import given
from hypothesis import strategies as st

from jianyan.cases import Piece, marked

TEXT = "末班车太早了，站台没有灯。"


def test_aspects_are_marked_with_the_place_of_their_case() -> None:
    found = marked(TEXT, [(1, 0, 6), (2, None, None), (3, 7, 5)])
    assert found == [
        Piece("末班车太早了", [1]),
        Piece("，", []),
        Piece("站台没有灯", [3]),
        Piece("。", []),
    ]


def test_aspects_that_overlap_share_their_letters() -> None:
    assert marked("一二三四", [(1, 0, 3), (2, 1, 3)]) == [
        Piece("一", [1]),
        Piece("二三", [1, 2]),
        Piece("四", [2]),
    ]


def test_an_erased_text_has_no_pieces() -> None:
    assert marked("", []) == []


@st.composite
def split(draw: st.DrawFn) -> tuple[str, list[tuple[int, int]]]:
    """Give a text and aspects within it."""
    text = draw(st.text(min_size=1, max_size=30))
    spans = draw(st.lists(st.tuples(st.integers(0, len(text) - 1), st.integers(1, 30)), max_size=4))
    return text, [(start, min(length, len(text) - start)) for start, length in spans]


@given(split())
def test_the_pieces_are_the_text_and_each_letter_knows_its_cases(
    given: tuple[str, list[tuple[int, int]]],
) -> None:
    text, spans = given
    pieces = marked(text, [(number, *span) for number, span in enumerate(spans, 1)])
    assert "".join(piece.text for piece in pieces) == text
    told = [piece.numbers for piece in pieces for _ in piece.text]
    assert told == [
        [number for number, (start, length) in enumerate(spans, 1) if start <= place < start + length]
        for place in range(len(text))
    ]
