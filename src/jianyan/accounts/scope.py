"""Whose work somebody sees: that of their own organisation and of all below it.

What is done at a desk is done `within` the scope of who sits there. Topics and all that hangs on them,
proposals and people of other organisations are not found then, by reads and by verbs alike, as if they were
not there: no page can forget to ask. The citizens' site, members and the command line work EVERYWHERE, which
holds where nobody said otherwise.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import msgspec

ROOT = "/"
"""What stands above an organisation without a parent."""


class Scope(msgspec.Struct, frozen=True, kw_only=True):
    """An organisation and all below it."""

    organisation: int | None
    """The own one, to which belongs what is made within the scope; None: nobody's."""
    below: str
    """What `Organisation.above` begins with for all below it: `/1/4/`."""

    @property
    def is_root(self) -> bool:
        """Say whether nothing stands above the own organisation."""
        return self.below.count("/") == 2


EVERYWHERE = Scope(organisation=None, below=ROOT)
NOWHERE = Scope(organisation=0, below="nowhere")
_current: ContextVar[Scope] = ContextVar("scope", default=EVERYWHERE)


def scope_of(organisation_id: int, *, above: str) -> Scope:
    """Give the scope of the people of an organisation."""
    return Scope(organisation=organisation_id, below=f"{above}{organisation_id}/")


def current_scope() -> Scope:
    """Give the scope in which this task works."""
    return _current.get()


@contextmanager
def within(scope: Scope) -> Iterator[None]:
    """Work within a scope up to the end of the block."""
    before = _current.set(scope)
    try:
        yield
    finally:
        _current.reset(before)


def go_within(scope: Scope) -> None:
    """Work within a scope from here to the end of the block of `within` around it."""
    _current.set(scope)


def belongs(organisation: Any, *, shared: bool = False) -> Any:
    """Give the condition that a row belongs to an organisation of the current scope.

    Args:
        organisation: the foreign key to the organisation, also one reached through others.
        shared: whether a row that names none belongs to everybody.
    """
    scope = _current.get()
    own = organisation.above.like(f"{scope.below}%") | (organisation == scope.organisation)
    return own | organisation.is_null() if shared and scope != NOWHERE else own
