from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from jianyan import accounts, cases, suggestions
from jianyan.accounts import EVERYWHERE, within
from jianyan.calendars import working_days_between
from jianyan.cases import Adoption, CaseDetail, CaseState, Result
from jianyan.clock import day_of
from jianyan.settings import Settings
from jianyan.suggestions import SuggestionDetail, SuggestionState

HEADER = "留言编号,留言主题,留言时间,留言详情,答复意见,答复时间,答复单位,采纳情况"
LATE = "1,夜班车,2019/9/20 08:33:03,加开夜班车,已加开夜班车,2019-10-14 10:00:00,市交通局,采纳"
PLAIN = "2,,2019/9/20 08:33:03,站台加座椅,,,,"
ROAD = "3,修路,2019/9/27 21:00:00,修好五里牌路,正在施工,2019-09-29 09:00:00,区住建局,"


@pytest.fixture
def sheet(tmp_path: Path) -> Callable[..., Path]:
    def write(*rows: str, header: str = HEADER) -> Path:
        path = tmp_path / "answered.csv"
        path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
        return path

    return write


@pytest.fixture
def load(jianyan: Any, topic: str) -> Callable[..., Any]:
    def run(path: Path, *more: str) -> Any:
        return jianyan("import", "cases", path, "--topic", topic, *more)

    return run


async def published() -> list[SuggestionDetail]:
    return await suggestions.in_state(None, [SuggestionState.PUBLISHED], most=100)


async def taken_over() -> list[CaseDetail]:
    return [case for letter in await published() for case in await cases.cases_of(letter.id)]


async def sound() -> bool:
    return await cases.first_fault() is None


def test_letters_become_suggestions_and_their_answers_closed_cases(
    load: Any, sheet: Any, inside: Callable[..., Any], settings: Settings
) -> None:
    ran = load(sheet(LATE, PLAIN, ROAD), "--add-departments", "--json")
    assert (ran.code, ran.err) == (0, "")
    assert ran.json == {"read": 3, "taken": 3, "already": 0, "refused": [], "cleaned": 0, "cases": 2}
    found = {case.summary.lead: case for case in inside(taken_over)}
    late, road = found["市交通局"], found["区住建局"]
    assert (late.summary.state, late.summary.title) == (CaseState.CLOSED, "夜班车")
    assert (late.summary.adoption, road.summary.adoption) == (Adoption.ADOPTED, None)
    assert [reply.text for reply in late.replies] == ["已加开夜班车"]
    assert [step.kind.value for step in late.steps] == ["taken-over"]
    assert late.replies[0].result is None
    received, answered = (
        day_of(at, settings.zone) for at in (late.summary.opened_at, late.summary.answered_at)
    )
    assert (received, answered) == (date(2019, 9, 20), date(2019, 10, 14))
    # 23 to 30 September with Sunday 29 made up, 8 to 11, Saturday 12 made up, and 14 October
    assert working_days_between(received, answered) == 7 + 5 + 1
    assert inside(sound)


def test_the_same_list_again_adds_nothing_and_a_longer_one_the_rest(
    load: Any, sheet: Any, inside: Callable[..., Any]
) -> None:
    assert load(sheet(LATE), "--add-departments").code == 0
    again = load(sheet(LATE, ROAD), "--add-departments", "--json").json
    assert (again["taken"], again["already"], again["cases"]) == (1, 1, 1)
    assert load(sheet(LATE, ROAD), "--json").json["cases"] == 0
    assert len(inside(taken_over)) == 2


def test_an_answer_that_was_cut_off_is_added_to_a_letter_that_is_there(
    load: Any, jianyan: Any, sheet: Any, topic: str, inside: Callable[..., Any]
) -> None:
    columns = ("--body-column", "留言详情", "--id-column", "留言编号", "--time-column", "留言时间")
    path = sheet(LATE)
    state = ("--state", "published")
    assert jianyan("import", "suggestions", path, "--topic", topic, *columns, *state).code == 0
    done = load(path, "--add-departments", "--json").json
    assert (done["taken"], done["already"], done["cases"]) == (0, 1, 1)
    assert inside(sound)


def test_a_department_that_is_no_organisation_is_added_only_when_asked(
    load: Any, sheet: Any, inside: Callable[..., Any]
) -> None:
    ran = load(sheet(LATE))
    assert ran.code == 1
    assert "市交通局" in ran.err
    assert inside(taken_over) == []
    assert inside(lambda: suggestions.count_in_state(None, list(SuggestionState))) == 0

    async def names() -> set[str]:
        with within(EVERYWHERE):
            return {one.name for one in await accounts.organisations()}

    assert "市交通局" not in inside(names)
    assert load(sheet(LATE), "--add-departments").code == 0
    assert "市交通局" in inside(names)


def test_one_department_answers_where_no_column_says_who(
    load: Any, sheet: Any, inside: Callable[..., Any]
) -> None:
    header, row = HEADER.rsplit(",", 2)[0], LATE.rsplit(",", 2)[0]
    assert load(sheet(row, header=header), "--department", "市信访局", "--add-departments").code == 0
    assert [case.summary.lead for case in inside(taken_over)] == ["市信访局"]


def test_a_list_that_does_not_say_who_answered_is_taken_over_all_the_same(
    load: Any, sheet: Any, inside: Callable[..., Any]
) -> None:
    header, row = HEADER.rsplit(",", 2)[0], LATE.rsplit(",", 2)[0]
    assert load(sheet(row, header=header)).code == 0
    [case] = inside(taken_over)
    assert (case.summary.lead, case.replies[0].organisation) == (None, "")
    assert inside(sound)


def test_columns_can_be_named(load: Any, sheet: Any, inside: Callable[..., Any]) -> None:
    path = sheet("A 类,2019-10-14,1,加车,2019-09-20,已加", header="类,何时答,号,话,何时来,答")
    named = {
        "body": "话",
        "id": "号",
        "time": "何时来",
        "reply": "答",
        "reply-time": "何时答",
        "result": "类",
    }
    columns = [word for column, name in named.items() for word in (f"--{column}-column", name)]
    assert load(path, *columns).code == 0
    assert [case.summary.result for case in inside(taken_over)] == [Result.SOLVED]


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        ("1,,2019/9/20,加车,已加,2019/9/19,,", "答复时间", "The reply is older than the suggestion."),
        ("1,,2019/9/20,加车,已加,,,", "答复时间", "The time of the reply is missing."),
        ("1,,2019/9/20,加车,已加,2999/1/1,,", "答复时间", "This time lies in the future."),
        ("1,,2019/9/20,加车,已加,2019/9/21,,也许", "采纳情况", "Adopted, partly adopted, for reference"),
        ("1,,2019/9/20,,已加,2019/9/21,,", "留言详情", "The text is missing."),
    ],
)
def test_a_row_that_cannot_be_taken_is_named_and_nothing_is_written(
    load: Any, sheet: Any, inside: Callable[..., Any], row: str, column: str, reason: str
) -> None:
    ran = load(sheet(row, ROAD), "--add-departments", "--json")
    [refused] = ran.json["refused"]
    assert (ran.code, ran.json["cases"], refused["row"], refused["column"]) == (1, 0, 2, column)
    assert refused["reason"].startswith(reason)
    assert inside(taken_over) == []
    good = load(sheet(row, ROAD), "--add-departments", "--keep-good", "--json")
    assert (good.code, good.json["taken"], good.json["cases"]) == (0, 1, 1)


def test_a_sheet_without_replies_is_told_what_is_missing(load: Any, sheet: Any) -> None:
    ran = load(sheet("1,加车", header="编号,详情"))
    assert ran.code == 1
    assert "答复意见" in ran.err


def test_a_letter_that_was_erased_gets_no_case(
    load: Any, jianyan: Any, sheet: Any, inside: Callable[..., Any]
) -> None:
    unanswered = LATE.replace("已加开夜班车,2019-10-14 10:00:00", ",")
    assert load(sheet(unanswered)).code == 0
    [letter] = inside(published)
    assert jianyan("erase", letter.tracking).code == 0
    done = load(sheet(LATE), "--add-departments", "--json").json
    assert (done["already"], done["cases"]) == (1, 0)


def test_everything_is_sound_after_a_list_was_taken_over(
    load: Any, sheet: Any, jianyan: Any, inside: Callable[..., Any]
) -> None:
    assert load(sheet(LATE, PLAIN, ROAD), "--add-departments").code == 0
    ran = jianyan("check", "--json")
    assert (ran.code, ran.json["checked"]["cases"]) == (0, 2)
