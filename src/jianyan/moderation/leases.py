"""A card is in one moderator's hands for some minutes; the others see whose, and go on with the next one."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from piccolo.columns.combination import WhereRaw

from jianyan.accounts import Person
from jianyan.db import transaction
from jianyan.moderation.tables import Lease

LEASE = timedelta(minutes=5)
"""Long enough for the longest letter; short enough for whoever went to lunch."""


async def take(suggestion_ids: Iterable[int], *, by: Person, now: datetime) -> set[int]:
    """Take cards into this person's hands, or keep them there, and give the ids of those that are.

    Those that are missing in the answer are in somebody else's hands until their lease is over.
    """
    wanted = sorted(set(suggestion_ids))
    if not wanted:
        return set()
    until = now + LEASE
    rows = [Lease(suggestion=one, account=by.account_id, until=until) for one in wanted]
    async with transaction():
        taken = (
            await Lease.insert(*rows)
            .on_conflict(
                Lease.suggestion,
                "DO UPDATE",
                [Lease.account, Lease.until],
                (Lease.until <= now) | (Lease.account == by.account_id),
            )
            .returning(Lease.suggestion)
        )
    return {row["suggestion"] for row in taken}


async def let_go(*, by: Person) -> None:
    """Put down every card that this person holds."""
    async with transaction():
        await Lease.delete().where(Lease.account == by.account_id)


async def forget_leases(*, now: datetime) -> None:
    """Delete the leases that are over."""
    async with transaction():
        await Lease.delete().where(Lease.until <= now)


def not_held_by_others(by: Person, *, now: datetime) -> WhereRaw:
    """Give the condition under which this person may decide on a suggestion."""
    held = "suggestion.id NOT IN (SELECT suggestion FROM lease WHERE account <> {} AND until > {})"
    return WhereRaw(held, by.account_id, now)
