"""What the columns of a file mean, as a table for people."""

from collections.abc import Mapping, Sequence

from jianyan.exports.columns import KIND_WORDS, Column, headings_of, named_columns
from jianyan.i18n import N_, say
from jianyan.suggestions import CONTRIBUTION_WORDS
from jianyan.tallies import SOURCE_WORDS, STATE_WORDS, said
from jianyan.topics import QuestionDetail

HEADINGS = (
    N_("Column"),
    N_("Name for programs"),
    N_("Meaning"),
    N_("Kind"),
    N_("Values or unit"),
)
_CODES: Mapping[str, Mapping[str, str]] = {
    "state": STATE_WORDS,
    "source": SOURCE_WORDS,
    "contribution": CONTRIBUTION_WORDS,
}


def dictionary_rows(questions: list[QuestionDetail], language: str) -> list[tuple[str, ...]]:
    """Give a row for each column of the list of suggestions: heading, name, meaning, kind, values.

    Args:
        questions: those that have a column.
        language: one of i18n.LANGUAGES.
    """
    headings = headings_of(questions, language)
    return rows_of_columns(named_columns(questions), headings, language)


def rows_of_columns(
    named: Mapping[str, Column], headings: Sequence[str], language: str
) -> list[tuple[str, ...]]:
    """Give a row for each named column, in their order."""
    return [
        (
            heading,
            name,
            say(language, column.meaning),
            say(language, KIND_WORDS[column.kind]),
            _values(name, column, language),
        )
        for heading, (name, column) in zip(headings, named.items(), strict=True)
    ]


def _values(name: str, column: Column, language: str) -> str:
    if name in _CODES:
        return "；".join(f"{code} = {word}" for code, word in said(language, _CODES[name]).items())
    return say(language, column.values) if column.values else ""
