from datetime import timedelta
from typing import Any

import pytest

import builders
import cast
from hotlines import EN, ROOT, Hotline, read
from jianyan import accounts, erasures, moderation, suggestions
from jianyan.api.reading import LISTS
from jianyan.clock import now
from jianyan.moderation import Act, Verdict
from jianyan.runtime import Runtime
from jianyan.suggestions import NewSuggestion, Source, SuggestionState, new_tracking, submit_many

PRIVATE = "金丝雀住在五里牌路一号"


async def settle(tracking: str, to: SuggestionState) -> None:
    one = await suggestions.by_tracking(tracking)
    await suggestions.settle([one], to=to, category_id=one.category_id, now=now())


async def letters(hotline: Hotline, count: int, *, days_ago: int = 0, **changes: Any) -> list[str]:
    """Let so many published letters arrive, a minute apart, and give their numbers, the newest first."""
    sent = []
    for minute in range(count):
        at = now() - timedelta(days=days_ago, minutes=minute)
        facts = {
            "tracking": new_tracking(),
            "topic_id": hotline.topic.id,
            "body": f"第 {minute} 封信",
            "source": Source.IMPORT,
            "state": SuggestionState.PUBLISHED,
            "category_id": hotline.topic.categories[0].id,
            "received_at": at,
            "received_on": at.astimezone(builders.SHANGHAI).date(),
        }
        sent.append(NewSuggestion(**{**facts, **changes}))
    await submit_many(sent, now=now())
    return [one.tracking for one in sent]


async def numbers(hotline: Hotline, **query: str) -> list[str]:
    answer = await hotline.see("requests.json", **query)
    assert answer.status_code == 200, answer.text
    return [each["service_request_id"] for each in answer.json()]


@pytest.mark.parametrize(
    ("state", "status", "note"),
    [
        (None, "open", "Received. A person will read it and file it."),
        (SuggestionState.HELD, "open", "Received. It needs a closer look before it is published."),
        (SuggestionState.DECLINED, "closed", "Not published."),
        (SuggestionState.WITHDRAWN, "closed", "Withdrawn."),
        (SuggestionState.MERGED, "open", "Counted together with others that say the same."),
    ],
)
async def test_what_is_not_published_is_found_by_its_number_without_its_text(
    hotline: Hotline, state: SuggestionState | None, status: str, note: str
) -> None:
    number = await hotline.number(description=PRIVATE)
    if state:
        await settle(number, state)
    for resource in (f"requests/{number}", "requests"):
        query = {"service_request_id": number} if resource == "requests" else {}
        for found in await hotline.both(resource, **query):
            (one,) = found
            assert (one["status"], one["status_notes"]) == (status, note)
            assert one["description"] is None
            assert PRIVATE not in str(found)
    assert await numbers(hotline) == []


async def test_a_declined_one_says_the_reason_that_its_sender_is_told(hotline: Hotline) -> None:
    number = await hotline.number()
    await builders.make_account(cast.WEI, now=now())
    wei = await accounts.person_by_email(cast.WEI)
    verdict = Verdict(act=Act.DECLINE, reason="off_topic")
    await moderation.decide(number, verdict, by=wei, now=now())
    ((one,), _) = await hotline.both(f"requests/{number}")
    assert one["status_notes"] == "Not published. It is about something else than this topic."


async def test_personal_data_is_masked_as_on_the_topics_page(hotline: Hotline) -> None:
    await letters(hotline, 1, body=f"请打 {cast.LAN_PHONE} 找我。", title=f"电话 {cast.LAN_PHONE}")
    ((one,), _) = await hotline.both("requests")
    assert cast.LAN_PHONE not in one["description"]
    page = (await hotline.client.get(f"/t/{hotline.topic.slug}")).text
    assert one["description"].splitlines()[1] in page


async def test_an_erased_text_is_gone(hotline: Hotline, settings: Any) -> None:
    (number,) = await letters(hotline, 1)
    await erasures.erase(
        number, by=None, now=now(), secret_file=settings.secret_file, store=hotline.runtime.store
    )
    assert await numbers(hotline) == []
    ((one,), _) = await hotline.both(f"requests/{number}")
    assert (one["status"], one["description"]) == ("open", None)


async def test_a_very_long_letter_is_cut_where_the_specification_ends(hotline: Hotline) -> None:
    await letters(hotline, 1, body="信" * 5_000)
    ((one,), _) = await hotline.both("requests")
    assert len(one["description"]) == 4_000
    assert one["description"].endswith("…")


async def test_a_number_that_nobody_has_is_not_there(hotline: Hotline) -> None:
    for name, status in (
        ("0000000000000A.json", 404),
        ("x.xml", 404),
        ("0000000000000A", 404),
        (".json", 404),
    ):
        answer = await hotline.see(f"requests/{name}")
        assert answer.status_code == status
        assert str(read(answer)[0]["code"]) == "404"


async def test_the_newest_come_first_page_by_page(hotline: Hotline) -> None:
    sent = await letters(hotline, 5)
    assert await numbers(hotline) == sent
    assert await numbers(hotline, page_size="2") == sent[:2]
    assert await numbers(hotline, page_size="2", page="3") == sent[4:]
    assert await numbers(hotline, page_size="2", page="4") == []


async def test_ninety_days_are_listed_unless_others_are_asked_for(hotline: Hotline) -> None:
    (recent,), (old,) = await letters(hotline, 1, days_ago=89), await letters(hotline, 1, days_ago=91)
    assert await numbers(hotline) == [recent]
    start = (now() - timedelta(days=92)).strftime("%Y-%m-%dT%H:%M:%SZ")
    end = (now() - timedelta(days=90)).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert await numbers(hotline, start_date=start) == [recent, old]
    assert await numbers(hotline, start_date=start, end_date=end) == [old]
    assert await numbers(hotline, end_date=end) == [old]
    assert await numbers(hotline, service_request_id=old, start_date=end) == [old]


async def test_services_and_statuses_narrow_a_list(hotline: Hotline) -> None:
    first, second, _ = hotline.topic.categories
    (here,) = await letters(hotline, 1)
    (there,) = await letters(hotline, 1, category_id=second.id)
    (nowhere,) = await letters(hotline, 1, category_id=None)
    one, two = f"{hotline.topic.slug}.{first.id}", f"{hotline.topic.slug}.{second.id}"
    assert await numbers(hotline, service_code=one) == [here]
    assert set(await numbers(hotline, service_code=f"{one}, {two}")) == {here, there}
    assert await numbers(hotline, service_code=hotline.topic.slug) == [nowhere]
    assert len(await numbers(hotline, status="open")) == 3
    assert await numbers(hotline, status="closed") == []
    assert len(await numbers(hotline, status="open,closed")) == 3


async def test_an_empty_value_counts_as_none(hotline: Hotline) -> None:
    sent = await letters(hotline, 1)
    names = ("jurisdiction_id", "service_request_id", "service_code", "start_date", "status", "page")
    assert await numbers(hotline, **dict.fromkeys(names, "")) == sent


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"jurisdiction_id": "sfgov.org"}, 404),
        ({"service_code": "not-there.1"}, 404),
        ({"service_code": "buses-first.x"}, 404),
        ({"status": "resolved"}, 400),
        ({"start_date": "2026-07-01"}, 400),
        ({"start_date": "2026-07-01T00:00:00"}, 400),
        ({"start_date": "yesterday"}, 400),
        ({"start_date": "9999-12-31T23:59:59Z"}, 400),
        ({"start_date": "2026-01-01T00:00:00Z", "end_date": "2026-07-01T00:00:00Z"}, 400),
        ({"start_date": "2026-07-02T00:00:00Z", "end_date": "2026-07-01T00:00:00Z"}, 400),
        ({"page": "0"}, 400),
        ({"page": "9999999999999999999999"}, 400),
        ({"page_size": "1001"}, 400),
        ({"service_request_id": ",".join(map(str, range(1_001)))}, 400),
    ],
)
async def test_a_list_that_cannot_be_asked_for_says_why(
    hotline: Hotline, query: dict[str, str], status: int
) -> None:
    for form in ("json", "xml"):
        answer = await hotline.see(f"requests.{form}", **query)
        assert answer.status_code == status
        assert str(read(answer)[0]["code"]) == str(status)


async def test_a_plus_that_was_not_escaped_is_read_as_one(hotline: Hotline) -> None:
    sent = await letters(hotline, 1)
    start = (now() - timedelta(days=1)).astimezone(builders.SHANGHAI).isoformat(timespec="seconds")
    answer = await hotline.client.get(f"{ROOT}/requests.json?start_date={start}", headers=EN)
    assert [each["service_request_id"] for each in answer.json()] == sent


async def test_our_own_jurisdiction_is_known(hotline: Hotline) -> None:
    for resource in ("services.xml", "requests.json", f"services/{hotline.service_code}.json"):
        assert (await hotline.see(resource, jurisdiction_id="127.0.0.1")).status_code == 200
        assert (await hotline.see(resource, jurisdiction_id="sfgov.org")).status_code == 404


async def test_head_works_wherever_get_does(hotline: Hotline) -> None:
    number = await hotline.number()
    for resource in ("discovery.json", "services.xml", "requests.json", f"requests/{number}.xml"):
        answer = await hotline.client.head(f"{ROOT}/{resource}")
        assert (answer.status_code, answer.content) == (200, b"")


async def test_who_sends_is_told_to_nobody(hotline: Hotline) -> None:
    told = {"phone": cast.LAN_PHONE, "address_string": PRIVATE, "email": "lan@jianyan.example"}
    told |= {"first_name": "兰", "last_name": "Canary", "media_url": "https://canary.example/1.jpg"}
    number = await hotline.number(**told)
    await settle(number, SuggestionState.PUBLISHED)
    for found in await hotline.both("requests"):
        assert not [each for each in (*told.values(), hotline.key) if each in str(found)]


async def test_a_key_in_a_query_changes_nothing(hotline: Hotline) -> None:
    sent = await letters(hotline, 1)
    assert await numbers(hotline, api_key=hotline.key) == sent
    assert await numbers(hotline, api_key="wrong") == sent


async def test_a_network_that_asks_for_too_many_lists_is_told_when_to_come_again(
    hotline: Hotline, limited: Runtime
) -> None:
    path = f"requests.json?service_request_id={await hotline.number()}"
    statuses = [(await hotline.client.get(f"{ROOT}/{path}")).status_code for _ in range(LISTS.burst)]
    assert set(statuses) == {200}
    answer = await hotline.client.get(f"{ROOT}/requests.xml")
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "1")
    assert read(answer)[0]["code"] == "429"
    assert (await hotline.see("services.json")).status_code == 200
