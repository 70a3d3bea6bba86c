import hashlib

import pytest

import builders
from jianyan import accounts, clients, trail
from jianyan.accounts import NOWHERE, NoSuchOrganisation, Person, within
from jianyan.clients import RATE_MOST, NewClient, NoSuchClient, WrongKey
from jianyan.clients.tables import ApiClient
from jianyan.errors import Invalid


def new_client(ada: Person, **changes: object) -> NewClient:
    facts = {"name": "12345 热线", "organisation": ada.scope.organisation, "per_minute": 60}
    return NewClient(**{**facts, **changes})  # type: ignore[arg-type]


async def test_a_key_is_given_once_and_kept_as_its_hash(ada: Person) -> None:
    key = await clients.add_client(new_client(ada), by=ada, now=builders.NOW)
    other = await clients.add_client(new_client(ada, name="区级平台"), by=ada, now=builders.NOW)
    assert (len(key), key[:3], key != other) == (46, "jy_", True)
    rows = await ApiClient.select(exclude_secrets=False).order_by(ApiClient.id)
    assert rows[0]["key_hash"] == hashlib.sha256(key.encode()).hexdigest()
    assert key not in str(rows)
    client = await clients.client_by_key(key)
    assert (client.per_minute, client.scope, client.actor.role) == (60, ada.scope, "client")


@pytest.mark.parametrize("key", ["", "jy_", "jy_" + "0" * 43, "\ud800", "é" * 46])
async def test_no_other_key_opens_anything(ada: Person, key: str) -> None:
    await clients.add_client(new_client(ada), by=ada, now=builders.NOW)
    with pytest.raises(WrongKey):
        await clients.client_by_key(key)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": "  "}, "name"),
        ({"name": "线" * 61}, "name"),
        ({"per_minute": 0}, "per_minute"),
        ({"per_minute": RATE_MOST + 1}, "per_minute"),
    ],
)
async def test_a_system_that_cannot_be_is_refused_at_its_field(
    ada: Person, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        await clients.add_client(new_client(ada, **changes), by=ada, now=builders.NOW)
    assert refused.value.field == field
    assert await clients.api_clients() == []


async def test_adding_and_switching_are_on_record(ada: Person) -> None:
    key = await clients.add_client(new_client(ada), by=ada, now=builders.NOW)
    (one,) = await clients.api_clients()
    assert (one.name, one.organisation, one.is_on, one.used_at) == ("12345 热线", "江州市政协", True, None)
    await clients.switch(one.id, on=False, by=ada, now=builders.NOW)
    with pytest.raises(WrongKey):
        await clients.client_by_key(key)
    await clients.switch(one.id, on=True, by=ada, now=builders.NOW)
    assert (await clients.client_by_key(key)).id == one.id
    acts = await trail.history(f"organisation-{ada.scope.organisation}")
    assert [act.kind for act in acts][-3:] == ["client-add", "client-off", "client-on"]
    assert {act.actor for act in acts[-3:]} == {ada.trail_id}
    assert key not in str(acts)


async def test_a_system_of_another_organisation_is_not_there(ada: Person) -> None:
    await clients.add_client(new_client(ada), by=ada, now=builders.NOW)
    (one,) = await clients.api_clients()
    with within(NOWHERE):
        assert await clients.api_clients() == []
        with pytest.raises(NoSuchClient):
            await clients.switch(one.id, on=False, by=ada, now=builders.NOW)
        with pytest.raises(NoSuchOrganisation):
            await clients.add_client(new_client(ada), by=ada, now=builders.NOW)
    assert (await accounts.names_by_trail_id()).keys().isdisjoint(await clients.names_by_trail_id())
