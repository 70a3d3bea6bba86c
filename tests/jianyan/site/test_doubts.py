"""What looks like a script is held, with a receipt; nobody is turned away."""

import hashlib
import html
import re
from datetime import timedelta

import msgspec
import pytest

from jianyan import campaigns, suggestions, trail
from jianyan.clock import now
from jianyan.limits import LIMITS, Kind
from jianyan.runtime import Runtime
from jianyan.site import work
from jianyan.site.doubts import HONEYPOT, buckets
from jianyan.suggestions import SuggestionState
from jianyan.suggestions.likeness import likeness

JSON = {"Accept": "application/json"}
ZH = {"Accept-Language": "zh-CN", "Accept": "text/html"}
BUS = "夜班车太早收班，晚班下班的人赶不上末班车，只能打车回家。"


def old_token(place, seconds: int = 30) -> str:
    """Give the token of a form that was opened a while ago."""
    return suggestions.tokens.issue(place.runtime.keys, place.code, now=now() - timedelta(seconds=seconds))


async def state(place, **fields: object) -> str:
    fields.setdefault("form_token", old_token(place))
    sent = await place.send(**fields)
    assert sent.status_code == 201
    assert sent.json()["receipt"]
    return str(sent.json()["state"])


async def why(tracking: str) -> object:
    return (await trail.history(tracking))[0].data.get("held")


async def make_hot(place) -> None:
    """Empty the bucket of the code."""
    asked = {Kind.CODE: place.code}
    while not await place.runtime.gate.spend(asked, now=now()):
        pass


@pytest.fixture(autouse=True)
def limits_are_on(limited: Runtime) -> None:
    """Every test here runs as people meet the service."""
    assert limited.settings.limits == "on"


async def test_lan_who_takes_her_time_waits_with_the_others(place) -> None:
    assert await state(place) == "waiting"


async def test_what_is_sent_within_three_seconds_is_held_and_its_leaf_says_why(place) -> None:
    sent = (await place.send(form_token=old_token(place, seconds=1))).json()
    assert sent["state"] == "held"
    assert await why(sent["tracking"]) == "too-fast"
    assert await suggestions.first_fault() is None


async def test_whoever_fills_in_what_nobody_sees_is_held(place) -> None:
    assert await state(place, **{HONEYPOT: "https://example.org"}) == "held"


async def test_the_same_words_again_and_again_are_held_and_other_words_are_not(place) -> None:
    many = LIMITS[Kind.LIKE].burst
    states = [await state(place, body=f"{BUS}第{count}次说") for count in range(many + 5)]
    assert states == ["waiting"] * many + ["held"] * 5
    assert await state(place, body="文化路站没有座椅，老人等车要站很久，请加两把椅子。") == "waiting"


async def test_a_hot_place_gives_the_browser_work_and_who_did_it_waits_with_the_others(place) -> None:
    calm = (await place.client.get(f"/s/{place.code}", headers=ZH)).text
    assert "data-challenge" not in calm
    await make_hot(place)
    answer = await place.client.get(f"/s/{place.code}", headers=ZH)
    found = re.search(r'data-challenge="(\w{64})" data-most="(\d+)"', answer.text)
    assert found
    assert "unsafe" not in answer.headers["content-security-policy"]
    token = old_token(place)
    numbers = range(work.MOST)
    want = work.challenge(place.runtime.keys, token)
    number = next(n for n in numbers if hashlib.sha256(f"{token}{n}".encode()).hexdigest() == want)
    assert await state(place, form_token=token, work=number) == "waiting"


async def test_a_hot_place_holds_who_did_not_do_the_work(place) -> None:
    await make_hot(place)
    assert await state(place) == "held"
    assert await state(place, body="另一条建议", work="123456789") == "held"
    asked = (await place.client.get(f"/s/{place.code}", headers=JSON)).json()
    assert set(asked["work"]) == {"challenge", "most"}


async def test_the_receipt_says_that_it_is_held(place) -> None:
    await make_hot(place)
    page = await place.send(as_json=False, form_token=old_token(place))
    assert page.status_code == 201
    assert "先由工作人员看过" in html.unescape(page.text)
    await place.edited()
    calm = await place.client.post("/receipt", data={"receipt": "0" * 16}, headers=ZH)
    assert calm.status_code == 404


async def test_a_link_that_everybody_watches_has_no_bucket_of_its_own(place) -> None:
    link = await campaigns.topic_link(place.topic.id)
    arrival = await campaigns.arrive(link.code)
    assert set(buckets(arrival, "203.0.113.9")) == {Kind.TOPIC, Kind.NETWORK}
    stop = await campaigns.arrive(place.code)
    assert set(buckets(stop, "203.0.113.9")) == {Kind.CODE, Kind.TOPIC, Kind.NETWORK}


async def test_limits_that_are_off_hold_nobody(place) -> None:
    place.runtime.settings = msgspec.structs.replace(place.runtime.settings, limits="off")
    assert await state(place, form_token=await place.token(), **{HONEYPOT: "x"}) == "waiting"


async def test_a_form_that_comes_back_takes_nothing_from_the_buckets(place) -> None:
    for _ in range(LIMITS[Kind.LIKE].burst + 5):
        assert (await place.send(body="", form_token=old_token(place))).status_code == 422
    assert place.runtime.gate.is_calm(now=now())


async def test_a_held_suggestion_is_counted_as_held(place) -> None:
    await state(place, form_token=old_token(place, seconds=0))
    assert await suggestions.count_in_state(None, [SuggestionState.HELD]) == 1


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        (BUS, BUS + "！！", True),
        (BUS, f"{BUS[:8]} {BUS[8:]}", True),
        ("ＡＢＣ公交站太远了", "abc公交站太远了", True),
        (f"第1次说：{BUS}", f"第20次说：{BUS}", True),
        (BUS, "文化路站没有座椅，老人等车要站很久。", False),
        ("", "", True),
        ("好", "坏", False),
    ],
)
def test_likeness_sees_through_width_space_and_punctuation(one: str, other: str, alike: bool) -> None:
    assert (likeness(one) == likeness(other)) is alike
