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


def test_the_code_of_a_place_stands_on_one_line() -> None:
    headings = ["点位编号", "点位", "线路或街道", "打开", "发送"]
    row = ["DKZMBB8G", "公交怎么更好坐，请您出主意", "火车站到市民中心方向", "1535", "240"]
    code, *_, opened, sent = column_shares(TableBlock("", headings, [row], [3, 4]))
    # 156 mm are 442 pt, a cell has 8 pt of margins; the letters at 12 pt by Adobe's metrics of Times-Roman.
    assert code * 442 - 8 >= 12 * (722 + 722 + 611 + 889 + 667 + 667 + 500 + 722) / 1000
    assert min(opened, sent) * 442 - 8 >= 2 * 12


def test_columns_share_alike_when_all_are_long() -> None:
    assert column_shares(TableBlock("", ["甲", "乙"], [["长" * 90, "长" * 60]])) == [0.5, 0.5]


def test_a_row_that_is_too_short_is_a_bug() -> None:
    with pytest.raises(ValueError, match="zip"):
        column_shares(TableBlock("", ["甲", "乙"], [["只有一个"]]))


def test_a_short_table_stays_on_one_page() -> None:
    assert stays_whole(TableBlock("", ["甲"], [["一"]] * 12))
    assert not stays_whole(TableBlock("", ["甲"], [["一"]] * 13))
    assert not stays_whole(TableBlock("", ["甲"], [["一" * 601]]))
