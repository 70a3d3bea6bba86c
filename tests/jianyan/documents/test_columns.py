import pytest

from jianyan.documents import TableBlock
from jianyan.documents.columns import column_shares, stays_whole


def test_a_narrow_column_gets_what_it_needs_and_a_wide_one_the_rest() -> None:
    table = TableBlock("", ["序号", "内容", "状态"], [["1", "末班车太早。" * 30, "已公开"]])
    number, text, state = column_shares(table)
    assert number + text + state == pytest.approx(1)
    assert text > 0.7
    assert number * 72 >= 4 + 1
    assert state * 72 >= 6 + 1


def test_columns_share_alike_when_all_are_long() -> None:
    assert column_shares(TableBlock("", ["甲", "乙"], [["长" * 90, "长" * 60]])) == [0.5, 0.5]


def test_a_row_that_is_too_short_is_a_bug() -> None:
    with pytest.raises(ValueError, match="zip"):
        column_shares(TableBlock("", ["甲", "乙"], [["只有一个"]]))


def test_a_short_table_stays_on_one_page() -> None:
    assert stays_whole(TableBlock("", ["甲"], [["一"]] * 12))
    assert not stays_whole(TableBlock("", ["甲"], [["一"]] * 13))
    assert not stays_whole(TableBlock("", ["甲"], [["一" * 601]]))
