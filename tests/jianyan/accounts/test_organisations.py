import asyncio

import pytest

import builders
import cast
from jianyan import accounts, topics, trail
from jianyan.accounts import NoSuchOrganisation, OrganisationExists, OrganisationKind, within
from jianyan.accounts.organisations import BelowItself, OwnPlace
from jianyan.accounts.tables import Organisation
from jianyan.errors import Invalid

COUNTY = OrganisationKind.COUNTY


async def add(name: str, below: int | None = None) -> int:
    return await accounts.add_organisation_below(below, name, kind=COUNTY, by=None, now=builders.NOW)


async def move(organisation_id: int, below: int | None) -> None:
    await accounts.move_organisation(organisation_id, below=below, by=None, now=builders.NOW)


async def drawn() -> list[str]:
    return ["·" * one.depth + one.name for one in await accounts.organisations()]


async def assert_paths_follow_from_parents() -> None:
    rows = {row["id"]: row for row in await Organisation.select()}
    for row in rows.values():
        parent = rows.get(row["parent"])
        assert row["above"] == (f"{parent['above']}{parent['id']}/" if parent else "/"), row


async def test_the_tree_lists_each_before_those_below_it(database: str) -> None:
    city = await add("市")
    east, west = await add("东区", city), await add("B区", city)
    await add("街道", east)
    await add("镇", west)
    await builders.make_account(cast.WEI, organisation="东区")
    assert await drawn() == ["市", "·B区", "··镇", "·东区", "··街道"]
    assert {one.name: one.people for one in await accounts.organisations() if one.people} == {"东区": 1}
    with within((await accounts.organisation_by_id(east)).scope):
        assert await drawn() == ["东区", "·街道"]


async def test_an_organisation_moves_with_all_below_it(database: str) -> None:
    city, province = await add("市"), await add("省")
    east = await add("东区", city)
    room = await add("工作室", await add("街道", east))
    await move(east, province)
    await move(city, province)
    assert await drawn() == ["省", "·东区", "··街道", "···工作室", "·市"]
    await assert_paths_follow_from_parents()
    await move(east, None)
    assert (await accounts.organisation_by_id(room)).above.startswith(f"/{east}/")
    await assert_paths_follow_from_parents()
    acts = await trail.history(f"organisation-{east}")
    assert [(act.kind, act.data) for act in acts] == [
        ("organisation-add", {"name": "东区", "kind": "county", "parent": city}),
        ("organisation-move", {"from": city, "to": province}),
        ("organisation-move", {"from": province, "to": None}),
    ]


async def test_none_stands_below_itself(database: str) -> None:
    city = await add("市")
    east = await add("东区", city)
    street = await add("街道", east)
    for below in (city, east, street):
        with pytest.raises(BelowItself, match="cannot stand below itself"):
            await move(city, below)
    assert await drawn() == ["市", "·东区", "··街道"]


async def test_two_moves_at_once_never_close_a_circle(database: str) -> None:
    for turn in range(10):
        left, right = await add(f"左{turn}"), await add(f"右{turn}")
        under_left, under_right = await add(f"左下{turn}", left), await add(f"右下{turn}", right)
        moves = (move(left, under_right), move(right, under_left))
        outcomes = await asyncio.gather(*moves, return_exceptions=True)
        assert sorted(type(outcome) for outcome in outcomes if outcome) == [BelowItself]
        await assert_paths_follow_from_parents()


async def test_a_name_is_given_once(database: str) -> None:
    city = await add("市")
    east = await add("  东   区 ", city)
    assert (await accounts.organisation_by_id(east)).name == "东 区"
    with pytest.raises(OrganisationExists):
        await add("市", east)
    for name in ("市", "", "长" * 121):
        with pytest.raises((OrganisationExists, Invalid)):
            await accounts.rename_organisation(east, name, kind=COUNTY, by=None, now=builders.NOW)
    await accounts.rename_organisation(east, "东区", kind=OrganisationKind.OFFICE, by=None, now=builders.NOW)
    renamed = await accounts.organisation_by_name("东区")
    assert (renamed.id, renamed.kind) == (east, "office")
    assert (await trail.acts(kind="organisation-rename"))[0].data["from"] == "东 区"


async def test_an_organiser_that_topics_only_name_gets_its_place_in_the_tree(database: str) -> None:
    await builders.make_topic(organisers=["江州公交集团"])
    named = await accounts.organisation_by_name("江州公交集团")
    city = await add("市")
    assert await add("江州公交集团", city) == named.id
    assert (await accounts.organisation_by_id(named.id)).parent == city
    assert (await topics.topic_by_slug("buses-first")).organisers == ["江州公交集团"]


async def test_one_with_people_a_place_or_others_below_is_never_taken(database: str) -> None:
    city = await add("市")
    await builders.make_account(cast.WEI, organisation="有人")
    await add("有下级的下级", await add("有下级"))
    for name in ("有人", "有下级", "有下级的下级"):
        with pytest.raises(OrganisationExists):
            await add(name, city)


async def test_nobody_reaches_out_of_their_scope(database: str) -> None:
    city = await add("市")
    east, west = await add("东区", city), await add("西区", city)
    street = await add("街道", east)
    with within((await accounts.organisation_by_id(east)).scope):
        for attempt in (move(street, west), move(west, street), move(street, city), move(street, None)):
            with pytest.raises(NoSuchOrganisation):
                await attempt
        for below in (west, city, None):
            with pytest.raises(NoSuchOrganisation):
                await add("新的", below)
        with pytest.raises(NoSuchOrganisation):
            await accounts.rename_organisation(west, "北区", kind=COUNTY, by=None, now=builders.NOW)
        with pytest.raises(OwnPlace):
            await move(east, street)
    assert await drawn() == ["市", "·东区", "··街道", "·西区"]
