import gzip
import re
from datetime import date

import pytest
from litestar import Litestar

import builders
from authors import ZH, Lan, take_more
from jianyan import cases, db, moderation, suggestions
from jianyan.cases import Adoption, NewMeasure, NewReply, Result
from jianyan.clock import now
from jianyan.keys import KeyRing
from jianyan.moderation import Act, Verdict
from jianyan.runtime import Runtime

ANSWERS = "/t/buses-first/answers"


async def text_of(lan: Lan, path: str) -> str:
    page = await lan.client.get(path, headers=ZH)
    assert page.status_code == 200
    assert "set-cookie" not in page.headers
    return page.text


async def test_a_topic_without_cases_says_nothing_of_outcomes(lan: Lan) -> None:
    assert "办理结果" not in await text_of(lan, "/t/buses-first")
    assert "这里还没有可以查看的答复" in await text_of(lan, ANSWERS)


async def test_the_topic_counts_what_was_handed_over_and_shows_the_newest_answers(lan: Lan) -> None:
    await lan.city.claimed(start=0, length=6)
    page = await text_of(lan, "/t/buses-first")
    assert re.findall(r"<dd>(\d+%?)</dd>", page)[3:] == ["1", "0"]
    assert ANSWERS not in page
    await lan.answered_now(start=15, length=6)
    page = await text_of(lan, "/t/buses-first")
    assert re.findall(r"<dd>(\d+%?)</dd>", page)[3:] == ["1", "1", "1"]
    assert "自下月起末班车延至22点。" in page
    assert f'href="{ANSWERS}"' in page
    assert len(gzip.compress(page.encode(), 6)) < 14 * 1024


async def test_every_page_and_the_board_give_one_adoption_rate_where_a_suggestion_has_several_answers(
    lan: Lan, app: Litestar
) -> None:
    for number, adoption in enumerate((Adoption.PARTLY, Adoption.DECLINED, Adoption.DECLINED)):
        new = NewReply(result=Result.PLANNED, adoption=adoption, text="已研究。", reason="见正文。")
        await lan.answered_with(new, start=6 * number, length=5)
    rate = re.compile(r'采纳率</th><td class="n">(?:</td><td class="n">)?([\d.]+%)')
    for path in ("/t/buses-first", ANSWERS):
        assert rate.findall(await text_of(lan, path)) == ["100.0%"]
    topic = await builders.topics.topic_by_slug("buses-first")
    board = await app.state.runtime.boards.of(topic, now=now())
    assert board.answering.suggestions.outcomes.percent == 100.0
    assert f"{board.answering.all.outcomes.percent:.1f}%" == "33.3%"
    assert "按采纳程度最高的一件计一次" in await text_of(lan, ANSWERS)


async def test_an_answer_stands_with_its_suggestion_measures_and_department(lan: Lan) -> None:
    reply = NewReply(
        result=Result.PLANNED,
        adoption=Adoption.PARTLY,
        text="夜间线路下月起试行。",
        reason="车辆不足。",
        measures=(
            NewMeasure(text="购车。", due_on=date(2027, 1, 5)),
            NewMeasure(text="招聘。", done_on=date(2026, 12, 1)),
        ),
    )
    await lan.answered_with(reply)
    page = await text_of(lan, ANSWERS)
    said = ("末班车太早了", "部分采纳", "B类", "夜间线路下月起试行。", "原因：车辆不足。", "江州市交通运输局")
    for each in (*said, "2027年1月5日前落实", "已于2026年12月1日落实"):
        assert each in page
    assert re.search(r"用时 \d+ 个工作日", page)
    assert "采纳率" in page


async def test_what_is_answered_anew_says_so(lan: Lan) -> None:
    case_id = await lan.answered_now()
    await lan.rates(case_id, "dissatisfied", reason="只有我知道的原因。")
    page = await text_of(lan, ANSWERS)
    assert "二次办理中" in page
    assert "只有我知道的原因。" not in page


async def test_who_is_not_public_any_more_stands_nowhere(lan: Lan) -> None:
    await lan.answered_now()
    assert "末班车太早了" in await text_of(lan, ANSWERS)
    await suggestions.erase(lan.city.tracking, by=None, now=now())
    await cases.erase((await lan.suggestion()).id, now=now())
    for path in (ANSWERS, "/t/buses-first"):
        page = await text_of(lan, path)
        assert "末班车太早了" not in page
        assert "自下月起末班车延至22点。" not in page


async def test_answers_are_paged_and_told_by_place(lan: Lan, keys: KeyRing) -> None:
    category_id = (await lan.suggestion()).category_id
    code = await builders.make_placement(name="文化路站")
    for number in range(12):
        received, _ = await builders.submit(keys, code, f"第{number:02d}条建议")
        verdict = Verdict(act=Act.APPROVE, category_id=category_id)
        await moderation.decide(received.tracking, verdict, by=lan.city.wei, now=now())
        lan.city.tracking = received.tracking
        await lan.answered_now()
    address, walked = f"{ANSWERS}?at={code}", list[str]()
    while address:
        page = await text_of(lan, address)
        assert "文化路站" in page
        walked += re.findall(r'class="asked">(第\d\d条建议)', page)
        older = re.search(r'href="([^"]*before=[^"]*)"', page)
        address = older[1].replace("&amp;", "&") if older else ""
    assert walked == [f"第{number:02d}条建议" for number in reversed(range(12))]
    empty = await builders.make_placement(name="金鹗山站")
    assert "这里还没有可以查看的答复" in await text_of(lan, f"{ANSWERS}?at={empty}")


@pytest.mark.parametrize("path", ["/t/coming/answers", "/t/nowhere/answers", f"{ANSWERS}?at=00000000"])
async def test_what_is_not_public_or_not_there_is_not_found(lan: Lan, path: str) -> None:
    await builders.make_topic("coming", published=False)
    assert (await lan.client.get(path, headers=ZH)).status_code == 404


async def test_whoever_scans_later_is_told_what_became_of_suggestions(
    lan: Lan, app: Litestar, keys: KeyRing
) -> None:
    await take_more()
    here = (await builders.campaigns.placements_of((await lan.suggestion()).topic_id))[-1].code
    elsewhere = await builders.make_placement(name="文化路站")
    runtime: Runtime = app.state.runtime
    await runtime.look()
    for code in (here, elsewhere):
        assert "得到答复" not in await text_of(lan, f"/s/{code}")
    await lan.answered_now()
    await runtime.look()
    page = await text_of(lan, f"/s/{here}")
    assert f'href="{ANSWERS}?at={here}">这里的建议已有 1 条得到答复' in page
    assert f'href="{ANSWERS}">本议题已有 1 条建议得到答复' in await text_of(lan, f"/s/{elsewhere}")
    english = (await lan.client.get(f"/s/{here}?lang=en")).text
    assert f'href="{ANSWERS}?at={here}&amp;lang=en">What became of suggestions here: 1 answered' in english
    compressed = await lan.client.get(f"/s/{here}", headers={**ZH, "Accept-Encoding": "gzip"})
    assert f"{ANSWERS}?at={here}" in compressed.text


async def test_a_form_of_another_topic_says_nothing(lan: Lan, app: Litestar) -> None:
    await lan.answered_now()
    await builders.make_topic("other", closes_at=None)
    code = await builders.make_placement("other")
    await app.state.runtime.look()
    assert "得到答复" not in await text_of(lan, f"/s/{code}")


async def test_answers_are_looked_for_and_what_was_asked_stays_in_the_form(lan: Lan) -> None:
    await lan.answered_now()
    assert "末班车太早了" in await text_of(lan, f"{ANSWERS}?words=末班车&department=&adoption=adopted")
    page = await text_of(lan, f"{ANSWERS}?adoption=declined&words=%22%3E")
    assert "没有符合条件的答复" in page
    assert 'value="declined" selected' in page
    assert 'value="&#34;&gt;"' in page
    assert "共 1 条答复" in await text_of(lan, f"{ANSWERS}?adoption=adopted&lang=zh-CN")
    assert "共 " not in await text_of(lan, f"{ANSWERS}?words=末班车")


@pytest.mark.parametrize(
    "query", ["", "adoption=adopted", "result=A&words=%E7%AC%AC", "category=1&department=3&adoption=adopted"]
)
async def test_the_page_takes_as_many_queries_however_many_answers_there_are(
    lan: Lan, keys: KeyRing, query: str
) -> None:
    costs = []
    for count in (1, 5):
        for number in range(count):
            await lan.answered_now(start=number, length=1)
        with db.measured() as cost:
            await text_of(lan, f"{ANSWERS}?{query}")
        costs.append(cost.queries)
    assert 0 < costs[0] == costs[1] <= 16


@pytest.mark.parametrize(
    "query", ["category=x", "department=99999999999999999999", "adoption=x", "result=ABC"]
)
async def test_what_cannot_be_asked_for_narrows_nothing(lan: Lan, query: str) -> None:
    await lan.answered_now()
    assert "末班车太早了" in await text_of(lan, f"{ANSWERS}?{query}")


async def test_older_answers_are_narrowed_in_the_same_way(lan: Lan, keys: KeyRing) -> None:
    category_id = (await lan.suggestion()).category_id
    code = await builders.make_placement(name="文化路站")
    for number in range(11):
        received, _ = await builders.submit(keys, code, f"第{number:02d}条建议")
        verdict = Verdict(act=Act.APPROVE, category_id=category_id)
        await moderation.decide(received.tracking, verdict, by=lan.city.wei, now=now())
        lan.city.tracking = received.tracking
        await lan.answered_now()
    page = await text_of(lan, f"{ANSWERS}?adoption=adopted&lang=en")
    older = re.search(r'href="[^"]*\?(before=[^"]*)"', page)
    assert older
    assert older[1].endswith("&amp;adoption=adopted&amp;lang=en")


async def test_a_long_text_is_folded_and_there_whole(lan: Lan) -> None:
    long = "自下月起末班车延至22点。" * 30
    await lan.answered_with(NewReply(result=Result.SOLVED, adoption=Adoption.ADOPTED, text=long))
    page = await text_of(lan, ANSWERS)
    assert page.count(long) == 1
    assert re.search(r"<p>自下月起[^<]{190,200}…</p><details><summary>", page)
