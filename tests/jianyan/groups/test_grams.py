import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianyan.groups import amounts_of
from jianyan.groups.grams import READ_MOST, grams_of


@pytest.mark.parametrize(
    ("text", "grams"),
    [
        ("末班车", ["末班", "班车"]),
        ("坐12路，到A2区", ["12", "a2"]),
        ("ＧＰＳ 不准", ["gps", "不准"]),
        ("车。车！5路", []),
        ("", []),
        ("太早太早", ["太早", "早太", "太早"]),
    ],
)
def test_a_text_is_its_pairs_of_han_letters_and_its_words_in_latin_ones(text: str, grams: list[str]) -> None:
    assert grams_of(text) == grams


def test_a_title_counts_beside_a_long_body_and_what_is_repeated_counts_less_than_twice() -> None:
    body = "候车的时候没有地方可以坐，老人只好站着，下雨也没有地方躲"
    amounts = amounts_of("站台装座椅", body)
    assert amounts["座椅"] > 1.5 * amounts["老人"]
    assert 1 < amounts["没有"] / amounts["老人"] < 2
    assert amounts_of(None, body) == amounts_of("", body)


def test_what_comes_after_four_hundred_letters_does_not_count() -> None:
    assert amounts_of(None, "车" * READ_MOST + "末班太早") == amounts_of(None, "车" * READ_MOST)


@given(st.text(), st.text())
def test_amounts_are_more_than_nothing(title: str, body: str) -> None:
    amounts = amounts_of(title, body)
    assert set(amounts) == set(grams_of(title)) | set(grams_of(body))
    assert all(amount > 0 for amount in amounts.values())
