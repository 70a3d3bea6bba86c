"""`organisation add` and `organisation move`."""

import asyncio
from argparse import Namespace

from jianyan import accounts
from jianyan.accounts import OrganisationKind
from jianyan.clock import now
from jianyan.commands.opening import opened
from jianyan.commands.terminal import Terminal
from jianyan.i18n import N_
from jianyan.settings import Settings


def add_organisation(arguments: Namespace, terminal: Terminal, settings: Settings) -> int:
    """Add an organisation below another, or as a root.

    Raises:
        NoSuchOrganisation, OrganisationExists, Invalid: as `accounts.add_organisation_below`.
    """
    return asyncio.run(_add_organisation(arguments, terminal, settings))


def move_organisation(arguments: Namespace, terminal: Terminal, settings: Settings) -> int:
    """Put an organisation below another, or at the root.

    Raises:
        NoSuchOrganisation, BelowItself: as `accounts.move_organisation`.
    """
    return asyncio.run(_move_organisation(arguments, terminal, settings))


async def _add_organisation(arguments: Namespace, terminal: Terminal, settings: Settings) -> int:
    kind = OrganisationKind(arguments.kind)
    async with opened(settings):
        parent_id = await _id_of(arguments.below)
        added = await accounts.add_organisation_below(
            parent_id, arguments.name, kind=kind, by=None, now=now()
        )
    terminal.say(N_("The organisation %(name)s was added."), name=arguments.name)
    terminal.result({"id": added, "name": arguments.name, "kind": kind.value, "parent": parent_id})
    return 0


async def _move_organisation(arguments: Namespace, terminal: Terminal, settings: Settings) -> int:
    async with opened(settings):
        moved = await accounts.organisation_by_name(arguments.name)
        parent_id = await _id_of(arguments.below)
        await accounts.move_organisation(moved.id, below=parent_id, by=None, now=now())
    terminal.say(N_("The organisation %(name)s was moved, with all below it."), name=moved.name)
    terminal.result({"id": moved.id, "name": moved.name, "parent": parent_id})
    return 0


async def _id_of(name: str | None) -> int | None:
    return None if name is None else (await accounts.organisation_by_name(name)).id
