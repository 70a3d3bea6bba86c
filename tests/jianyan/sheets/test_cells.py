from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianyan.sheets import Cell, NotAMoment, NotAWholeNumber, moment_of, text_of, whole_of

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        ("  公交  ", "公交"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("a\tb", "a b"),
        ("e\u0301", "é"),
        (188031.0, "188031"),
        (0.5, "0.5"),
        (7, "7"),
        (True, "TRUE"),
        (False, "FALSE"),
        (date(2019, 8, 26), "2019-08-26"),
        (datetime.fromisoformat("2019-08-26T08:33:03"), "2019-08-26 08:33:03"),
    ],
)
def test_text_reads_like_the_cell_when_nothing_is_hidden(cell: Cell, text: str) -> None:
    assert text_of(cell) == (text, 0)


def test_text_counts_controls_when_it_takes_them_out() -> None:
    assert text_of("\x00a\x07b\x1f\x7f\nc") == ("ab\nc", 4)


@given(st.text())
def test_text_stays_the_same_when_read_again(text: str) -> None:
    clean, _ = text_of(text)
    assert text_of(clean) == (clean, 0)


@pytest.mark.parametrize(
    "cell",
    [
        "2019/8/26 8:33:03",
        "2019-08-26 08:33:03",
        "2019-08-26T08:33:03",
        "2019-08-26T08:33:03+08:00",
        "2019-08-26T08:33:03+0800",
        "2019-08-26T00:33:03Z",
        "2019-08-25 20:03:03 -04:30",
        "2019-08-26T08:33:03.000",
        "2019年8月26日 8:33:03",
        "2019年8月26日8:33:03",
        " ２０１９／８／２６　８：３３：０３ ",
        datetime.fromisoformat("2019-08-26T08:33:03"),
        datetime(2019, 8, 26, 0, 33, 3, tzinfo=UTC),
    ],
)
def test_moment_is_in_utc_when_written_in_any_accepted_way(cell: Cell) -> None:
    assert moment_of(cell, SHANGHAI) == datetime(2019, 8, 26, 0, 33, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    "cell", ["2019/8/26", "2019-08-26", "2019年8月26日", "2019 年 8 月 26 日", date(2019, 8, 26)]
)
def test_moment_is_the_first_of_the_day_when_no_time_is_given(cell: Cell) -> None:
    moment = moment_of(cell, SHANGHAI)
    assert moment == datetime(2019, 8, 25, 16, tzinfo=UTC)
    assert moment.tzinfo is UTC


def test_moment_is_to_the_minute_when_seconds_are_missing() -> None:
    assert moment_of("2019年8月26日 8:33", SHANGHAI) == datetime(2019, 8, 26, 0, 33, tzinfo=UTC)


@pytest.mark.parametrize(
    "cell",
    [
        None,
        "",
        "yesterday",
        "26.8.2019",
        "8/26/2019",
        "2019-8/26",
        "2019-02-30",
        "2019-08-26 25:00",
        "2019-08-26 8",
        "2019-08-26 8:33:03+99:00",
        "0001-01-01T00:00:00+08:00",
        "2019-08-26; DROP",
        43703.35,
        7,
        True,
    ],
)
def test_moment_is_refused_when_it_is_none(cell: Cell) -> None:
    with pytest.raises(NotAMoment) as refusal:
        moment_of(cell, SHANGHAI)
    assert "2019/8/26 8:33:03" in refusal.value.english()


def test_refusal_shows_a_short_part_when_the_cell_is_long() -> None:
    with pytest.raises(NotAMoment) as refusal:
        moment_of("长" * 20_000, SHANGHAI)
    assert refusal.value.values == {"text": "长" * 40}


@pytest.mark.parametrize(
    ("cell", "number"),
    [(3, 3), (3.0, 3), ("3", 3), (" 1,204 ", 1204), ("3.0", 3), ("-5", -5), ("１２", 12), (0.0, 0)],
)
def test_whole_reads_the_number_when_it_has_no_fraction(cell: Cell, number: int) -> None:
    assert whole_of(cell) == number


@pytest.mark.parametrize(
    "cell", [None, "", "many", 1.5, "1.5", True, float("nan"), 1e300, "9" * 19, 10**18, "1,2"]
)
def test_whole_is_refused_when_the_cell_is_something_else(cell: Cell) -> None:
    with pytest.raises(NotAWholeNumber):
        whole_of(cell)
