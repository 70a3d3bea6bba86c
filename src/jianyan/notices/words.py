"""What people read of a notice: a title, a few lines, a link."""

from zoneinfo import ZoneInfo

from jianyan.i18n import FIRST, N_, say
from jianyan.notices.schemas import Parcel
from jianyan.notices.states import TITLES, NoticeKind

_LINES = {
    "title": N_("About: %(value)s"),
    "tracking": N_("Number: %(value)s"),
}
_TO_PHONES = {
    NoticeKind.SUGGESTION_ANSWERED: N_(
        "Your suggestion %(number)s has been answered. Read the answer with your receipt."
    )
}
"""Kind → all that a phone is told; of others their title and what they are about."""
_AT = N_("At: %(value)s")


def title_of(parcel: Parcel) -> str:
    """Give what happened, in one line."""
    return say(FIRST, TITLES[parcel.facts.kind])


def text_message(parcel: Parcel) -> str:
    """Give what a phone is told, in one line."""
    facts = parcel.facts
    if facts.kind in _TO_PHONES:
        return say(FIRST, _TO_PHONES[facts.kind], number=facts.tracking)
    return " ".join(part for part in (title_of(parcel), one_line(facts.title), facts.tracking) if part)


def lines_of(parcel: Parcel, zone: ZoneInfo) -> list[str]:
    """List what else is known: what it is about, when, what was written, where to read on."""
    facts = parcel.facts
    known = {name: one_line(getattr(facts, name)) for name in _LINES}
    lines = [say(FIRST, _LINES[name], value=value) for name, value in known.items() if value]
    lines.append(say(FIRST, _AT, value=f"{facts.happened_at.astimezone(zone):%Y-%m-%d %H:%M}"))
    return [line for line in (*lines, parcel.text, facts.link) if line]


def one_line(text: str) -> str:
    """Give a text without line breaks: none may begin a header or another paragraph."""
    return " ".join(text.split())
