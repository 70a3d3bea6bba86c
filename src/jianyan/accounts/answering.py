"""Who can answer: organisations to whom something can be handed."""

from piccolo.columns.combination import And

from jianyan.accounts.organisations import OrganisationSummary, tree_of
from jianyan.accounts.roles import Role
from jianyan.accounts.scope import current_scope
from jianyan.accounts.tables import Account


async def answering(root_id: int | None) -> list[OrganisationSummary]:
    """List those of a tree to whom something can be handed: each before those below it.

    That is all of the current scope, and beyond it those in which somebody works for a department.
    """
    desks = await Account.select(Account.organisation).where(
        And(Account.role == Role.DEPARTMENT.value, Account.active == True)  # noqa: E712 - Piccolo's operator
    )
    reached = {row["organisation"] for row in desks}
    scope = current_scope()
    return [
        one
        for one in await tree_of(root_id)
        if one.id in reached or one.id == scope.organisation or one.above.startswith(scope.below)
    ]
