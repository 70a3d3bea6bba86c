from typing import Any

import msgspec
import pytest

import builders
from builders import NOW
from jianyan import accounts, notices, trail
from jianyan.accounts import OrganisationKind, Person, within
from jianyan.errors import Invalid
from jianyan.notices import Channel, NoSuchSubscription, NoticeKind, UnfitAddress
from receivers import WebReceiver


async def test_a_test_notice_reaches_the_receiver(outbox: Any, subscribe: Any, web: WebReceiver) -> None:
    await subscribe()
    (one,) = await notices.subscriptions()
    await notices.test(one.id, link="https://jianyan.example/admin/notices", now=NOW)
    await outbox.deliver()
    assert msgspec.json.decode(web.posts[0].body)["kind"] == "test"


async def test_a_receiver_that_is_switched_off_is_told_nothing(
    outbox: Any, subscribe: Any, web: WebReceiver, ada: Person, facts: Any
) -> None:
    await subscribe()
    (one,) = await notices.subscriptions()
    await outbox.tell(facts())
    await notices.switch(one.id, on=False, by=ada, now=NOW)
    assert await outbox.tell(facts()) == 0
    await outbox.deliver()
    assert web.posts == []
    assert [each.problem for each in await notices.recent()] == ["switched-off"]
    await notices.switch(one.id, on=True, by=ada, now=NOW)
    assert await outbox.tell(facts()) == 1


async def test_adding_and_switching_is_on_record_without_the_address(
    subscribe: Any, web: WebReceiver, ada: Person
) -> None:
    await subscribe(address=f"{web.url}?key=topsecret")
    (one,) = await notices.subscriptions()
    await notices.switch(one.id, on=False, by=ada, now=NOW)
    acts = await trail.history(f"organisation-{ada.scope.organisation}")
    assert [act.kind for act in acts][-2:] == ["subscription-add", "subscription-off"]
    assert [act.data for act in acts][-2:] == [{"name": "市长热线平台"}] * 2


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("name", {"name": " "}),
        ("name", {"name": "长" * 61}),
        ("channel", {"channel": Channel.SMS}),
        ("kinds", {"kinds": ()}),
        ("secret", {"secret": "x" * 201}),
        *(
            ("address", {"address": address})
            for address in (
                *("", "ftp://x.example/", "https://", "https://[::1", "https://x.example:99999/"),
                *("https://user:pass@x.example/", "https://x.example/ a", "https://x.example/\r\nHost: y"),
                *("https://例子.example/", f"https://x.example/{'x' * 1_000}"),
            )
        ),
    ],
)
async def test_what_cannot_be_used_is_refused_at_its_field(
    subscribe: Any, field: str, changes: dict[str, Any]
) -> None:
    with pytest.raises(Invalid) as refused:
        await subscribe(**changes)
    assert refused.value.field == field
    assert await notices.subscriptions() == []


async def test_plain_http_is_for_installations_that_allow_it(outbox: Any, subscribe: Any) -> None:
    outbox.set(private_receivers="off")
    with pytest.raises(UnfitAddress):
        await subscribe()


async def test_an_organisation_hears_of_its_own_and_of_all_below_it_only(
    outbox: Any, subscribe: Any, web: WebReceiver, ada: Person, facts: Any
) -> None:
    own = ada.scope.organisation
    kind = OrganisationKind.COMMITTEE
    below = await accounts.add_organisation_below(own, "东区委员工作室", kind=kind, by=None, now=NOW)
    elsewhere = await accounts.add_organisation_below(None, "岳州市政协", kind=kind, by=None, now=NOW)
    await subscribe()
    assert [await outbox.tell(facts(), owner) for owner in (own, below, elsewhere, None)] == [1, 1, 0, 1]


async def test_who_sits_elsewhere_finds_neither_receivers_nor_notices(
    outbox: Any, subscribe: Any, web: WebReceiver, ada: Person, facts: Any
) -> None:
    kind = OrganisationKind.COMMITTEE
    elsewhere = await accounts.add_organisation_below(None, "岳州市政协", kind=kind, by=None, now=NOW)
    await subscribe()
    await outbox.tell(facts())
    (one,), (told,) = await notices.subscriptions(), await notices.recent()
    place = await accounts.organisation_by_id(elsewhere)
    with within(place.scope):
        assert await notices.subscriptions() == await notices.recent() == []
        for act in (
            notices.test(one.id, link="", now=NOW),
            notices.switch(one.id, on=False, by=ada, now=NOW),
        ):
            with pytest.raises(NoSuchSubscription):
                await act
        with pytest.raises(notices.NoSuchNotice):
            await notices.retry(told.public_id, now=NOW)
    with within(ada.scope):
        assert len(await notices.subscriptions()) == len(await notices.recent()) == 1


def test_the_kinds_of_a_form_are_known_ones() -> None:
    known = notices.KINDS_OF_SUBSCRIPTIONS
    assert notices.kinds_of(["x", "report-published", "report-published"], known) == (
        NoticeKind.REPORT_PUBLISHED,
    )
    assert builders.NOW.tzinfo is not None
