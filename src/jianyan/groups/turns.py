"""One process at a time gathers in a topic: what it knows of the groups is not known to another."""

from datetime import datetime, timedelta

import msgspec

from jianyan.db import Insert, Steps, perform, transaction
from jianyan.groups.tables import GatherTurn

HELD = timedelta(minutes=5)
"""Longer than it takes to learn 100,000 texts anew: a minute, measured."""


class Turn(msgspec.Struct, frozen=True):
    """A turn that somebody has."""

    number: int
    was_mine: bool
    """True where nobody else had it in between, so that what is known still holds."""


async def take_turn(topic_id: int, holder: str, *, now: datetime) -> Turn | None:
    """Give the turn for five minutes, or None where somebody else has it.

    Args:
        topic_id: of an existing topic.
        holder: the process that asks, at most 32 letters.
        now: when it asks.
    """
    async with transaction():
        await perform(_first_row(topic_id))
        seen = await GatherTurn.select().where(GatherTurn.topic == topic_id).first()
        assert seen is not None, "its row was just made sure of"
        is_mine = seen["holder"] == holder
        if not is_mine and seen["held_until"] is not None and seen["held_until"] > now:
            return None
        number = seen["turn"] + 1
        taken = (
            await GatherTurn.update({"holder": holder, "turn": number, "held_until": now + HELD})
            .where((GatherTurn.topic == topic_id) & (GatherTurn.turn == seen["turn"]))
            .returning(GatherTurn.id)
        )
        return Turn(number, is_mine) if taken else None


async def still_has(topic_id: int, turn: Turn) -> bool:
    """Say whether a turn has not passed on, and keep it from passing until the open transaction ends."""
    kept = (
        await GatherTurn.update({"turn": turn.number})
        .where((GatherTurn.topic == topic_id) & (GatherTurn.turn == turn.number))
        .returning(GatherTurn.id)
    )
    return bool(kept)


async def let_go(holder: str) -> None:
    """End every turn of a process, so that the next one need not wait for its time to be up."""
    async with transaction():
        await GatherTurn.update({"held_until": None}).where(GatherTurn.holder == holder)


def _first_row(topic_id: int) -> Steps[None]:
    yield Insert(GatherTurn, (GatherTurn.topic, GatherTurn.turn), [(topic_id, 0)], skips=True)
