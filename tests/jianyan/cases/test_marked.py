import msgspec
from hypothesis import given
from hypothesis import strategies as st

import builders
from jianyan.cases import CaseDetail, CaseKind, CaseState, CaseSummary, Piece, marked

TEXT = "末班车太早了，站台没有灯。"
OWN, OTHER = 7, 8


def case(start: int | None, length: int | None, *, suggestion_id: int = OWN) -> CaseDetail:
    """Give a case of an aspect."""
    fields = {each.name for each in msgspec.structs.fields(CaseSummary)}
    known = {"kind": CaseKind.SUGGESTION, "state": CaseState.ASSIGNED, "opened_at": builders.NOW, "id": 1}
    return CaseDetail(
        summary=CaseSummary(**{**dict.fromkeys(fields), **known}),  # type: ignore[arg-type]
        suggestion_id=suggestion_id,
        text=None,
        whole=None,
        start=start,
        length=length,
        supervisor=None,
        supervisor_id=None,
        supervising_id=None,
        closed_at=None,
        co_departments=[],
        replies=[],
        ratings=[],
        steps=[],
    )


def test_aspects_are_marked_with_the_place_of_their_case() -> None:
    found = marked(TEXT, [case(0, 6), case(None, None), case(7, 5)], OWN)
    assert found == [
        Piece("末班车太早了", [1]),
        Piece("，", []),
        Piece("站台没有灯", [3]),
        Piece("。", []),
    ]


def test_aspects_that_overlap_share_their_letters() -> None:
    assert marked("一二三四", [case(0, 3), case(1, 3)], OWN) == [
        Piece("一", [1]),
        Piece("二三", [1, 2]),
        Piece("四", [2]),
    ]


def test_a_case_of_another_suggestion_marks_nothing() -> None:
    assert marked(TEXT, [case(0, 6, suggestion_id=OTHER)], OWN) == [Piece(TEXT, [])]


def test_an_erased_text_has_no_pieces() -> None:
    assert marked("", [], OWN) == []


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
    pieces = marked(text, [case(*span) for span in spans], OWN)
    assert "".join(piece.text for piece in pieces) == text
    told = [piece.numbers for piece in pieces for _ in piece.text]
    assert told == [
        [number for number, (start, length) in enumerate(spans, 1) if start <= place < start + length]
        for place in range(len(text))
    ]
