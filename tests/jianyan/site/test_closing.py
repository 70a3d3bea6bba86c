from datetime import timedelta

import builders
from jianyan import campaigns, suggestions, topics
from jianyan.clock import now
from jianyan.suggestions import SuggestionState

JSON = {"Accept": "application/json"}
ZH = {"Accept-Language": "zh-CN", "Accept": "text/html"}


async def close_in_the_past(place, *, minutes: int) -> None:
    closed_at = now() - timedelta(minutes=minutes)
    new = topics.as_new(await topics.topic_by_slug("buses-first"))
    changed = builders.new_topic(
        opens_at=closed_at - timedelta(days=1), closes_at=closed_at, questions=new.questions
    )
    await topics.save_topic("buses-first", changed, by=None, now=now())


async def test_a_printed_code_leads_to_the_results_when_the_campaign_is_over(place) -> None:
    await close_in_the_past(place, minutes=1)
    page = await place.client.get(f"/s/{place.code}", headers=ZH)
    assert (page.status_code, page.headers["location"]) == (303, "/t/buses-first")
    problem = await place.client.get(f"/s/{place.code}", headers=JSON)
    assert problem.status_code == 410
    assert problem.json()["topic_url"].endswith("/t/buses-first")
    assert (await place.client.get("/t/buses-first", headers=ZH)).status_code == 200


async def test_a_form_that_was_opened_in_time_is_taken_for_half_an_hour_more(place, keys) -> None:
    token = suggestions.tokens.issue(keys, place.code, now=now() - timedelta(minutes=40))
    await close_in_the_past(place, minutes=29)
    assert (await place.send(form_token=token)).status_code == 201


async def test_a_form_that_comes_later_than_that_is_refused_with_its_text(place, keys) -> None:
    token = suggestions.tokens.issue(keys, place.code, now=now() - timedelta(minutes=40))
    await close_in_the_past(place, minutes=31)
    page = await place.send("我的话还在", as_json=False, form_token=token)
    assert page.status_code == 410
    assert "我的话还在" in page.text
    assert "/t/buses-first" in page.text
    problem = await place.send(form_token=token)
    assert problem.status_code == 410
    assert problem.json()["topic_url"].endswith("/t/buses-first")


async def test_a_form_that_was_opened_after_closing_is_refused(place, keys) -> None:
    await close_in_the_past(place, minutes=5)
    token = suggestions.tokens.issue(keys, place.code, now=now() - timedelta(minutes=4))
    assert (await place.send(form_token=token)).status_code == 410


async def test_the_same_post_shows_its_receipt_also_after_closing(place, keys) -> None:
    token = suggestions.tokens.issue(keys, place.code, now=now() - timedelta(minutes=50))
    first = await place.send(form_token=token)
    await close_in_the_past(place, minutes=45)
    again = await place.send(form_token=token)
    assert (again.status_code, again.json()["receipt"]) == (201, first.json()["receipt"])
    assert await suggestions.count_in_state(None, [SuggestionState.WAITING]) == 1


async def test_closing_by_hand_gives_the_same_half_hour(place) -> None:
    token = await place.token()
    await topics.close_topic("buses-first", by=None, now=now())
    assert (await place.send(form_token=token)).status_code == 201
    await place.edited()
    assert (await place.client.get(f"/s/{place.code}", headers=JSON)).status_code == 410


async def test_a_topic_that_opens_later_leads_to_its_page(place) -> None:
    opens_at = now() + timedelta(days=1)
    await builders.make_topic("later", opens_at=opens_at, closes_at=opens_at + timedelta(days=1))
    code = await builders.make_placement("later")
    assert (await place.client.get(f"/s/{code}", headers=ZH)).headers["location"] == "/t/later"
    assert (await place.client.get(f"/s/{code}", headers=JSON)).status_code == 409


async def test_a_draft_is_nowhere(place) -> None:
    await builders.make_topic("draft", published=False, opens_at=now() - timedelta(days=1), closes_at=None)
    code = await builders.make_placement("draft")
    assert (await place.client.get(f"/s/{code}", headers=ZH)).status_code == 404
    assert (await place.client.get("/t/draft", headers=ZH)).status_code == 404


async def test_a_revoked_code_says_where_to_go(place) -> None:
    token = await place.token()
    await campaigns.revoke(place.code, by=None, now=now())
    await place.edited()
    page = await place.client.get(f"/s/{place.code}", headers=ZH)
    assert page.status_code == 410
    assert "/t/buses-first" in page.text
    sent = await place.send("码停用前写的", as_json=False, form_token=token)
    assert sent.status_code == 410
    assert "码停用前写的" in sent.text
    await campaigns.restore(place.code, by=None, now=now())
    await place.edited()
    assert (await place.client.get(f"/s/{place.code}", headers=ZH)).status_code == 200


async def test_a_retargeted_code_leads_to_its_new_campaign(place) -> None:
    opens_at = now() - timedelta(hours=1)
    await builders.make_topic("parks", title="江边公园", opens_at=opens_at, closes_at=None)
    await campaigns.retarget(place.code, await campaigns.first_campaign("parks"), by=None, now=now())
    assert "江边公园" in (await place.client.get(f"/s/{place.code}", headers=ZH)).text
