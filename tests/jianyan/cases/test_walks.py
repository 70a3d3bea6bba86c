"""Whatever the office, departments and authors do to cases, in whatever order: what is kept is sound."""

import random
from collections.abc import Awaitable, Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

import builders
from cities import LONG, NOW, City
from jianyan import calendars, cases, moderation, suggestions, trail
from jianyan.accounts import EVERYWHERE, Person, within
from jianyan.calendars import NewException
from jianyan.cases import (
    Adoption,
    CaseKind,
    Manner,
    NewCase,
    NewMeasure,
    NewMeeting,
    NewRating,
    NewReply,
    Result,
    Satisfaction,
    StepKind,
    Term,
)
from jianyan.cases.tables import Case, CaseStep, Measure, Rating, Reply
from jianyan.db import transaction
from jianyan.errors import Refusal
from jianyan.keys import KeyRing
from jianyan.moderation import Act, Verdict

ZONE = builders.SHANGHAI
STEPS = 220
SEEDS = range(6)
WALKS_MOST = 20
RARE = {StepKind.TAKEN_OVER, StepKind.CANCELLED, StepKind.OBJECTED, StepKind.EXTENSION_REFUSED}
RARE |= {StepKind.UNSIGNED}
_AT_ONCE = 3
"""Cases that a walk is about; a few more come on the way."""
Verb = Callable[[], Awaitable[Any]]


class Walk:
    """A walk through the verbs, drawn by a seed; who acts, on what and when is drawn as well."""

    def __init__(self, city: City, trackings: list[str], seed: int, *, erases: bool = True) -> None:
        self.chance = random.Random(seed)
        self.now = NOW
        self.taken = self.refused = 0
        self._city = city
        self._trackings = trackings
        self._cases: list[int] = []
        self._erases = erases

    async def step(self) -> None:
        """Do something, or hear that it cannot be done."""
        self.now += timedelta(minutes=self.chance.choice([0, 1, 7, 600, 3_000, 20_000]))
        people = [self._city.qiao, self._city.wei, self._city.wei, self._city.bo, self._city.hao]
        person = self.chance.choice(people)
        is_new = len(self._cases) < _AT_ONCE or self.chance.random() < 0.04
        verb = self._open if is_new else self.chance.choice(self._verbs(person))
        try:
            with within(person.scope):
                await verb()
            self.taken += 1
        except Refusal:
            self.refused += 1

    async def _open(self) -> None:
        start = self.chance.choice([None, 0, 7])
        new = NewCase(
            title="延长夜间末班车",
            kind=self.chance.choice(list(CaseKind)),
            lead_id=self._department(),
            co_ids=tuple(filter(None, [self._department()])),
            start=start,
            length=None if start is None else 5,
            note=self.chance.choice(["", "请认真办理。"]),
        )
        tracking = self.chance.choice(self._trackings)
        with within(EVERYWHERE):
            made = cases.hand_over(tracking, new, by=self._city.qiao, now=self.now, zone=ZONE)
            self._cases.append(await made)

    def _department(self) -> int | None:
        return self.chance.choice([None, self._city.transport, self._city.police])

    def _verbs(self, by: Person) -> list[Verb]:
        chance, now, case_id = self.chance, self.now, self.chance.choice(self._cases[-_AT_ONCE:])
        here: dict[str, Any] = {"by": by, "now": now}
        there = {**here, "zone": ZONE}
        until = now.date() + timedelta(days=chance.randint(-3, 90))
        own = self._department() or self._city.police
        onward: list[Verb] = [
            lambda: cases.claim(case_id, **there),
            lambda: cases.save_reply(case_id, self._reply(), **here),
            lambda: self._meet(case_id, **there),
            lambda: cases.sign(case_id, "同意", agree=chance.random() < 0.6, **here),
            lambda: cases.send_reply(case_id, **here),
            lambda: cases.publish_reply(case_id, **here),
            *[lambda: self._rate(case_id)] * 2,
        ]
        aside: list[Verb] = [
            lambda: cases.give_back(case_id, "不属本单位", **there),
            lambda: cases.transfer(case_id, self._department(), "", **there),
            lambda: cases.join(case_id, [own], **here),
            lambda: cases.leave(case_id, own, **here),
            lambda: cases.ask_extension(case_id, until, "尚需会商", **there),
            *[lambda: cases.ask_extension(case_id, until, "尚需会商", **there)] * 2,
            *[lambda: cases.answer_extension(case_id, "同意", grant=True, **here)] * 2,
            *[lambda: cases.answer_extension(case_id, "请按期办理", grant=False, **here)] * 2,
            lambda: cases.supervise(case_id, "", email=by.email, **here),
            lambda: cases.supervise(case_id, "", organisation_id=own, **here),
            lambda: cases.remind(case_id, "请抓紧", **here),
            lambda: cases.send_back(case_id, "请写清楚", **here),
            *[lambda: self._carry_out(by)] * 3,
            lambda: cases.chase(now=now, zone=ZONE),
            lambda: self._set_a_day(until, by),
            lambda: cases.close_unrated(now=now),
            lambda: cases.set_term(None, CaseKind.MICRO, Term(chance.randint(1, 9), 2), **here),
        ]
        rare: list[Verb] = [lambda: cases.cancel(case_id, "交办有误", **here)]
        rare += [self._erase] if self._erases else []
        return chance.choices([onward, aside, rare], [700, 295, 5])[0]

    async def _set_a_day(self, on: date, by: Person) -> None:
        own, is_working = self._city.qiao.scope.organisation, self.chance.random() < 0.5
        new = NewException(organisation=own, day=on, is_working=is_working, reason="值班")
        with within(EVERYWHERE):
            await calendars.set_exception(new, by=by, now=self.now)
        await cases.recount(now=self.now, zone=ZONE)

    def _reply(self) -> NewReply:
        measures = [NewMeasure(text=f"第{number}项", due_on=date(2026, 9, number)) for number in (1, 2)]
        return NewReply(
            result=self.chance.choice(list(Result)),
            adoption=self.chance.choice(list(Adoption)),
            text=self.chance.choice(["自下月起实施。", "已列入计划。"]),
            reason="见正文。",
            measures=tuple(measures[: self.chance.randint(0, 2)]),
        )

    async def _meet(self, case_id: int, **there: Any) -> None:
        """Meet the author on some day: before the case was there, since, or tomorrow."""
        new = NewMeeting(
            on=self.now.date() - timedelta(days=self.chance.choice([-1, 0, 0, 0, 3, 40])),
            manner=self.chance.choice(list(Manner)),
            party_ids=(self._department() or self._city.transport,),
            agreed=self.chance.choice(["", "先试一条线。", "再议。"]),
        )
        await cases.meet(case_id, new, **there)

    async def _rate(self, case_id: int) -> None:
        found = await cases.case_by_id(case_id, by=None)
        new = NewRating(
            is_solved=self.chance.random() < 0.5,
            satisfaction=self.chance.choice(list(Satisfaction)),
            reason=self.chance.choice(["", "末班车仍是九点。"]),
        )
        await cases.rate(case_id, found.suggestion_id, new, now=self.now, zone=ZONE)

    async def _carry_out(self, by: Person) -> None:
        ids = [row["id"] for row in await Measure.select(Measure.id)]
        on = self.now.date()
        await cases.carry_out(self.chance.choice([0, *ids]), on, by=by, now=self.now)

    async def _erase(self) -> None:
        tracking = self.chance.choice(self._trackings)
        found = await suggestions.by_tracking(tracking)
        if found.body is not None:
            async with transaction():
                await suggestions.erase(tracking, by=None, now=self.now)
                await cases.erase(found.id, now=self.now)


@pytest.fixture
async def trackings(city: City, keys: KeyRing) -> list[str]:
    """Give three suggestions that are published."""
    code, found = await builders.make_placement(), [city.tracking]
    for number in range(2):
        received, _ = await builders.submit(keys, code, f"{number}、{LONG}", category="收发班次")
        verdict = Verdict(act=Act.APPROVE, category_id=1)
        await moderation.decide(received.tracking, verdict, by=city.wei, now=NOW)
        found.append(received.tracking)
    return found


@pytest.mark.parametrize("seed", SEEDS)
async def test_any_walk_leaves_what_is_recorded(city: City, trackings: list[str], seed: int) -> None:
    walk = Walk(city, trackings, seed)
    for number in range(STEPS):
        await walk.step()
        if number % 40 == 0:
            assert await cases.first_fault() is None
    assert walk.taken > STEPS // 8
    assert walk.refused > STEPS // 8
    assert await cases.first_fault() is None
    assert await trail.first_fault() is None
    await check_rounds()
    await check_ratings()


async def check_rounds() -> None:
    """Two rounds at most, one reply each, and never two that are open."""
    assert {row["round"] for row in await Case.select(Case.round)} <= {1, 2}
    replies = await Reply.select(Reply.case, Reply.round, Reply.published_at).order_by(
        Reply.case, Reply.round
    )
    assert len({(row["case"], row["round"]) for row in replies}) == len(replies)
    unpublished = [row["case"] for row in replies if row["published_at"] is None]
    assert len(unpublished) == len(set(unpublished))


async def check_ratings() -> None:
    """An author rates what was answered before, once a round."""
    answered: dict[tuple[int, int], datetime] = {}
    for step in await CaseStep.select().where(CaseStep.kind == StepKind.ANSWERED.value):
        answered[step["case"], step["round"]] = step["at"]
    ratings = await Rating.select()
    for rating in ratings:
        assert answered[rating["case"], rating["round"]] <= rating["rated_at"]
    whose = {(rating["case"], rating["round"], rating["suggestion"]) for rating in ratings}
    assert len(whose) == len(ratings)


async def test_walks_get_everywhere(city: City, trackings: list[str]) -> None:
    kinds: set[StepKind] = set()
    for seed in range(WALKS_MOST):
        walk = Walk(city, trackings, seed, erases=False)  # what is erased is not handed over any more
        for _ in range(3 * STEPS):
            await walk.step()
        kinds = {StepKind(row["kind"]) for row in await CaseStep.select(CaseStep.kind)}
        if set(StepKind) - kinds <= RARE:
            break
    assert set(StepKind) - kinds <= RARE
