"""Who signs a motion is told of it where they asked for it: in the mail stands a link and no word of it."""

import httpx
import msgspec
import pytest
from litestar import Litestar

import builders
import cast
from cities import NOW, City, make_city
from conftest import BASE_URL
from jianyan import accounts, cases, motions, notices, telling
from jianyan.accounts import Front, Person, Role, within
from jianyan.clock import now
from jianyan.keys import KeyRing
from jianyan.motions import NewMotion
from jianyan.notices import KINDS_OF_MEMBERS, NoticeKind, Wishes
from jianyan.notices.tables import Notice
from jianyan.settings import Settings

NEW = NewMotion(title="关于增开夜间公交的提案", text="夜班工人说，十点以后回不了家。", year="2026")


class Committee:
    """He, who writes; Ai and Ming, who sign; Lu, who wants no mail."""

    def __init__(self, city: City, people: dict[str, Person]) -> None:
        self.city, self.people = city, people

    def ids(self, *names: str) -> list[int]:
        return [self.people[name].account_id for name in names]

    async def submitted(self) -> int:
        he = self.people["he"]
        motion_id = await motions.draft_motion(NEW, by=he, now=NOW)
        await motions.submit_motion(motion_id, by=he, now=NOW)
        return motion_id

    async def signed(self) -> int:
        """Give a motion that Ai and Lu signed and Ming did not."""
        motion_id = await self.submitted()
        await motions.invite(motion_id, self.ids("ai", "ming", "lu"), by=self.people["he"], now=NOW)
        for name in ("ai", "lu"):
            await motions.sign(motion_id, by=self.people[name], now=NOW)
        return motion_id

    async def in_hand(self) -> tuple[int, int]:
        """Give a motion that Ai and Lu signed, and the case that Bo has taken in hand."""
        city, motion_id, zone = self.city, await self.signed(), builders.SHANGHAI
        with within(city.qiao.scope):
            await motions.file_motion(motion_id, by=city.qiao, now=NOW)
            case_id = await cases.hand_over_motion(
                motion_id, city.transport, by=city.qiao, now=NOW, zone=zone
            )
        await cases.claim(case_id, by=city.bo, now=NOW, zone=zone)
        return motion_id, case_id


@pytest.fixture
async def committee(app: Litestar, keys: KeyRing) -> Committee:
    city, people = await make_city(keys), {}
    facts = {"role": Role.MEMBER, "organisation": "江州市政协", "now": NOW}
    for name in ("he", "ai", "ming", "lu"):
        email = f"{name}@jianyan.example"
        await accounts.add_account(email, password=cast.PASSWORD, name=name, **facts)  # type: ignore[arg-type]
        people[name] = await accounts.person_by_email(email)
        if name != "lu":
            await notices.save_wishes(Wishes(kinds=KINDS_OF_MEMBERS), by=people[name])
    return Committee(city, people)


async def told() -> list[tuple[str, str]]:
    query = Notice.select(Notice.kind, Notice.account.name.as_alias("who")).order_by(Notice.id)
    return [(row["kind"], row["who"]) for row in await query]


async def member_of(client: httpx.AsyncClient, name: str) -> dict[str, str]:
    """Sign a member in and give the token of their forms."""
    token = await builders.sign_in(f"{name}@jianyan.example", front=Front.MEMBERS, now=now())
    session = await accounts.signed_in(token, front=Front.MEMBERS, now=now())
    assert session is not None
    client.cookies.set("jianyan_me", token)
    return {"csrf_token": session.csrf_token}


async def test_whoever_is_asked_to_sign_is_told_once_and_only_by_a_link(
    committee: Committee, client: httpx.AsyncClient
) -> None:
    motion_id, token = await committee.submitted(), await member_of(client, "he")
    path, ids = f"/me/motions/{motion_id}/invite", committee.ids("ai", "lu")
    for asked in (ids, [*ids, *committee.ids("ming")]):
        answer = await client.post(path, data={**token, "signer": asked}, headers={"Origin": BASE_URL})
        assert answer.status_code == 303, answer.text
    assert await told() == [("motion-to-sign", "ai"), ("motion-to-sign", "ming")]
    facts = msgspec.json.decode((await Notice.select(Notice.facts))[0]["facts"])
    assert facts["link"] == f"{BASE_URL}/me/motions/{motion_id}"
    assert not facts.get("title")


async def test_who_signed_is_told_that_the_motion_was_examined(
    committee: Committee, settings: Settings
) -> None:
    motion_id = await committee.signed()
    with within(committee.city.qiao.scope):
        await motions.file_motion(motion_id, by=committee.city.qiao, now=NOW)
        await telling.motion_examined(await motions.motion_by_id(motion_id), settings=settings, now=NOW)
    assert await told() == [("motion-examined", "he"), ("motion-examined", "ai")]


async def test_who_signed_beside_is_told_of_the_published_reply(
    committee: Committee, keys: KeyRing, settings: Settings
) -> None:
    city, (_, case_id) = committee.city, await committee.in_hand()
    await city.meet(case_id)
    await city.reply(case_id)
    await cases.publish_reply(case_id, by=city.wei, now=NOW)
    await telling.steps_taken(keys=keys, settings=settings, now=NOW)
    answered = [each for each in await told() if each[0] == "case-answered"]
    assert answered == [("case-answered", "he"), ("case-answered", "ai")]
    assert await motions.motion_of_case(case_id, author_id=committee.ids("lu")[0]) is None


async def test_who_wrote_and_who_signed_are_told_of_a_meeting_by_a_link_to_what_was_agreed(
    committee: Committee, keys: KeyRing, settings: Settings
) -> None:
    city, (motion_id, case_id) = committee.city, await committee.in_hand()
    await city.meet(case_id, "先试一条夜班线。")
    for _ in range(2):
        await telling.steps_taken(keys=keys, settings=settings, now=NOW)
    assert await told() == [("case-met", "he"), ("case-met", "ai")]
    rows = [
        msgspec.json.decode(row["facts"]) for row in await Notice.select(Notice.facts).order_by(Notice.id)
    ]
    tracking = (await city.seen(case_id)).summary.tracking
    links = [f"{settings.base_url}/me/suggestions/{tracking}", f"{settings.base_url}/me/motions/{motion_id}"]
    assert [row["link"] for row in rows] == links
    assert "夜班" not in str(rows)


async def test_a_member_chooses_what_to_be_told(committee: Committee, client: httpx.AsyncClient) -> None:
    token = await member_of(client, "lu")
    page = (await client.get("/me/notices", headers={"Accept-Language": "zh-CN"})).text
    assert "有提案邀请您联名" in page
    assert " checked" not in page
    sent = {**token, "kinds": ["motion-to-sign", "file-ready", "nonsense"]}
    answer = await client.post("/me/notices", data=sent, headers={"Origin": BASE_URL})
    assert answer.status_code == 303
    wishes = await notices.own_wishes(committee.people["lu"])
    assert wishes.kinds == (NoticeKind.MOTION_TO_SIGN,)
    assert (await client.get("/me/notices")).text.count(" checked") == 1
