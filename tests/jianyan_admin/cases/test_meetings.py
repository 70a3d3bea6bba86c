"""A meeting with the author at the desk: recorded, listed, asked for in the list and before the reply."""

import html
import re
from typing import Any

import builders
import cast
from cities import City
from consoles import see, send
from jianyan import cases
from jianyan.cases import Adoption, CaseKind, CaseState, Manner, NewReply, Result
from jianyan.clock import day_of, now

REPLY = {"result": "B", "adoption": "partly", "reason": "车辆不足。", "text": "先开一条夜班线。"}


def today() -> str:
    return day_of(now(), builders.SHANGHAI).isoformat()


async def claimed(city: City, **facts: Any) -> int:
    """Give a case that Bo has had in hand since today."""
    case_id = await city.hand_over(lead_id=city.transport, now=now(), **facts)
    await cases.claim(case_id, by=city.bo, now=now(), zone=builders.SHANGHAI)
    return case_id


async def meets(desk: Any, case_id: int, city: City, **facts: Any) -> Any:
    """Send the form of a meeting."""
    sent = {"on": today(), "manner": "phone", "party": str(city.transport), "note": "先试一条线。", **facts}
    return await send(desk, f"/admin/cases/{case_id}/meetings", **sent)


async def test_bo_records_a_meeting_and_all_who_handle_the_case_read_it(
    city: City, bo: Any, sign_in: Any
) -> None:
    qiao, case_id = await sign_in(cast.QIAO), await claimed(city, co_ids=(city.police,))
    parties = [str(city.transport), str(city.police)]
    answer = await meets(bo, case_id, city, manner="visit", party=parties)
    assert answer.status_code == 303
    assert "The meeting is on record." in (await see(bo, answer.headers["location"])).text
    for desk in (bo, qiao):
        text = (await see(desk, f"/admin/cases/{case_id}")).text
        listed = re.search(r'<section class="card meetings">(.*?)</section>', text, re.DOTALL)
        assert listed is not None
        for said in ("A visit to the author", "江州市交通运输局, 江州市公安局", "先试一条线。"):
            assert said in listed[1]


async def test_a_meeting_that_cannot_be_taken_comes_back_as_it_was_typed(city: City, bo: Any) -> None:
    case_id = await claimed(city)
    wrong = await meets(bo, case_id, city, on="2020-01-01", party=str(city.police), note="约好下周再谈。")
    assert wrong.status_code == 422
    for said in ("meet-on-error", "meet-party-error", "约好下周再谈。", 'value="2020-01-01"'):
        assert said in wrong.text
    assert re.search(r'value="phone" required checked', wrong.text)
    unread = await meets(bo, case_id, city, on="", manner="by pigeon")
    assert unread.status_code == 422
    assert "meet-on-error" in unread.text
    assert "meet-manner-error" in unread.text
    assert (await city.seen(case_id)).meetings == []


async def test_a_motion_is_not_sent_before_the_meeting_and_its_form_stays_filled(city: City, bo: Any) -> None:
    case_id = await claimed(city, kind=CaseKind.MOTION)
    path = f"/admin/cases/{case_id}"
    page = (await see(bo, path)).text
    assert '<details class="deed" id="meet" open>' in page
    assert "Author not met yet" in (await see(bo, f"{path}/reply")).text
    refused = await send(bo, f"{path}/reply", then="send", measure_1="加开两班", **REPLY)
    assert refused.status_code == 409
    text = html.unescape(refused.text)
    assert "The author is met before this is answered. Please record the meeting first." in text
    for said in (*list(REPLY.values())[2:], "加开两班"):
        assert said in text
    assert (await city.seen(case_id)).replies[0].text == REPLY["text"]
    assert (await send(bo, f"{path}/send")).status_code == 409
    assert (await meets(bo, case_id, city)).status_code == 303
    assert "Author met on" in (await see(bo, f"{path}/reply")).text
    sent = await send(bo, f"{path}/reply", then="send", measure_1="加开两班", **REPLY)
    assert sent.headers["location"].endswith("done=case-send")
    assert await city.state(case_id) is CaseState.REPLIED


async def test_what_needs_no_meeting_is_saved_and_sent_in_one_go(city: City, bo: Any) -> None:
    case_id = await claimed(city)
    path = f"/admin/cases/{case_id}/reply"
    assert "its terms ask for none" in (await see(bo, path)).text
    sent = await send(bo, path, then="send", **REPLY)
    assert sent.status_code == 303
    assert await city.state(case_id) is CaseState.REPLIED


async def test_a_draft_with_co_departments_is_signed_before_it_is_sent(city: City, bo: Any) -> None:
    case_id = await claimed(city, co_ids=(city.police,))
    path = f"/admin/cases/{case_id}/reply"
    assert 'name="then"' not in (await see(bo, path)).text
    refused = await send(bo, path, then="send", **REPLY)
    assert refused.status_code == 409
    assert (await city.seen(case_id)).replies[0].text == REPLY["text"]


async def test_the_list_marks_whose_author_was_not_met_and_narrows_to_them(
    city: City, bo: Any, sign_in: Any
) -> None:
    qiao = await sign_in(cast.QIAO)
    motion, other = await claimed(city, kind=CaseKind.MOTION, title="提案"), await claimed(city, title="别的")
    for desk, tab in ((bo, "mine"), (qiao, "open")):
        text = (await see(desk, f"/admin/cases?tab={tab}")).text
        assert text.count('class="unmet"') == 1
        narrowed = (await see(desk, f"/admin/cases?tab={tab}&unmet=yes")).text
        assert f"/admin/cases/{motion}" in narrowed
        assert f"/admin/cases/{other}" not in narrowed
        assert "unmet=yes" not in (await see(desk, "/admin/cases?tab=answered")).text
    assert (await meets(bo, motion, city)).status_code == 303
    assert 'class="unmet"' not in (await see(bo, "/admin/cases?tab=mine")).text
    assert "No case fits this filter." in (await see(bo, "/admin/cases?tab=mine&unmet=yes")).text


async def test_nobody_else_records_a_meeting(city: City, bo: Any, sign_in: Any) -> None:
    hao, case_id = await sign_in(cast.HAO), await claimed(city)
    assert (await meets(hao, case_id, city)).status_code == 404
    assert (await meets(bo, 987_654, city)).status_code == 404
    assert (await city.seen(case_id)).meetings == []


async def test_an_office_says_in_its_terms_whose_authors_are_met_first(city: City, sign_in: Any) -> None:
    qiao, own = await sign_in(cast.QIAO), city.qiao.scope.organisation
    days = {"answer_days": "20", "return_days": "5"}
    asked = await send(qiao, "/admin/cases/terms", kind="request", meets_first="yes", **days)
    assert asked.status_code == 303
    assert (await send(qiao, "/admin/cases/terms", kind="motion", **days)).status_code == 303
    found = await cases.terms_of(own)
    assert (found[CaseKind.REQUEST].meets_first, found[CaseKind.MOTION].meets_first) == (True, False)
    page = (await see(qiao, "/admin/cases/terms")).text
    assert page.count('name="meets_first" value="yes" checked') == 1
    wrong = await send(
        qiao, "/admin/cases/terms", kind="micro", meets_first="yes", answer_days="0", return_days="2"
    )
    assert wrong.text.count('name="meets_first" value="yes" checked') == 2


async def test_the_board_says_how_many_authors_were_met_before_their_answer(
    city: City, bo: Any, sign_in: Any
) -> None:
    qiao = await sign_in(cast.QIAO)
    new = NewReply(result=Result.SOLVED, adoption=Adoption.ADOPTED, text="已办。")
    for kind, is_met in ((CaseKind.MOTION, True), (CaseKind.SUGGESTION, False)):
        case_id = await claimed(city, kind=kind)
        if is_met:
            await city.meet(case_id, on=day_of(now(), builders.SHANGHAI), manner=Manner.VISIT, now=now())
        await cases.save_reply(case_id, new, by=city.bo, now=now())
        await cases.send_reply(case_id, by=city.bo, now=now())
        await cases.publish_reply(case_id, by=city.wei, now=now())
    text = (await see(qiao, "/admin/tallies?topic=buses-first")).text
    assert "<b>50.0%</b> met before the answer" in text
    assert "Of motions: 1 of 1, 100.0%." in text
    assert '<td class="num" data-name="Author met">1 · 50.0%</td>' in text
