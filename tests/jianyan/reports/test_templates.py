import hashlib
import io

import docx
import pytest

import builders
from builders import Forge
from jianyan import accounts, reports, trail
from jianyan.accounts import OrganisationKind, OrganisationSummary, within
from jianyan.documents import NoPlaceForTheText
from jianyan.errors import InvalidFields, problems_of
from jianyan.reports import (
    NoSuchTemplate,
    NotChoosable,
    NotEditable,
    NotYourTemplate,
    ReportDetail,
    TemplateTooLarge,
)
from official_documents import template

LETTER = template(
    "江州市政协文件", "{{标题}}", "收到{{收到条数}}条，公开{{published}}条", "{{正文}}", "{{署名}}"
)
OTHER = template("另一版式", "{{正文}}")


@pytest.fixture
async def report(world: dict[str, str]) -> ReportDetail:
    return await builders.freeze()


@pytest.fixture
async def organisations(database: str) -> dict[str, OrganisationSummary]:
    """Give a province, a city below it and a city elsewhere."""
    kind = OrganisationKind.COMMITTEE
    add, now = accounts.add_organisation_below, builders.NOW
    above = await add(None, "云省政协", kind=kind, by=None, now=now)
    await add(above, "衡州市政协", kind=kind, by=None, now=now)
    await add(None, "岳州市政协", kind=kind, by=None, now=now)
    return {one.name: one for one in await accounts.organisations()}


async def add(name: str = "市政协版式", content: bytes = LETTER, **flags: bool) -> int:
    return await reports.add_template(name, content, by=None, now=builders.NOW, **flags)


async def choose(report: ReportDetail, template_id: int | None) -> ReportDetail:
    return await reports.choose_template(report.slug, template_id, by=None, now=builders.NOW)


async def retire(template_id: int) -> None:
    await reports.retire_template(template_id, by=None, now=builders.NOW)


def lines_of(data: bytes) -> list[str]:
    return [paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs]


async def test_a_template_is_kept_as_it_came_with_its_marks_and_its_hash(database: str) -> None:
    added = await add(" 市政协\n版式 ")
    (kept,) = await reports.templates_in_scope()
    assert (kept.id, kept.name, kept.organisation, kept.report_count) == (added, "市政协 版式", None, 0)
    assert kept.marks == ["title", "signed_by", "body", "received", "published"]
    assert kept.sha256 == hashlib.sha256(LETTER).hexdigest()
    assert await reports.template_file(added) == ("市政协 版式", LETTER)
    act = (await trail.history(f"template-{added}"))[0]
    assert (act.kind, act.data) == ("report-template-add", {"name": kept.name, "sha256": kept.sha256})


async def test_a_name_and_a_file_that_cannot_be_taken_are_both_told(database: str) -> None:
    with pytest.raises(InvalidFields) as refused:
        await add(" ", template("{{标题}}"))
    problems = {problem.field: problem for problem in problems_of(refused.value)}
    assert problems.keys() == {"name", "template"}
    assert isinstance(problems["template"], NoPlaceForTheText)
    with pytest.raises(InvalidFields, match="1 characters too long"):
        await add("版" * 121)
    assert await reports.templates_in_scope() == []


async def test_a_file_of_more_than_two_megabytes_is_refused_before_it_is_opened(database: str) -> None:
    with pytest.raises(InvalidFields) as refused:
        await add("大", LETTER + bytes(reports.TEMPLATE_BYTES_MOST - len(LETTER) + 1))
    (problem,) = problems_of(refused.value)
    assert isinstance(problem, TemplateTooLarge)


async def test_a_report_with_a_template_says_its_figures_in_that_layout(report: ReportDetail) -> None:
    chosen = await choose(report, await add())
    lines = lines_of(await reports.docx_of(chosen))
    assert lines[0] == "江州市政协文件"
    states = report.content.states
    assert lines[2] == f"收到{report.content.received}条，公开{states['published']}条"
    assert "江州市政协文件" not in lines_of(await reports.docx_of(report))


async def test_a_report_written_twice_is_the_same_file_also_once_its_template_is_retired(
    report: ReportDetail,
) -> None:
    chosen = await choose(report, added := await add())
    first = await reports.docx_of(chosen)
    await retire(added)
    await add("新版式", OTHER)
    assert await reports.docx_of(await reports.report_by_slug(report.slug)) == first


async def test_choosing_is_an_edit_of_the_report_recorded_once(report: ReportDetail) -> None:
    added = await add()
    for _ in range(2):
        assert (await choose(report, added)).template_id == added
    assert (await choose(report, None)).template_id is None
    acts = (await trail.history(f"report-{report.id}"))[1:]
    assert [(act.kind, act.data) for act in acts] == [("report-edit", {"parts": ["template"]})] * 2


async def test_saving_texts_leaves_the_layout_as_it_is(report: ReportDetail) -> None:
    added = await add()
    await choose(report, added)
    after = await reports.save_texts(report.slug, report.texts, by=None, now=builders.NOW)
    assert after.template_id == added


async def test_a_published_report_keeps_its_layout(report: ReportDetail) -> None:
    added = await add()
    await reports.publish_report(report.slug, by=None, now=builders.NOW)
    with pytest.raises(NotEditable):
        await choose(report, added)
    assert (await reports.report_by_slug(report.slug)).template_id is None


async def test_a_retired_template_is_kept_by_its_report_and_chosen_by_no_other(report: ReportDetail) -> None:
    added = await add()
    await choose(report, added)
    for _ in range(2):
        await retire(added)
    kinds = [act.kind for act in await trail.history(f"template-{added}")]
    assert kinds == ["report-template-add", "report-template-retire"]
    kept = await reports.report_by_slug(report.slug)
    assert [one.id for one in await reports.templates_for(kept)] == [added]
    assert (await choose(report, added)).template_id == added
    changed = await choose(report, None)
    assert await reports.templates_for(changed) == []
    for absent in (added, 987654):
        with pytest.raises(NotChoosable):
            await choose(report, absent)


async def test_templates_of_the_own_scope_and_of_the_installation_are_seen(
    organisations: dict[str, OrganisationSummary],
) -> None:
    added = {"all": await add(shared=True)}
    for name, organisation in organisations.items():
        with within(organisation.scope):
            added[name] = await add(name)

    async def seen_by(name: str) -> set[int]:
        with within(organisations[name].scope):
            return {one.id for one in await reports.templates_in_scope()}

    assert await seen_by("衡州市政协") == {added["all"], added["衡州市政协"]}
    assert await seen_by("云省政协") == {added["all"], added["云省政协"], added["衡州市政协"]}
    with within(organisations["衡州市政协"].scope):
        for verb in (reports.template_file, retire):
            with pytest.raises(NoSuchTemplate):
                await verb(added["岳州市政协"])


async def test_another_organisations_template_cannot_be_chosen(
    report: ReportDetail, organisations: dict[str, OrganisationSummary]
) -> None:
    with within(organisations["岳州市政协"].scope):
        foreign = await add()
    with within(organisations["衡州市政协"].scope), pytest.raises(NotChoosable):
        await choose(report, foreign)


async def test_the_installations_templates_are_kept_by_who_has_nobody_above(
    organisations: dict[str, OrganisationSummary],
) -> None:
    with within(organisations["云省政协"].scope):
        shared = await add(shared=True)
    with within(organisations["衡州市政协"].scope):
        for refused in (add(shared=True), retire(shared)):
            with pytest.raises(NotYourTemplate):
                await refused
    with within(organisations["云省政协"].scope):
        await retire(shared)
        assert (await reports.templates_in_scope())[0].retired_at == builders.NOW


async def test_a_template_that_was_changed_is_named_by_the_check(report: ReportDetail, forge: Forge) -> None:
    added = await add()
    assert await reports.first_fault() is None
    await forge("UPDATE report_template SET content = {}", OTHER)
    assert await reports.first_fault() == f"template {added}: its file is not the one that was added"
