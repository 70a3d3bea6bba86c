"""What departments answered, as a report tells it: from its snapshot only."""

import msgspec

from jianyan.cases import ADOPTION_WORDS, RESULT_WORDS, SATISFACTION_WORDS
from jianyan.cases.adoption import Outcomes
from jianyan.documents import Block, ChartBlock, Paragraph, TableBlock
from jianyan.i18n import N_
from jianyan.reports.figures import shares
from jianyan.reports.schemas import CaseFigures, FrozenTimes
from jianyan.reports.telling import NO_CATEGORY, Told
from jianyan.tallies import SPANS

NO_FIGURE = "–"
"""Stands in tables where there is nothing to count."""
_NOBODY = N_("Nobody yet, or not said")


def answered(told: Told) -> list[Block]:
    """Give the sentences, the departments and how long answers took; empty where nothing was handed over."""
    figures, times = told.content.answers, told.beside.times
    if isinstance(figures, msgspec.UnsetType) or isinstance(times, msgspec.UnsetType):
        return []
    sentences = [_summary(told, figures), *_pace(told, times[0]), *_rated(told, figures)]
    return [*map(Paragraph, sentences), _departments(told, figures, times[1:]), *_chart(told, times[0])]


def answer_tables(told: Told) -> list[Block]:
    """Give the answers by category; empty where nothing was handed over."""
    figures = told.content.answers
    if isinstance(figures, msgspec.UnsetType):
        return []
    names = {category.id: category.name for category in told.beside.categories}
    rows = [
        [names.get(category or 0) or told.say(NO_CATEGORY), str(count), *_counted(outcomes)]
        for category, count, outcomes in figures.categories
    ]
    rows.append([told.say(N_("All")), str(figures.handed_over), *_counted(figures.outcomes)])
    headings = [
        told.say(N_("Category")),
        told.say(N_("Handed over")),
        told.say(N_("Answered")),
        *(told.say(word) for word in ADOPTION_WORDS.values()),
        told.say(N_("Adoption rate")),
    ]
    caption = told.say(N_("Answers by category"))
    return [TableBlock(caption, headings, rows, numeric=list(range(1, len(headings))))]


def _summary(told: Told, figures: CaseFigures) -> str:
    outcomes = figures.outcomes
    sentence = N_("%(handed)s suggestions were handed over in %(cases)s cases; %(answered)s are answered.")
    text = told.say(sentence, handed=figures.handed_over, cases=figures.cases, answered=outcomes.answered)
    if not outcomes.said:
        return text
    words = zip(ADOPTION_WORDS.values(), _counts(outcomes), strict=True)
    parts = [told.say(N_("%(state)s %(count)s"), state=told.say(word), count=count) for word, count in words]
    more = N_(" Of the answers that say it, %(percent)s adopt it, wholly or in part: %(parts)s.")
    return text + told.say(more, percent=_percent(outcomes), parts=told.listed(parts))


def _pace(told: Told, every: FrozenTimes) -> list[str]:
    found = []
    if every.answered:
        sentence = N_("Half of the answers took %(median)s working days at most, nine of ten %(p90)s.")
        found.append(told.say(sentence, median=every.median, p90=every.p90))
    if every.timed:
        sentence = N_("Of %(timed)s cases with a deadline, %(late)s were late.")
        found.append(told.say(sentence, timed=every.timed, late=every.late))
    return found


def _rated(told: Told, figures: CaseFigures) -> list[str]:
    rated = sum(figures.satisfaction.values())
    if not rated:
        return []
    parts = [f"{told.say(word)} {figures.satisfaction[key]}" for key, word in SATISFACTION_WORDS.items()]
    sentence = N_("%(rated)s authors have rated an answer: %(words)s. %(solved)s say that it is solved.")
    return [told.say(sentence, rated=rated, words=told.listed(parts), solved=figures.solved)]


def _departments(told: Told, figures: CaseFigures, times: list[FrozenTimes]) -> TableBlock:
    by_id = {one.id: one for one in figures.departments}
    rows = [
        [
            one.name or told.say(_NOBODY),
            str(by_id[one.id].cases),
            str(by_id[one.id].outcomes.answered),
            _percent(by_id[one.id].outcomes),
            *(str(count) for count in by_id[one.id].results.values()),
            one.median or NO_FIGURE,
            str(one.late) if one.timed else NO_FIGURE,
        ]
        for one in times
    ]
    headings = [
        told.say(N_("Department")),
        told.say(N_("Cases")),
        told.say(N_("Answered")),
        told.say(N_("Adoption rate")),
        *(result.value for result in RESULT_WORDS),
        told.say(N_("Median, working days")),
        told.say(N_("Late")),
    ]
    caption = told.say(N_("Cases by department"))
    return TableBlock(caption, headings, rows, numeric=list(range(1, len(headings))))


def _chart(told: Told, every: FrozenTimes) -> list[Block]:
    if not every.answered:
        return []
    labels = [f"{first}–{last}" if last is not None else f"≥{first}" for first, last in SPANS]
    points = list(zip(labels, every.spans, strict=True))
    parts = shares(every.spans)
    rows = [[label, str(count), part] for (label, count), part in zip(points, parts, strict=True)]
    headings = [told.say(N_("Working days")), told.say(N_("Answers")), told.say(N_("Share"))]
    caption = told.say(N_("Answers by working days up to them"))
    return [
        TableBlock(caption, headings, rows, numeric=[1, 2]),
        ChartBlock(caption, "columns", points, is_tabled=True),
    ]


def _counted(outcomes: Outcomes) -> list[str]:
    return [str(outcomes.answered), *map(str, _counts(outcomes)), _percent(outcomes)]


def _counts(outcomes: Outcomes) -> list[int]:
    return [outcomes.adopted, outcomes.partly, outcomes.reference, outcomes.declined]


def _percent(outcomes: Outcomes) -> str:
    return NO_FIGURE if outcomes.percent is None else f"{outcomes.percent:.1f}%"
