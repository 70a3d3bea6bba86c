"""Sheets of more than 20,000 rows are taken in by a worker, and a page says what came of it."""

import re

import pytest

import builders
import cast
from jianyan import accounts, cases, suggestions, trail, work
from jianyan.settings import Settings
from jianyan.suggestions import SuggestionState
from jianyan_admin.exports import WAITED_FOR_MOST
from jianyan_admin.imports import desk
from lists import ANSWERED, REPLIED, add_transport, answered, confirmed, figures, looked, sheet


async def test_a_large_sheet_is_taken_in_by_a_job_and_its_outcome_is_shown(qiao, settings: Settings) -> None:
    topic = await builders.make_topic()
    rows = [f"{number},标题,2019/8/26 8:33:03,加一班车,," for number in range(WAITED_FOR_MOST + 1)]
    page = (await looked(qiao, sheet(*rows))).text
    answer = await confirmed(qiao, page)
    assert (answer.status_code, answer.headers["location"]) == (303, "/admin/jobs?done=import-asked")
    assert await suggestions.count_in_state(topic.id, list(SuggestionState)) == 0
    assert await work.work_once(settings)
    assert await suggestions.count_in_state(topic.id, list(SuggestionState)) == WAITED_FOR_MOST + 1
    found = re.search(r"/admin/jobs/outcome\?job=(\d+)", (await qiao.see("/admin/jobs")).text)
    assert found is not None
    outcome = (await qiao.see("/admin/jobs/outcome", job=found[1])).text
    assert figures(outcome) == [WAITED_FOR_MOST + 1, 0, 0]
    assert "letters.csv" in outcome
    (act,) = [act for act in await trail.history(f"topic-{topic.id}") if act.kind == "import"]
    assert act.role == "staff"


async def test_a_large_sheet_with_answers_is_taken_in_by_a_job_as_well(
    qiao, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "WAITED_FOR_MOST", 20)
    topic = await builders.make_topic()
    await add_transport()
    await confirmed(qiao, (await looked(qiao, sheet(REPLIED, head=ANSWERED))).text)
    letters = [f"{number},夜班,2019/8/26 8:33:03,加开夜班车" for number in range(21)]
    rows = [f"{letter},收发班次,3,已加开,2019-09-02 10:00:00,,采纳,A" for letter in letters[:9]]
    page = await looked(qiao, sheet(*rows, *[f"{letter},,,,,,," for letter in letters[9:]], head=ANSWERED))
    page = await confirmed(qiao, page.text, answered_by="江州市交通运输局")
    answer = await confirmed(qiao, page.text)
    assert (answer.status_code, answer.headers["location"]) == (303, "/admin/jobs?done=import-asked")
    assert len(await answered()) == 1
    assert await work.work_once(settings)
    assert await suggestions.count_in_state(topic.id, list(SuggestionState)) == 21
    listed = (await qiao.see("/admin/jobs")).text
    found = re.search(r"/admin/jobs/outcome\?job=(\d+)", listed)
    assert found is not None, listed
    outcome = (await qiao.see("/admin/jobs/outcome", job=found[1])).text
    assert figures(outcome) == [20, 1, 8, 0]
    assert "tab=answered" in outcome
    assert [case.summary.lead for case in await answered()] == ["江州市交通运输局"] * 9
    assert await cases.first_fault() is None


async def test_a_worker_adds_the_departments_that_an_administrator_asked_for(
    qiao, sign_in, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "WAITED_FOR_MOST", 0)
    with accounts.within((await builders.make_session(cast.QIAO)).person.scope):
        await builders.make_topic()
    ada = await sign_in(cast.ADA)
    page = await looked(ada, sheet(REPLIED, head=ANSWERED))
    assert (await confirmed(ada, page.text, add_departments="yes")).status_code == 303
    assert await answered() == []
    assert await work.work_once(settings)
    assert [case.summary.lead for case in await answered()] == ["江州市交通运输局"]
