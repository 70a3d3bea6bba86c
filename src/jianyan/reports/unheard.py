"""Who was not heard: printed beside the figures, so that voices are not read as a vote."""

from jianyan.i18n import N_
from jianyan.reports.telling import Told

_NAMES_MOST = 12
_VOICES = N_(
    "Only those who took part are counted. These are voices and not a vote: what those think who said "
    "nothing cannot be told from them."
)


def unheard(told: Told) -> list[str]:
    """Give what can be told of who was not heard, a paragraph each; always one at least."""
    return [*_never_opened(told), *_nothing_sent(told), *_silent_hours(told), told.say(_VOICES)]


def _never_opened(told: Told) -> list[str]:
    sent = dict(told.content.channels)
    places = [place for place in told.beside.places if place.kind == "place"]
    never = [place.name for place in places if not place.opened and not sent.get(place.code)]
    if not never:
        return []
    sentence = N_("At %(count)s of %(places)s places the form was never opened: %(names)s.")
    return [told.say(sentence, count=len(never), places=len(places), names=_names(told, never))]


def _nothing_sent(told: Told) -> list[str]:
    sent = dict(told.content.channels)
    silent = [place.name for place in told.beside.places if place.opened and not sent.get(place.code)]
    if not silent:
        return []
    sentence = N_("At %(count)s places and links the form was opened, and nothing was sent: %(names)s.")
    return [told.say(sentence, count=len(silent), names=_names(told, silent))]


def _silent_hours(told: Told) -> list[str]:
    silent = spans([not count for count in told.beside.hours])
    if not silent or not any(told.beside.hours):
        return []
    hours = told.listed([f"{first}:00–{last}:00" for first, last in silent])
    return [told.say(N_("Nothing came in at these hours of the day: %(hours)s."), hours=hours)]


def spans(flags: list[bool]) -> list[tuple[int, int]]:
    """Give the stretches of what is true as (first, first after)."""
    found: list[tuple[int, int]] = []
    for at, flag in enumerate(flags):
        if flag and found and found[-1][1] == at:
            found[-1] = (found[-1][0], at + 1)
        elif flag:
            found.append((at, at + 1))
    return found


def _names(told: Told, names: list[str]) -> str:
    distinct = list(dict.fromkeys(names))
    shown = told.listed(distinct[:_NAMES_MOST])
    if len(distinct) <= _NAMES_MOST:
        return shown
    return told.say(N_("%(names)s and others"), names=shown)
