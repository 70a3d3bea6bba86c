"""`account add` and `account reset-totp`."""

import asyncio
import sys
from argparse import Namespace
from getpass import getpass

from jianyan import accounts
from jianyan.accounts import Role, totp
from jianyan.clock import now
from jianyan.commands.opening import opened, secrets_of
from jianyan.commands.terminal import Terminal
from jianyan.errors import Invalid
from jianyan.i18n import N_, say
from jianyan.settings import Settings


class PasswordsDiffer(Invalid):
    """The password was typed differently the second time."""

    sentence = N_("The two passwords are not the same.")


class NobodyToAsk(Invalid):
    """There is no terminal to type a password at."""

    sentence = N_("There is no terminal to ask for the password. Use --password-stdin.")


def add_account(arguments: Namespace, terminal: Terminal, settings: Settings) -> int:
    """Add a person who signs in.

    Raises:
        AccountExists, Invalid: as `accounts.add_account`, or the password is not given well.
    """
    return asyncio.run(_add_account(arguments, terminal, settings))


async def _add_account(arguments: Namespace, terminal: Terminal, settings: Settings) -> int:
    secret = totp.new_secret() if arguments.totp else None
    async with opened(settings):
        account_id = await accounts.add_account(
            arguments.email,
            password=_password(arguments, terminal),
            role=Role(arguments.role),
            organisation=arguments.organisation,
            name=arguments.name,
            now=now(),
        )
        if secret:
            keys = secrets_of(settings)
            await accounts.enrol_at_once(arguments.email, secret, keys=keys, by=None, now=now())
    email = arguments.email.strip().lower()
    terminal.say(N_("%(email)s can sign in now."), email=email)
    if secret:
        terminal.say(N_("The secret of the authenticator app, shown this once: %(secret)s"), secret=secret)
    shown = {"totp_secret": secret} if secret else {}
    terminal.result({"id": account_id, "email": email, "role": arguments.role, **shown})
    return 0


def reset_totp(arguments: Namespace, terminal: Terminal, settings: Settings) -> int:
    """Take the authenticator app away from a person who lost it.

    Raises:
        NoSuchAccount: nobody has this address.
    """
    asyncio.run(_reset_totp(arguments.email, settings))
    terminal.say(N_("Taken away. The person sets up a new app or passkey at the next sign-in."))
    terminal.result({"email": arguments.email.strip().lower()})
    return 0


async def _reset_totp(email: str, settings: Settings) -> None:
    async with opened(settings):
        await accounts.reset_totp(email, by=None, now=now())


def _password(arguments: Namespace, terminal: Terminal) -> str:
    if arguments.password_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise NobodyToAsk
    password = getpass(say(terminal.language, N_("Password: ")))
    if getpass(say(terminal.language, N_("The same again: "))) != password:
        raise PasswordsDiffer
    return password
