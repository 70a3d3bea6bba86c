import asyncio

import pytest

import builders
import cast
from jianyan import accounts, campaigns, moderation, proposals, suggestions, topics
from jianyan.accounts import EVERYWHERE, NOWHERE, NoSuchAccount, Role, current_scope, go_within, within
from jianyan.campaigns import NewPlacement, NoSuchCampaign, UnknownCode
from jianyan.keys import KeyRing
from jianyan.moderation import Act, Verdict
from jianyan.proposals import NoSuchProposal
from jianyan.suggestions import NoSuchSuggestion, SuggestionState
from jianyan.topics import NoSuchTopic
from worlds import OWN, Worlds, make_worlds

WAITING = [SuggestionState.WAITING]
NOW = builders.NOW


@pytest.fixture
async def worlds(database: str, keys: KeyRing) -> Worlds:
    return await make_worlds(keys)


async def scope_of(name: str = OWN) -> accounts.Scope:
    return (await accounts.organisation_by_name(name)).scope


async def test_lists_hold_what_belongs_to_the_scope_and_to_nobody(worlds: Worlds) -> None:
    seen = {"own", "dongqu", "draft", "everybodys"}
    with within(await scope_of()):
        assert {topic.slug for topic in await topics.all_topics()} == seen
        found = await suggestions.in_state(None, WAITING, most=10)
        sent = {number for world in worlds.seen.values() for number in (world.tracking, world.slip)}
        assert {one.tracking for one in found} == sent
        assert await suggestions.count_in_state(None, WAITING) == len(sent)
        assert len(await proposals.proposals()) == 2
        inside = {worlds.own.organisation_id, worlds.seen["below"].organisation_id}
        people = {"own", "dongqu", *(f"admin-{number}" for number in inside)}
        assert {one.email.split("@")[0] for one in await accounts.accounts()} == people
    with within(await scope_of("东区委员工作室")):
        assert {topic.slug for topic in await topics.all_topics()} == {"dongqu", "everybodys"}
    with within(await scope_of("云省政协")):
        assert {topic.slug for topic in await topics.all_topics()} == seen | {"yunsheng"}
    assert len(await topics.all_topics()) == 6
    assert await suggestions.count_in_state(None, WAITING) == 9


async def test_no_read_and_no_verb_finds_what_belongs_elsewhere(worlds: Worlds) -> None:
    wei = await builders.make_person(cast.WEI)
    verdict = Verdict(act=Act.HOLD)
    with within(await scope_of()):
        for world in worlds.unseen.values():
            place = NewPlacement(name="x")
            attempts = {
                topics.topic_by_slug(world.slug): NoSuchTopic,
                topics.publish_topic(world.slug, by=None, now=NOW): NoSuchTopic,
                topics.close_topic(world.slug, by=None, now=NOW): NoSuchTopic,
                campaigns.add_campaign(world.slug, "x", by=None, now=NOW): NoSuchTopic,
                campaigns.campaign_by_id(int(world.campaign)): NoSuchCampaign,
                campaigns.add_placements(int(world.campaign), [place], by=None, now=NOW): NoSuchCampaign,
                campaigns.retarget(worlds.own.code, int(world.campaign), by=None, now=NOW): NoSuchCampaign,
                campaigns.revoke(world.code, by=None, now=NOW): UnknownCode,
                campaigns.save_placement(world.code, place, by=None, now=NOW): UnknownCode,
                suggestions.by_tracking(world.tracking): NoSuchSuggestion,
                moderation.decide(world.tracking, verdict, by=wei, now=NOW): NoSuchSuggestion,
                proposals.examine_proposal(int(world.proposal_id), "x", "y", by=wei, now=NOW): NoSuchProposal,
                accounts.change_role(
                    f"{world.slug}@jianyan.example", Role.STAFF, by=None, now=NOW
                ): NoSuchAccount,
            }
            for attempt, refusal in attempts.items():
                with pytest.raises(refusal):
                    await attempt
        assert (await moderation.decide(worlds.own.tracking, verdict, by=wei, now=NOW)).state == "held"


async def test_what_is_made_within_a_scope_belongs_to_its_organisation(worlds: Worlds) -> None:
    copied = await topics.copy_topic("yuezhou", to="copy", by=None, now=NOW)
    with within(await scope_of("东区委员工作室")):
        await campaigns.announce(copied, by=None, now=NOW)
    with within(await scope_of("岳州市政协")), pytest.raises(NoSuchTopic):
        await topics.topic_by_slug("copy")
    with within(await scope_of()):
        assert (await topics.topic_by_slug("copy")).slug == "copy"


async def test_who_signs_in_sees_their_own_organisation_from_wherever_it_stands_now(database: str) -> None:
    wei = await builders.make_person(cast.WEI)
    assert wei.scope == await scope_of("江州市政协")
    assert wei.scope.is_root
    kind = accounts.OrganisationKind.PROVINCE
    province = await accounts.add_organisation_below(None, "云省", kind=kind, by=None, now=NOW)
    own = wei.scope.organisation or 0
    await accounts.move_organisation(own, below=province, by=None, now=NOW)
    token = await builders.sign_in(cast.WEI, front=accounts.Front.CONSOLE, now=NOW, away=1)
    again = await accounts.signed_in(token, front=accounts.Front.CONSOLE, now=NOW)
    assert again is not None
    assert again.person.scope.below == f"/{province}/{own}/"
    assert not again.person.scope.is_root


async def test_nowhere_finds_nothing_not_even_what_is_everybodys(worlds: Worlds) -> None:
    with within(NOWHERE):
        assert await topics.all_topics() == []
        assert await accounts.accounts() == []
        assert await suggestions.count_in_state(None, WAITING) == 0
        assert await accounts.organisations() == []


async def test_a_scope_ends_with_its_block_and_with_its_task() -> None:
    assert current_scope() is EVERYWHERE
    with within(NOWHERE):
        go_within(accounts.Scope(organisation=7, below="/7/"))
        assert current_scope().organisation == 7
    assert current_scope() is EVERYWHERE

    async def narrow() -> None:
        go_within(NOWHERE)

    await asyncio.create_task(narrow())
    assert current_scope() is EVERYWHERE
