"""The tree of organisations: who stands below whom.

    city ─┬─ committee, department, company, office
          └─ county ── township room

Where one stands is kept twice: as its parent, and as the ids of all above it, which makes "this one and all
below it" one comparison.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

import msgspec
from piccolo.query.functions import Count

from jianyan import trail
from jianyan.accounts.scope import EVERYWHERE, ROOT, Scope, current_scope, scope_of, within
from jianyan.accounts.tables import Account, Organisation
from jianyan.db import Look, Steps, perform, snapshot, transaction
from jianyan.errors import Conflict, Invalid, NotFound
from jianyan.i18n import N_

_NAME_LONGEST = 120
_COLUMNS = (Organisation.id, Organisation.name, Organisation.kind, Organisation.parent, Organisation.above)


class OrganisationKind(StrEnum):
    """What an organisation is; it decides nothing."""

    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    TOWNSHIP = "township"
    COMMITTEE = "committee"
    DEPARTMENT = "department"
    COMPANY = "company"
    OFFICE = "office"
    PARTNER = "partner"


class OrganisationSummary(msgspec.Struct, frozen=True, kw_only=True):
    """An organisation in the tree."""

    id: int
    name: str
    kind: str
    parent: int | None
    above: str
    """Ids of all above it, the root first: `/1/4/`."""
    people: int = 0
    """Accounts in it, disabled ones included."""
    depth: int = 0
    """How many of those listed stand above it."""

    @property
    def scope(self) -> Scope:
        """Give what its people see."""
        return scope_of(self.id, above=self.above)

    @property
    def trail_subject(self) -> str:
        """Give as what the trail knows it."""
        return _subject(self.id)


class NoSuchOrganisation(NotFound):
    """There is no organisation of that id or name."""

    sentence = N_("There is no such organisation.")


class OrganisationExists(Conflict):
    """Another organisation has this name."""

    sentence = N_("There is an organisation of this name already.")


class BelowItself(Invalid):
    """It would stand below itself, or below one that stands below it."""

    sentence = N_("An organisation cannot stand below itself. Please choose another one.")


class OwnPlace(Conflict):
    """Nobody moves the organisation that they work in."""

    sentence = N_("You cannot move your own organisation. Somebody from above it can.")


async def organisations() -> list[OrganisationSummary]:
    """List the organisations of the current scope as a tree: each before those below it, siblings by name."""
    async with snapshot():
        rows: list[dict[str, Any]] = await Organisation.select(*_COLUMNS).where(_found())
        counts = await Account.select(Account.organisation, Count(alias="people")).group_by(
            Account.organisation
        )
    people = {row["organisation"]: row["people"] for row in counts}
    names = {row["id"]: row["name"] for row in rows}
    placed = [(_line(row, names), row) for row in rows]
    return [
        OrganisationSummary(**row, people=people.get(row["id"], 0), depth=len(line) - 1)
        for line, row in sorted(placed, key=lambda each: each[0])
    ]


async def tree_of(root_id: int | None) -> list[OrganisationSummary]:
    """List a whole tree, whoever asks, or (None) all of them: each before those below it."""
    scope = scope_of(root_id, above=ROOT) if root_id is not None else EVERYWHERE
    with within(scope):
        return await organisations()


async def line_of(organisation_id: int | None) -> list[int]:
    """Give the ids of all above an organisation, the root first, and its own, whoever asks; None: none."""
    if organisation_id is None:
        return []
    row = await Organisation.select(Organisation.above).where(Organisation.id == organisation_id).first()
    return [*(int(part) for part in (row["above"] if row else "").split("/") if part), organisation_id]


async def root_of(organisation_id: int | None) -> int | None:
    """Give the id of the top of the tree in which an organisation stands; None: of none."""
    return next(iter(await line_of(organisation_id)), None)


def organisation_ids() -> Any:
    """Give the query for the ids of the organisations of the current scope, to be part of another one."""
    return Organisation.select(Organisation.id).where(_found())


async def organisation_by_id(organisation_id: int) -> OrganisationSummary:
    """Give an organisation of the current scope, its people not counted.

    Raises:
        NoSuchOrganisation: there is none of that id.
    """
    return await _one(Organisation.id == organisation_id)


async def organisation_by_name(name: str) -> OrganisationSummary:
    """Give an organisation of the current scope, its people not counted.

    Raises:
        NoSuchOrganisation: there is none of that name.
    """
    return await _one(Organisation.name == name)


async def add_organisation_below(
    parent_id: int | None, name: str, *, kind: OrganisationKind, by: trail.Actor | None, now: datetime
) -> int:
    """Add an organisation below another, or (None) as a root, and give its id.

    One that topics only name as an organiser so far gets its place in the tree.

    Raises:
        Invalid: the name is empty or too long.
        NoSuchOrganisation: there is no such parent.
        OrganisationExists: another one has this name.
    """
    name = _checked_name(name)
    async with transaction():
        await _lock_tree()
        above = await _above_below(parent_id)
        known = await Organisation.select(*_COLUMNS).where(Organisation.name == name).first()
        if known and not await _is_only_named(known):
            raise OrganisationExists(field="name")
        place: dict[Any, Any] = {"kind": kind.value, "parent": parent_id, "above": above}
        if known:
            await Organisation.update(place).where(Organisation.id == known["id"])
        added = known or (await Organisation.insert(Organisation(name=name, **place)))[0]
        data = {"name": name, "kind": kind.value, "parent": parent_id}
        await _record("organisation-add", added["id"], by=by, now=now, data=data)
        return int(added["id"])


async def rename_organisation(
    organisation_id: int, name: str, *, kind: OrganisationKind, by: trail.Actor | None, now: datetime
) -> None:
    """Give an organisation another name or kind.

    Raises:
        Invalid: the name is empty or too long.
        NoSuchOrganisation: there is none of that id.
        OrganisationExists: another one has this name.
    """
    name = _checked_name(name)
    async with transaction():
        before = await organisation_by_id(organisation_id)
        others = (Organisation.name == name) & (Organisation.id != organisation_id)
        if await Organisation.exists().where(others):
            raise OrganisationExists(field="name")
        await Organisation.update({"name": name, "kind": kind.value}).where(
            Organisation.id == organisation_id
        )
        data = {"from": before.name, "to": name, "kind_from": before.kind, "kind_to": kind.value}
        await _record("organisation-rename", organisation_id, by=by, now=now, data=data)


async def move_organisation(
    organisation_id: int, *, below: int | None, by: trail.Actor | None, now: datetime
) -> None:
    """Put an organisation, with all below it, below another one or (None) at the root.

    Its people keep what they see; who stood above it loses sight of it, who stands above it now gains it.

    Raises:
        NoSuchOrganisation: there is no such organisation or parent.
        OwnPlace: it is the own one of the current scope.
        BelowItself: it would stand below itself.
    """
    async with transaction():
        await _lock_tree()
        moved = await organisation_by_id(organisation_id)
        if organisation_id == current_scope().organisation:
            raise OwnPlace
        above = await _above_below(below)
        if above.startswith(moved.scope.below):
            raise BelowItself(field="below")
        await Organisation.update({"parent": below, "above": above}).where(Organisation.id == moved.id)
        await _move_all_below(moved.scope, scope_of(moved.id, above=above))
        data = {"from": moved.parent, "to": below}
        await _record("organisation-move", moved.id, by=by, now=now, data=data)


async def _one(where: Any) -> OrganisationSummary:
    row = await Organisation.select(*_COLUMNS).where(where & _found()).first()
    if row is None:
        raise NoSuchOrganisation
    return OrganisationSummary(**row)


def _found() -> Any:
    scope = current_scope()
    return Organisation.above.like(f"{scope.below}%") | (Organisation.id == (scope.organisation or 0))


def _line(row: dict[str, Any], names: dict[int, str]) -> list[tuple[str, int]]:
    """Give what sorts a tree: the names from the topmost one that is listed down to this one."""
    ids = [int(part) for part in row["above"].split("/") if part] + [row["id"]]
    return [(names[each], each) for each in ids if each in names]


async def _above_below(parent_id: int | None) -> str:
    """Give what stands above those whose parent this is."""
    if parent_id is not None:
        return (await organisation_by_id(parent_id)).scope.below
    if current_scope() != EVERYWHERE:
        raise NoSuchOrganisation
    return ROOT


async def _is_only_named(row: dict[str, Any]) -> bool:
    """Say whether topics name it as an organiser and nobody gave it a place, people or others below it."""
    return not (
        row["parent"]
        or await trail.history(_subject(row["id"]))
        or await Account.exists().where(Account.organisation == row["id"])
        or await Organisation.exists().where(Organisation.parent == row["id"])
    )


async def _move_all_below(old: Scope, new: Scope) -> None:
    rows = await Organisation.select(Organisation.above).where(Organisation.above.like(f"{old.below}%"))
    for above in {row["above"] for row in rows}:
        moved = new.below + above.removeprefix(old.below)
        await Organisation.update({"above": moved}).where(Organisation.above == above)


async def _lock_tree() -> None:
    """Wait for whoever changes the tree: two moves at once could close a circle. One row locks all."""
    first = await Organisation.select(Organisation.id).order_by(Organisation.id).first()
    if first:
        await perform(_locking(first["id"]))


def _locking(organisation_id: int) -> Steps[None]:
    yield Look(Organisation, (Organisation.id,), Organisation.id, [organisation_id], locks=True)


def _checked_name(name: str) -> str:
    kept = " ".join(name.split())
    if not 1 <= len(kept) <= _NAME_LONGEST:
        raise Invalid(N_("Please give it a name of 1 to 120 characters."), field="name")
    return kept


def _subject(organisation_id: int) -> str:
    return f"organisation-{organisation_id}"


async def _record(
    kind: str, organisation_id: int, *, by: trail.Actor | None, now: datetime, data: dict[str, Any]
) -> None:
    await trail.record(trail.Entry(kind=kind, subject=_subject(organisation_id), actor=by, data=data), at=now)
