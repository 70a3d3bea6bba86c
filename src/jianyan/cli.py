"""The command `jianyan`: reads the arguments, calls the command, says its refusals and gives the exit code.

0: done. 1: refused, or `check` found a fault. 2: wrong usage, or settings, secret or database are unfit.
"""

import errno
import os
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace, _SubParsersAction
from collections.abc import Callable, Sequence
from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING, TextIO

from jianyan.accounts import OrganisationKind, Role
from jianyan.commands.import_arguments import declare_imports
from jianyan.commands.opening import Unfit
from jianyan.commands.report_arguments import declare_reports
from jianyan.commands.terminal import Terminal, language_of
from jianyan.db.sqlite_connection import UnsafeDatabase
from jianyan.errors import Refusal, problems_of
from jianyan.i18n import N_
from jianyan.keys import UnfitSecret
from jianyan.settings import Settings, WrongSetting, from_env

if TYPE_CHECKING:
    Commands = _SubParsersAction[ArgumentParser]
    Run = Callable[[Namespace, Terminal, Settings], int]

_REFUSED = 1
_UNFIT = 2
_INTERRUPTED = 130
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code.

    Args:
        arguments: without the program's name; None: those of the process.

    Raises:
        SystemExit: the arguments are wrong (2), or help was asked for (0).
    """
    for stream in (sys.stdout, sys.stderr):
        _never_unwritable(stream)
    given = _parser().parse_args(arguments)
    terminal = Terminal(language=language_of(os.environ), is_json=given.json)
    try:
        return _command(given.run)(given, terminal, from_env(os.environ))
    except (WrongSetting, UnfitSecret, UnsafeDatabase) as unfit:
        terminal.complain(str(unfit))
        return _UNFIT
    except Refusal as refusal:
        for problem in problems_of(refusal):
            field = f"{problem.field}: " if problem.field else ""
            terminal.complain(f"{field}{terminal.told(problem)}")
        return _UNFIT if isinstance(refusal, Unfit) else _REFUSED
    except OSError as failed:
        _complain_of_file(terminal, failed)
        return _REFUSED
    except KeyboardInterrupt:
        terminal.done()
        return _INTERRUPTED


def _command(path: str) -> "Run":
    """Import a command only when it is wanted: the service takes a second to import."""
    module, _, name = path.partition(":")
    run: Run = getattr(import_module(f"jianyan.commands.{module}"), name)
    return run


def _complain_of_file(terminal: Terminal, failed: OSError) -> None:
    terminal.done()
    if isinstance(failed, BrokenPipeError):
        return
    name = failed.filename2 or failed.filename or ""
    if failed.errno in _NO_ROOM:
        terminal.warn(N_("The disk is full. Nothing was written. %(name)s"), name=name)
        return
    terminal.warn(N_("%(name)s cannot be used: %(reason)s"), name=name, reason=failed.strerror or failed)


def _never_unwritable(stream: TextIO) -> None:
    """Escape what the terminal's encoding lacks instead of failing at it."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure:
        reconfigure(errors="backslashreplace")


def _parser() -> ArgumentParser:
    parser = ArgumentParser(
        prog="jianyan",
        description="Ask a city for suggestions by QR code, decide on them, count them.",
        epilog="Settings come from JIANYAN_* variables; deploy/env.example lists them.",
        allow_abbrev=False,
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _declare_serving(commands)
    _declare_adding(commands)
    declare_imports(_family(commands, "import", "rows of a spreadsheet"), _declared)
    _declare_exporting(commands)
    _declare_keeping(commands)
    declare_reports(_family(commands, "report", "figures that are frozen, and reports about them"), _declared)
    _declare_hot(commands)
    _declare_evaluating(commands)
    return parser


def _declared(commands: "Commands", name: str, run: str, help_: str) -> ArgumentParser:
    parser = commands.add_parser(name, help=help_, description=help_, allow_abbrev=False)
    parser.set_defaults(run=run)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    return parser


def _family(commands: "Commands", name: str, help_: str) -> "Commands":
    parser = commands.add_parser(name, help=help_, description=help_, allow_abbrev=False)
    return parser.add_subparsers(required=True, metavar="WHAT")


def _declare_serving(commands: "Commands") -> None:
    serve = _declared(commands, "serve", "serving:serve", "serve the site and the console")
    serve.add_argument("--host", default="127.0.0.1", help="address to listen at (default: %(default)s)")
    serve.add_argument("--port", type=_port, default=8000, help="0: any free one (default: %(default)s)")
    serve.add_argument("--workers", type=_count, default=1, help="processes (default: %(default)s)")
    work = _declared(commands, "work", "working:work_on", "do the long work that people ask for")
    work.add_argument("--beside", type=int, metavar="PID", help="end with this process, which started it")
    _declared(commands, "migrate", "serving:migrate", "bring the database to the newest version")
    demo = _declared(commands, "demo", "demo:demo", "fill the database with demo data; twice adds nothing")
    demo.add_argument("--reset", action="store_true", help="empty a demo database first")


def _declare_adding(commands: "Commands") -> None:
    family = _family(commands, "account", "people who sign in")
    account = _declared(family, "add", "accounts:add_account", "add a person")
    account.add_argument("email", metavar="EMAIL")
    account.add_argument("--role", required=True, choices=[role.value for role in Role])
    account.add_argument("--organisation", required=True, metavar="NAME", help="added when it is new")
    account.add_argument("--name", default="", help="as others see it (default: the address)")
    account.add_argument("--password-stdin", action="store_true", help="read it from the first line of stdin")
    account.add_argument("--totp", action="store_true", help="with an authenticator app; prints its secret")
    lost = _declared(family, "reset-totp", "accounts:reset_totp", "take a lost authenticator app away")
    lost.add_argument("email", metavar="EMAIL")
    _declare_organisations(commands)
    family = _family(commands, "topic", "what people are asked about")
    topic = _declared(family, "add", "topics:add_topic", "add a topic and publish it")
    topic.add_argument("--slug", required=True, help="a-z, 0-9 and hyphens; it stands in the address")
    topic.add_argument("--title", required=True)
    topic.add_argument("--invitation", default="")
    topic.add_argument("--organiser", action="append", default=[], metavar="NAME", help="repeatable")
    topic.add_argument("--category", action="append", required=True, metavar="NAME", help="2 to 30 times")
    topic.add_argument("--opens", type=_day, metavar="DATE", help="at the beginning of it (default: now)")
    topic.add_argument("--closes", type=_day, metavar="DATE", help="at the end of it (default: by hand)")
    topic.add_argument("--takes-files", action="store_true", help="ask for photos and a voice note")
    topic.add_argument("--draft", action="store_true", help="do not publish it")
    topic.add_argument("--organisation", metavar="NAME", help="it belongs to (default: every desk sees it)")


def _declare_organisations(commands: "Commands") -> None:
    family = _family(commands, "organisation", "who stands below whom")
    add = _declared(family, "add", "organisations:add_organisation", "add an organisation")
    add.add_argument("--kind", choices=[kind.value for kind in OrganisationKind], default="committee")
    move = _declared(family, "move", "organisations:move_organisation", "put it elsewhere, with all below it")
    for parser in (add, move):
        parser.add_argument("name", metavar="NAME")
        parser.add_argument("--below", metavar="NAME", help="the one above it (default: none)")


def _declare_exporting(commands: "Commands") -> None:
    family = _family(commands, "export", "a topic as a file")
    for what, forms in (
        ("tally", ["csv", "xlsx", "json"]),
        ("suggestions", ["csv", "xlsx", "jsonl", "parquet"]),
    ):
        export = _declared(family, what, f"exporting:export_{what}", f"the {what} of a topic")
        export.add_argument("slug", metavar="SLUG")
        export.add_argument("--format", required=True, choices=forms)
        export.add_argument("-o", "--output", required=True, metavar="FILE")
    for what, form, run in (("workbook", "xlsx", "workbook"), ("open-data", "zip", "open_data")):
        export = _declared(family, what, f"exporting:export_{run}", f"the {what} of a topic")
        export.add_argument("slug", metavar="SLUG")
        export.add_argument("-o", "--output", required=True, metavar=f"FILE.{form}")
        export.set_defaults(format=form)
    posters = _declared(commands, "posters", "printing:print_posters", "print the codes of a topic's places")
    posters.add_argument("slug", metavar="SLUG")
    posters.add_argument(
        "--paper", choices=["a4", "a5", "sticker-sheet"], default="a4", help="(default: %(default)s)"
    )
    posters.add_argument("-o", "--output", required=True, metavar="FILE.pdf")


def _declare_keeping(commands: "Commands") -> None:
    erase = _declared(commands, "erase", "topics:erase", "delete what a suggestion or motion says")
    erase.add_argument("tracking", metavar="TRACKING", help="of the suggestion; of a motion: motion-NUMBER")
    check = _declared(commands, "check", "checking:check", "check every invariant of the stored data")
    check.add_argument("--ledger", metavar="FILE", help='lines {"receipt": …, "body_sha256": …} to look up')
    backup = _declared(commands, "backup", "keeping:backup", "copy database and uploads, never the secret")
    restore = _declared(commands, "restore", "keeping:restore", "bring a backup back where nothing is yet")
    for parser in (backup, restore):
        parser.add_argument("file", metavar="FILE")


def _declare_hot(commands: "Commands") -> None:
    hot = _declared(commands, "hot", "hot:list_hot", "the hottest issues of a topic")
    hot.add_argument("slug", metavar="SLUG")
    hot.add_argument("--days", type=_days, default=30, metavar="N", help="(default: %(default)s)")


def _declare_evaluating(commands: "Commands") -> None:
    family = _family(commands, "evaluate", "how well proposals would have done")
    categories = _declared(
        family,
        "categories",
        "evaluating:evaluate_categories",
        "on a sheet that is filed already; no database",
    )
    categories.add_argument("file", metavar="FILE")
    categories.add_argument("--label-column", required=True, metavar="C", help="with the category")
    categories.add_argument(
        "--text-columns", required=True, nargs="+", metavar="C", help="the title first, if there are several"
    )
    categories.add_argument("--folds", type=_folds, default=5, help="2 to 20 (default: %(default)s)")
    categories.add_argument("--seeds", type=_trials, default=5, help="trials, 1 to 20 (default: %(default)s)")
    groups = _declared(
        family, "groups", "grouping:evaluate_groups", "what says the same in a sheet, and its hottest issues"
    )
    groups.add_argument("file", metavar="FILE")
    groups.add_argument(
        "--text-columns", required=True, nargs="+", metavar="C", help="the title first, if there are several"
    )
    for column in ("id", "time", "sender", "likes", "dislikes"):
        groups.add_argument(f"--{column}-column", metavar="C")
    groups.add_argument(
        "--days", type=_days, metavar="N", help="issues of the last N days of the sheet (default: of all)"
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is not a day like 2026-07-01") from None


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65_535:
        raise ArgumentTypeError(f"{text!r} is not a port, 0 to 65535")
    return int(text)


def _folds(text: str) -> int:
    if not text.isdecimal() or not 2 <= int(text) <= 20:
        raise ArgumentTypeError(f"{text!r} is not a number of folds, 2 to 20")
    return int(text)


def _trials(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 20:
        raise ArgumentTypeError(f"{text!r} is not a number of trials, 1 to 20")
    return int(text)


def _days(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 3_650:
        raise ArgumentTypeError(f"{text!r} is not a number of days, 1 to 3650")
    return int(text)


def _count(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 256:
        raise ArgumentTypeError(f"{text!r} is not a number of processes, 1 to 256")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
