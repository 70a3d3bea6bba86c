import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from jianyan.sheets import guarded, unguarded


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+8613800000000",
        "-2",
        "@SUM(A1)",
        "\ttab",
        "\rreturn",
        "\nline",
        "\0nul",
        "＝1+1",
        "＋86",
        "－2",
        "＠SUM",
        "﹦1",
        "  =1",
        "\ufeff=1",
        "\u200b\u2060=1",
        "\u3000＝1",
        "\u00ad=1",
        "\x1b=1",
        "\u3164=1",
        "=cmd|' /C calc'!A0",
        "'=1",
    ],
)
def test_guard_marks_text_when_its_first_visible_character_calculates(text: str) -> None:
    assert guarded(text) == "'" + text


@pytest.mark.parametrize("text", ["", "公交太挤", "a=1", "1+1", "'quoted'", " ", "（=1）", "\u200b"])
def test_guard_leaves_text_when_it_is_plain(text: str) -> None:
    assert guarded(text) is text
    assert unguarded(text) == text


@given(st.text())
@example("'=1")
@example("''=1")
@example("'\u200b=1")
def test_unguarded_gives_the_original_when_text_was_guarded(text: str) -> None:
    assert unguarded(guarded(text)) == text
