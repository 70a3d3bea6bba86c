from pathlib import Path
from typing import Any

import pytest

from jianyan.clock import now
from jianyan.groups import queries

SAID = (
    "银杏苑门口的路灯不亮，晚上走路害怕",
    "末班车收得太早，下了晚班坐不上",
    "银杏苑门口的路灯坏了两个月，晚上很黑",
    "十二路末班车太早了，下晚班的人坐不上",
    "请修银杏苑门口的路灯，晚上很黑",
)


@pytest.fixture
def filled(jianyan: Any, topic: str, tmp_path: Path) -> str:
    """Give the topic after an import of what several said today."""
    path = tmp_path / "messages.csv"
    lines = ["详情,时间", *(f"{text},{now():%Y-%m-%dT%H:%M:%SZ}" for text in SAID)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    columns = ("--body-column", "详情", "--time-column", "时间")
    assert jianyan("import", "suggestions", path, "--topic", topic, *columns).code == 0
    return topic


def test_a_script_is_told_the_hottest_issues_of_a_topic(jianyan: Any, filled: str) -> None:
    ran = jianyan("hot", filled, "--days", "7", "--json")
    assert (ran.code, ran.err) == (0, "")
    lamps, buses = ran.json["issues"]
    assert (ran.json["topic"], ran.json["days"]) == (filled, 7)
    assert (len(lamps["members"]), lamps["senders"], len(buses["members"])) == (3, 3, 2)
    assert lamps["heat"] == pytest.approx(30, abs=0.5)
    assert lamps["representative"] in lamps["members"]
    assert "路灯" in lamps["text"]


def test_a_person_reads_two_lines_an_issue(jianyan: Any, filled: str) -> None:
    ran = jianyan("hot", filled)
    assert ran.out.startswith("The hottest issues, by heat, suggestions and people:\n   30.0     3     3  ")
    assert len(ran.out.splitlines()) == 5


def test_a_person_reads_how_many_of_a_large_group_were_looked_at(
    jianyan: Any, filled: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "NEWEST_MOST", 2)
    ran = jianyan("hot", filled)
    assert ran.out.splitlines()[1].startswith("   20.0     3     2  ")
    assert ran.out.splitlines()[-1].startswith("Of each group the newest 200 were looked at")
    assert [one["not_read"] for one in jianyan("hot", filled, "--json").json["issues"]] == [1, 0]


def test_a_topic_where_nothing_was_said_twice_has_none(jianyan: Any, topic: str) -> None:
    assert jianyan("hot", topic).out == "Nothing was said twice in this time.\n"
    assert jianyan("hot", "no-such").code == 1
