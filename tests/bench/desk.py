"""How soon a page of a desk stands there: lists of a department and of the office, beside 100,000 cases."""

import asyncio
import random
import re
import time
from collections.abc import Iterator
from datetime import timedelta
from itertools import count as count_from
from itertools import islice
from pathlib import Path

import httpx

import cast
from bench.figures import Figure, Sample, percentile
from bench.fill import pour
from bench.fronts import Plan, ours
from bench.load import NotMeasurable
from bench.world import SLUG, World
from jianyan import accounts, campaigns, db, topics
from jianyan.accounts import OrganisationKind, Role
from jianyan.cases import Adoption, CaseKind, CaseState, Result
from jianyan.cases.tables import Case, CoDepartment, Reply
from jianyan.clock import now
from jianyan.commands.opening import opened
from jianyan.settings import from_env
from jianyan.suggestions import SuggestionState
from jianyan.suggestions.tables import Suggestion

_CITY, _OFFICE = "江州市", "江州市政协"
_DEPARTMENTS = 20
_AT_ONCE = 500
_OPEN_DAYS = 60
_DAYS = 600
"""Days before today in which cases were handed over."""
_STATES = {
    CaseState.OFFERED: 5,
    CaseState.ASSIGNED: 5,
    CaseState.RETURNED: 1,
    CaseState.IN_HAND: 20,
    CaseState.REPLIED: 2,
    CaseState.ANSWERED: 10,
    CaseState.CLOSED: 55,
    CaseState.CANCELLED: 2,
}
"""State → how many of a hundred are in it."""
_WITHOUT_LEAD = {CaseState.OFFERED, CaseState.RETURNED}
_PATHS = {
    cast.BO: ("", "?tab=offered", "?tab=together", "?tab=answered", "?timing=soon", "?words=第99"),
    cast.QIAO: ("", "?tab=open", "?tab=open&words=第99", "?tab=open&timing=overdue", "?tab=answered"),
}


def fill(world: World, count: int) -> None:
    """Let the departments of a city have so many cases, of as many suggestions of the topic."""

    async def work() -> None:
        async with opened(from_env(world.settings)):
            topic = await topics.topic_by_slug(SLUG)
            async for _ in pour(topic, await campaigns.placements_of(topic.id), count=count):
                pass
            published = Suggestion.state == SuggestionState.PUBLISHED.value
            numbers = [row["id"] for row in await Suggestion.select(Suggestion.id).where(published)]
            root, departments = await _people()
            made = _made(numbers, topic.id, root, departments)
            for _ in range(0, count, _AT_ONCE):
                await _insert(list(islice(made, _AT_ONCE)), departments)

    asyncio.run(work())


def pages(world: World, folder: Path, plan: Plan, *, name: str, count: int) -> Iterator[Figure]:
    """Measure each list, one request after the other."""
    with ours(world, folder) as server:
        for email, paths in _PATHS.items():
            took, queries = asyncio.run(_opened(server.url, email, paths, plan))
            sample = Sample(
                rate=1_000 * len(took) / sum(took),
                count=len(took),
                seconds=sum(took) / 1_000,
                p50_ms=percentile(took, 50),
                p99_ms=percentile(took, 99),
            )
            note = f"p95 {percentile(took, 95):.0f} ms, {min(queries)} to {max(queries)} queries"
            whose = "a department" if email == cast.BO else "the office"
            yield Figure(
                name=f"desk of {whose}, {count:,} cases, {name}", unit="/s", ours=[sample], note=note
            )


async def _opened(url: str, email: str, paths: tuple[str, ...], plan: Plan) -> tuple[list[float], list[int]]:
    took, queries = [], []
    async with httpx.AsyncClient(base_url=url, timeout=30, headers={"accept": "text/html"}) as browser:
        await _sign_in(browser, email)
        for turn in range(1 + 10 * plan.rounds):
            for path in paths:
                began = time.perf_counter()
                answer = await browser.get(f"/admin/cases{path}")
                if answer.status_code != 200:
                    raise NotMeasurable(f"{path}: {answer.status_code}")
                if turn:
                    took.append(1_000 * (time.perf_counter() - began))
                    queries += map(int, re.findall(r'desc="(\d+)"', answer.headers["server-timing"]))
    return took, queries


async def _sign_in(browser: httpx.AsyncClient, email: str) -> None:
    sent = {"email": email, "password": cast.PASSWORD}
    answer = await browser.post("/admin/sign-in", data=sent, headers={"sec-fetch-site": "same-origin"})
    if answer.status_code != 303:
        raise NotMeasurable(f"{email} cannot sign in: {answer.status_code}")


async def _people() -> tuple[int, list[int]]:
    """Add the city with its office and departments, and give the ids of its top and of the departments."""
    add = accounts.add_organisation_below
    root = await add(None, _CITY, kind=OrganisationKind.CITY, by=None, now=now())
    await add(root, _OFFICE, kind=OrganisationKind.COMMITTEE, by=None, now=now())
    departments = [
        await add(root, f"江州市第{number}局", kind=OrganisationKind.DEPARTMENT, by=None, now=now())
        for number in range(_DEPARTMENTS)
    ]
    for email, role, place in ((cast.QIAO, Role.STAFF, _CITY), (cast.BO, Role.DEPARTMENT, "江州市第0局")):
        await accounts.add_account(
            email, password=cast.PASSWORD, role=role, organisation=place, now=now(), name=email
        )
    return root, departments


def _made(numbers: list[int], topic_id: int, root: int, departments: list[int]) -> Iterator[Case]:
    """Give one case after another, without end."""
    source = random.Random(7)
    for number in count_from(1):
        state = source.choices(list(_STATES), list(_STATES.values()))[0]
        opened_at = now() - timedelta(minutes=source.randrange(1_440 * _DAYS))
        is_answered = state in {CaseState.ANSWERED, CaseState.CLOSED}
        answer = {
            "answered_at": min(now(), opened_at + timedelta(minutes=source.randrange(1_440 * _OPEN_DAYS))),
            "adoption": source.choice(list(Adoption)).value,
            "result": source.choice(list(Result)).value,
        }
        yield Case(
            suggestion=source.choice(numbers),
            topic=topic_id,
            root=root,
            kind=source.choice(list(CaseKind)).value,
            title=f"第{number}件：站台没有灯，晚上看不清",
            state=state.value,
            lead=None if state in _WITHOUT_LEAD else source.choice(departments),
            opened_at=opened_at,
            due_on=opened_at.date() + timedelta(days=source.randrange(1, _OPEN_DAYS)),
            **answer if is_answered else {},
        )


async def _insert(rows: list[Case], departments: list[int]) -> None:
    source = random.Random(len(rows))
    async with db.transaction():
        added = await Case.insert(*rows)
        beside = [
            CoDepartment(case=row["id"], organisation=source.choice(departments)) for row in added[::10]
        ]
        await CoDepartment.insert(*beside)
        await Reply.insert(*(_reply(row["id"], case) for row, case in zip(added, rows, strict=True)))


def _reply(case_id: int, case: Case) -> Reply:
    """Give what answers a case, or a draft."""
    return Reply(
        case=case_id,
        round=1,
        organisation=case.lead,
        result=case.result or Result.REFERENCE.value,
        adoption=case.adoption or Adoption.REFERENCE.value,
        text="已现场查看，本月内装好路灯。",
        written_at=case.opened_at,
        published_at=case.answered_at,
    )
