"""The charts of a board: as SVG for everybody, and as facts for the script that makes them interactive."""

from babel.dates import get_day_names

from jianyan.charts import (
    Bar,
    Point,
    bar_chart,
    column_chart,
    funnel_chart,
    hour_chart,
    point_map,
    projected,
)
from jianyan.i18n import N_, say
from jianyan.tallies import STATE_WORDS, Board, PlacementFunnel, said

_TOP = 20
_BELOW = N_("The table below holds the same numbers.")


def drawn(board: Board, language: str) -> dict[str, str]:
    """Give chart → SVG; a map needs two placements with coordinates, a ranking one that was written from."""
    opened, sent, published = board.funnel
    steps = (
        Bar(say(language, N_("Opened the form")), opened),
        Bar(say(language, N_("Sent a suggestion")), sent),
        Bar(say(language, N_("Published")), published),
    )
    below = say(language, _BELOW)

    def words(name: str, title: str) -> dict[str, str]:
        return {"name": name, "title": say(language, title), "description": below}

    days = [(day.date, day.count) for day in board.tally.days]
    week = list(zip(_weekdays(language), board.week, strict=True))
    top = [Bar(_label(one), one.sent) for one in _most(board)]
    points = _points(board)
    charts = {
        "categories": bar_chart(
            _drawers(board, language), **words("categories", N_("Suggestions by category"))
        ),
        "days": column_chart(days, **words("days", N_("Suggestions by day"))),
        "hours": hour_chart(week, **words("hours", N_("Suggestions by weekday and hour"))),
        "funnel": funnel_chart(steps, **words("funnel", N_("From opening the form to being published"))),
    }
    if top:
        charts["places"] = bar_chart(top, **words("places", N_("Placements with the most suggestions")))
    if len(points) > 1:
        charts["map"] = point_map(points, **words("map", N_("Where suggestions came from")))
    return charts


def facts(board: Board, language: str) -> dict[str, object]:
    """Give what `static/board.js` draws, in words of the language."""
    points = _points(board)
    states = [*(one.states for one in board.tally.categories), board.tally.uncategorised_states]
    return {
        "categories": {
            "names": [bar.label for bar in _drawers(board, language)],
            "series": [
                {"state": state, "name": word, "counts": [counts[state] for counts in states]}
                for state, word in said(language, STATE_WORDS).items()
                if board.tally.states[state]
            ],
        },
        "days": [[day.date.isoformat(), day.count] for day in board.tally.days],
        "hours": {"weekdays": _weekdays(language), "counts": board.week},
        "places": [[_label(one), one.sent] for one in _most(board)],
        "map": [
            [round(east), round(north), point.count, point.label]
            for point, (east, north) in zip(points, projected(points), strict=True)
        ],
        "suggestions": say(language, N_("Suggestions")),
    }


def _drawers(board: Board, language: str) -> list[Bar]:
    drawers = [Bar(category.name, category.count) for category in board.tally.categories]
    return [*drawers, Bar(say(language, N_("Uncategorised")), board.tally.uncategorised)]


def _weekdays(language: str) -> list[str]:
    names = get_day_names("abbreviated", locale=language.replace("-", "_"))
    return [names[day] for day in range(7)]


def _most(board: Board) -> list[PlacementFunnel]:
    sent = [one for one in board.placements if one.sent]
    return sorted(sent, key=lambda one: -one.sent)[:_TOP]


def _points(board: Board) -> list[Point]:
    return [
        Point(one.lat, one.lon, _label(one), one.sent)
        for one in board.placements
        if one.lat is not None and one.lon is not None
    ]


def _label(one: PlacementFunnel) -> str:
    return "，".join(part for part in (one.name, one.line) if part)
