"""`demo`."""

import asyncio
from argparse import Namespace

from jianyan import demo as city
from jianyan.accounts import Role, totp
from jianyan.clock import now
from jianyan.commands.opening import database_unfit, opened, secrets_of, unmigrated
from jianyan.commands.serving import migrated
from jianyan.commands.terminal import Terminal
from jianyan.db import newest_migration
from jianyan.demo import Filled
from jianyan.errors import NotAllowed
from jianyan.i18n import N_
from jianyan.keys import KeyRing
from jianyan.settings import Settings


class OnlyHere(NotAllowed):
    """The demo's passwords are printed on the screen: it belongs on nobody's public server."""

    sentence = N_("The demo runs on this machine only: JIANYAN_BASE_URL must be a loopback address.")


def demo(arguments: Namespace, terminal: Terminal, settings: Settings) -> int:
    """Migrate the database, fill it with the demo, and say where to look and how to sign in.

    Raises:
        OnlyHere: the base URL is not loopback.
        NotADemo, InUse: --reset, and the database is not a demo or in use.
        OtherSecret: the demo here was made with other secrets.
    """
    if not settings.is_loopback:
        raise OnlyHere
    keys = secrets_of(settings)
    if arguments.reset:
        asyncio.run(_reset(settings))
    asyncio.run(migrated(settings))
    terminal.under_way(N_("Writing some weeks of a city's suggestions …"))
    filled = asyncio.run(_fill(keys, settings))
    terminal.done()
    _tell(filled, keys, terminal, settings)
    return 0


def _tell_codes(people: list[dict[str, str | None]], terminal: Terminal) -> None:
    terminal.say(N_("Their authenticator apps, and the code at this moment:"))
    for person in people:
        secret = person["totp_secret"]
        if secret:
            code = totp.code_of(secret, totp.step_of(now()))
            terminal.line(f"  {person['role']:<11} {secret:<33} {code}")
    terminal.line()


async def _reset(settings: Settings) -> None:
    async with unmigrated(settings):
        with database_unfit():
            if await newest_migration() is None:
                return
        await city.refuse_unless_demo()
    await city.empty(settings.database_url)


async def _fill(keys: KeyRing, settings: Settings) -> Filled:
    async with opened(settings):
        return await city.fill(keys, zone=settings.zone, now=now())


def _tell(filled: Filled, keys: KeyRing, terminal: Terminal, settings: Settings) -> None:
    placement_url = f"{settings.base_url}/s/{filled.code}"
    console_url = f"{settings.base_url}/admin"
    people: list[dict[str, str | None]] = [
        {
            "role": role.value,
            "email": city.address_of(role),
            "password": city.password_of(role, keys),
            "totp_secret": city.totp_secret_of(role, keys),
        }
        for role in Role
    ]
    terminal.say(N_("Suggestions added: %(count)s"), count=filled.added)
    terminal.line()
    terminal.say(N_("A place to scan: %(url)s"), url=placement_url)
    terminal.say(N_("The console: %(url)s"), url=console_url)
    terminal.say(N_("Members sign in at: %(url)s"), url=f"{settings.base_url}/sign-in")
    terminal.line()
    for person in people:
        terminal.line(f"  {person['role']:<11} {person['email']:<33} {person['password']}")
    terminal.line()
    _tell_codes(people, terminal)
    terminal.result(
        {
            "topics": [{"slug": topic.slug, "title": topic.title} for topic in filled.topics],
            "placement_url": placement_url,
            "console_url": console_url,
            "accounts": people,
        }
    )
