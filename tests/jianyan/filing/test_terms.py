import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jianyan.filing.terms import READ_MOST, is_han, runs_of, terms_of


def length_of(terms: dict[str, float]) -> float:
    return math.sqrt(sum(amount * amount for amount in terms.values()))


def test_a_text_is_its_letters_and_the_pairs_of_neighbours() -> None:
    assert set(terms_of(None, "末班车，早")) == {"末", "班", "车", "早", "末班", "班车"}


def test_words_in_latin_letters_are_whole_and_folded() -> None:
    assert set(terms_of(None, "装ETC和ＷｉＦｉ a 2号")) == {"装", "etc", "和", "wifi", "号"}


@pytest.mark.parametrize("text", ["", "  ", "12345 !?", "，。", "😀"])
def test_a_text_without_letters_has_no_terms(text: str) -> None:
    assert terms_of(text, text) == {}
    assert terms_of(None, text) == {}


def test_a_title_counts_the_same_however_long_the_body_is() -> None:
    title = "公交"
    for body in ("路", "路灯坏了请修" * 100):
        terms = terms_of(title, body)
        assert length_of({term: terms[term] for term in ("公", "交", "公交")}) == pytest.approx(0.8)
        assert length_of(terms_of(None, body)) == pytest.approx(1)


def test_a_repeated_term_counts_more_but_not_in_proportion() -> None:
    terms = terms_of(None, "车，车，车，路")
    assert terms["车"] / terms["路"] == pytest.approx(1 + math.log(3))


def test_what_stands_in_title_and_body_counts_twice() -> None:
    alone = terms_of(None, "公交")["公交"]
    assert terms_of("公交", "公交")["公交"] == pytest.approx(1.8 * alone)


def test_only_the_beginning_of_a_long_text_is_read() -> None:
    assert "尾" not in terms_of(None, "车" * READ_MOST + "尾")
    assert "尾" in terms_of(None, "车" * (READ_MOST - 1) + "尾")


def test_runs_are_told_from_words() -> None:
    assert [(run, is_han(run)) for run in runs_of("坐BRT去火车站3")] == [
        ("坐", True),
        ("brt", False),
        ("去火车站", True),
    ]


@settings(deadline=None)
@given(st.text(max_size=1_200), st.text(max_size=2_500))
def test_any_text_gives_finite_amounts(title: str, body: str) -> None:
    terms = terms_of(title, body)
    assert all(0 < amount <= 1.8 + 1e-9 for amount in terms.values())
    assert length_of(terms) <= 1.8 + 1e-9
