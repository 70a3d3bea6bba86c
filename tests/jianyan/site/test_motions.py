import html

import httpx
import pytest

import builders
import cast
from cities import City, make_city
from jianyan import accounts, cases, motions, suggestions
from jianyan.accounts import Front, Person, Role, within
from jianyan.clock import day_of, now
from jianyan.keys import KeyRing
from jianyan.motions import MotionState, SignerState

ZH = {"Accept-Language": "zh-CN", "Accept": "text/html"}
OWN = {**ZH, "Sec-Fetch-Site": "same-origin"}
FORM = {
    "title": "关于增开夜间公交的提案",
    "text": "夜班工人说，十点以后回不了家。",
    "sector": "医药卫生界",
    "category": "城建交通",
    "session": "第十四届三次会议",
    "year": "2026",
}


class Member:
    """The browser of a member."""

    def __init__(self, client: httpx.AsyncClient, person: Person, token: str, csrf_token: str) -> None:
        self.client = client
        self.person = person
        self._headers = {**OWN, "Cookie": f"jianyan_me={token}"}
        self._csrf_token = csrf_token

    async def see(self, path: str) -> httpx.Response:
        return await self.client.get(path, headers=self._headers)

    async def send(self, path: str, **fields: object) -> httpx.Response:
        sent = {"csrf_token": self._csrf_token, **fields}
        return await self.client.post(path, data=sent, headers=self._headers)

    async def drafts(self, **changes: object) -> str:
        """Write a draft and give its address."""
        answer = await self.send("/me/motions/new", **{**FORM, **changes})
        assert answer.status_code == 303
        return answer.headers["location"]


async def arrive(client: httpx.AsyncClient, name: str) -> Member:
    email = f"{name}@jianyan.example"
    facts = {"role": Role.MEMBER, "organisation": "江州市政协", "name": name}
    await accounts.add_account(email, password=cast.PASSWORD, now=now(), **facts)  # type: ignore[arg-type]
    token = await builders.sign_in(email, front=Front.MEMBERS, now=now())
    session = await accounts.signed_in(token, front=Front.MEMBERS, now=now())
    assert session is not None
    return Member(client, session.person, token, session.csrf_token)


@pytest.fixture
async def city(client, keys: KeyRing) -> City:
    """Give a city whose departments answer; it is there before its members are."""
    return await make_city(keys)


@pytest.fixture
async def he(client) -> Member:
    """Give the browser of He."""
    return await arrive(client, "何委员")


@pytest.fixture
async def mei(client) -> Member:
    """Give the browser of Mei, a colleague."""
    return await arrive(client, "梅委员")


async def test_he_writes_edits_and_submits_a_motion(he) -> None:
    assert "您还没有写过。" in (await he.see("/me/motions")).text
    path = await he.drafts()
    assert FORM["title"] in (await he.see("/me/motions")).text
    edit = (await he.see(f"{path}/edit")).text
    assert all(value in edit for value in FORM.values())
    assert (await he.send(f"{path}/edit", **{**FORM, "title": "改过的提案"})).status_code == 303
    assert (await he.send(f"{path}/submit")).headers["location"] == path
    page = (await he.see(path)).text
    assert "改过的提案" in page
    assert "已提交" in page
    assert (await he.see(f"{path}/edit")).status_code == 404
    assert (await he.send(f"{path}/edit", **FORM)).status_code == 404
    assert "改过的提案" in (await he.see("/me")).text


async def test_a_refused_form_keeps_what_was_typed(he) -> None:
    answer = await he.send("/me/motions/new", **{**FORM, "title": "", "year": "廿六", "is_open": "1"})
    assert answer.status_code == 422
    page = html.unescape(answer.text)
    assert all(mark in page for mark in ('id="title-error"', 'id="year-error"', FORM["text"], "廿六"))
    assert 'name="is_open" value="1" checked' in page
    assert await motions.own_motions(he.person) == []


async def test_mei_is_asked_signs_and_takes_it_back(he, mei) -> None:
    path = await he.drafts()
    assert (await mei.see(path)).status_code == 404
    await he.send(f"{path}/submit")
    assert "梅委员" in (await he.see(path)).text
    await he.send(f"{path}/invite", signer=[str(mei.person.account_id)])
    assert "有 1 件提案等您联名。" in (await mei.see("/me")).text
    assert (await mei.send(f"{path}/sign")).status_code == 303
    assert "您已联名。" in (await mei.see(path)).text
    [found] = await motions.others_motions(mei.person)
    assert found.signed_count == 1
    await mei.send(f"{path}/unsign")
    assert (await motions.motion_for(found.id, mei.person)).signer(
        mei.person.account_id
    ) is SignerState.WITHDRAWN


async def test_what_mei_may_not_do_is_not_there_for_her(he, mei) -> None:
    path = await he.drafts(is_open="1")
    await he.send(f"{path}/submit")
    assert (await mei.see(path)).status_code == 200
    for act in ("submit", "withdraw", "invite", "nothing"):
        answer = await mei.send(f"{path}/{act}", signer=[str(he.person.account_id)])
        assert answer.status_code in {404, 422}
    [found] = await motions.own_motions(he.person)
    assert (found.state, found.signed_count) == (MotionState.SUBMITTED, 0)


async def test_asking_nobody_is_told_at_the_page(he, mei) -> None:
    path = await he.drafts()
    await he.send(f"{path}/submit")
    for chosen in ([], ["x"], ["999999999999"], [str(he.person.account_id)]):
        answer = await he.send(f"{path}/invite", signer=chosen)
        assert answer.status_code == 422
        assert "请选择本机构的委员。" in answer.text


async def test_a_draft_is_thrown_away_and_a_submitted_motion_taken_back(he) -> None:
    path = await he.drafts()
    assert (await he.send(f"{path}/withdraw")).headers["location"] == "/me/motions"
    assert (await he.see(path)).status_code == 404
    path = await he.drafts()
    await he.send(f"{path}/submit")
    assert (await he.send(f"{path}/withdraw")).headers["location"] == path
    assert (await he.send(f"{path}/submit")).status_code == 409
    assert [one.state for one in await motions.own_motions(he.person)] == [MotionState.WITHDRAWN]


async def test_he_reads_number_reason_and_where_it_went(he) -> None:
    filed, declined = await he.drafts(), await he.drafts(title="不立案的提案")
    qiao = await builders.make_person(cast.QIAO)
    for path in (filed, declined):
        await he.send(f"{path}/submit")
    first, second = [int(path.rsplit("/", 1)[1]) for path in (filed, declined)]
    await motions.file_motion(first, by=qiao, now=now())
    await motions.hand_over(first, "市府办〔2026〕7号", by=qiao, now=now())
    await motions.decline_motion(
        second, "不属于提案范围。", as_note=True, by=qiao, zone=builders.SHANGHAI, now=now()
    )
    page = (await he.see(filed)).text
    assert "第0001号" in page
    assert "市府办〔2026〕7号" in page
    page = (await he.see(declined)).text
    assert "不属于提案范围。" in page
    assert "社情民意信息" in page


async def test_nobody_sees_motions_without_signing_in_nor_sends_another_sessions_form(he, client) -> None:
    path = await he.drafts()
    for address in ("/me/motions", "/me/motions/new", path, f"{path}/edit"):
        assert (await client.get(address, headers=ZH)).headers["location"] == "/sign-in"
    he._csrf_token = "0" * 64
    for address in ("/me/motions/new", f"{path}/edit", f"{path}/submit"):
        assert (await he.send(address, **FORM)).status_code == 403
    assert [one.state for one in await motions.own_motions(he.person)] == [MotionState.DRAFT]


async def test_who_signed_reads_the_way_of_the_motion_with_what_was_agreed_and_nobody_else(
    city: City, he, mei, client
) -> None:
    lou, path = await arrive(client, "娄委员"), await he.drafts()
    motion_id = int(path.rsplit("/", 1)[1])
    await he.send(f"{path}/submit")
    ids = [each.person.account_id for each in (mei, lou)]
    assert (await he.send(f"{path}/invite", signer=ids)).status_code == 303
    await mei.send(f"{path}/sign")
    with within(city.qiao.scope):
        await motions.file_motion(motion_id, by=city.qiao, now=now())
        case_id = await cases.hand_over_motion(
            motion_id, city.transport, by=city.qiao, now=now(), zone=builders.SHANGHAI
        )
    await cases.claim(case_id, by=city.bo, now=now(), zone=builders.SHANGHAI)
    await city.meet(case_id, "先试一条夜班线。", on=day_of(now(), builders.SHANGHAI), now=now())
    await city.reply(case_id, "下月起试行夜班线。")
    await cases.publish_reply(case_id, by=city.wei, now=now())
    for member in (he, mei):
        text = (await member.see(path)).text
        for said in ("与提出人沟通", "沟通情况：先试一条夜班线。", "下月起试行夜班线。"):
            assert said in text
        assert "我的评价" not in text
    other = (await lou.see(path)).text
    assert FORM["title"] in other
    assert "夜班线" not in other
    [own] = await suggestions.of_author(he.person.account_id)
    to_rate = f'href="/me/suggestions/{own.tracking}#case-{case_id}"'
    assert [to_rate in (await member.see(path)).text for member in (he, mei)] == [True, False]
    text = (await he.see(f"/me/suggestions/{own.tracking}")).text
    assert 'name="satisfaction"' in text
    assert "与您当面沟通" in text
    assert "沟通情况：先试一条夜班线。" in text


async def test_a_number_that_was_typed_by_hand_opens_no_case(city: City, he) -> None:
    case_id = await city.claimed()
    await city.meet(case_id, "与别人的约定。")
    path = await he.drafts()
    motion_id = int(path.rsplit("/", 1)[1])
    await he.send(f"{path}/submit")
    with within(city.qiao.scope):
        await motions.file_motion(motion_id, by=city.qiao, now=now())
        await motions.hand_over(motion_id, str(case_id), by=city.qiao, now=now())
    text = (await he.see(path)).text
    assert f"编号 {case_id}" in text
    assert "与别人的约定。" not in text
