import csv
import gzip
import io
import re
from datetime import timedelta

import httpx
import pytest

import builders
from cities import make_city
from jianyan import moderation, suggestions
from jianyan.clock import now
from jianyan.keys import KeyRing

JSON = {"Accept": "application/json"}
ZH = {"Accept-Language": "zh-CN", "Accept": "text/html"}


async def test_the_home_page_lists_what_is_open(place) -> None:
    page = await place.client.get("/", headers=ZH)
    assert page.status_code == 200
    assert "/t/buses-first" in page.text
    assert "set-cookie" not in page.headers


async def test_the_topic_page_shows_published_ones_and_never_the_others(place) -> None:
    kept = (await place.send("请加开夜班车", category=str(place.topic.categories[0].id))).json()
    await place.send("还没有人看过")
    wei = await builders.make_person()
    verdict = moderation.Verdict(act=moderation.Act.APPROVE, category_id=place.topic.categories[1].id)
    await moderation.decide(kept["tracking"], verdict, by=wei, now=now())
    page = await place.client.get("/t/buses-first", headers=ZH)
    assert "请加开夜班车" in page.text
    assert "还没有人看过" not in page.text
    assert "<svg" in page.text
    assert f"/s/{(await builders.campaigns.topic_link(place.topic.id)).code}" in page.text


async def test_open_data_is_the_tally(place) -> None:
    await place.send(category=str(place.topic.categories[0].id))
    await place.send()
    tally = (await place.client.get("/t/buses-first/tally.json")).json()
    assert (tally["received"], tally["uncategorised"], tally["states"]["waiting"]) == (2, 1, 2)
    table = await place.client.get("/t/buses-first/tally.csv", headers=ZH)
    assert table.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(table.content.decode("utf-8-sig"))))
    assert sum(int(row[-1]) for row in rows[1:]) == 2


async def test_the_public_reads_no_personal_data_and_moderator_and_sender_do(place, keys) -> None:
    body = "夜班车太早收班。我的电话 138-0013-8000，车牌湘F12345，邮箱 lan.zhang@example.com。"
    received, receipt = await builders.submit(keys, place.code, body, now=now())
    wei = await builders.make_person()
    verdict = moderation.Verdict(act=moderation.Act.APPROVE, category_id=place.topic.categories[1].id)
    await moderation.decide(received.tracking, verdict, by=wei, now=now())
    topic_page = (await place.client.get("/t/buses-first", headers=ZH)).text
    others = (await place.send("请加开夜班车", as_json=False)).text
    for page in (topic_page, others):
        assert "夜班车太早收班。我的电话 138-****-8000，车牌湘F***45，邮箱 l********@example.com。" in page
    own = await place.client.post("/receipt", data={"receipt": receipt}, headers=ZH)
    assert body in own.text
    assert (await suggestions.by_tracking(received.tracking)).body == body


async def test_long_lists_are_paged(place, keys) -> None:
    wei = await builders.make_person()
    verdict = moderation.Verdict(act=moderation.Act.APPROVE, category_id=place.topic.categories[1].id)
    for number in range(25):
        received, _ = await builders.submit(keys, place.code, f"第{number:02d}条建议", now=now())
        await moderation.decide(received.tracking, verdict, by=wei, now=now())
    first = (await place.client.get("/t/buses-first", headers=ZH)).text
    assert len(re.findall(r"第\d\d条建议", first)) == 20
    older = suggestions.latest_published
    before = (await older(place.topic.id, words=builders.NO_WORDS, most=20))[-1].id
    second = (await place.client.get(f"/t/buses-first?before={before}", headers=ZH)).text
    assert [f"第{number:02d}条建议" in second for number in range(6)] == [True] * 5 + [False]


@pytest.mark.parametrize(
    "path", ["/", "/privacy", "/receipt", "/sign-in", "/healthz", "/readyz", "/robots.txt"]
)
async def test_head_works_wherever_get_does(client: httpx.AsyncClient, path: str) -> None:
    got, asked = await client.get(path), await client.head(path)
    assert (got.status_code, asked.status_code, asked.content) == (200, 200, b"")
    assert "set-cookie" not in got.headers


async def test_an_unknown_address_is_a_page_or_a_problem(client: httpx.AsyncClient) -> None:
    page = await client.get("/nowhere", headers=ZH)
    assert (page.status_code, page.headers["content-type"]) == (404, "text/html; charset=utf-8")
    problem = await client.get("/nowhere", headers=JSON)
    assert (problem.status_code, problem.headers["content-type"]) == (404, "application/problem+json")
    assert (await client.post("/privacy", headers=JSON)).status_code == 405
    foreign = await client.get("/", headers={"Host": "evil.example"})
    assert foreign.status_code == 400


async def test_hostile_words_are_only_words(place) -> None:
    hostile = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    sent = (await place.send(hostile)).json()
    wei = await builders.make_person()
    verdict = moderation.Verdict(act=moderation.Act.APPROVE, category_id=place.topic.categories[1].id)
    await moderation.decide(sent["tracking"], verdict, by=wei, now=now())
    page = (await place.client.get("/t/buses-first", headers=ZH)).text
    assert hostile not in page
    assert "&lt;script&gt;alert(1)" in page


async def test_a_page_that_the_browser_knows_is_not_sent_again(place) -> None:
    first = await place.client.get("/t/buses-first", headers=ZH)
    tag = {"If-None-Match": first.headers["etag"]}
    again = await place.client.get("/t/buses-first", headers={**ZH, **tag})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    english = await place.client.get("/t/buses-first?lang=en", headers={**ZH, **tag})
    assert english.status_code == 200
    await place.send()
    changed = await place.client.get("/t/buses-first", headers={**ZH, **tag})
    assert changed.status_code == 200
    assert changed.headers["etag"] != first.headers["etag"]


async def test_a_form_with_its_token_has_no_etag(place) -> None:
    assert "etag" not in (await place.client.get(f"/s/{place.code}", headers=ZH)).headers


async def test_the_topic_page_shows_the_days_and_says_who_was_not_heard(place) -> None:
    await place.send()
    await place.send()
    page = (await place.client.get("/t/buses-first", headers=ZH)).text
    today = now().astimezone(builders.SHANGHAI).date().isoformat()
    assert page.count('class="chart" role="img"') == 2
    assert f'<tr><td>{today}</td><td class="n">2</td></tr>' in page
    assert "在用的 1 个点位中，" in page
    assert "委员占 0%，市民占 100%" in page


async def test_the_topic_page_stays_light_with_years_of_days(place) -> None:
    sent = [
        suggestions.NewSuggestion(
            tracking=suggestions.new_tracking(),
            topic_id=place.topic.id,
            body="旧信",
            source=suggestions.Source.IMPORT,
            received_at=now() - timedelta(days=days),
            received_on=(now() - timedelta(days=days)).date(),
        )
        for days in range(1, 1_500, 7)
    ]
    await suggestions.submit_many(sent, now=now())
    page = await place.client.get("/t/buses-first", headers=ZH)
    assert len(gzip.compress(page.content, 6)) < 14 * 1024


async def test_a_topic_says_what_departments_made_of_it_once_something_was_handed_over(
    client: httpx.AsyncClient, keys: KeyRing
) -> None:
    city = await make_city(keys)
    await city.hand_over(lead_id=city.police, start=0, length=5)
    await city.answered(start=6, length=5)
    page = (await client.get("/t/buses-first", headers=ZH)).text
    said = page.partition("部门办理情况</summary>")[2].partition("</details>")[0]
    for words in ("江州市公安局", "江州市交通运输局", "采纳率", "100.0%", "0 个工作日"):
        assert words in said
