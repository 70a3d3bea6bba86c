"""How long a department may take, in working days, by kind of case."""

from datetime import datetime
from typing import Any

import msgspec
from piccolo.columns import Column

from jianyan import trail
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


BUILT_IN = {
    CaseKind.ENQUIRY: Term(5, 2),
    CaseKind.REQUEST: Term(15, 3),
    CaseKind.SUGGESTION: Term(30, 5),
    CaseKind.MICRO: Term(10, 3),
    CaseKind.MOTION: Term(62, 10),
}
"""Where an installation says nothing else.

A motion is answered within three months, about 62 working days; the others are our choice, within what
hotlines of Chinese cities promise (3 to 13 working days for what is simple or urgent).
"""


async def terms_of(root_id: int | None) -> dict[CaseKind, Term]:
    """Give what each kind of case is given below the top of a tree; None: where it belongs to nobody."""
    rows = await CaseTerm.select().where(_of(root_id))
    own = {CaseKind(row["kind"]): Term(row["answer_days"], row["return_days"]) for row in rows}
    return {**BUILT_IN, **own}


async def set_term(root_id: int | None, kind: CaseKind, term: Term, *, by: Person, now: datetime) -> None:
    """Give cases of a kind another term from now on; those that are open keep their day.

    Raises:
        Invalid: it is not 1 to 250 working days.
    """
    for field, days in (("answer_days", term.answer_days), ("return_days", term.return_days)):
        if not 1 <= days <= DAYS_MOST:
            raise Invalid(N_("Please give 1 to 250 working days."), field=field)
    key = f"{root_id or 0}/{kind.value}"
    row = CaseTerm(key=key, root=root_id, kind=kind.value, **msgspec.structs.asdict(term))
    changing: tuple[Column, ...] = (CaseTerm.answer_days, CaseTerm.return_days)
    data = {"case": kind.value, "answer": term.answer_days, "return": term.return_days}
    async with transaction():
        await CaseTerm.insert(row).on_conflict(target=CaseTerm.key, action="DO UPDATE", values=changing)
        entry = trail.Entry(
            kind="case-term", subject=f"organisation-{root_id or 0}", actor=by.actor, data=data
        )
        await trail.record(entry, at=now)


def _of(root_id: int | None) -> Any:
    return CaseTerm.root.is_null() if root_id is None else CaseTerm.root == root_id
