"""What departments answered is frozen as the trail says it, is computed again, and cannot be typed."""

from datetime import timedelta

import msgspec
import pytest

import builders
from builders import Forge
from cities import NOW, City, make_city
from jianyan import cases, reports
from jianyan.accounts import within
from jianyan.cases import Adoption, NewRating, Result, Satisfaction
from jianyan.cases.adoption import Outcomes
from jianyan.keys import KeyRing
from jianyan.reports import FiguresDisagree
from jianyan.reports.composing import composed
from jianyan.reports.encoding import encoded
from jianyan.reports.figures import figures_of as named_figures
from jianyan.reports.law import first_break
from jianyan.reports.schemas import CaseFigures, ReportDetail

ZONE = builders.SHANGHAI
UNHAPPY = NewRating(is_solved=False, satisfaction=Satisfaction.DISSATISFIED)
FAIRLY = NewRating(is_solved=True, satisfaction=Satisfaction.FAIRLY)


@pytest.fixture
async def city(database: str, keys: KeyRing) -> City:
    """Give a city with two aspects handed over, one of them answered twice and rated."""
    city = await make_city(keys)
    first = await city.answered(start=0, length=5)
    suggestion_id = (await city.seen(first)).suggestion_id
    await cases.rate(first, suggestion_id, UNHAPPY, now=NOW, zone=ZONE)
    again = {"adoption": Adoption.PARTLY, "result": Result.PLANNED}
    await city.reply(first, "末班车延至23点。", **again)
    await cases.publish_reply(first, by=city.wei, now=NOW + timedelta(days=1))
    await cases.rate(first, suggestion_id, FAIRLY, now=NOW + timedelta(days=2), zone=ZONE)
    await city.hand_over(lead_id=city.police, start=6, length=5)
    await cases.cancel(await city.hand_over(), "交办有误", by=city.qiao, now=NOW)
    return city


async def frozen(city: City) -> ReportDetail:
    with within(city.qiao.scope):
        return await builders.freeze(now=NOW + timedelta(days=3))


def figures_of(report: ReportDetail) -> CaseFigures:
    assert not isinstance(report.content.answers, msgspec.UnsetType)
    return report.content.answers


async def test_a_snapshot_says_what_departments_made_of_it(city: City) -> None:
    figures = figures_of(await frozen(city))
    assert (figures.cases, figures.handed_over) == (2, 1)
    assert {state: count for state, count in figures.states.items() if count} == {"closed": 1, "assigned": 1}
    assert figures.outcomes == Outcomes(partly=1)
    assert figures.categories == [(1, 1, Outcomes(partly=1))]
    transport, police = figures.departments
    assert (transport.id, transport.cases, transport.outcomes) == (city.transport, 1, Outcomes(partly=1))
    assert transport.results == {"A": 0, "B": 1, "C": 0}
    assert (police.id, police.cases, police.outcomes) == (city.police, 1, Outcomes())
    assert figures.satisfaction == {"satisfied": 0, "fairly": 1, "dissatisfied": 0}
    assert figures.solved == 1


async def test_the_answers_are_computed_again_to_the_byte(city: City) -> None:
    report = await frozen(city)
    await city.answered(start=12, length=3)
    with within(city.qiao.scope):
        again = await reports.verify(report.slug)
    assert (again.differences, again.sha256) == ([], report.sha256)


async def test_a_topic_without_cases_is_frozen_as_it_always_was(world: dict[str, str]) -> None:
    report = await builders.freeze()
    assert b"answers" not in encoded(report.content)
    assert b"times" not in encoded(report.beside)
    assert (await reports.verify(report.slug)).sound


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE \"case\" SET adoption = 'adopted' WHERE adoption = 'partly'",
        "UPDATE \"case\" SET lead = 3 WHERE state = 'assigned'",
        "UPDATE \"case\" SET state = 'cancelled' WHERE state = 'assigned'",
        "UPDATE rating SET satisfaction = 'satisfied' WHERE round = 2",
        "UPDATE \"case\" SET result = 'A' WHERE result = 'B'",
    ],
)
async def test_nothing_is_frozen_where_tables_and_trail_differ(
    city: City, forge: Forge, statement: str
) -> None:
    await forge(statement)
    with pytest.raises(FiguresDisagree):
        await frozen(city)


async def test_a_forged_step_is_named_when_the_figures_are_computed_again(city: City, forge: Forge) -> None:
    report = await frozen(city)
    better = "REPLACE(leaf, '\"partly\"', '\"adopted\"')"
    await forge(f"UPDATE trail SET leaf = {better} WHERE kind = 'case-answered'")
    with within(city.qiao.scope):
        [first, *_] = (await reports.verify(report.slug)).differences
    assert first.endswith("the leaf is not the one that was hashed")


async def test_figures_that_were_typed_break_the_law(city: City) -> None:
    content = (await frozen(city)).content
    answers = figures_of(await frozen(city))
    assert first_break(content) is None
    for change in (
        {"cases": 3},
        {"handed_over": 2},
        {"outcomes": Outcomes(adopted=2)},
        {"departments": answers.departments[:1]},
        {"states": {**answers.states, "closed": 9}},
    ):
        typed = msgspec.structs.replace(answers, **change)
        assert first_break(msgspec.structs.replace(content, answers=typed)) is not None


async def test_the_report_tells_it_in_sentences_a_table_and_a_chart(city: City) -> None:
    report = await frozen(city)
    document = composed(report)
    said = encoded(document).decode()
    assert "共交办建议 1 条、办理件 2 件，其中 1 条建议已答复。" in said
    assert "采纳率（含部分采纳）为 100.0%" in said
    assert "江州市公安局" in said
    assert "已有 1 位建议人评价答复：满意 0、基本满意 1、不满意 0；其中 1 位认为问题已解决。" in said


async def test_texts_may_ask_for_what_was_handed_over(city: City) -> None:
    report = await frozen(city)
    said = named_figures(report.content, report.beside)
    assert [said[name] for name in ("handed_over", "answered", "adopted")] == ["1", "1", "1"]
