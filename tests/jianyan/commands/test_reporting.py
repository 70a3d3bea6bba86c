import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest

from jianyan import reports, trail
from jianyan.clock import now
from official_documents import template


@pytest.fixture
def report(jianyan: Any, topic: str, tmp_path: Path) -> str:
    """Import three rows, freeze them and give the report's address."""
    sheet = tmp_path / "in.csv"
    sheet.write_text("body,category\n加开夜班车,收发班次\n=1+1,\n加开夜班车,收发班次\n", encoding="utf-8")
    columns = ("--body-column", "body", "--category-column", "category")
    assert jianyan("import", "suggestions", sheet, "--topic", topic, *columns).code == 0
    ran = jianyan("report", "freeze", topic, "--json")
    assert (ran.code, ran.err) == (0, "")
    assert (ran.json["topic"], ran.json["received"], ran.json["states"]["published"]) == ("buses", 3, 2)
    return str(ran.json["report"])


def test_a_report_is_frozen_listed_and_verified(jianyan: Any, report: str) -> None:
    listed = jianyan("report", "list", "--json").json["reports"]
    assert [(one["slug"], one["state"]) for one in listed] == [(report, "draft")]
    assert report in jianyan("report", "list").out
    ran = jianyan("report", "verify", report, "--json")
    assert (ran.code, ran.json["sound"], ran.json["differences"], ran.json["received"]) == (0, True, [], 3)
    assert "The same to the byte: 3 suggestions" in jianyan("report", "verify", report).out


@pytest.mark.parametrize("form", ["docx", "html", "json"])
def test_a_report_is_the_same_bytes_each_time_and_every_time_is_recorded(
    form: str, jianyan: Any, report: str, inside: Callable[..., Any], tmp_path: Path
) -> None:
    files = [tmp_path / f"{place}.{form}" for place in "ab"]
    for file in files:
        ran = jianyan("report", "export", report, "--format", form, "-o", file, "--json")
        assert (ran.code, ran.json) == (
            0,
            {"report": report, "bytes": file.stat().st_size, "file": str(file)},
        )
    assert files[0].read_bytes() == files[1].read_bytes()
    acts = inside(lambda: trail.acts(kind="export", most=9))
    assert [act.data for act in acts] == [{"what": "report", "format": form}] * 2


def test_the_json_holds_figures_names_and_document(jianyan: Any, report: str, tmp_path: Path) -> None:
    assert jianyan("report", "export", report, "--format", "json", "-o", tmp_path / "r.json").code == 0
    found = json.loads((tmp_path / "r.json").read_bytes())
    assert found["content"]["received"] == 3
    assert found["beside"]["slug"] == "buses"
    assert found["document"]["title"] == "关于“公交”建议征集情况的报告"


def test_a_report_with_an_offices_template_is_written_in_it_the_same_each_time(
    jianyan: Any, report: str, inside: Callable[..., Any], tmp_path: Path
) -> None:
    async def choose() -> None:
        layout = template("江州市政协文件：{{收到条数}}条", "{{正文}}")
        added = await reports.add_template("市政协版式", layout, by=None, now=now())
        await reports.choose_template(report, added, by=None, now=now())

    inside(choose)
    files = [tmp_path / "a.docx", tmp_path / "b.docx"]
    for file in files:
        assert jianyan("report", "export", report, "--format", "docx", "-o", file).code == 0
    assert files[0].read_bytes() == files[1].read_bytes()
    assert docx.Document(str(files[0])).paragraphs[0].text == "江州市政协文件：3条"
    assert jianyan("check").code == 0


def test_a_format_that_nobody_makes_is_refused_and_nothing_is_written(
    jianyan: Any, report: str, tmp_path: Path
) -> None:
    ran = jianyan("report", "export", report, "--format", "odt", "-o", tmp_path / "r.odt")
    assert ran.code == 1
    assert "not offered as odt" in ran.err
    assert not (tmp_path / "r.odt").exists()


def test_figures_that_differ_are_named_and_the_command_fails(
    jianyan: Any, report: str, inside: Callable[..., Any]
) -> None:
    async def lose_a_name() -> None:
        await reports.publish_report(report, by=None, now=now())
        found = await reports.report_by_slug(report)
        entry = trail.Entry(kind="report-publish", subject=f"report-{found.id}", data={"sha256": "0"})
        await trail.record(entry, at=now())

    inside(lose_a_name)
    ran = jianyan("report", "verify", report, "--json")
    assert (ran.code, ran.json["sound"]) == (1, False)
    assert ran.json["differences"] == ["the trail names another snapshot"]
    checked = jianyan("check")
    assert checked.code == 1
    assert f"report {report}: the trail names another snapshot" in checked.err


def test_what_is_not_there_is_refused(jianyan: Any, topic: str) -> None:
    assert jianyan("report", "freeze", "nothing").code == 1
    assert "nothing to report" in jianyan("report", "freeze", topic).err
    assert "no report at this address" in jianyan("report", "verify", "nothing").err
    assert "There is no report yet." in jianyan("report", "list").out


def test_a_report_says_what_says_the_same_where_no_server_has_gathered_it(
    report: str, inside: Callable[..., Any]
) -> None:
    found = inside(lambda: reports.report_by_slug(report))
    assert [sizes for _, sizes in found.beside.group_counts] == [[2]]
