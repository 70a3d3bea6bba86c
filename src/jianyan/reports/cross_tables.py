"""The tables and charts of a report, from its snapshot only."""

from collections.abc import Sequence
from datetime import date

from jianyan.documents import Block, ChartBlock, Paragraph, TableBlock
from jianyan.i18n import N_
from jianyan.reports.figures import shares
from jianyan.reports.telling import Told
from jianyan.tallies import SOURCE_WORDS, said
from jianyan.tallies.adding import without_gaps

_DAYS_MOST, _MONTHS_MOST = 62, 60
_PLACES_MOST = 300
_MONTH, _YEAR = len("2026-07"), len("2026")


def by_category(told: Told, *, states: Sequence[str]) -> TableBlock:
    """Give category × state with each category's share, and the sums below.

    Args:
        told: the snapshot.
        states: which of them have a column.
    """
    headings = [
        told.say(N_("Category")),
        told.say(N_("Received")),
        told.say(N_("Share")),
        *(told.states[state] for state in states),
    ]
    rows = [
        [row.name, str(row.count), row.share, *(str(row.states[state]) for state in states)]
        for row in told.rows
    ]
    sums = [str(told.content.states[state]) for state in states]
    rows.append([told.say(N_("All")), str(told.content.received), "100.0%", *sums])
    caption = told.say(N_("Suggestions by category and state"))
    return TableBlock(caption, headings, rows, numeric=list(range(1, len(headings))))


def category_chart(told: Told) -> ChartBlock:
    """Give how many each category received; the numbers stand in `by_category` before it."""
    points = [(row.name, row.count) for row in told.rows]
    return ChartBlock(told.say(N_("Suggestions by category")), "bars", points, is_tabled=True)


def day_chart(told: Told) -> ChartBlock:
    """Give how many came each day; of months or years where days are many."""
    captions = {
        _MONTH: told.say(N_("Suggestions by month")),
        _YEAR: told.say(N_("Suggestions by year")),
    }
    points = _folded(told.content.days)
    caption = captions.get(len(points[0][0]), told.say(N_("Suggestions by day"))) if points else ""
    return ChartBlock(caption, "columns", points)


def by_source(told: Told) -> TableBlock:
    """Give how many came from whom, with shares."""
    words = said(told.language, SOURCE_WORDS)
    counts = list(told.content.sources.values())
    rows = [
        [words[source], str(count), part]
        for (source, count), part in zip(told.content.sources.items(), shares(counts), strict=True)
        if count
    ]
    headings = [told.say(N_("Source")), told.say(N_("Received")), told.say(N_("Share"))]
    return TableBlock(told.say(N_("Suggestions by source")), headings, rows, numeric=[1, 2])


def by_reason(told: Told) -> list[Block]:
    """Give for which reasons suggestions were declined; empty where none was."""
    sentences = {reason.code: told.say(reason.sentence) for reason in told.beside.reasons}
    rows = [
        [sentences.get(code, code) if code else told.say(N_("Without a reason")), str(count)]
        for code, count in told.content.declined_by_reason
    ]
    if not rows:
        return []
    headings = [told.say(N_("Reason")), told.say(N_("Count"))]
    return [TableBlock(told.say(N_("Declined, by reason")), headings, rows, numeric=[1])]


def by_place(told: Told) -> list[Block]:
    """Give for each place how often its form was opened and how many were sent; of many the first 300."""
    counts = dict(told.content.channels)
    rows = [
        [place.code, place.name, place.line, str(place.opened), str(counts.get(place.code, 0))]
        for place in told.beside.places[:_PLACES_MOST]
    ]
    headings = [
        told.say(N_("Place code")),
        told.say(N_("Place")),
        told.say(N_("Line or street")),
        told.say(N_("Opened")),
        told.say(N_("Sent")),
    ]
    blocks: list[Block] = [
        TableBlock(told.say(N_("Opened and sent, by place")), headings, rows, numeric=[3, 4])
    ]
    if len(told.beside.places) > _PLACES_MOST:
        sentence = N_("The table ends after %(count)s places; the open data of the topic hold all of them.")
        blocks.append(Paragraph(told.say(sentence, count=_PLACES_MOST)))
    return blocks


def _folded(counts: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    """Give each day with its count, also 0; of months where days are many, of years."""
    filled = without_gaps([(date.fromisoformat(day), count) for day, count in counts])
    days = [(day.date.isoformat(), day.count) for day in filled]
    if len(days) <= _DAYS_MOST:
        return days
    months = _cut(days, _MONTH)
    return months if len(months) <= _MONTHS_MOST else _cut(days, _YEAR)


def _cut(days: Sequence[tuple[str, int]], length: int) -> list[tuple[str, int]]:
    counts: dict[str, int] = {}
    for day, count in days:
        counts[day[:length]] = counts.get(day[:length], 0) + count
    return list(counts.items())
