"""In words: whom a tally says nothing about."""

from jianyan.i18n import N_, say
from jianyan.tallies.board import Unheard


def unheard_told(unheard: Unheard, language: str) -> list[str]:
    """Give one sentence for each thing that is known of those who were not heard.

    Args:
        unheard: of a board on which something was received.
        language: one of i18n.LANGUAGES.
    """
    told: list[str] = []
    if unheard.hours:
        spans = say(language, N_(", ")).join(f"{first}:00–{last}:00" for first, last in unheard.hours)
        told.append(say(language, N_("At these hours nothing ever came: %(hours)s."), hours=spans))
    if unheard.placements:
        places = N_("Of %(placements)s places in use, nobody ever opened the form at %(unopened)s.")
        counts = {"placements": unheard.placements, "unopened": unheard.unopened}
        told.append(say(language, places, **counts))
    people = unheard.members + unheard.citizens
    if people:
        percent = round(100 * unheard.members / people)
        shares = N_("Of those who wrote themselves, %(members)s%% were members and %(citizens)s%% citizens.")
        told.append(say(language, shares, members=percent, citizens=100 - percent))
    return told
