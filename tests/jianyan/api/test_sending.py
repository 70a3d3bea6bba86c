import httpx
import pytest
from litestar import Litestar

import builders
import cast
from hotlines import ROOT, Hotline
from jianyan import accounts, clients, invariants, screening, suggestions, tallies, topics, trail
from jianyan.accounts import OrganisationKind
from jianyan.clients import NewClient
from jianyan.clock import now
from jianyan.runtime import Runtime
from jianyan.screening import Entry, Level
from jianyan.suggestions import Source, SuggestionState


def errors(answer: httpx.Response) -> list[str]:
    return [each["description"] for each in answer.json()]


async def test_a_request_waits_like_any_other_suggestion(hotline: Hotline) -> None:
    number = await hotline.number(phone=cast.LAN_PHONE)
    one = await suggestions.by_tracking(number)
    assert (one.state, one.source, one.category) == (SuggestionState.WAITING, Source.API, "收发班次")
    assert (one.code, one.placement) == (hotline.place, "五里牌站")
    assert await suggestions.contact_count(hotline.topic.id) == 1
    (leaf,) = await trail.history(number)
    assert leaf.role == "client"
    assert (await clients.names_by_trail_id())[leaf.actor or ""] == "12345 热线"
    tally = await tallies.for_topic(hotline.topic, now=now())
    assert tally.sources[Source.API] == tally.received == 1
    done = await invariants.check_invariants(hotline.runtime.keys)
    assert [checked.fault for checked in done if checked.fault] == []


async def test_answers_are_kept_in_each_form_of_an_attribute(hotline: Hotline) -> None:
    satisfied, often, lines, wish = hotline.topic.questions
    sent = {
        f"attribute[q_{satisfied.id}]": "4",
        f"attribute[q_{often.id}]": str(often.options[1].id),
        f"attribute[q_{wish.id}]": "末班车",
    }
    both = {f"attribute[q_{lines.id}][]": [str(option.id) for option in lines.options[:2]]}
    answer = await hotline.client.post(f"{ROOT}/requests.json", data={**hotline.form(**sent), **both})
    assert answer.status_code == 201, answer.text
    one = await suggestions.by_tracking(answer.json()[0]["service_request_id"])
    given = (await suggestions.answers_to([one.id]))[one.id]
    assert [(each.option, each.rating, each.text) for each in given] == [
        (None, 4, None),
        ("每周", None, None),
        ("1路", None, None),
        ("2路", None, None),
        (None, None, "末班车"),
    ]


@pytest.mark.parametrize(
    ("changes", "status", "said"),
    [
        ({"api_key": ""}, 403, "The api_key is missing"),
        ({"api_key": "jy_" + "0" * 43}, 403, "The api_key is missing"),
        ({"jurisdiction_id": "sfgov.org"}, 404, "The jurisdiction_id of this service is 127.0.0.1."),
        ({"service_code": ""}, 400, "service_code: Please give a service_code."),
        ({"service_code": "buses-first.987654"}, 404, "no service with this service_code"),
        ({"service_code": "buses-first"}, 404, "no service with this service_code"),
        ({"service_code": "not-there.1"}, 404, "no service with this service_code"),
        ({"lat": "", "long": ""}, 400, "lat: Please give lat and long, an address_string or an address_id."),
        ({"long": ""}, 400, "long: Please give degrees from -180 to 180"),
        ({"lat": "91"}, 400, "lat: Please give degrees from -90 to 90"),
        ({"lat": "nan"}, 400, "lat: Please give degrees"),
        ({"description": ""}, 400, "description: Please write your suggestion."),
        ({"description": "车" * 4_001}, 400, "description: This is 1 characters too long; at most 4000 fit."),
        ({"description": "车\u202e"}, 400, "description: The text has a hidden character"),
        ({"address_string": "五" * 301}, 400, "address_string: This is 1 characters too long"),
        ({"phone": "wechat"}, 400, "phone: This is not a phone number."),
        ({"media_url": "javascript:alert(1)"}, 400, "media_url: Please give an address"),
        ({"attribute[WHISHETN]": "1"}, 400, "attribute: attribute[WHISHETN] is no attribute of this service"),
    ],
)
async def test_a_request_that_cannot_be_taken_says_why(
    hotline: Hotline, changes: dict[str, str], status: int, said: str
) -> None:
    answer = await hotline.send(**changes)
    assert answer.status_code == status
    assert said in errors(answer)[0]
    assert {each["code"] for each in answer.json()} == {status}
    assert await suggestions.count_in_state(None, list(SuggestionState)) == 0


async def test_all_that_is_wrong_is_said_at_once(hotline: Hotline) -> None:
    answer = await hotline.send(lat="x", media_url="ftp://x", **{"attribute[q_0]": "1"})
    assert [each.partition(":")[0] for each in errors(answer)] == ["lat", "attribute", "media_url"]


async def test_a_long_description_of_a_hotline_fits(hotline: Hotline) -> None:
    one = await suggestions.by_tracking(await hotline.number(description="车" * 4_000))
    assert len(one.body or "") == 4_000


async def test_a_listed_word_holds_a_request(hotline: Hotline) -> None:
    person = await accounts.person_by_email(cast.ADA)
    await screening.add_word(Entry(text="黑话", level=Level.HOLD), by=person, now=now())
    await hotline.runtime.look()
    answer = await hotline.send(description="司机说黑话。")
    assert answer.json()[0]["service_notice"].startswith("Received. It needs a closer look")
    one = await suggestions.by_tracking(answer.json()[0]["service_request_id"])
    assert one.state is SuggestionState.HELD


async def test_a_closed_topic_takes_nothing_more(hotline: Hotline) -> None:
    await topics.close_topic(hotline.topic.slug, by=None, now=now())
    answer = await hotline.send()
    assert answer.status_code == 410
    assert "its topic is closed" in errors(answer)[0]


async def test_a_key_that_is_switched_off_opens_nothing_until_it_is_on_again(hotline: Hotline) -> None:
    ada = await accounts.person_by_email(cast.ADA)
    (one,) = await clients.api_clients()
    await clients.switch(one.id, on=False, by=ada, now=now())
    assert (await hotline.send()).status_code == 403
    await clients.switch(one.id, on=True, by=ada, now=now())
    assert (await hotline.send()).status_code == 201


async def test_a_system_reaches_the_topics_of_its_own_organisation_only(hotline: Hotline) -> None:
    elsewhere = await accounts.add_organisation_below(
        None, "岳州市政协", kind=OrganisationKind.COMMITTEE, by=None, now=now()
    )
    scope = (await accounts.organisation_by_id(elsewhere)).scope
    with accounts.within(scope):
        await builders.make_topic("yuezhou", opens_at=builders.NOW, closes_at=None)
    foreign = await topics.topic_by_slug("yuezhou")
    code = f"yuezhou.{foreign.categories[0].id}"
    assert (await hotline.send(service_code=code)).status_code == 404
    ada = await accounts.person_by_email(cast.ADA)
    new = NewClient(name="岳州热线", organisation=elsewhere, per_minute=60)
    key = await clients.add_client(new, by=ada, now=now())
    assert (await hotline.send(service_code=code, api_key=key)).status_code == 201


async def test_a_system_that_sends_too_much_is_told_when_to_come_again(
    hotline: Hotline, limited: Runtime
) -> None:
    ada = await accounts.person_by_email(cast.ADA)
    slow = NewClient(name="旧热线", organisation=ada.scope.organisation or 0, per_minute=2)
    key = await clients.add_client(slow, by=ada, now=now())
    sent = [await hotline.send(description=f"第 {number} 条", api_key=key) for number in range(3)]
    assert [answer.status_code for answer in sent] == [201, 201, 429]
    assert sent[-1].headers["retry-after"] == "30"
    assert (await hotline.send()).status_code == 201
    assert (await hotline.send(api_key="jy_wrong")).status_code == 403


async def test_no_page_of_another_site_may_read_an_answer(hotline: Hotline) -> None:
    for answer in (
        await hotline.client.options(f"{ROOT}/requests.json", headers={"Origin": "https://evil.example"}),
        await hotline.client.get(f"{ROOT}/services.json", headers={"Origin": "https://evil.example"}),
        await hotline.send(headers={"Origin": "https://evil.example"}),
    ):
        assert not [name for name in answer.headers if name.startswith("access-control-")]


async def test_a_key_in_an_address_is_no_key(hotline: Hotline) -> None:
    form = hotline.form(api_key="")
    answer = await hotline.client.post(f"{ROOT}/requests.json?api_key={hotline.key}", data=form)
    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("content", "status"),
    [(b"a=" + b"1" * 70_000, 413), (b"api_key=%FF", 400), (b"api_key=%00", 400)],
)
async def test_a_form_that_cannot_be_read_is_refused_in_the_same_shape(
    hotline: Hotline, app: Litestar, content: bytes, status: int
) -> None:
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = await hotline.client.post(f"{ROOT}/requests.json", content=content, headers=kind)
    assert answer.status_code == status
    assert [each["code"] for each in answer.json()] == [status]
