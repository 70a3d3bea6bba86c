from hypothesis import given, settings
from hypothesis import strategies as st

from jianyan.reports.figures import FIGURES
from jianyan.reports.placeholders import filled, first_unknown


def test_a_placeholder_becomes_its_figure_and_typed_digits_stay() -> None:
    assert filled("共{received}条，2026年。", {"received": "682"}) == "共682条，2026年。"


def test_a_placeholder_that_names_no_figure_is_told_with_those_there_are() -> None:
    unknown = first_unknown("共{received}条，{recieved}条。")
    assert unknown is not None
    assert unknown["name"] == "recieved"
    assert "{received}、{published}" in unknown["known"]
    assert first_unknown("{}") is not None
    assert first_unknown("{received.__class__}") is not None


def test_braces_that_enclose_nothing_on_their_line_are_text() -> None:
    for text in ("a { b", "a } b", "{\n}", "没有"):
        assert first_unknown(text) is None
        assert filled(text, {}) == text


@settings(deadline=None)
@given(text=st.text(alphabet="{}ab\n共", max_size=30), figure=st.text(max_size=5))
def test_a_figure_is_never_read_as_a_placeholder_again(text: str, figure: str) -> None:
    figures = dict.fromkeys(FIGURES, figure)
    assert filled(text, figures) == text  # none of these names a figure
    assert filled("{received}", {"received": "{published}", "published": "9"}) == "{published}"
