"""Filling a database with the demo."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

from jianyan import accounts, campaigns, motions, proposals, topics
from jianyan.accounts import Person, Role
from jianyan.campaigns import PlacementKind
from jianyan.db import transaction
from jianyan.demo.casework import Casework
from jianyan.demo.content import PROPOSALS, Content, DemoOrganisation, DemoProposal, DemoTopic, content
from jianyan.demo.membership import Membership, add_colleagues, add_hotline
from jianyan.demo.people import add_people, person
from jianyan.demo.reporting import add_report
from jianyan.demo.story import People, Story
from jianyan.demo.timeline import Timeline
from jianyan.keys import KeyRing
from jianyan.topics import TopicSummary

_BEFORE = timedelta(days=3)


class Filled(msgspec.Struct, frozen=True, kw_only=True):
    """What the demo shows."""

    topics: list[TopicSummary]
    """In the order of the content."""
    code: str
    """Of the first place of the first topic."""
    added: int
    """Suggestions that were added just now."""


async def fill(keys: KeyRing, *, zone: ZoneInfo, now: datetime) -> Filled:
    """Add whatever of the demo is missing, and give what there is.

    Args:
        keys: of the installation; passwords and receipts come from them.
        zone: in which days are counted.
        now: the end of the story.

    Raises:
        OtherSecret: the accounts are there, made with other secrets.
    """
    whole = content()
    slugs = {topic.slug for topic in await topics.all_topics()}
    missing = [topic for topic in whole.topics if topic.slug not in slugs]
    oldest = max((topic.opens_days_ago for topic in missing), default=0)
    begin = now - timedelta(days=oldest) - _BEFORE
    async with transaction():
        for organisation in whole.organisations:
            await _add_organisation(organisation, now=begin)
        await add_people(keys, now=begin)
        members = await add_colleagues(await person(Role.MEMBER), now=begin)
        await add_hotline(await person(Role.ADMIN), now=begin)
        if missing:
            await _play(missing, members, keys, zone=zone, now=now)
        if whole.topics[0] in missing:
            await add_report(whole.topics[0].slug, by=await person(Role.STAFF), zone=zone, now=now)
        return await _filled(whole, added=sum(len(topic.suggestions) for topic in missing))


async def _add_organisation(new: DemoOrganisation, *, now: datetime) -> None:
    names = {one.name: one.id for one in await accounts.organisations()}
    if new.name not in names:
        parent = names[new.parent] if new.parent else None
        await accounts.add_organisation_below(parent, new.name, kind=new.kind, by=None, now=now)


async def _play(
    missing: list[DemoTopic], members: list[Person], keys: KeyRing, *, zone: ZoneInfo, now: datetime
) -> None:
    people = People(
        administrator=await person(Role.ADMIN),
        staff=await person(Role.STAFF),
        moderator=await person(Role.MODERATOR),
        member=await person(Role.MEMBER),
    )
    casework = Casework(
        staff=people.staff,
        department=await person(Role.DEPARTMENT),
        departments={one.name: one.id for one in await accounts.organisations()},
        zone=zone,
    )
    timeline = Timeline(now=now, zone=zone)
    stories = [Story(topic, people, casework, keys=keys, zone=zone) for topic in missing]
    for story in stories:
        story.plan(timeline)
    if not await proposals.proposals():
        for proposal in PROPOSALS:
            _plan_proposal(proposal, people.member, people.staff, timeline)
    if not await motions.motions():
        Membership(members=members, staff=people.staff, department=casework.department, zone=zone).plan(
            timeline
        )
    await timeline.play()
    for story in stories:
        await story.count_scans(now)


def _plan_proposal(proposal: DemoProposal, member: Person, staff: Person, timeline: Timeline) -> None:
    ids: list[int] = []

    async def propose(at: datetime) -> None:
        ids.append(await proposals.propose(proposal.title, proposal.text, by=member, now=at))

    async def examine(at: datetime) -> None:
        await proposals.examine_proposal(ids[0], proposal.title, proposal.text, by=staff, now=at)

    async def decline(at: datetime) -> None:
        reason = str(proposal.declined)
        await proposals.decide_on_proposal(ids[0], reason, accepted=False, by=staff, now=at)

    timeline.add(timeline.moment(proposal.days_ago, 20 * 60), propose)
    if proposal.examined or proposal.declined:
        timeline.add(timeline.moment(proposal.days_ago - 1, 10 * 60), examine)
    if proposal.declined:
        timeline.add(timeline.moment(proposal.days_ago - 2, 10 * 60), decline)


async def _filled(whole: Content, *, added: int) -> Filled:
    by_slug = {topic.slug: topic for topic in await topics.all_topics()}
    shown = [by_slug[topic.slug] for topic in whole.topics]
    places = await campaigns.placements_of(shown[0].id, kind=PlacementKind.PLACE)
    return Filled(topics=shown, code=places[0].code, added=added)
