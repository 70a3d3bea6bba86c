"""States and sources as people read them."""

from collections.abc import Mapping

from jianyan.i18n import N_, say
from jianyan.suggestions import Source, SuggestionState

STATE_WORDS: Mapping[str, str] = {
    SuggestionState.WAITING: N_("Waiting"),
    SuggestionState.HELD: N_("On hold"),
    SuggestionState.PUBLISHED: N_("Published"),
    SuggestionState.DECLINED: N_("Declined"),
    SuggestionState.MERGED: N_("Merged"),
    SuggestionState.WITHDRAWN: N_("Withdrawn"),
}
SOURCE_WORDS: Mapping[str, str] = {
    Source.CITIZEN: N_("Citizen"),
    Source.MEMBER: N_("Member"),
    Source.IMPORT: N_("Import"),
    Source.STAFF: N_("Staff"),
    Source.API: N_("Connected system"),
}


def said(language: str, words: Mapping[str, str]) -> dict[str, str]:
    """Give the words in a language."""
    return {str(key): say(language, word) for key, word in words.items()}
