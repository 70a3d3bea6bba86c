from datetime import date
from typing import Any

import builders
from cities import LONG, City, later
from jianyan import cases, db, moderation, suggestions
from jianyan.cases import Adoption, AnswerFilter, NewMeasure, NewRating, PublishedAnswer, Result, Satisfaction
from jianyan.keys import KeyRing
from jianyan.moderation import Act, Verdict

ZONE = builders.SHANGHAI
BAD = NewRating(is_solved=False, satisfaction=Satisfaction.DISSATISFIED)


async def answers(city: City, **asked: Any) -> list[PublishedAnswer]:
    facts = {"words": builders.NO_WORDS, "zone": ZONE, "most": 50}
    topic_id = (await suggestions.by_tracking(city.tracking)).topic_id
    page = await cases.latest_answers(topic_id, **{**facts, **asked})
    return page.answers


async def counted(city: City) -> tuple[int, int, int]:
    """Give how many suggestions are owed an answer, answered and concluded."""
    found = await cases.handed_over((await suggestions.by_tracking(city.tracking)).topic_id)
    return (
        sum(one.count for one in found if one.is_owed),
        sum(one.count for one in found if one.adoption is not None),
        sum(one.count for one in found if one.is_concluded),
    )


async def publish(city: City, keys: KeyRing, text: str) -> None:
    """Let Lan send another suggestion that is published; from now on the city is about it."""
    code = await builders.make_placement(name="文化路站")
    received, _ = await builders.submit(keys, code, text)
    found = await suggestions.by_tracking(city.tracking)
    verdict = Verdict(act=Act.APPROVE, category_id=found.category_id)
    await moderation.decide(received.tracking, verdict, by=city.wei, now=builders.NOW)
    city.tracking = received.tracking


async def test_a_published_answer_is_read_with_all_that_belongs_to_it(city: City) -> None:
    case_id = await city.claimed()
    await city.reply(
        case_id,
        result=Result.PLANNED,
        adoption=Adoption.PARTLY,
        reason="先开一条线。",
        measures=(NewMeasure(text="购车。", due_on=date(2026, 9, 1)),),
    )
    assert await answers(city) == []
    await cases.publish_reply(case_id, by=city.wei, now=later(5))
    (one,) = await answers(city)
    assert (one.id, one.title, one.text, one.placement) == (case_id, "延长夜间末班车", LONG, "五里牌站")
    assert (one.reply.adoption, one.reply.reason) == (Adoption.PARTLY, "先开一条线。")
    assert [measure.text for measure in one.reply.measures] == ["购车。"]
    # From Wednesday, 1 July 2026, to Monday, 6 July.
    assert (one.working_days, one.is_reopened) == (3, False)


async def test_only_public_suggestions_stand_there(city: City, keys: KeyRing) -> None:
    await city.answered()
    head = city.tracking
    await publish(city, keys, "夜里没有车。")
    await city.answered()
    assert len(await answers(city)) == 2
    await moderation.merge(city.tracking, into=head, by=city.wei, now=later(1))
    assert [one.tracking for one in await answers(city)] == [head]
    await suggestions.erase(head, by=None, now=later(1))
    assert await answers(city) == []
    assert (await counted(city))[1] == 2


async def test_personal_data_is_masked_before_an_aspect_is_cut_out(city: City, keys: KeyRing) -> None:
    await publish(city, keys, "夜里没有车。请打13800138000找我。")
    await city.answered(start=8, length=7)
    (one,) = await answers(city)
    assert one.text == "138****"


async def test_a_reopened_case_says_so_and_shows_its_last_answer(city: City) -> None:
    case_id = await city.answered()
    suggestion_id = (await city.seen(case_id)).suggestion_id
    await cases.rate(case_id, suggestion_id, BAD, now=later(1), zone=ZONE)
    await city.reply(case_id, "本周起加开夜班车。")
    (one,) = await answers(city)
    assert (one.is_reopened, one.reply.round) == (True, 1)
    assert await counted(city) == (1, 1, 0)
    await cases.publish_reply(case_id, by=city.wei, now=later(2))
    (one,) = await answers(city)
    assert (one.is_reopened, one.reply.text) == (False, "本周起加开夜班车。")


async def test_the_newest_answers_stand_first_page_by_page(city: City, keys: KeyRing) -> None:
    made = []
    for days in (3, 1, 2, 2):
        await publish(city, keys, f"第{days}天的建议。")
        made.append(await city.answered(now=later(days)))
    third, first, second, again = made
    expected = [third, again, second, first]
    assert [one.id for one in await answers(city)] == expected
    walked, before = [], None
    while page := await answers(city, most=2, before=before):
        walked += [one.id for one in page]
        before = walked[-1]
    assert walked == expected


async def test_answers_are_counted_and_listed_where_their_suggestion_was_made(
    city: City, keys: KeyRing
) -> None:
    here = await city.answered()
    found = await suggestions.by_tracking(city.tracking)
    await publish(city, keys, "夜里没有车。")
    await city.answered()
    there = await city.answered(start=0, length=2)
    counts = await cases.answered_by_placement(found.topic_id)
    assert list(counts.values()) == [1, 1]
    listed = [
        [one.id for one in await answers(city, asked=AnswerFilter(placement_id=place))] for place in counts
    ]
    assert sorted(map(len, listed)) == [1, 2]
    assert [here] in listed
    assert any(there in ids for ids in listed)


async def test_a_page_takes_as_many_queries_however_long_it_is(city: City, keys: KeyRing) -> None:
    costs = []
    for count in (1, 4):
        while len(await answers(city)) < count:
            await publish(city, keys, "夜里没有车。")
            await city.answered()
        with db.measured() as cost:
            await answers(city)
        costs.append(cost.queries)
    assert costs[0] == costs[1] <= 10


async def test_answers_are_narrowed_by_what_is_asked_for_and_counted(city: City, keys: KeyRing) -> None:
    made = {}
    for adoption, result in ((Adoption.ADOPTED, Result.SOLVED), (Adoption.DECLINED, Result.REFERENCE)):
        await publish(city, keys, "夜里没有车。")
        case_id = made[adoption] = await city.claimed()
        await city.reply(case_id, adoption=adoption, result=result, reason="说明理由。")
        await cases.publish_reply(case_id, by=city.wei, now=later(1))
    found = await suggestions.by_tracking(city.tracking)
    ((department_id, name),) = await cases.answering_departments(found.topic_id)
    assert name == "江州市交通运输局"
    adopted, declined = made[Adoption.ADOPTED], made[Adoption.DECLINED]
    for asked, expected in (
        (AnswerFilter(), [declined, adopted]),
        (AnswerFilter(adoption=Adoption.ADOPTED), [adopted]),
        (AnswerFilter(result=Result.REFERENCE), [declined]),
        (AnswerFilter(result=Result.REFERENCE, adoption=Adoption.ADOPTED), []),
        (AnswerFilter(department_id=department_id), [declined, adopted]),
        (AnswerFilter(department_id=department_id + 10_000), []),
        (AnswerFilter(category_id=found.category_id), [declined, adopted]),
        (AnswerFilter(category_id=(found.category_id or 0) + 10_000), []),
        (AnswerFilter(words="夜间末班"), [declined, adopted]),
        (AnswerFilter(words="%"), []),
    ):
        assert [one.id for one in await answers(city, asked=asked)] == expected
        assert await cases.count_of_answers(found.topic_id, asked) == len(expected)


async def test_what_is_masked_in_a_title_is_neither_read_nor_found(city: City) -> None:
    await city.answered(title="请打13800138000找我")
    (one,) = await answers(city)
    assert one.title is not None
    assert "13800138000" not in one.title
    assert await answers(city, asked=AnswerFilter(words="13800138")) == []
    assert await answers(city, asked=AnswerFilter(words="找我")) == [one]
