"""What a sender and the public read of a text in which something was found."""

import httpx
import pytest
from litestar import Litestar

import builders
import cast
from jianyan import moderation, screening, suggestions
from jianyan.clock import now
from jianyan.screening import Entry, Level
from jianyan.site.browse import public_topic
from jianyan.web.access import KEY, Anybody, handlers_of

JSON = {"Accept": "application/json"}
ZH = {"Accept-Language": "zh-CN", "Accept": "text/html"}
PHONE = cast.LAN_PHONE
FILLED = {"slug": "buses-first"}


async def publish(place, sent: dict[str, str]) -> None:
    category = (await public_topic("buses-first")).categories[0].id
    verdict = moderation.Verdict(act=moderation.Act.APPROVE, category_id=category)
    await moderation.decide(sent["tracking"], verdict, by=await builders.make_person(), now=now())


async def hits_of(sent: dict[str, str]) -> list[suggestions.NewHit]:
    return await suggestions.hits_in((await suggestions.by_tracking(sent["tracking"])).id)


@pytest.mark.parametrize("level", [Level.BLOCK, Level.HOLD])
async def test_lan_gets_a_receipt_that_says_held_and_never_the_word(place, level: Level) -> None:
    await screening.add_word(Entry(text="拆迁补偿款", level=level), by=None, now=now())
    await place.edited()
    sent = (await place.send("拆迁*补偿款没有到")).json()
    assert (sent["state"], len(sent["receipt"])) == ("held", 16)
    page = (await place.send("我的拆迁补偿款没有到", as_json=False)).text
    assert "暂缓" in page or "暂不公开" in page or "人看过" in page
    assert "拆迁补偿款" not in page
    stands = await place.client.post("/receipt", data={"receipt": sent["receipt"]}, headers=JSON)
    assert stands.json()["state"] == "held"
    assert level.value not in stands.text
    assert [(hit.word, hit.level) for hit in await hits_of(sent)] == [("拆迁补偿款", level)]


async def test_the_same_form_again_adds_no_second_hit(place) -> None:
    token = await place.token()
    first = (await place.send("司机是傻逼", form_token=token)).json()
    again = (await place.send("司机是傻逼", form_token=token)).json()
    assert first == again
    assert len(await hits_of(first)) == 1


async def test_an_edit_of_the_list_holds_from_the_next_look_on(place) -> None:
    await screening.add_word(Entry(text="拆迁补偿款", level=Level.HOLD), by=None, now=now())
    before = (await place.send("拆迁补偿款没有到")).json()
    await place.edited()
    after = (await place.send("拆迁补偿款没有到")).json()
    off = Entry(text="拆迁补偿款", level=Level.HOLD, is_active=False)
    await screening.change_word(off, by=None, now=now())
    await place.edited()
    at_last = (await place.send("拆迁补偿款没有到")).json()
    assert [sent["state"] for sent in (before, after, at_last)] == ["waiting", "held", "waiting"]


async def test_a_process_that_starts_knows_the_list(app: Litestar, place) -> None:
    await screening.add_word(Entry(text="拆迁补偿款", level=Level.HOLD), by=None, now=now())
    runtime = app.state.runtime
    runtime.content_version = runtime._words_version = 0
    await runtime.look()
    assert (await place.send("拆迁补偿款没有到")).json()["state"] == "held"


async def test_an_answer_in_words_is_looked_through_as_well(place) -> None:
    wish = next(one for one in place.topic.questions if one.text == builders.WISH.text)
    sent = (await place.send("末班车太早了", **{f"q_{wish.id}": "叫傻逼滚"})).json()
    assert sent["state"] == "held"
    assert [hit.field for hit in await hits_of(sent)] == [f"q_{wish.id}"]


async def test_a_masked_word_is_public_as_asterisks_as_soon_as_it_is_listed(place) -> None:
    await publish(place, (await place.send("张三丰修好了站牌")).json())
    assert "张三丰" in (await place.client.get("/t/buses-first", headers=ZH)).text
    await screening.add_word(Entry(text="张三丰", level=Level.MASK), by=None, now=now())
    await place.edited()
    page = (await place.client.get("/t/buses-first", headers=ZH)).text
    assert "***修好了站牌" in page
    assert "张三丰" not in page


async def public_answers(app: Litestar, client: httpx.AsyncClient, code: str) -> dict[str, str]:
    """Give path → body of every public route that can be read without a secret."""
    found = {}
    for path, handler in handlers_of(app):
        if handler.opt.get(KEY) is Anybody.PUBLIC and "GET" in getattr(handler, "http_methods", ()):
            filled = path.replace("{slug:str}", "buses-first").replace("{code:str}", code)
            if "{" not in filled:
                found[filled] = (await client.get(filled, headers=ZH)).text
    return found


async def test_no_public_page_or_file_shows_a_telephone_number(app: Litestar, place) -> None:
    said = f"请打 {PHONE} 找我"
    wish = next(one for one in place.topic.questions if one.text == builders.WISH.text)
    sent = (await place.send(said, **{f"q_{wish.id}": said})).json()
    await publish(place, sent)
    answers = await public_answers(app, place.client, place.code)
    assert {"/", "/t/buses-first", "/t/buses-first/tally.json", "/t/buses-first/tally.csv"} <= set(answers)
    assert {path for path, text in answers.items() if PHONE in text} == set()
    assert "138****8000" in answers["/t/buses-first"]
    others = (await place.send("站牌太旧", as_json=False)).text
    assert "138****8000" in others
    assert PHONE not in others


async def test_lan_reads_her_own_text_as_she_wrote_it(place) -> None:
    sent = (await place.send(f"请打 {PHONE} 找我")).json()
    page = await place.client.post("/receipt", data={"receipt": sent["receipt"]}, headers=ZH)
    assert PHONE in page.text
