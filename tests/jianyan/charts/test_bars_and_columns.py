import xml.etree.ElementTree as ET
from datetime import date, timedelta
from typing import Any

import pytest

from jianyan.charts import Bar, bar_chart, column_chart, folded, funnel_chart

SVG = "{http://www.w3.org/2000/svg}"
ABOUT: dict[str, Any] = {"name": "drawers", "title": "按类别", "description": "682 条建议"}
FIRST = date(2026, 7, 1)


def drawn(svg: str) -> ET.Element:
    return ET.fromstring(svg)


def texts(svg: str) -> list[str]:
    return [text.text or "" for text in drawn(svg).iter(f"{SVG}text")]


def widths(svg: str) -> list[float]:
    return [float(bar.attrib["width"].rstrip("%")) for bar in drawn(svg).iter(f"{SVG}rect")]


def heights(svg: str) -> list[float]:
    return [float(bar.attrib["height"]) for bar in drawn(svg).iter(f"{SVG}rect")]


def days(*counts: int) -> list[tuple[date, int]]:
    return [(FIRST + timedelta(days=place), count) for place, count in enumerate(counts)]


def test_bars_start_at_zero_and_are_as_long_as_their_numbers() -> None:
    svg = bar_chart([Bar("线路规划", 200), Bar("站点设置", 100), Bar("收发班次", 0)], **ABOUT)
    longest, half, none = widths(svg)
    assert half == pytest.approx(longest / 2, abs=0.001)
    assert none == 0
    assert {bar.attrib["x"] for bar in drawn(svg).iter(f"{SVG}rect")} == {"0"}
    assert texts(svg) == ["线路规划", "200", "站点设置", "100", "收发班次", "0"]


@pytest.mark.parametrize("count", [7, 1_234_567, 10**12])
def test_the_longest_bar_leaves_room_for_its_number(count: int) -> None:
    (width,) = widths(bar_chart([Bar("大", count)], **ABOUT))
    assert (100 - width) / 100 * 280 >= 8 + 9 * len(str(count))
    assert width > 30


def test_a_screen_reader_hears_title_description_and_each_bar() -> None:
    root = drawn(bar_chart([Bar("线路规划", 3)], **ABOUT))
    assert root.attrib["role"] == "img"
    named = {part.attrib["id"]: part.text for part in root if "id" in part.attrib}
    assert [named[name] for name in root.attrib["aria-labelledby"].split()] == ["按类别", "682 条建议"]
    assert [title.text for title in root.iter(f"{SVG}title")] == ["按类别", "线路规划: 3"]


def test_fourteen_chinese_characters_stand_on_one_line() -> None:
    label = "无障碍与适老化设施改造和维护"
    assert len(label) == 14
    assert texts(bar_chart([Bar(label, 1)], **ABOUT)) == [label, "1"]


def test_a_long_label_is_wrapped_and_stands_in_full_in_the_title() -> None:
    label = "信息屏与手机应用程序到站预报不准的问题及改进办法和其他一切相关事项请工作人员尽快处理"
    svg = bar_chart([Bar(label, 1)], **ABOUT)
    first, second, _ = texts(svg)
    assert len(first) == 18
    assert second.endswith("…")
    assert label.startswith(first + second[:-1])
    assert f"{label}: 1" in [title.text for title in drawn(svg).iter(f"{SVG}title")]


def test_english_words_are_not_broken() -> None:
    svg = bar_chart([Bar("Real-time arrival displays at stops and on the phone app", 1)], **ABOUT)
    assert texts(svg)[:2] == ["Real-time arrival displays at stops", "and on the phone app"]


def test_rows_below_a_wrapped_label_move_down() -> None:
    short, long = (bar_chart([Bar(label, 1), Bar("末", 1)], **ABOUT) for label in ("短", "长" * 30))
    assert int(drawn(long).attrib["height"]) == int(drawn(short).attrib["height"]) + 20


def test_a_name_cannot_become_markup() -> None:
    evil = "</text><script>alert(1)</script>\x00\x1b"
    about = {**ABOUT, "title": evil, "description": '"><img src=x onerror=y>'}
    for svg in (bar_chart([Bar(evil, 1)], **about), column_chart(days(1), **about)):
        tags = {element.tag.removeprefix(SVG) for element in drawn(svg).iter()}
        assert tags <= {"svg", "title", "desc", "g", "text", "rect", "line"}


@pytest.mark.parametrize(
    "wrong", [{"hue": 'red" onload="x'}, {"hue": "#fff"}, {"name": 'a" b'}, {"name": ""}]
)
def test_a_hue_or_name_of_another_form_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"colour|name"):
        bar_chart([Bar("一", 1)], **{**ABOUT, **wrong})


def test_a_count_below_zero_is_refused() -> None:
    with pytest.raises(ValueError, match="below 0"):
        bar_chart([Bar("一", -1)], **ABOUT)


def test_everything_is_said_by_attributes() -> None:
    for svg in (bar_chart([Bar("一", 1)], **ABOUT), column_chart(days(1, 2), **ABOUT)):
        for element in drawn(svg).iter():
            assert not {name for name in element.attrib if name == "style" or name.startswith("on")}


@pytest.mark.parametrize("bars", [[], [Bar("一", 0)]])
def test_nothing_to_count_gives_a_chart_without_length(bars: list[Bar]) -> None:
    assert set(widths(bar_chart(bars, **ABOUT))) <= {0}
    assert drawn(column_chart([], **ABOUT)).attrib["role"] == "img"
    assert heights(column_chart(days(0), **ABOUT)) == [0]


def test_a_week_shows_each_day_and_number() -> None:
    svg = column_chart(days(12, 0, 6, 4, 1, 2, 3), **ABOUT)
    assert texts(svg) == [
        *("12", "0", "6", "4", "1", "2", "3"),
        *("07-01", "07-02", "07-03", "07-04", "07-05", "07-06", "07-07"),
    ]
    highest, none, half, *_ = heights(svg)
    assert (none, half) == (0, pytest.approx(highest / 2))


def test_a_column_stands_on_the_base_line() -> None:
    root = drawn(column_chart(days(12, 5, 6), **ABOUT))
    feet = {float(bar.attrib["y"]) + float(bar.attrib["height"]) for bar in root.iter(f"{SVG}rect")}
    assert feet == {float(line.attrib["y1"]) for line in root.iter(f"{SVG}line")}


def test_a_month_shows_the_highest_number_and_the_first_and_last_day() -> None:
    svg = column_chart(days(*range(1000, 1031)), **ABOUT)
    assert texts(svg) == ["1030", "2026-07-01", "2026-07-31"]
    assert len(heights(svg)) == 31
    assert "2026-07-31: 1030" in [title.text for title in drawn(svg).iter(f"{SVG}title")]


def test_many_days_are_drawn_by_month_and_many_months_by_year() -> None:
    by_month = column_chart(days(*[1] * 123), **ABOUT)
    assert texts(by_month) == ["31", "31", "30", "31", "2026-07", "2026-08", "2026-09", "2026-10"]
    by_year = drawn(column_chart(days(*[1] * 3_700), **ABOUT))
    assert [title.text for title in by_year.iter(f"{SVG}title")][1:3] == ["2026: 184", "2027: 365"]


def test_no_text_of_a_column_leaves_a_narrow_chart() -> None:
    for counts in ([9] * 4, [123_456] * 2, [5, 12_345], [99_999] + [1] * 29, [1] * 29 + [99_999]):
        for text in drawn(column_chart(days(*counts), **ABOUT)).iter(f"{SVG}text"):
            x = float(text.attrib["x"].rstrip("%")) * 2.8
            width = 8 * len(text.text or "")
            left = {"start": 0.0, "middle": width / 2, "end": float(width)}[
                text.attrib.get("text-anchor", "start")
            ]
            assert x - left >= 0
            assert x - left + width <= 280


def test_a_funnel_says_what_share_of_the_first_each_step_is() -> None:
    svg = funnel_chart([Bar("打开", 200), Bar("发送", 50), Bar("公开", 1)], **ABOUT)
    assert texts(svg) == ["打开", "200", "发送", "50 · 25.0%", "公开", "1 · 0.5%"]
    widest, second, _ = widths(svg)
    assert second == pytest.approx(widest / 4, abs=0.001)
    assert (100 - widest) / 100 * 280 >= 9 * len("50 · 25.0%")


def test_a_funnel_that_nobody_entered_has_no_shares() -> None:
    assert texts(funnel_chart([Bar("打开", 0), Bar("发送", 3)], **ABOUT)) == ["打开", "0", "发送", "3"]
    assert drawn(funnel_chart([], **ABOUT)).attrib["role"] == "img"


def test_what_stands_in_the_table_is_what_the_columns_show() -> None:
    assert folded(days(1, 2)) == [Bar("2026-07-01", 1), Bar("2026-07-02", 2)]
    months = folded(days(*[1] * 101))
    assert [bar.label for bar in months] == ["2026-07", "2026-08", "2026-09", "2026-10"]
    assert sum(bar.count for bar in months) == 101
