import pytest

import builders
import cast
from cities import NOW, City, later
from jianyan import accounts, cases, motions, suggestions, topics, trail
from jianyan.accounts import NoSuchOrganisation, Person, Role, within
from jianyan.cases import CaseKind, CaseState, NewRating, Satisfaction
from jianyan.motions import MotionMovedOn, MotionState, NewMotion

ZONE = builders.SHANGHAI
NEW = NewMotion(title="关于增开夜间公交的提案", text="夜班工人说，十点以后回不了家。", year="2026")


async def filed(city: City) -> tuple[int, Person]:
    """Give a motion of He that Qiao filed, and He."""
    facts = {"role": Role.MEMBER, "organisation": "江州市政协", "now": NOW}
    await accounts.add_account(cast.HE, password=cast.PASSWORD, **facts)  # type: ignore[arg-type]
    he = await accounts.person_by_email(cast.HE)
    motion_id = await motions.draft_motion(NEW, by=he, now=NOW)
    await motions.submit_motion(motion_id, by=he, now=NOW)
    with within(city.qiao.scope):
        await motions.file_motion(motion_id, by=city.qiao, now=NOW)
    return motion_id, he


async def hand_over(city: City, motion_id: int, lead_id: int | None) -> int:
    with within(city.qiao.scope):
        return await cases.hand_over_motion(motion_id, lead_id, by=city.qiao, now=NOW, zone=ZONE)


async def test_a_filed_motion_goes_to_a_department_and_its_first_signer_rates_the_answer(city: City) -> None:
    motion_id, he = await filed(city)
    case_id = await hand_over(city, motion_id, city.transport)
    found = await motions.motion_for(motion_id, he)
    assert (found.state, found.handover) == (MotionState.HANDED_OVER, str(case_id))
    case = await city.seen(case_id, by=city.bo)
    assert (case.summary.kind, case.summary.title, case.text) == (CaseKind.MOTION, NEW.title, NEW.text)
    await cases.claim(case_id, by=city.bo, now=NOW, zone=ZONE)
    await city.meet(case_id)
    await city.reply(case_id)
    await cases.publish_reply(case_id, by=city.wei, now=NOW)
    [own] = await suggestions.of_author(he.account_id)
    assert [one.summary.id for one in await cases.cases_of(own.id)] == [case_id]
    rating = NewRating(is_solved=True, satisfaction=Satisfaction.SATISFIED)
    assert await cases.rate(case_id, own.id, rating, now=later(1), zone=ZONE) is CaseState.CLOSED
    for fault in (suggestions.first_fault, motions.first_fault, trail.first_fault):
        assert await fault() is None


async def test_a_motion_is_handed_over_once_and_whole_or_not_at_all(city: City) -> None:
    motion_id, _ = await filed(city)
    with pytest.raises(NoSuchOrganisation):
        await hand_over(city, motion_id, 987)
    assert await trail.acts(kind="submit", most=9) == await trail.acts(kind="submit", most=1)
    await hand_over(city, motion_id, None)
    with pytest.raises(MotionMovedOn):
        await hand_over(city, motion_id, city.police)
    assert len(await trail.acts(kind="case-offered")) == 1


async def test_what_a_motion_says_is_on_no_public_list(city: City) -> None:
    motion_id, _ = await filed(city)
    await hand_over(city, motion_id, city.transport)
    shown = [one.slug for one in await topics.published_topics()]
    assert shown == ["buses-first"]
