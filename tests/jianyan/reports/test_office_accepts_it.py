"""Word and Excel find nothing to repair in any file of a report, in whichever layout."""

import pytest

import builders
from jianyan import reports
from jianyan.keys import KeyRing
from jianyan.reports import ReportDetail, example_template
from jianyan.web.report_files import FORMS
from office_check import findings
from official_documents import template

pytestmark = pytest.mark.usefixtures("database")
LETTER = template("江州市政协文件", "{{标题}}", "收到{{收到条数}}条", "{{正文}}", "{{署名}}{{日期}}")
FORMULA = "=cmd|' /C calc'!A0"


async def made(report: ReportDetail, form: str) -> bytes:
    return await FORMS[form].make(report)


@pytest.mark.parametrize("language", ["zh-CN", "en"])
async def test_a_report_about_all_that_can_happen_opens_at_once(world: dict[str, str], language: str) -> None:
    report = await builders.freeze(language=language)
    assert report.voices
    assert findings(await made(report, "docx"), "docx") == []
    assert findings(await made(report, "xlsx"), "xlsx") == []


async def test_a_report_about_next_to_nothing_opens_at_once(keys: KeyRing) -> None:
    await builders.make_topic(title=FORMULA, categories=[FORMULA, "'[x]:*?/\\"], questions=[])
    await builders.submit(keys, await builders.make_placement(name=FORMULA), FORMULA)
    report = await builders.freeze()
    assert findings(await made(report, "docx"), "docx") == []
    assert findings(await made(report, "xlsx"), "xlsx") == []


@pytest.mark.parametrize(
    "layout", [LETTER, example_template("zh-CN"), example_template("en")], ids=["letter", "zh-CN", "en"]
)
async def test_a_report_in_an_offices_own_layout_opens_at_once(world: dict[str, str], layout: bytes) -> None:
    report = await builders.freeze()
    added = await reports.add_template("版式", layout, by=None, now=builders.NOW)
    chosen = await reports.choose_template(report.slug, added, by=None, now=builders.NOW)
    assert findings(await made(chosen, "docx"), "docx") == []
