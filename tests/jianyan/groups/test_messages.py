from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from jianyan.groups import MessageColumns, ReadMessages, messages_of
from jianyan.sheets import MissingColumn, read_rows

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 7, 1, tzinfo=UTC)
SHEET = """编号,主题,详情,时间,谁,赞,踩
b,路灯不亮,晚上很黑,2026-06-02 08:00,lan,3,1
a,末班车太早,坐不上,2026-06-01 08:00,,,
c,！,？,2026-06-03 08:00,he,0,0
d,闭馆太早,没有地方自习,昨天,he,0,0
e,桥洞积水,行人过不去,2026-06-04 08:00,he,许多,0
"""
ALL = MessageColumns(texts=["主题", "详情"], id="编号", time="时间", sender="谁", likes="赞", dislikes="踩")


def read(tmp_path: Path, columns: MessageColumns) -> ReadMessages:
    path = tmp_path / "messages.csv"
    path.write_text(SHEET, encoding="utf-8")
    return messages_of(read_rows(path), columns, zone=ZONE, now=NOW)


def test_messages_come_by_time_with_all_that_makes_them_weigh(tmp_path: Path) -> None:
    found = read(tmp_path, ALL)
    assert (found.names, found.left_out) == (["a", "b"], 3)
    early, late = found.messages
    assert (early.number, early.sender, early.likes, early.dislikes) == (0, None, 0, 0)
    assert (late.number, late.title, late.body, late.sender) == (1, "路灯不亮", "晚上很黑", "lan")
    assert (late.likes, late.dislikes, late.at) == (3, 1, datetime(2026, 6, 2, tzinfo=UTC))


def test_the_text_alone_is_enough(tmp_path: Path) -> None:
    found = read(tmp_path, MessageColumns(texts=["详情"]))
    assert found.names == ["2", "3", "5", "6"]
    assert {(message.title, message.at) for message in found.messages} == {("", NOW)}


def test_a_column_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MissingColumn):
        read(tmp_path, MessageColumns(texts=["详情"], likes="点赞"))
