"""A case on its page: what each desk sees of it, and what it can do."""

import re
from datetime import UTC, datetime
from typing import Any

import builders
import cast
import pictures
from cities import City
from consoles import see, send
from jianyan import cases, moderation, topics
from jianyan.cases import Adoption, CaseState, NewReply, Result
from jianyan.clock import now
from jianyan.moderation import Act, Verdict

LONG_AGO = builders.NOW


def deeds_on(text: str) -> set[str]:
    """Give to which acts the page of a case has a form."""
    return set(re.findall(r'action="/admin/cases/\d+/([a-z/-]+)"', text))


async def test_a_case_goes_through_the_desks_from_handing_over_to_the_published_reply(
    city: City, bo: Any, sign_in: Any
) -> None:
    qiao = await sign_in(cast.QIAO)
    answer = await send(
        qiao,
        f"/admin/suggestions/{city.tracking}/hand-over",
        title="延长夜间末班车",
        kind="suggestion",
        lead=str(city.transport),
        note="请与公安局一起看。",
    )
    assert answer.status_code == 303
    path = answer.headers["location"].split("?")[0]
    case_id = int(path.rsplit("/", 1)[1])
    assert "请与公安局一起看。" in (await see(bo, path)).text
    assert (await send(bo, f"{path}/claim")).status_code == 303
    written = await send(
        bo, f"{path}/reply", result="A", adoption="adopted", text="自下月起延至22点。", measure_1="加开两班"
    )
    assert written.status_code == 303, written.text
    assert "自下月起延至22点。" in (await see(bo, path)).text
    assert (await send(bo, f"{path}/send")).status_code == 303
    assert (await send(qiao, f"{path}/send-back", note="请写明日期。")).status_code == 303
    assert "请写明日期。" in (await see(bo, path)).text
    assert (await send(bo, f"{path}/send")).status_code == 303
    assert (await send(qiao, f"{path}/publish")).status_code == 303
    found = await city.seen(case_id)
    assert (found.summary.state, found.replies[0].measures[0].text) == (CaseState.ANSWERED, "加开两班")
    done = await send(bo, f"{path}/measures", measure=str(found.replies[0].measures[0].id), on="2026-11-30")
    assert done.status_code == 303
    assert (await city.seen(case_id)).replies[0].measures[0].done_on is not None


async def test_only_what_is_possible_stands_on_the_page(city: City, bo: Any, sign_in: Any) -> None:
    qiao, hao = await sign_in(cast.QIAO), await sign_in(cast.HAO)
    case_id = await city.hand_over(lead_id=city.transport, co_ids=(city.police,), now=now())
    path = f"/admin/cases/{case_id}"
    assert deeds_on((await see(bo, path)).text) == {"claim", "return"}
    assert (await send(bo, f"{path}/remind")).status_code == 403
    assert (await send(hao, f"{path}/remind")).status_code == 403
    office = deeds_on((await see(qiao, path)).text)
    assert office == {"claim", "return", "remind", "transfer", "leave", "join", "supervise", "cancel"}
    assert deeds_on((await see(hao, path)).text) == set()
    await cases.claim(case_id, by=city.bo, now=now(), zone=builders.SHANGHAI)
    assert deeds_on((await see(bo, path)).text) == {"meetings", "return", "extension"}
    new = NewReply(result=Result.SOLVED, adoption=Adoption.ADOPTED, text="已办。")
    await cases.save_reply(case_id, new, by=city.bo, now=now())
    assert deeds_on((await see(hao, path)).text) == {"sign"}
    assert (await send(qiao, f"{path}/sign", answer="agree")).status_code == 403
    assert (await send(hao, f"{path}/sign", answer="object")).status_code == 422
    unread = await send(hao, f"{path}/sign", answer="agree", wording="0" * 64)
    assert (unread.status_code, "Please read it once more." in unread.text) == (409, True)
    read = re.search(r'name="wording" value="([0-9a-f]{64})"', unread.text)
    assert read
    assert (await send(hao, f"{path}/sign", answer="agree", wording=read[1])).status_code == 303
    assert deeds_on((await see(bo, path)).text) == {"meetings", "send", "return", "extension"}


async def test_a_desk_says_that_a_signature_is_void(city: City, bo: Any, sign_in: Any) -> None:
    hao, case_id = await sign_in(cast.HAO), await city.claimed(co_ids=(city.police,))
    path = f"/admin/cases/{case_id}"
    await cases.save_reply(case_id, city.draft("已办。"), by=city.bo, now=now())
    assert "Not signed yet" in (await see(hao, path)).text
    await cases.sign(case_id, "", agree=True, by=city.hao, now=now())
    assert "Countersigned by 江州市公安局." in (await see(bo, f"{path}/reply")).text
    await cases.save_reply(case_id, city.draft("未办。"), by=city.bo, now=now())
    for page in (await see(hao, path), await see(bo, path)):
        assert "To be signed anew" in page.text
        assert "Countersignature void, the reply has changed" in page.text
    assert "since your department countersigned it" in (await see(hao, path)).text
    assert "since it was countersigned" in (await see(bo, path)).text


async def test_a_refused_form_comes_back_with_its_text_and_open(city: City, bo: Any) -> None:
    case_id = await city.hand_over(lead_id=city.transport, now=LONG_AGO)
    late = await send(bo, f"/admin/cases/{case_id}/return", note="应由公安局办理。")
    assert late.status_code == 410
    assert "A case can be returned up to" in late.text
    case_id = await city.claimed()
    early = await send(bo, f"/admin/cases/{case_id}/extension", until="2026-07-02", note="需要招标。")
    assert early.status_code == 422
    assert "Please choose a day after the present one." in early.text
    assert re.search(r'<details class="deed" id="ask-extension" open>', early.text)
    assert "需要招标。" in early.text
    assert 'value="2026-07-02"' in early.text


async def test_more_time_is_asked_for_and_granted(city: City, bo: Any, sign_in: Any) -> None:
    wei = await sign_in(cast.WEI)
    case_id = await city.claimed(now=now())
    path, until = f"/admin/cases/{case_id}", "2027-06-01"
    assert (await send(bo, f"{path}/extension", until=until, note="需要招标。")).status_code == 303
    assert "up to 1 June 2027" in (await see(wei, path)).text
    assert (await send(wei, f"{path}/extension/answer", answer="refuse")).status_code == 422
    assert (await send(wei, f"{path}/extension/answer", answer="grant")).status_code == 303
    assert str((await city.seen(case_id)).summary.due_on) == until


async def test_overdue_is_told_in_red_and_in_words(city: City, bo: Any) -> None:
    case_id = await city.hand_over(lead_id=city.transport, now=LONG_AGO)
    text = (await see(bo, f"/admin/cases/{case_id}")).text
    assert re.search(r'<span class="due overdue">Overdue by \d+ working days</span>', text)


async def test_a_department_does_not_see_what_is_not_for_it(city: City, bo: Any, sign_in: Any) -> None:
    hao = await sign_in(cast.HAO)
    case_id = await city.hand_over(lead_id=city.transport, note="只给交通局看。", now=now())
    path = f"/admin/cases/{case_id}"
    assert (await see(hao, path)).status_code == 404
    await cases.claim(case_id, by=city.bo, now=now(), zone=builders.SHANGHAI)
    draft = NewReply(result=Result.SOLVED, adoption=Adoption.ADOPTED, text="交通局的草稿。")
    await cases.save_reply(case_id, draft, by=city.bo, now=now())
    await cases.give_back(case_id, "应由公安局办理。", by=city.bo, now=now(), zone=builders.SHANGHAI)
    assert (await see(bo, path)).status_code == 404
    await cases.transfer(case_id, city.police, "", by=city.qiao, now=now(), zone=builders.SHANGHAI)
    text = (await see(hao, path)).text
    for hidden in ("只给交通局看。", "应由公安局办理。", "交通局的草稿。"):
        assert hidden not in text
    assert f"/admin/suggestions/{city.tracking}" not in text
    assert (await see(hao, f"/admin/suggestions/{city.tracking}")).status_code == 403
    await cases.claim(case_id, by=city.hao, now=now(), zone=builders.SHANGHAI)
    assert (await send(hao, f"{path}/send")).status_code == 409


async def test_personal_data_of_the_text_is_masked_on_the_page(city: City, bo: Any) -> None:
    other = await published(city, f"请回电 {cast.LAN_PHONE}，末班车太早。")
    city.tracking = other
    case_id = await city.hand_over(lead_id=city.transport, start=0, length=9, now=now())
    text = (await see(bo, f"/admin/cases/{case_id}")).text
    assert cast.LAN_PHONE[:8] not in text
    assert re.search(r"138\*\*", text)


async def published(city: City, body: str) -> str:
    placement = await builders.make_placement()
    received, _ = await builders.submit(builders.KEYS, placement, body, category="收发班次")
    drawer = (await topics.topic_by_slug("buses-first")).categories[0].id
    verdict = Verdict(act=Act.APPROVE, category_id=drawer)
    await moderation.decide(received.tracking, verdict, by=city.wei, now=builders.NOW)
    return received.tracking


async def test_photos_before_and_after_belong_to_the_reply_and_are_shown_to_who_sees_the_case(
    city: City, bo: Any, sign_in: Any
) -> None:
    hao = await sign_in(cast.HAO)
    case_id = await city.claimed(now=now())
    path = f"/admin/cases/{case_id}"
    files = {
        "before_1": ("a.jpg", pictures.telling(), "image/jpeg"),
        "after_1": ("b.jpg", b"no picture", "image/jpeg"),
    }
    fields = {"result": "B", "adoption": "partly", "text": "正在整修。"}
    refused = await send(bo, f"{path}/reply", files=files, **fields)
    assert refused.status_code == 422
    assert "after_1-error" in refused.text
    [kept] = re.findall(r'name="before" value="(\w+)" checked', refused.text)
    saved = await send(bo, f"{path}/reply", before=kept, **fields)
    assert saved.status_code == 303, saved.text
    [photo] = (await city.seen(case_id)).replies[0].photos
    assert (photo.name, photo.is_after) == (kept, False)
    shown = await see(bo, f"/admin/cases/photos/{kept}?size=small")
    assert (shown.status_code, shown.headers["content-type"]) == (200, "image/jpeg")
    assert "sandbox" in shown.headers["content-security-policy"]
    assert (await see(hao, f"/admin/cases/photos/{kept}")).status_code == 404
    assert (await send(bo, f"{path}/reply", **fields)).status_code == 303
    assert (await city.seen(case_id)).replies[0].photos == []


async def test_a_template_text_fills_the_reply_without_javascript(city: City, bo: Any, sign_in: Any) -> None:
    hao = await sign_in(cast.HAO)
    case_id = await city.claimed(now=now())
    path = "/admin/cases/templates"
    assert (await send(bo, path, title="", text="您好")).status_code == 422
    assert (await send(bo, path, title="问候", text="您好，感谢建议。")).status_code == 303
    [found] = await cases.reply_templates(city.bo)
    assert await cases.reply_templates(city.hao) == []
    text = (await see(bo, f"/admin/cases/{case_id}/reply?template={found.id}")).text
    assert re.search(r"<textarea[^>]*name=\"text\"[^>]*>\s*您好，感谢建议。</textarea>", text)
    assert (await send(bo, f"{path}/{found.id}", title="问候语", text="您好。")).status_code == 303
    assert (await cases.reply_templates(city.bo))[0].text == "您好。"
    assert (await send(hao, f"{path}/{found.id}/delete")).status_code == 404
    assert (await send(bo, f"{path}/{found.id}/delete")).status_code == 303
    assert await cases.reply_templates(city.bo) == []
    assert (await see(bo, f"{path}/{found.id}")).status_code == 404


async def test_a_committee_supervises_reads_its_note_and_reminds(city: City, bo: Any, sign_in: Any) -> None:
    qiao, hao = await sign_in(cast.QIAO), await sign_in(cast.HAO)
    case_id = await city.claimed(now=now())
    path = f"/admin/cases/{case_id}"
    stranger = await send(qiao, f"{path}/supervise", email="nobody@jianyan.example")
    assert stranger.status_code == 404
    supervised = await send(qiao, f"{path}/supervise", supervising=str(city.police), note="请盯紧。")
    assert supervised.status_code == 303
    assert "请盯紧。" not in (await see(bo, path)).text
    assert "请盯紧。" in (await see(hao, path)).text
    assert deeds_on((await see(hao, path)).text) == {"remind"}
    assert (await send(hao, f"{path}/remind", note="请尽快。")).status_code == 303
    assert "请尽快。" in (await see(bo, path)).text
    assert (await send(hao, f"{path}/remind")).status_code == 429
    assert f'href="{path}"' in (await see(hao, "/admin/cases?tab=supervised")).text


async def test_a_day_in_a_year_that_is_not_published_is_marked_in_words_on_the_list_and_the_case(
    city: City, bo: Any
) -> None:
    published = await city.claimed(now=datetime(2026, 7, 1, tzinfo=UTC))
    coming = await city.claimed(now=datetime(2050, 7, 1, tzinfo=UTC), start=0, length=5)
    listed = await see(bo, "/admin/cases")
    rows = dict(re.findall(r'<a href="/admin/cases/(\d+)">(.*?)</tr>', listed.text, re.DOTALL))
    assert '<span class="provisional">provisional</span>' in rows[str(coming)]
    assert "provisional" not in rows[str(published)]
    assert listed.text.count("the days off of 2050 yet") == 1
    page = (await see(bo, f"/admin/cases/{coming}")).text
    assert page.count('<span class="provisional">provisional</span>') == 2
    assert "the days off of 2050 yet" in page
    assert "provisional" not in (await see(bo, f"/admin/cases/{published}")).text
