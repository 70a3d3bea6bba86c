import asyncio
from datetime import timedelta

import msgspec
import pytest

import builders
from jianyan import db, moderation, suggestions, trail
from jianyan.keys import KeyRing
from jianyan.suggestions import Draft, SentAlready, SuggestionState

pytestmark = pytest.mark.usefixtures("database")


async def compose(
    keys: KeyRing, code: str, token: str, body: str, **draft: object
) -> suggestions.NewSuggestion:
    arrival = await builders.campaigns.arrive(code)
    return suggestions.compose(
        Draft(body=body, **draft),  # type: ignore[arg-type]
        arrival=arrival,
        token=suggestions.tokens.read(keys, token, code=code, now=builders.NOW),
        keys=keys,
        zone=builders.SHANGHAI,
        contact_days=90,
        now=builders.NOW,
    )


async def test_lan_gets_a_receipt_that_opens_her_suggestion(keys: KeyRing) -> None:
    await builders.make_topic()
    code = await builders.make_placement()
    received, receipt = await builders.submit(keys, code, category="收发班次")
    found = await suggestions.by_receipt(suggestions.receipts.possible_hashes(keys, f" {receipt.lower()}-"))
    assert (found.tracking, found.state, found.category) == (
        received.tracking,
        SuggestionState.WAITING,
        "收发班次",
    )
    assert found.placement == "五里牌站"


async def test_the_same_form_sent_twice_is_one_suggestion(keys: KeyRing) -> None:
    await builders.make_topic()
    code = await builders.make_placement()
    token = suggestions.tokens.issue(keys, code, now=builders.NOW)
    first = (
        await suggestions.submit_many([await compose(keys, code, token, "加开夜班车")], now=builders.NOW)
    )[0]
    again = (
        await suggestions.submit_many([await compose(keys, code, token, "加开夜班车")], now=builders.NOW)
    )[0]
    assert not isinstance(first, Exception)
    assert not isinstance(again, Exception)
    assert (again.tracking, again.again) == (first.tracking, True)
    assert await suggestions.count_in_state(None, [SuggestionState.WAITING]) == 1


async def test_the_same_form_fifty_times_in_one_batch_is_one_suggestion(keys: KeyRing) -> None:
    await builders.make_topic()
    code = await builders.make_placement()
    token = suggestions.tokens.issue(keys, code, now=builders.NOW)
    batch = [await compose(keys, code, token, "加开夜班车") for _ in range(50)]
    outcomes = await suggestions.submit_many(batch, now=builders.NOW)
    assert len({outcome.tracking for outcome in outcomes if not isinstance(outcome, Exception)}) == 1
    assert [outcome.again for outcome in outcomes if not isinstance(outcome, Exception)] == [False] + [
        True
    ] * 49
    assert await suggestions.count_in_state(None, [SuggestionState.WAITING]) == 1


async def test_the_same_form_with_other_content_is_refused_and_the_first_kept(keys: KeyRing) -> None:
    await builders.make_topic()
    code = await builders.make_placement()
    token = suggestions.tokens.issue(keys, code, now=builders.NOW)
    await suggestions.submit_many([await compose(keys, code, token, "加开夜班车")], now=builders.NOW)
    outcome = (await suggestions.submit_many([await compose(keys, code, token, "别的")], now=builders.NOW))[0]
    assert isinstance(outcome, SentAlready)
    assert await suggestions.count_in_state(None, [SuggestionState.WAITING]) == 1


async def test_a_row_the_database_cannot_take_fails_alone(keys: KeyRing) -> None:
    await builders.make_topic()
    code = await builders.make_placement()
    tokens = [suggestions.tokens.issue(keys, code, now=builders.NOW) for _ in range(3)]
    batch = [await compose(keys, code, token, f"第{number}条") for number, token in enumerate(tokens)]
    batch[1] = msgspec.structs.replace(batch[1], topic_id=999_999)
    outcomes = await suggestions.submit_many(batch, now=builders.NOW)
    assert [isinstance(outcome, Exception) for outcome in outcomes] == [False, True, False]
    assert await suggestions.count_in_state(None, [SuggestionState.WAITING]) == 2
    assert await trail.first_fault() is None
    assert await suggestions.first_fault() is None


async def test_erasing_deletes_text_and_salt_and_the_record_still_verifies(keys: KeyRing) -> None:
    topic = await builders.make_topic()
    code = await builders.make_placement()
    wish = topic.questions[3].id
    received, _ = await builders.submit(keys, code, phone="138 0013 8000", answers={f"q_{wish}": ["准点"]})
    await suggestions.erase(received.tracking, by=None, now=builders.NOW)
    found = await suggestions.by_tracking(received.tracking)
    assert found.body is None
    assert (await suggestions.answers_to([found.id]))[found.id][0].text is None
    assert await suggestions.forget_contacts(builders.NOW.date() + timedelta(days=4_000)) == 0
    assert await trail.first_fault() is None
    assert await suggestions.first_fault() is None
    assert [act.kind for act in await trail.history(received.tracking)] == ["submit", "erase"]


async def test_a_changed_text_is_named_by_the_check(keys: KeyRing) -> None:
    from jianyan.suggestions.tables import Suggestion

    await builders.make_topic()
    received, _ = await builders.submit(keys, await builders.make_placement())
    assert await suggestions.first_fault() is None
    async with db.transaction():
        await Suggestion.update({"body": "改过的"}).where(Suggestion.tracking == received.tracking)
    assert await suggestions.first_fault() == (
        f"suggestion {received.tracking}: its body is not the one that was recorded"
    )


async def test_two_moderators_at_once_make_one_decision(keys: KeyRing) -> None:
    topic = await builders.make_topic()
    received, _ = await builders.submit(keys, await builders.make_placement())
    wei = await builders.make_person()
    verdict = moderation.Verdict(act=moderation.Act.APPROVE, category_id=topic.categories[0].id)
    outcomes = await asyncio.gather(
        *(moderation.decide(received.tracking, verdict, by=wei, now=builders.NOW) for _ in range(8)),
        return_exceptions=True,
    )
    refused = [outcome for outcome in outcomes if isinstance(outcome, suggestions.AlreadySettled)]
    assert len(refused) == 7
    assert {one.state for one in refused} == {SuggestionState.PUBLISHED}
    assert len(await moderation.decisions_on((await suggestions.by_tracking(received.tracking)).id)) == 1
    assert await moderation.first_fault() is None
