"""What somebody wants to be told by e-mail, and when not."""

import re
from collections.abc import Sequence
from typing import Any

import msgspec

from jianyan.accounts import Person
from jianyan.db import transaction
from jianyan.errors import Invalid
from jianyan.i18n import N_
from jianyan.notices.schemas import QuietHours
from jianyan.notices.states import KINDS_OF_MEMBERS, KINDS_OF_PEOPLE, NoticeKind
from jianyan.notices.tables import Preference

_TIME = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")


class Wishes(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody wants to be told."""

    kinds: tuple[NoticeKind, ...] = ()
    quiet: QuietHours | None = None


class NoTimeOfDay(Invalid):
    """A time of day is not of the form 22:00."""

    sentence = N_("Please write a time like 22:00, or leave both empty.")


async def own_wishes(by: Person) -> Wishes:
    """Give what this person asked to be told."""
    row = await Preference.select().where(Preference.account == by.account_id).first()
    if row is None:
        return Wishes()
    kinds = msgspec.json.decode(row["kinds"], type=tuple[NoticeKind, ...])
    return Wishes(kinds=kinds, quiet=quiet_hours_of(row))


async def save_wishes(wishes: Wishes, *, by: Person) -> None:
    """Keep what this person wants to be told from now on."""
    known = dict.fromkeys((*KINDS_OF_PEOPLE, *KINDS_OF_MEMBERS))
    kinds = [kind.value for kind in known if kind in wishes.kinds]
    quiet = wishes.quiet
    values: dict[Any, Any] = {
        Preference.kinds: msgspec.json.encode(kinds).decode(),
        Preference.quiet_from: quiet and quiet.begin,
        Preference.quiet_until: quiet and quiet.end,
    }
    own = Preference(account=by.account_id, **{column._meta.name: each for column, each in values.items()})
    async with transaction():
        await Preference.insert(own).on_conflict(
            target=Preference.account, action="DO UPDATE", values=list(values)
        )


def read_quiet_hours(begin: str, end: str) -> QuietHours | None:
    """Give the quiet hours that a form names; None where it names none.

    Raises:
        NoTimeOfDay: only one is named, or one is not a time of day.
    """
    if not (begin or end):
        return None
    return QuietHours(_minute(begin, "quiet_from"), _minute(end, "quiet_until"))


def quiet_hours_of(row: dict[str, Any]) -> QuietHours | None:
    """Give the quiet hours of a row of Preference."""
    if row["quiet_from"] is None or row["quiet_until"] is None:
        return None
    return QuietHours(row["quiet_from"], row["quiet_until"])


def kinds_of(values: Sequence[str], known: Sequence[NoticeKind]) -> tuple[NoticeKind, ...]:
    """Give the kinds that a form names, each once, without what is not known."""
    return tuple(kind for kind in known if kind.value in values)


def _minute(text: str, field: str) -> int:
    found = _TIME.fullmatch(text)
    if found is None:
        raise NoTimeOfDay(field=field)
    return int(found[1]) * 60 + int(found[2])
