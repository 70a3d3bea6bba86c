import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianyan.documents.titles import TITLE_WIDTH, title_lines


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("征集建议情况的报告", ["征集建议情况的报告"]),
        (
            "关于“优先发展城市公交，您说怎么改”专题征集市民和委员建议情况及办理落实结果的报告",
            ["关于“优先发展城市公交，您说怎么改”", "专题征集市民和委员建议情况", "及办理落实结果的报告"],
        ),
        (
            "关于2026年“停车难、停车贵”专题征集建议情况的报告",
            ["关于2026年“停车难、停车贵”", "专题征集建议情况的报告"],
        ),
        (
            "Report on the suggestions of citizens and members on public transport in the city",
            ["Report on the suggestions", "of citizens and members on", "public transport in the city"],
        ),
    ],
)
def test_a_title_is_broken_where_a_phrase_ends(title: str, lines: list[str]) -> None:
    assert title_lines(title) == lines


def test_breaks_that_somebody_made_are_kept() -> None:
    assert title_lines("关于公交的\n报告") == ["关于公交的", "报告"]
    assert title_lines("") == [""]


@given(st.text(alphabet="关于公交，“”《》（）的报告 abc123\n", max_size=200))
def test_no_letter_is_lost_and_no_line_is_too_wide(title: str) -> None:
    lines = title_lines(title)
    assert "".join("".join(lines).split()) == "".join(title.split())
    for line in lines:
        assert (
            sum(2 if unicodedata.east_asian_width(letter) in "WFA" else 1 for letter in line) <= TITLE_WIDTH
        )


def test_a_title_of_three_thousand_letters_is_broken_too() -> None:
    assert len(title_lines("甲" * 3_000)) in (150, 151)
