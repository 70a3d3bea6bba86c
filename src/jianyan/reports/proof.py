"""The last attachment of a report: how was counted, and how anybody can count again."""

from jianyan.documents import Block, Heading, Paragraph
from jianyan.i18n import N_
from jianyan.reports.telling import Told
from jianyan.reports.voices import VOICES_MOST


def proof(told: Told) -> list[Block]:
    """Give method, law and fingerprints."""
    return [
        Heading(told.say(N_("How was counted"))),
        *map(Paragraph, _method(told)),
        Heading(told.say(N_("How this can be counted again"))),
        *map(Paragraph, _fingerprints(told)),
    ]


def _method(told: Told) -> list[str]:
    return [
        told.say(
            N_(
                "A suggestion counts in one category: the one it is filed in, before that the one its sender "
                "chose."
            )
        ),
        told.say(N_("Received = %(parts)s, that is %(numbers)s."), **_law(told)),
        told.say(
            N_(
                "Of each category at most %(most)s voices are quoted, published ones only: first what says "
                "best what the largest groups say, then what has the most likes, then what came first. Of "
                "places and senders only the kind is told."
            ),
            most=VOICES_MOST,
        ),
        *_handled(told),
    ]


def _law(told: Told) -> dict[str, str]:
    """Give the law of conservation in words and in numbers."""
    content = told.content
    parts = list(told.states.values())
    numbers = [str(content.states[state]) for state in told.states]
    return {"parts": " + ".join(parts), "numbers": f"{content.received} = {' + '.join(numbers)}"}


def _handled(told: Told) -> list[str]:
    beside = told.beside
    if not beside.decided:
        return []
    sentence = N_(
        "People decided on %(decided)s suggestions; %(appeals)s appeals were raised, %(overturned)s of them "
        "succeeded."
    )
    values = {"decided": beside.decided, "appeals": beside.appeals, "overturned": beside.overturned}
    return [told.say(sentence, **values)]


def _fingerprints(told: Told) -> list[str]:
    report, content = told.report, told.content
    return [
        told.say(
            N_("The figures are those after the first %(size)s acts of the trail."), size=content.trail_size
        ),
        told.say(N_("Version of the rules: %(rules)s"), rules=content.rules or told.say(N_("built in"))),
        told.say(N_("Root of the trail there: %(root)s"), root=content.root),
        told.say(N_("SHA-256 of the figures: %(sha256)s"), sha256=report.sha256),
        told.say(N_("SHA-256 of names and scans: %(sha256)s"), sha256=report.beside_sha256),
        told.say(
            N_("jianyan report verify %(slug)s computes them again and compares byte for byte."),
            slug=report.slug,
        ),
    ]
