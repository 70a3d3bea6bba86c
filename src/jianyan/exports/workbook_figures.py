"""The sheets of figures of a topic's workbook: a summary with charts, then one for each cross-table."""

from collections.abc import Sequence

from jianyan.exports.crossing import Counts, Crossed
from jianyan.i18n import N_, say
from jianyan.sheets import Block, Row, Share, Table
from jianyan.tallies import SOURCE_WORDS, STATE_WORDS, QuestionTally, Tally, said
from jianyan.topics import QuestionKind

_UNCATEGORISED = N_("Uncategorised")
_NO_PLACE = N_("Without a place")
_COUNT = N_("Count")
_SHARE = N_("Share")
_TOTAL = N_("Total")
_KIND_WORDS = {
    QuestionKind.SINGLE: N_("Single choice"),
    QuestionKind.MULTIPLE: N_("Multiple choice"),
    QuestionKind.RATING: N_("Rating"),
    QuestionKind.TEXT: N_("Text"),
}


def summary_blocks(tally: Tally, language: str) -> list[Block]:
    """Give what stands on the first sheet: the facts, then totals, by category, by day and by source."""
    columns = [say(language, _COUNT), say(language, _SHARE)]
    categories = [(one.name, one.count) for one in tally.categories]
    if tally.uncategorised:
        categories.append((say(language, _UNCATEGORISED), tally.uncategorised))
    states = [(word, tally.states[code]) for code, word in said(language, STATE_WORDS).items()]
    sources = [(word, tally.sources[code]) for code, word in said(language, SOURCE_WORDS).items()]
    return [
        Block(say(language, N_("About this workbook")), [], _facts(tally, language)),
        Block(say(language, N_("By state")), [say(language, N_("State")), *columns], _shared(states)),
        Block(
            say(language, N_("By category")),
            [say(language, N_("Category")), *columns],
            _shared(categories),
            "bar",
        ),
        Block(
            say(language, N_("By day")),
            [say(language, N_("Day")), say(language, _COUNT)],
            [(day.date, day.count) for day in tally.days],
            "column",
        ),
        Block(say(language, N_("By source")), [say(language, N_("Source")), *columns], _shared(sources)),
    ]


def cross_tables(crossed: Crossed, language: str) -> list[Table]:
    """Give a table for each pair that is counted, and one of the questions."""
    categories = _categories(crossed, language)
    states: dict[object, str] = dict(said(language, STATE_WORDS).items())
    by_category: Counts = {
        (one.id, state): count for one in crossed.tally.categories for state, count in one.states.items()
    }
    by_category |= {(None, state): count for state, count in crossed.tally.uncategorised_states.items()}
    places = _places(crossed, language)
    place_columns = [say(language, one) for one in (N_("Place code"), N_("Place"), N_("Line or street"))]
    named: dict[object, Row] = {key: (name,) for key, name in categories.items()}
    days: dict[object, Row] = {day: (day,) for day in crossed.days}
    category, day = [say(language, N_("Category"))], [say(language, N_("Day"))]
    return [
        _cross(
            language,
            N_("Category × state"),
            columns=category,
            rows=named,
            across=states,
            counts=by_category,
        ),
        _cross(
            language,
            N_("Place × category"),
            columns=place_columns,
            rows=places,
            across=categories,
            counts=crossed.placement_category,
        ),
        _cross(
            language,
            N_("Place × state"),
            columns=place_columns,
            rows=places,
            across=states,
            counts=crossed.placement_state,
        ),
        _cross(
            language,
            N_("Day × category"),
            columns=day,
            rows=days,
            across=categories,
            counts=crossed.day_category,
        ),
        _questions(crossed.tally.questions, language),
    ]


def _facts(tally: Tally, language: str) -> list[Row]:
    return [
        (say(language, N_("Address")), tally.topic),
        (say(language, N_("As of")), tally.as_of),
        (say(language, N_("Acts recorded")), tally.trail_size),
        (say(language, N_("Received")), tally.received),
    ]


def _shared(counts: Sequence[tuple[str, int]]) -> list[Row]:
    whole = sum(count for _, count in counts)
    return [(name, count, Share(count / whole) if whole else None) for name, count in counts]


def _categories(crossed: Crossed, language: str) -> dict[object, str]:
    """Give id → name of the offered categories and of those that hold something, None at the end."""
    names: dict[object, str] = {one.id: one.name for one in crossed.tally.categories}
    return {**names, None: say(language, _UNCATEGORISED)}


def _places(crossed: Crossed, language: str) -> dict[object, Row]:
    places: dict[object, Row] = {
        key: (place.code, place.name, place.line) for key, place in crossed.places.items()
    }
    if any(key is None for key, _ in crossed.placement_state):
        places[None] = (None, say(language, _NO_PLACE), None)
    return places


def _cross(
    language: str,
    name: str,
    *,
    columns: Sequence[str],
    rows: dict[object, Row],
    across: dict[object, str],
    counts: Counts,
) -> Table:
    total = say(language, _TOTAL)
    lines: list[Row] = []
    for key, facts in rows.items():
        found = [counts.get((key, column), 0) for column in across]
        lines.append((*facts, *found, sum(found)))
    return Table(say(language, name), [*columns, *across.values(), total], lines, counts_from=len(columns))


def _questions(questions: list[QuestionTally], language: str) -> Table:
    names = (N_("No."), N_("Question"), N_("Kind"), N_("Answer"), _COUNT, N_("Share of those who answered"))
    rows = [row for number, one in enumerate(questions, start=1) for row in _answers(one, number, language)]
    columns = [say(language, name) for name in names]
    return Table(say(language, N_("Questions × answers")), columns, rows, counts_from=4)


def _answers(question: QuestionTally, number: int, language: str) -> list[Row]:
    counts = {option.label: option.count for option in question.options} or question.distribution
    kind, whole = say(language, _KIND_WORDS[question.kind]), question.answered
    rows: list[Row] = [
        (str(number), question.text, kind, answer, count, Share(count / whole) if whole else None)
        for answer, count in counts.items()
    ]
    rows.append(
        (str(number), question.text, kind, say(language, N_("Suggestions with an answer")), whole, None)
    )
    return rows
