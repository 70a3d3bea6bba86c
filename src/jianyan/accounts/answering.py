"""Who can answer: organisations to whom something can be handed."""

from piccolo.columns.combination import And

from jianyan.accounts.organisations import OrganisationKind, OrganisationSummary, line_of, tree_of
from jianyan.accounts.roles import Role
from jianyan.accounts.scope import current_scope
from jianyan.accounts.tables import Account

_ANSWERING = {OrganisationKind.DEPARTMENT, OrganisationKind.COMPANY}


async def answering(root_id: int | None) -> list[OrganisationSummary]:
    """List those of a tree to whom something can be handed: each before those below it.

    That is all of the current scope, and beyond it those in which somebody works for a department, and the
    departments and companies right below the own organisation or one above it.
    """
    desks = await Account.select(Account.organisation).where(
        And(Account.role == Role.DEPARTMENT.value, Account.active == True)  # noqa: E712 - Piccolo's operator
    )
    reached = {row["organisation"] for row in desks}
    scope = current_scope()
    line = set(await line_of(scope.organisation))
    return [
        one
        for one in await tree_of(root_id)
        if one.id in reached
        or one.id == scope.organisation
        or one.above.startswith(scope.below)
        or (one.parent in line and one.kind in _ANSWERING)
    ]
