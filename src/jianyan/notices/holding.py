"""Taking a notice, and saying what came of it.

A worker holds a notice by moving the time at which it is due: nobody takes it before. Whoever dies with it in
hand leaves it due again when the lease is over, under the same id.
"""

from datetime import datetime, timedelta
from typing import Any

from jianyan.db import transaction
from jianyan.notices.pausing import GIVEN_UP_AFTER, pause
from jianyan.notices.schemas import NotDelivered
from jianyan.notices.states import NoticeState
from jianyan.notices.tables import Notice, Subscription

LEASE = timedelta(seconds=60)
"""Longer than any attempt: channels give up after 20 seconds."""
_ENDED: dict[Any, Any] = {Notice.due_at: None, Notice.text: None, Notice.address: None}
_OPEN = (NoticeState.WAITING.value, NoticeState.DELIVERING.value)


async def take(holder: str, *, now: datetime) -> dict[str, Any] | None:
    """Give the row of the notice that is due longest, held for LEASE; None where none is due.

    Args:
        holder: names this attempt and no other, at most 32 letters.
        now: when it is taken.
    """
    due = Notice.due_at <= now
    # Looked for outside of the transaction: an idle worker must not ask for the writer each second.
    while row := await Notice.select().where(due).order_by(Notice.due_at, Notice.id).first():
        values: dict[Any, Any] = {
            Notice.state: NoticeState.DELIVERING.value,
            Notice.holder: holder,
            Notice.due_at: now + LEASE,
            Notice.attempt_count: row["attempt_count"] + 1,
        }
        async with transaction():
            taken = await Notice.update(values).where((Notice.id == row["id"]) & due).returning(Notice.id)
        if taken:
            return {**row, "holder": holder, "attempt_count": row["attempt_count"] + 1}
    return None


async def close(row: dict[str, Any], *, now: datetime) -> bool:
    """Keep that the receiver has it, and say whether it was still ours: else somebody else delivers again."""
    done = {**_ENDED, Notice.state: NoticeState.DELIVERED.value, Notice.delivered_at: now, Notice.problem: ""}
    async with transaction():
        await _wake(row)
        return await _change(row, done)


async def put_off(row: dict[str, Any], failed: NotDelivered, *, chance: float, now: datetime) -> NoticeState:
    """Let it wait before the next attempt, or give it up, and say which.

    What else waits for the same receiver waits as long: one that is down costs one attempt, not one each.

    Args:
        row: of `take`.
        failed: why.
        chance: 0 to 1, see `pausing.pause`.
        now: when.
    """
    due_at = now + pause(row["attempt_count"], chance=chance)
    is_last = not failed.retry or now >= row["created_at"] + GIVEN_UP_AFTER
    state = NoticeState.GIVEN_UP if is_last else NoticeState.WAITING
    values: dict[Any, Any] = {
        Notice.state: state.value,
        Notice.problem: failed.problem,
        Notice.due_at: due_at,
        **(_ENDED if is_last else {}),
    }
    async with transaction():
        await _let_rest(row, failed.problem, None if is_last else due_at)
        await _change(row, values)
    return state


async def retry(public_id: str, *, now: datetime) -> None:
    """Make a notice that has not arrived due at once, also one that was given up."""
    is_missing = (Notice.public_id == public_id) & (Notice.state != NoticeState.DELIVERED.value)
    is_free = Notice.state != NoticeState.DELIVERING.value
    values: dict[Any, Any] = {Notice.state: NoticeState.WAITING.value, Notice.due_at: now}
    async with transaction():
        await Notice.update(values).where(is_missing & is_free)


async def _let_rest(row: dict[str, Any], problem: str, until: datetime | None) -> None:
    """Note why its receiver did not take it, and let everything else that is for it wait until then."""
    if row["subscription"] is None:
        return
    # Its row first: the lock puts those in order who let the others wait.
    rests: dict[Any, Any] = {Subscription.problem: problem, Subscription.rests_until: until}
    await Subscription.update(rests).where(Subscription.id == row["subscription"])
    if until is None:
        return
    others = (Notice.subscription == row["subscription"]) & (Notice.state == NoticeState.WAITING.value)
    await Notice.update({Notice.due_at: until}).where(others & (Notice.due_at < until))


async def _wake(row: dict[str, Any]) -> None:
    if row["subscription"] is not None:
        rests = (Subscription.id == row["subscription"]) & (Subscription.problem != "")
        await Subscription.update({Subscription.problem: "", Subscription.rests_until: None}).where(rests)


async def _change(row: dict[str, Any], values: dict[Any, Any]) -> bool:
    own = (Notice.id == row["id"]) & (Notice.holder == row["holder"]) & Notice.state.is_in(list(_OPEN))
    return bool(await Notice.update(values).where(own).returning(Notice.id))
