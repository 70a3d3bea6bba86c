import re
from pathlib import Path

import pytest
from litestar import Litestar

import builders
import cast
from jianyan import accounts, cases, trail
from jianyan.cases import Adoption, Result
from jianyan.sheets import write_xlsx
from jianyan.suggestions import SuggestionState
from lists import (
    ANSWERED,
    BAD,
    GOOD,
    HEAD,
    LETTER,
    REPLIED,
    WAITING,
    add_transport,
    answered,
    confirmed,
    figures,
    imported,
    looked,
    sent_on,
    sheet,
)


def waiting_files(app: Litestar) -> list[Path]:
    return list((app.state.runtime.store.folder / "incoming").glob("*"))


async def test_staff_look_at_a_sheet_and_take_it_in(qiao, app: Litestar) -> None:
    await builders.make_topic()
    page = await looked(qiao, sheet(GOOD, WAITING))
    assert page.status_code == 200
    assert figures(page.text) == [2, 0, 0]
    chosen = sent_on(page.text)
    assert {name: value for name, value in chosen.items() if name.startswith("column_") and value} == {
        "column_body": "留言详情",
        "column_title": "留言主题",
        "column_time": "留言时间",
        "column_category": "一级分类",
        "column_likes": "点赞数",
        "column_id": "留言编号",
    }
    assert await imported() == []
    answer = await confirmed(qiao, page.text)
    assert (answer.status_code, figures(answer.text)) == (200, [2, 0, 0])
    assert [(one.body, one.category, one.state) for one in await imported()] == [
        ("加开夜班车", "收发班次", SuggestionState.PUBLISHED),
        ("站牌太小", None, SuggestionState.WAITING),
    ]
    assert waiting_files(app) == []
    topic = await builders.topics.topic_by_slug("buses-first")
    [act] = [act for act in await trail.history(f"topic-{topic.id}") if act.kind == "import"]
    assert (act.data["taken"], act.role) == (2, "staff")


async def test_what_is_there_already_is_said_before(qiao) -> None:
    await builders.make_topic()
    await confirmed(qiao, (await looked(qiao, sheet(GOOD))).text)
    page = await looked(qiao, sheet(GOOD, WAITING))
    assert figures(page.text) == [1, 1, 0]
    answer = await confirmed(qiao, page.text)
    assert figures(answer.text) == [1, 1, 0]
    assert len(await imported()) == 2


async def test_refused_rows_are_named_and_hold_up_the_others_unless_told_otherwise(qiao) -> None:
    await builders.make_topic()
    page = await looked(qiao, sheet(GOOD, BAD))
    assert figures(page.text) == [1, 0, 1]
    assert re.findall(r'<tr><td class="num">(\d+)</td><td class="tight">([^<]+)</td>', page.text) == [
        ("3", "留言详情"),
        ("3", "一级分类"),
    ]
    stopped = await confirmed(qiao, page.text)
    assert stopped.status_code == 422
    assert 'id="keep_good-error"' in stopped.text
    assert await imported() == []
    answer = await confirmed(qiao, stopped.text, keep_good="yes")
    assert (answer.status_code, figures(answer.text)) == (200, [1, 0, 1])
    assert [one.body for one in await imported()] == ["加开夜班车"]


async def test_changed_columns_are_looked_at_again_before_they_are_taken(qiao) -> None:
    await builders.make_topic()
    page = await looked(qiao, sheet(GOOD))
    changed = await confirmed(qiao, page.text, column_body="留言主题", column_title="")
    assert changed.status_code == 422
    assert await imported() == []
    await confirmed(qiao, changed.text)
    assert [(one.body, one.title) for one in await imported()] == [("夜班", None)]


async def test_columns_of_any_name_are_chosen_by_hand(qiao) -> None:
    await builders.make_topic()
    page = await looked(qiao, sheet("加开夜班车,七号", head="老百姓怎么说,号"))
    assert sent_on(page.text)["column_body"] == ""
    assert figures(page.text) == []
    refused = await confirmed(qiao, page.text)
    assert (refused.status_code, 'id="body-error"' in refused.text) == (422, True)
    fields = sent_on(page.text, column_body="老百姓怎么说", into_state="waiting")
    again = await qiao.send("/admin/imports", fields)
    assert figures(again.text) == [1, 0, 0]
    await confirmed(qiao, again.text)
    assert [(one.body, one.state) for one in await imported()] == [("加开夜班车", SuggestionState.WAITING)]


async def test_all_may_be_published_or_wait(qiao) -> None:
    await builders.make_topic()
    page = await looked(qiao, sheet(GOOD, WAITING))
    again = await qiao.send("/admin/imports", sent_on(page.text, into_state="published"))
    await confirmed(qiao, again.text)
    assert {one.state for one in await imported()} == {SuggestionState.PUBLISHED}


async def test_a_workbook_is_read_as_well(qiao, tmp_path: Path) -> None:
    await builders.make_topic()
    path = tmp_path / "in.xlsx"
    with path.open("wb") as file:
        write_xlsx(file, ["内容"], [["加开夜班车"]], made_at=builders.NOW)
    page = await looked(qiao, ("热线.xlsx", path.read_bytes()))
    assert figures(page.text) == [1, 0, 0]
    assert "热线.xlsx" in page.text


@pytest.mark.parametrize(
    "file",
    [
        ("a.csv", b""),
        ("a.csv", "内容\n".encode()),
        ("a.xlsx", b"no workbook"),
        ("a.csv", b"\xff\xff\xff"),
        ("a.csv", "内容,内容\n一,二\n".encode()),
    ],
)
async def test_what_is_no_sheet_is_refused_at_the_file(qiao, file: tuple[str, bytes]) -> None:
    await builders.make_topic()
    answer = await looked(qiao, file)
    assert answer.status_code in {400, 413, 422}
    assert 'id="file-error"' in answer.text


async def test_a_form_without_a_file_is_refused(qiao) -> None:
    await builders.make_topic()
    answer = await qiao.send("/admin/imports", {"topic": "buses-first"})
    assert (answer.status_code, 'id="file-error"' in answer.text) == (422, True)


async def test_a_file_is_its_senders_alone_and_gone_once_taken(qiao, sign_in) -> None:
    await builders.make_topic()
    page = (await looked(qiao, sheet(GOOD))).text
    ada = await sign_in(cast.ADA)
    assert (await confirmed(ada, page)).status_code == 410
    assert await imported() == []
    assert (await confirmed(qiao, page)).status_code == 200
    again = await confirmed(qiao, page)
    assert (again.status_code, 'id="file-error"' in again.text) == (410, True)


async def test_a_stored_script_in_a_sheet_is_read_and_not_run(qiao) -> None:
    await builders.make_topic()
    page = await looked(qiao, sheet("<script>alert(1)</script>,1", head="内容,<b>号</b>"))
    assert "<script>alert" not in page.text
    assert "<b>号" not in page.text


async def test_letters_with_their_answers_become_closed_cases(qiao) -> None:
    await builders.make_topic()
    await add_transport()
    page = await looked(qiao, sheet(REPLIED, f"{WAITING},,,,,", head=ANSWERED))
    assert figures(page.text) == [2, 0, 0, 1]
    assert sent_on(page.text)["column_reply"] == "答复意见"
    assert await answered() == []
    done = await confirmed(qiao, page.text)
    assert (done.status_code, figures(done.text)) == (200, [2, 0, 1, 0])
    (case,) = await answered()
    assert (case.summary.lead, case.replies[-1].text) == ("江州市交通运输局", "已加开")
    assert (case.summary.adoption, case.summary.result) == (Adoption.ADOPTED, Result.SOLVED)
    assert {one.state for one in await imported()} == {SuggestionState.PUBLISHED}
    assert await cases.first_fault() is None
    again = await confirmed(qiao, (await looked(qiao, sheet(REPLIED, head=ANSWERED))).text)
    assert figures(again.text) == [0, 1, 0, 0]


async def test_who_answered_is_chosen_where_the_rows_do_not_say_it(qiao) -> None:
    await builders.make_topic()
    await add_transport()
    page = await looked(qiao, sheet(f"{LETTER},已加开,2019-09-02", head=f"{HEAD},答复意见,答复时间"))
    changed = await confirmed(qiao, page.text, answered_by="江州市交通运输局")
    assert (changed.status_code, await answered()) == (422, [])
    await confirmed(qiao, changed.text)
    assert [case.summary.lead for case in await answered()] == ["江州市交通运输局"]


async def test_departments_that_are_not_there_are_added_by_an_administrator_only(qiao, sign_in) -> None:
    with accounts.within((await builders.make_session(cast.QIAO)).person.scope):
        await builders.make_topic()
    page = await looked(qiao, sheet(REPLIED, head=ANSWERED))
    assert "<li>江州市交通运输局</li>" in page.text
    assert 'name="add_departments"' not in page.text
    refused = await confirmed(qiao, page.text, add_departments="yes")
    assert (refused.status_code, 'id="add_departments-error"' in refused.text) == (422, True)
    assert (await imported(), await answered()) == ([], [])
    ada = await sign_in(cast.ADA)
    page = await looked(ada, sheet(REPLIED, head=ANSWERED))
    assert (await confirmed(ada, page.text)).status_code == 422
    assert await imported() == []
    assert (await confirmed(ada, page.text, add_departments="yes")).status_code == 200
    assert [case.summary.lead for case in await answered()] == ["江州市交通运输局"]


@pytest.mark.parametrize("field", ["reply", "reply_time"])
async def test_an_answer_needs_its_text_and_its_time(qiao, field: str) -> None:
    await builders.make_topic()
    page = await looked(qiao, sheet(REPLIED, head=ANSWERED))
    refused = await confirmed(qiao, page.text, **{f"column_{field}": ""})
    assert (refused.status_code, f'id="{field}-error"' in refused.text) == (422, True)
    assert await imported() == []


async def test_a_column_that_is_called_like_an_answer_is_none_without_its_time(qiao) -> None:
    await builders.make_topic()
    page = await looked(qiao, sheet(f"{LETTER},已办", head=f"{HEAD},处理结果"))
    assert sent_on(page.text)["column_reply"] == ""
    assert figures(page.text) == [1, 0, 0]


async def test_answers_that_cannot_be_taken_are_named(qiao) -> None:
    await builders.make_topic()
    await add_transport()
    early = REPLIED.replace("2019-09-02", "2019-08-02")
    page = await looked(qiao, sheet(early, head=ANSWERED))
    assert figures(page.text) == [0, 0, 1, 0]
    assert '<td class="tight">答复时间</td>' in page.text
