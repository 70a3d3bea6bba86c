"""What became of suggestions, counted by the database and again by a plain loop over the cases' rows."""

import random
from collections import defaultdict
from datetime import date
from typing import Any

import builders
from cities import NOW, City
from jianyan import db
from jianyan.cases import OPEN, Adoption, CaseState, Result
from jianyan.cases.adoption import UNSAID, best
from jianyan.cases.outcomes import HandedOver, handed_over
from jianyan.cases.tables import Case
from jianyan.keys import KeyRing
from jianyan.suggestions.tables import Suggestion

TOPIC = 1


async def add(suggestion_id: int, state: CaseState, adoption: str | None = None, result: str = "") -> None:
    """Write a case as its steps would have left it."""
    answered_at = NOW if adoption is not None else None
    facts = {"suggestion": suggestion_id, "topic": TOPIC, "kind": "request", "opened_at": NOW}
    row = Case(**facts, state=state.value, adoption=adoption, result=result or None, answered_at=answered_at)
    async with db.transaction():
        await Case.insert(row)


async def several(keys: KeyRing, count: int) -> list[int]:
    """Send so many suggestions of two years and three categories, and give their ids."""
    code = await builders.make_placement()
    for number in range(count):
        await builders.submit(keys, code, f"第{number}条建议。")
    ids = [row["id"] for row in await Suggestion.select(Suggestion.id).order_by(Suggestion.id)]
    for number, one in enumerate(ids):
        facts: dict[Any, Any] = {
            Suggestion.received_on: date(2025 + number % 2, 6, 1),
            Suggestion.category: [None, 1, 2][number % 3],
        }
        async with db.transaction():
            await Suggestion.update(facts).where(Suggestion.id == one)
    return ids


async def counted_by_hand() -> dict[tuple[Any, ...], int]:
    """Count what is in the tables, suggestion by suggestion."""
    suggestions = {row["id"]: row for row in await Suggestion.select()}
    cases: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in await Case.select().where(Case.state != CaseState.CANCELLED.value):
        cases[row["suggestion"]].append(row)
    found: dict[tuple[Any, ...], int] = defaultdict(int)
    for suggestion_id, own in cases.items():
        answers = [row["adoption"] for row in own if row["answered_at"] is not None]
        kind = (
            suggestions[suggestion_id]["category"],
            suggestions[suggestion_id]["received_on"].year,
            best(answers) if answers else None,
            min((row["result"] for row in own if row["result"]), default=None),
            any(row["state"] in OPEN for row in own),
            all(row["state"] == CaseState.CLOSED for row in own),
        )
        found[kind] += 1
    return found


def by_kind(handed: list[HandedOver]) -> dict[tuple[Any, ...], int]:
    """Give the counts as they are counted by hand."""
    return {
        (one.category_id, one.year, one.adoption, one.result, one.is_owed, one.is_concluded): one.count
        for one in handed
    }


async def test_every_suggestion_is_counted_as_by_hand_whatever_became_of_its_cases(
    city: City, keys: KeyRing
) -> None:
    ids, chance = await several(keys, 40), random.Random(5)
    answered = [CaseState.ANSWERED, CaseState.CLOSED, CaseState.IN_HAND]
    for _ in range(150):
        if chance.random() < 0.4:
            await add(chance.choice(ids), chance.choice([*OPEN, CaseState.CANCELLED]))
        else:
            adoption = chance.choice([*map(str, Adoption), UNSAID])
            result = chance.choice([*map(str, Result), ""])
            await add(chance.choice(ids), chance.choice(answered), adoption, result)
    expected = await counted_by_hand()
    assert len(expected) > 20
    assert by_kind(await handed_over(TOPIC)) == expected


async def test_a_part_that_is_still_owed_keeps_a_suggestion_from_being_concluded(
    city: City, keys: KeyRing
) -> None:
    [first, second] = await several(keys, 1)
    await add(first, CaseState.CLOSED, Adoption.DECLINED, "C")
    await add(first, CaseState.OFFERED)
    await add(second, CaseState.CLOSED, Adoption.REFERENCE, "B")
    await add(second, CaseState.CLOSED, Adoption.PARTLY, "C")
    found = await handed_over(TOPIC)
    assert sorted((one.adoption, one.result, one.is_owed, one.is_concluded) for one in found) == [
        ("declined", "C", True, False),
        ("partly", "B", False, True),
    ]


async def test_nothing_is_given_where_nothing_was_handed_over_or_all_was_cancelled(city: City) -> None:
    assert await handed_over(TOPIC) == []
    await add(1, CaseState.CANCELLED)
    assert await handed_over(TOPIC) == []
