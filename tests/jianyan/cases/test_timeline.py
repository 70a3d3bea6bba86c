from datetime import date

import msgspec
import pytest

import builders
from cities import City, later
from jianyan import cases, suggestions
from jianyan.cases import Manner, NewRating, NoSuchCase, NotNow, RatedAlready, Satisfaction, StepKind
from jianyan.cases.timeline import SENTENCES, Way, way_of

ZONE = builders.SHANGHAI
UNTOLD = {StepKind.SIGNED, StepKind.OBJECTED, StepKind.UNSIGNED, StepKind.CANCELLED}
SECRET = "内部意见：先放一放。"
GOOD = NewRating(is_solved=True, satisfaction=Satisfaction.SATISFIED)
BAD = NewRating(is_solved=False, satisfaction=Satisfaction.DISSATISFIED, reason="还是没有车。")


async def read(city: City, case_id: int, *, days: float = 1) -> Way:
    """Give a case as its author reads it."""
    found = await city.seen(case_id)
    return way_of(found, found.suggestion_id, now=later(days))


def kinds_of(way: Way) -> list[str]:
    return [moment.kind.value for moment in way.moments]


async def test_the_author_reads_when_and_how_they_were_met_and_what_was_agreed(city: City) -> None:
    case_id = await city.claimed(co_ids=(city.police,))
    for manner in Manner:
        parties = (city.transport, city.police)
        await city.meet(case_id, f"约定：{manner}。", manner=manner, party_ids=parties, now=later(2))
    met = [moment for moment in (await read(city, case_id)).moments if moment.kind is StepKind.MET]
    assert len({moment.sentence for moment in met}) == len(Manner)
    assert all("with you" in moment.sentence for moment in met)
    assert {moment.day for moment in met} == {date(2026, 7, 1)}
    assert [moment.agreed for moment in met] == [f"约定：{manner}。" for manner in Manner]
    assert met[0].parties == ["江州市交通运输局", "江州市公安局"]


async def test_what_was_agreed_with_one_author_is_not_told_to_another_whose_suggestion_was_merged(
    city: City,
) -> None:
    case_id = await city.claimed()
    await city.meet(case_id, SECRET)
    found = await city.seen(case_id)
    other = way_of(found, found.suggestion_id + 1, now=later(1))
    assert SECRET not in str(other)
    assert other.moments[-1].sentence == SENTENCES[StepKind.MET]
    signer = way_of(found, None, now=later(1))
    assert (signer.moments[-1].agreed, signer.moments[-1].sentence) == (SECRET, SENTENCES[StepKind.MET])


def test_each_kind_of_step_is_told_or_kept_on_purpose() -> None:
    assert set(SENTENCES) == set(StepKind) - UNTOLD


async def test_the_author_reads_the_way_and_no_word_between_desks(city: City) -> None:
    case_id = await city.hand_over(lead_id=city.police, co_ids=(city.transport,), note=SECRET)
    await cases.give_back(case_id, SECRET, by=city.hao, now=later(1), zone=ZONE)
    await cases.transfer(case_id, city.transport, SECRET, by=city.qiao, now=later(2), zone=ZONE)
    await cases.claim(case_id, by=city.bo, now=later(2), zone=ZONE)
    await cases.ask_extension(case_id, date(2026, 9, 30), "要先数客流。", by=city.bo, now=later(3), zone=ZONE)
    await cases.answer_extension(case_id, SECRET, grant=True, by=city.qiao, now=later(4))
    await cases.remind(case_id, SECRET, by=city.qiao, now=later(5))
    await city.reply(case_id)
    await cases.send_back(case_id, SECRET, by=city.wei, now=later(6))
    way = await read(city, case_id)
    assert kinds_of(way) == [
        *("assigned", "joined", "returned", "assigned", "claimed"),
        *("extension-asked", "extension-granted", "reminded", "replied", "sent-back"),
    ]
    assert [moment.reason for moment in way.moments if moment.reason] == ["要先数客流。"]
    assert SECRET not in str(way)
    assert way.replies == []
    assert not way.may_rate


async def test_the_day_is_told_when_it_changes(city: City) -> None:
    case_id = await city.claimed()
    until = date(2026, 9, 30)
    await cases.ask_extension(case_id, until, "要先数客流。", by=city.bo, now=later(3), zone=ZONE)
    asked = (await read(city, case_id)).moments[-1]
    assert (asked.day, asked.until) == (until, None)
    await cases.answer_extension(case_id, "", grant=True, by=city.qiao, now=later(4))
    told = [moment.until for moment in (await read(city, case_id)).moments]
    assert told == [date(2026, 8, 12), None, None, until]


async def test_a_draft_is_read_by_nobody_outside_until_it_is_published(city: City) -> None:
    case_id = await city.replied()
    assert (await read(city, case_id)).replies == []
    await cases.publish_reply(case_id, by=city.wei, now=later(1))
    way = await read(city, case_id)
    assert [reply.text for reply in way.replies] == ["自下月起末班车延至22点。"]
    assert way.may_rate


async def test_an_answer_is_rated_once_and_within_a_month(city: City) -> None:
    case_id = await city.answered()
    assert (await read(city, case_id, days=30)).may_rate
    assert not (await read(city, case_id, days=30.1)).may_rate
    suggestion_id = (await city.seen(case_id)).suggestion_id
    await cases.rate(case_id, suggestion_id, BAD, now=later(1), zone=ZONE)
    way = await read(city, case_id)
    assert kinds_of(way)[-2:] == ["rated", "reopened"]
    assert way.moments[-2].rating == way.rating
    assert way.moments[-2].reason == BAD.reason
    assert way.moments[-1].until == way.case.due_on
    assert not way.may_rate


async def test_the_second_answer_stands_first_and_is_rated_anew(city: City) -> None:
    case_id = await city.answered()
    suggestion_id = (await city.seen(case_id)).suggestion_id
    await cases.rate(case_id, suggestion_id, BAD, now=later(1), zone=ZONE)
    await city.reply(case_id, "本周起加开夜班车。")
    await cases.publish_reply(case_id, by=city.wei, now=later(2))
    way = await read(city, case_id, days=3)
    assert [reply.round for reply in way.replies] == [2, 1]
    assert (way.rating, way.may_rate) == (None, True)


async def test_what_another_author_says_is_not_read(city: City) -> None:
    case_id = await city.answered()
    found = await city.seen(case_id)
    await cases.rate(case_id, found.suggestion_id, BAD, now=later(1), zone=ZONE)
    way = way_of(await city.seen(case_id), found.suggestion_id + 1, now=later(1))
    assert way.rating is None
    assert BAD.reason not in str(way)
    assert SENTENCES[StepKind.RATED] in {moment.sentence for moment in way.moments}


@pytest.mark.parametrize(("start", "length", "text"), [(None, None, None), (0, 6, "末班车太早了")])
async def test_only_an_own_aspect_is_repeated(
    city: City, start: int | None, length: int | None, text: str | None
) -> None:
    case_id = await city.hand_over(lead_id=city.transport, start=start, length=length)
    found = await city.seen(case_id)
    assert way_of(found, found.suggestion_id, now=later(1)).text == text
    assert way_of(found, found.suggestion_id + 1, now=later(1)).text is None


async def test_a_supervising_committee_is_named_and_a_person_is_not(city: City) -> None:
    case_id = await city.claimed()
    await cases.supervise(case_id, SECRET, organisation_id=city.police, by=city.qiao, now=later(1))
    await cases.supervise(case_id, SECRET, email=city.wei.email, by=city.qiao, now=later(2))
    way = await read(city, case_id)
    assert [moment.organisation for moment in way.moments][-2:] == ["江州市公安局", None]
    assert city.wei.email not in str(way)
    assert way.case.is_supervised


async def test_who_is_not_its_author_rates_nothing(city: City) -> None:
    case_id = await city.answered()
    other = (await city.seen(case_id)).suggestion_id + 1
    with pytest.raises(NoSuchCase):
        await cases.rate(case_id, other, GOOD, now=later(1), zone=ZONE)


async def test_a_form_for_the_first_answer_does_not_rate_the_second(city: City) -> None:
    case_id = await city.answered()
    suggestion_id = (await city.seen(case_id)).suggestion_id

    async def rated(new: NewRating, *, in_round: int) -> cases.CaseState:
        sent = msgspec.structs.replace(new, round=in_round)
        return await cases.rate(case_id, suggestion_id, sent, now=later(3), zone=ZONE)

    await rated(BAD, in_round=1)
    await city.reply(case_id, "本周起加开夜班车。")
    await cases.publish_reply(case_id, by=city.wei, now=later(2))
    assert await rated(BAD, in_round=1) is cases.CaseState.ANSWERED
    with pytest.raises(RatedAlready):
        await rated(GOOD, in_round=1)
    with pytest.raises(NotNow):
        await rated(GOOD, in_round=3)
    assert await rated(GOOD, in_round=2) is cases.CaseState.CLOSED


async def test_nothing_is_said_about_what_was_erased(city: City) -> None:
    case_id = await city.answered()
    suggestion_id = (await city.seen(case_id)).suggestion_id
    await suggestions.erase(city.tracking, by=None, now=later(1))
    with pytest.raises(NotNow):
        await cases.rate(case_id, suggestion_id, GOOD, now=later(2), zone=ZONE)
