import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cities import LONG, NOW, City
from jianyan import cases
from jianyan.cases import span_between
from jianyan.errors import Invalid


def aspect(first: str, last: str, text: str = LONG) -> str:
    start, length = span_between(text, first, last)
    return text[start : start + length]


def test_an_aspect_is_found_by_its_first_and_last_words() -> None:
    assert aspect("另外站台", "等车很累。") == "另外站台没有座椅，老人等车很累。"
    assert aspect(" 末班车 ", "") == "末班车"
    assert aspect("末班车太早了", "早了") == "末班车太早了"


@pytest.mark.parametrize(
    ("first", "last", "field", "said"),
    [
        ("没有的话", "", "first", "do not stand"),
        ("", "很累", "first", "do not stand"),
        ("班", "", "first", "more than once"),
        ("末班车", "没有的话", "last", "do not stand"),
        ("末班车", "。", "last", "more than once"),
        ("老人等车", "末班车", "last", "do not stand"),
        ("末班车太早了", "末班车", "last", "after the first"),
    ],
)
def test_words_that_are_not_there_once_are_refused_at_their_field(
    first: str, last: str, field: str, said: str
) -> None:
    with pytest.raises(Invalid) as refused:
        span_between(LONG, first, last)
    assert refused.value.field == field
    assert said in refused.value.sentence


@settings(deadline=None)
@given(st.text("甲乙丙。 \n", min_size=1, max_size=40), st.data())
def test_what_is_found_begins_and_ends_with_the_words_that_were_given(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    first, last = text[start : start + 2].strip(), text[max(start, end - 2) : end].strip()
    try:
        at, length = span_between(text, first, last)
    except Invalid:
        return
    found = text[at : at + length]
    assert found.startswith(first)
    assert found.endswith(last)
    assert text.count(first) == 1 or first == ""


async def test_the_cases_of_a_text_are_told_with_their_aspects(city: City) -> None:
    whole = await city.hand_over()
    part = await city.hand_over(start=15, length=9)
    await cases.cancel(whole, "不是办件。", by=city.qiao, now=NOW)
    found = await cases.aspects_of((await city.seen(part)).suggestion_id)
    assert [(one.summary.id, one.start, one.length) for one in found] == [(whole, None, None), (part, 15, 9)]
