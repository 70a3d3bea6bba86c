"""What a kind of case is given, and whether its author is met: what the nearest organisation says.

Terms are those of the office whose topic it is, as its calendar is: a district may have its own.
"""

from datetime import datetime

import msgspec
from piccolo.columns import Column

from jianyan import accounts, trail
from jianyan.accounts import Person
from jianyan.cases.states import CaseKind
from jianyan.cases.tables import CaseTerm
from jianyan.db import transaction
from jianyan.errors import Invalid
from jianyan.i18n import N_

DAYS_MOST = 250


class Term(msgspec.Struct, frozen=True):
    """What one kind of case is given."""

    answer_days: int
    """Working days up to the answer, 1 to 250."""
    return_days: int
    """Working days within which a department may say that it is not its business, 1 to 250."""
    meets_first: bool = False
    """Whether the author is met before each answer."""


BUILT_IN = {
    CaseKind.ENQUIRY: Term(5, 2),
    CaseKind.REQUEST: Term(15, 3),
    CaseKind.SUGGESTION: Term(30, 5),
    CaseKind.MICRO: Term(10, 3),
    CaseKind.MOTION: Term(62, 10, meets_first=True),
}
"""Where an installation says nothing else.

A motion is answered within three months, about 62 working days, and its author is consulted first
(先协商后答复); the others are our choice, within what
hotlines of Chinese cities promise (3 to 13 working days for what is simple or urgent).
"""


class TermInForce(msgspec.Struct, frozen=True):
    """What counts for an organisation, and who says so."""

    term: Term
    set_by: int | None
    """Id of the organisation: the asked one, or the nearest one above it; None: built in."""
    name: str
    """Of that organisation; empty for None."""


async def terms_in_force(organisation_id: int | None) -> dict[CaseKind, TermInForce]:
    """Give what each kind of case is given by an organisation, whoever asks: the nearest one above counts.

    Args:
        organisation_id: None: where it belongs to nobody.
    """
    line = await accounts.line_of(organisation_id)
    where = CaseTerm.root.is_in(line) if line else CaseTerm.root.is_null()
    rows = await CaseTerm.select(*CaseTerm.all_columns(), CaseTerm.root.name.as_alias("name")).where(where)
    found = {kind: TermInForce(term, None, "") for kind, term in BUILT_IN.items()}
    for row in sorted(rows, key=lambda row: line.index(row["root"]) if line else 0):
        term = Term(row["answer_days"], row["return_days"], bool(row["meets_first"]))
        found[CaseKind(row["kind"])] = TermInForce(term, row["root"], row["name"] or "")
    return found


async def terms_of(organisation_id: int | None) -> dict[CaseKind, Term]:
    """Give what each kind of case is given by an organisation; None: where it belongs to nobody."""
    return {kind: held.term for kind, held in (await terms_in_force(organisation_id)).items()}


async def set_term(
    organisation_id: int | None, kind: CaseKind, term: Term, *, by: Person, now: datetime
) -> None:
    """Give cases of a kind another term from now on, in an organisation and below it where none is set.

    Cases that are open keep their day, and are answered as it was asked when they were handed over.

    Raises:
        NoSuchOrganisation: there is none of that id in the current scope.
        Invalid: it is not 1 to 250 working days.
    """
    for field, days in (("answer_days", term.answer_days), ("return_days", term.return_days)):
        if not 1 <= days <= DAYS_MOST:
            raise Invalid(N_("Please give 1 to 250 working days."), field=field)
    facts = msgspec.structs.asdict(term)
    row = CaseTerm(key=_key(organisation_id, kind), root=organisation_id, kind=kind.value, **facts)
    changing: tuple[Column, ...] = (CaseTerm.answer_days, CaseTerm.return_days, CaseTerm.meets_first)
    said = {"answer": term.answer_days, "return": term.return_days, "meeting": term.meets_first}
    async with transaction():
        await _check_place(organisation_id)
        await CaseTerm.insert(row).on_conflict(target=CaseTerm.key, action="DO UPDATE", values=changing)
        await _record("case-term", organisation_id, {"case": kind.value, **said}, by=by, now=now)


async def take_term_back(organisation_id: int | None, kind: CaseKind, *, by: Person, now: datetime) -> None:
    """Let what is set above an organisation count again; where it set nothing, nothing is done.

    Raises:
        NoSuchOrganisation: there is none of that id in the current scope.
    """
    async with transaction():
        await _check_place(organisation_id)
        where = CaseTerm.key == _key(organisation_id, kind)
        if await CaseTerm.delete().where(where).returning(CaseTerm.key):
            await _record("case-term-removed", organisation_id, {"case": kind.value}, by=by, now=now)


async def _check_place(organisation_id: int | None) -> None:
    if organisation_id is not None:
        await accounts.organisation_by_id(organisation_id)


async def _record(
    kind: str, organisation_id: int | None, data: dict[str, object], *, by: Person, now: datetime
) -> None:
    subject = f"organisation-{organisation_id or 0}"
    await trail.record(trail.Entry(kind=kind, subject=subject, actor=by.actor, data=data), at=now)


def _key(organisation_id: int | None, kind: CaseKind) -> str:
    return f"{organisation_id or 0}/{kind.value}"
