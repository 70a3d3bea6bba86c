"""Which states a list of a desk can show: what its filter offers is what can be there."""

import pytest

import builders
from cities import NOW, City
from jianyan import accounts, cases, db
from jianyan.cases import CaseFilter, CaseState, Tab
from jianyan.cases.states import WITH_A_LEAD
from jianyan.cases.tables import Case
from jianyan.clock import day_of

ANSWERED = {CaseState.ANSWERED, CaseState.CLOSED}


@pytest.fixture
async def every_state(city: City) -> City:
    """Give a city with a case in each state, and one for which more time is asked."""
    root, day = await accounts.root_of(city.transport), day_of(NOW, builders.SHANGHAI)
    facts = {"suggestion": 1, "topic": 1, "root": root, "kind": "request", "opened_at": NOW, "due_on": day}
    rows = [
        Case(
            **facts,
            state=state.value,
            lead=city.transport if state in WITH_A_LEAD | ANSWERED else None,
            asked_due_on=day if state is CaseState.IN_HAND else None,
            answered_at=NOW if state in ANSWERED else None,
        )
        for state in CaseState
    ]
    async with db.transaction():
        await Case.insert(*rows)
    return city


@pytest.mark.parametrize("tab", [tab for tab in Tab if tab not in {Tab.TOGETHER, Tab.SUPERVISED}])
async def test_a_list_holds_the_states_that_its_filter_offers(every_state: City, tab: Tab) -> None:
    by = every_state.bo if tab in {Tab.MINE, Tab.OFFERED} else every_state.qiao
    assert tab in cases.tabs_of(by)
    day = day_of(NOW, builders.SHANGHAI)
    page = await cases.desk_page(tab, CaseFilter(), by=by, today=day, most=50)
    assert {line.summary.state for line in page.lines} == set(cases.states_in(tab))


def test_no_list_but_the_finished_ones_has_what_is_answered_or_cancelled() -> None:
    for tab in Tab:
        finished = {*ANSWERED, CaseState.CANCELLED} & set(cases.states_in(tab))
        assert bool(finished) is (tab in cases.FINISHED)
