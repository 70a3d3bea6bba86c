"""Reading motions, each within the scope of a desk or for one member."""

from typing import Any

from piccolo.columns.combination import And
from piccolo.query.functions import Count

from jianyan.accounts import Person, Role, belongs
from jianyan.accounts.tables import Account
from jianyan.motions.refusals import NoSuchMotion
from jianyan.motions.schemas import Colleague, MotionDetail, MotionSummary, Signer
from jianyan.motions.states import MotionState, SignerState
from jianyan.motions.tables import Motion, MotionSigner

_NEWEST = 2**31 - 1
_SUMMARY = (
    Motion.id,
    Motion.title,
    Motion.author.as_alias("author_id"),
    Motion.author.name.as_alias("author"),
    Motion.author.email.as_alias("email"),
    Motion.sector,
    Motion.category,
    Motion.session,
    Motion.year,
    Motion.state,
    Motion.number,
    Motion.created_at,
    Motion.submitted_at,
)
_DETAIL = (
    *_SUMMARY,
    Motion.owner.as_alias("owner_id"),
    Motion.text,
    Motion.is_open,
    Motion.reason,
    Motion.note,
    Motion.merged_into,
    Motion.examined_by.name.as_alias("examiner"),
    Motion.examined_at,
    Motion.handover,
    Motion.handed_over_at,
)


async def motions(*, states: tuple[MotionState, ...] = ()) -> list[MotionSummary]:
    """List what was submitted in the current scope, the newest first; with `states` only what is in these."""
    where = belongs(Motion.owner) & (Motion.state != MotionState.DRAFT.value)
    if states:
        where = where & Motion.state.is_in([state.value for state in states])
    return await _summaries(where)


def is_waiting() -> Any:
    """Give the condition that a motion of the current scope waits to be examined."""
    return And(belongs(Motion.owner), Motion.state == MotionState.SUBMITTED.value)


async def filed_motions() -> list[MotionSummary]:
    """List the motions of the current scope that are filed and wait to be handed over, by number."""
    filed = await motions(states=(MotionState.FILED,))
    return sorted(filed, key=lambda one: (one.year, one.number or 0))


async def motion_by_id(motion_id: int) -> MotionDetail:
    """Give a motion of the current scope that was submitted.

    Raises:
        NoSuchMotion: there is none of that id, or it is a draft still.
    """
    return await _detail(motion_id, belongs(Motion.owner) & (Motion.state != MotionState.DRAFT.value))


async def motion_for(motion_id: int, person: Person) -> MotionDetail:
    """Give a motion to a member: the own one, one to sign, one signed.

    Raises:
        NoSuchMotion: there is none of that id, or it is not theirs to see.
    """
    return await _detail(motion_id, _own(person) | _to_sign(person))


async def motion_of_case(case_id: int, *, author_id: int | None) -> MotionDetail | None:
    """Give the motion that was handed over as a case; None where the case is about something else.

    Args:
        case_id: under which it goes on.
        author_id: whose suggestion the case is about; a number that was typed by hand proves nothing.
    """
    here = (Motion.handover == str(case_id)) & (Motion.author == author_id)
    row = await Motion.select(Motion.id).where(here).first() if author_id else None
    return await _detail(row["id"], Motion.id == row["id"]) if row else None


async def own_motions(person: Person) -> list[MotionSummary]:
    """List the motions of which a member is the first signer, drafts too, the newest first."""
    return await _summaries(_own(person))


async def others_motions(person: Person) -> list[MotionSummary]:
    """List the motions of others that a member signed, is asked to sign or may sign, the newest first."""
    return await _summaries(_to_sign(person) & (Motion.author != person.account_id))


async def count_to_sign(person: Person) -> int:
    """Count the motions for which a member is asked to sign and has not answered."""
    own = (MotionSigner.account == person.account_id) & (MotionSigner.state == SignerState.INVITED.value)
    return int(
        await MotionSigner.count().where(own & (MotionSigner.motion.state == MotionState.SUBMITTED.value))
    )


async def colleagues(person: Person) -> list[Colleague]:
    """List the other members of a member's organisation, by name."""
    where = (Account.organisation == person.scope.organisation) & (Account.role == Role.MEMBER.value)
    others = where & (Account.active == True) & (Account.id != person.account_id)  # noqa: E712 - Piccolo's operator
    rows = await Account.select(Account.id, Account.name, Account.email).where(others)
    named = [Colleague(row["id"], name_of(row["name"], row["email"])) for row in rows]
    return sorted(named, key=lambda one: one.name)


def name_of(name: str, email: str) -> str:
    """Give what somebody is called; an address is nobody else's business, its first part stands in."""
    return name or email.partition("@")[0]


def _own(person: Person) -> Any:
    return Motion.author == person.account_id


def _to_sign(person: Person) -> Any:
    asked = MotionSigner.select(MotionSigner.motion).where(MotionSigner.account == person.account_id)
    is_open = (Motion.is_open == True) & (Motion.owner == person.scope.organisation)  # noqa: E712 - Piccolo's operator
    opened = is_open & (Motion.state == MotionState.SUBMITTED.value)
    return (Motion.state != MotionState.DRAFT.value) & (Motion.id.is_in(asked) | opened)


async def _summaries(where: Any) -> list[MotionSummary]:
    rows = await Motion.select(*_SUMMARY).where(where).order_by(Motion.id, ascending=False)
    counts = await _signed([row["id"] for row in rows])
    return [MotionSummary(**_read(row), signed_count=counts.get(row["id"], 0)) for row in rows]


async def _detail(motion_id: int, where: Any) -> MotionDetail:
    if not 0 < motion_id <= _NEWEST:
        raise NoSuchMotion
    row = await Motion.select(*_DETAIL).where((Motion.id == motion_id) & where).first()
    if row is None:
        raise NoSuchMotion
    signers = await _signers(motion_id)
    return MotionDetail(
        **_read(row),
        signers=signers,
        signed_count=sum(one.state is SignerState.SIGNED for one in signers),
        merged=await _summaries(Motion.merged_into == motion_id),
    )


async def _signers(motion_id: int) -> list[Signer]:
    columns = (MotionSigner.account, MotionSigner.account.name.as_alias("name"))
    more = (MotionSigner.account.email.as_alias("email"), MotionSigner.state)
    query = MotionSigner.select(*columns, *more).where(MotionSigner.motion == motion_id)
    return [
        Signer(row["account"], name_of(row["name"], row["email"]), SignerState(row["state"]))
        for row in await query.order_by(MotionSigner.id)
    ]


async def _signed(motion_ids: list[int]) -> dict[int, int]:
    if not motion_ids:
        return {}
    signed = MotionSigner.state == SignerState.SIGNED.value
    counted = MotionSigner.select(MotionSigner.motion, Count(alias="count")).group_by(MotionSigner.motion)
    rows = await counted.where(MotionSigner.motion.is_in(motion_ids) & signed)
    return {row["motion"]: row["count"] for row in rows}


def _read(row: dict[str, Any]) -> dict[str, Any]:
    author = name_of(row["author"], row.pop("email"))
    return {**row, "author": author, "state": MotionState(row["state"])}
