"""What several organisations have: 江州 and 东区 below it, 云省 above them, and 岳州 elsewhere."""

import secrets
from dataclasses import dataclass, replace

import builders
import cast
from jianyan import (
    accounts,
    campaigns,
    cases,
    clients,
    moderation,
    motions,
    notices,
    proposals,
    reports,
    slips,
    topics,
)
from jianyan.accounts import OrganisationKind, OrganisationSummary, Person, Role, Scope, within
from jianyan.cases import Adoption, CaseKind, NewCase, NewDocument, NewReply, Result
from jianyan.clients import NewClient
from jianyan.clock import day_of, now
from jianyan.db import transaction
from jianyan.keys import KeyRing
from jianyan.moderation import Act, Verdict
from jianyan.motions import NewMotion
from jianyan.notices import KINDS_OF_SUBSCRIPTIONS, Channel, NewSubscription
from jianyan.settings import Settings
from jianyan.slips import NewBatch, NewSlip
from jianyan.suggestions import NewPhoto, tokens
from jianyan.uploads import FileKind
from jianyan.uploads.tables import Photo
from official_documents import template as layout

OWN = "江州市政协"
LAYOUT = layout("{{标题}}", "{{正文}}")
FOREIGN_MARKS = ("岳州", "yuezhou", "云省", "yunsheng")
"""What stands in every text and address that 江州 does not see."""


@dataclass
class World:
    """What belongs to one organisation, as addresses and forms name it."""

    slug: str
    tracking: str
    code: str
    campaign: str
    account_id: str
    proposal_id: str
    organisation_id: str
    batch_id: str
    """Of a batch of slips."""
    slip: str
    """Number of a suggestion that was typed from one of them."""
    photo: str
    """Name of its photo."""
    report: str = "not-there"
    template_id: str = "987654"
    subscription_id: str = "987654"
    notice: str = "0" * 32
    motion_id: str = "987654"
    client_id: str = "987654"
    case_id: str = "987654"
    """Of a case that its organisation answers, and the one below or above it with it."""
    reply_template_id: str = "987654"
    reply_photo: str = "0" * 32
    """Name of a photo of the draft of the reply."""
    reply_document: str = "0" * 32


ABSENT = World(
    *("not-there", "00000000000000", "00000000"),
    *("987654", "987654", "987654", "987654", "987654"),
    *("00000000000000", "0" * 32),
)


@dataclass
class Worlds:
    """What there is, by whether people of 江州 see it."""

    seen: dict[str, World]
    unseen: dict[str, World]

    @property
    def own(self) -> World:
        return self.seen["own"]


async def make_worlds(keys: KeyRing) -> Worlds:
    """Build everything that 江州 sees and does not see."""
    places = await make_organisations()
    own = await make_world(keys, places[OWN], "own")
    beside = {"own": places["东区委员工作室"], "below": places[OWN]}
    own = replace(own, **await make_case(own, places[OWN], beside["own"]))
    below = await make_world(keys, places["东区委员工作室"], "dongqu")
    return Worlds(
        seen={
            "own": own,
            "below": replace(below, **await make_case(below, places["东区委员工作室"], beside["below"])),
            "draft": await make_draft(own, places[OWN].scope),
            "everybody's": await make_shared(keys, own),
        },
        unseen={
            "above": await make_world_with_case(keys, places["云省政协"], "yunsheng"),
            "elsewhere": await make_world_with_case(keys, places["岳州市政协"], "yuezhou"),
        },
    )


async def make_organisations() -> dict[str, OrganisationSummary]:
    add, kind = accounts.add_organisation_below, OrganisationKind.COMMITTEE
    above = await add(None, "云省政协", kind=kind, by=None, now=now())
    own = await add(above, OWN, kind=kind, by=None, now=now())
    await add(own, "东区委员工作室", kind=kind, by=None, now=now())
    await add(None, "岳州市政协", kind=kind, by=None, now=now())
    return {one.name: one for one in await accounts.organisations()}


async def make_world_with_case(keys: KeyRing, organisation: OrganisationSummary, mark: str) -> World:
    world = await make_world(keys, organisation, mark)
    return replace(world, **await make_case(world, organisation))


async def make_world(keys: KeyRing, organisation: OrganisationSummary, mark: str) -> World:
    member = await make_member(organisation, f"{mark}@jianyan.example")
    with within(organisation.scope):
        await builders.make_topic(mark, title=f"{organisation.name}的议题")
        code = await builders.make_placement(mark, name=f"{organisation.name}门口")
    received, _ = await builders.submit(keys, code, body=f"{organisation.name}门口太暗了。")
    proposal = await proposals.propose(f"{organisation.name}的提议", "夜里太暗。", by=member, now=now())
    with within(organisation.scope):
        report = await builders.freeze(mark, now=now())
        template = await reports.add_template(f"{organisation.name}版式", LAYOUT, by=member.actor, now=now())
    return World(
        slug=mark,
        tracking=received.tracking,
        code=code,
        campaign=str(await campaigns.first_campaign(mark)),
        account_id=str(member.account_id),
        proposal_id=str(proposal),
        motion_id=await make_motion(organisation, by=member),
        organisation_id=str(organisation.id),
        **await make_slip(keys, code, f"{organisation.name}里面也暗。", by=member),
        report=report.slug,
        template_id=str(template),
        **await make_receiver(keys, organisation),
    )


async def make_motion(organisation: OrganisationSummary, *, by: Person) -> str:
    """Submit a motion of an organisation's member and give its id."""
    new = NewMotion(title=f"{organisation.name}的提案", text="夜里太暗。", year="2026")
    motion_id = await motions.draft_motion(new, by=by, now=now())
    await motions.submit_motion(motion_id, by=by, now=now())
    return str(motion_id)


async def make_case(world: World, lead: OrganisationSummary, *beside: OrganisationSummary) -> dict[str, str]:
    """Hand a published suggestion to its own organisation, begin the reply, and name them in addresses."""
    by = await accounts.person_by_email(f"admin-{lead.id}@jianyan.example")
    received, _ = await builders.submit(builders.KEYS, world.code, f"{lead.name}的路灯不亮。")
    topic = await topics.topic_by_slug(world.slug)
    verdict = Verdict(act=Act.APPROVE, category_id=topic.categories[0].id)
    new = NewCase(
        title=f"{lead.name}的路灯",
        kind=CaseKind.SUGGESTION,
        lead_id=lead.id,
        co_ids=tuple(one.id for one in beside),
        note=f"{lead.name}请看",
    )
    with within(lead.scope):
        await moderation.decide(received.tracking, verdict, by=by, now=now())
        case_id = await cases.hand_over(received.tracking, new, by=by, now=now(), zone=builders.SHANGHAI)
    await cases.claim(case_id, by=by, now=now(), zone=builders.SHANGHAI)
    photo, document = await make_photo(by), await make_photo(by, kind=FileKind.PDF)
    reply = NewReply(
        result=Result.PLANNED,
        adoption=Adoption.PARTLY,
        text=f"{lead.name}正在办。",
        photos_before=(photo.name,),
        documents=(NewDocument(document.name, f"{lead.name}方案.pdf"),),
    )
    await cases.save_reply(case_id, reply, by=by, now=now())
    template = await cases.add_reply_template(f"{lead.name}问候", "您好。", by=by, now=now())
    return {
        "case_id": str(case_id),
        "reply_template_id": str(template),
        "reply_photo": photo.name,
        "reply_document": document.name,
    }


async def make_photo(by: Person, *, kind: FileKind = FileKind.PHOTO) -> Photo:
    """Add a photo or document whose file lies nowhere."""
    added = Photo(
        kind=kind.value, name=secrets.token_hex(16), sha256="0" * 64, added_by=by.trail_id, added_at=now()
    )
    async with transaction():
        added.id = (await Photo.insert(added))[0]["id"]
    return added


async def make_receiver(keys: KeyRing, organisation: OrganisationSummary) -> dict[str, str]:
    """Let the organisation be told by a webhook, and give it and a test notice to it."""
    email = f"admin-{organisation.id}@jianyan.example"
    facts = {"role": Role.ADMIN, "organisation": organisation.name, "name": f"{organisation.name}管理员"}
    await accounts.add_account(email, password=cast.PASSWORD, now=now(), **facts)  # type: ignore[arg-type]
    new = NewSubscription(
        channel=Channel.WEBHOOK,
        name=f"{organisation.name}的平台",
        address="https://hook.example/",
        kinds=KINDS_OF_SUBSCRIPTIONS,
    )
    by = await accounts.person_by_email(email)
    await notices.subscribe(new, by=by, keys=keys, settings=Settings(), now=now())
    with within(organisation.scope):
        subscription = (await notices.subscriptions())[0]
        await notices.test(subscription.id, link="", now=now())
        notice = (await notices.recent())[0]
    return {
        "subscription_id": str(subscription.id),
        "notice": notice.public_id,
        "client_id": await make_client(by),
    }


async def make_client(by: Person) -> str:
    """Connect a system to somebody's organisation, and give its number."""
    new = NewClient(name=f"{by.organisation}的热线", organisation=by.scope.organisation or 0, per_minute=60)
    await clients.add_client(new, by=by, now=now())
    with within(by.scope):
        return str((await clients.api_clients())[0].id)


async def make_slip(keys: KeyRing, code: str, body: str, *, by: Person) -> dict[str, str]:
    """Type a slip with a photo whose file lies nowhere, and give its number, its batch and its photo."""
    topic = (await campaigns.arrive(code)).topic
    at, today = now(), day_of(now(), builders.SHANGHAI).isoformat()
    new = NewBatch(code=code, on=today)
    batch = await slips.begin_batch(new, topic, by=by, zone=builders.SHANGHAI, now=at)
    added = await make_photo(by)
    saved = await slips.type_slip(
        batch,
        NewSlip(body=body, photos=[NewPhoto(added.id, added.sha256)]),
        token=tokens.read(keys, tokens.issue(keys, code, now=at), code=code, now=at),
        words=builders.NO_WORDS,
        keys=keys,
        by=by,
        zone=builders.SHANGHAI,
        now=at,
    )
    return {"slip": saved.tracking, "batch_id": str(batch.id), "photo": added.name}


async def make_member(organisation: OrganisationSummary, email: str) -> Person:
    facts = {"role": Role.MEMBER, "organisation": organisation.name, "name": f"{organisation.name}委员"}
    await accounts.add_account(email, password=cast.PASSWORD, now=now(), **facts)  # type: ignore[arg-type]
    return await accounts.person_by_email(email)


async def make_draft(own: World, scope: Scope) -> World:
    """Give the own world with a topic that is not published yet."""
    with within(scope):
        await builders.make_topic("draft", published=False, title="还没公布的议题")
        code = await builders.make_placement("draft")
    return replace(own, slug="draft", code=code, campaign=str(await campaigns.first_campaign("draft")))


async def make_shared(keys: KeyRing, own: World) -> World:
    """Give the own world with a topic that belongs to the whole installation."""
    await builders.make_topic("everybodys")
    code = await builders.make_placement("everybodys")
    received, _ = await builders.submit(keys, code)
    campaign = str(await campaigns.first_campaign("everybodys"))
    report = (await builders.freeze("everybodys", now=now())).slug
    template = await reports.add_template("大家的版式", LAYOUT, by=None, now=now())
    return replace(
        own,
        slug="everybodys",
        code=code,
        campaign=campaign,
        tracking=received.tracking,
        report=report,
        template_id=str(template),
    )
