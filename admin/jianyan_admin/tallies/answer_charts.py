"""The charts of what became of what was handed over."""

from jianyan import charts, tallies
from jianyan.charts import Bar
from jianyan.i18n import N_, say
from jianyan.tallies import SPANS, Board

_BELOW = N_("The table below holds the same numbers.")


def answers_drawn(board: Board, language: str) -> dict[str, str]:
    """Give chart → SVG: the way from arriving to being adopted, and how long answers took."""
    steps = [Bar(step, count) for step, count in tallies.way_told(board, language)]
    labels = [f"{first}–{last}" if last is not None else f"≥{first}" for first, last in SPANS]
    counts = board.answering.all.times.spans
    below = say(language, _BELOW)
    return {
        "way": charts.funnel_chart(
            steps,
            name="way",
            title=say(language, N_("From arriving to being adopted")),
            description=below,
        ),
        "times": charts.labelled_columns(
            [Bar(label, count) for label, count in zip(labels, counts, strict=True)],
            name="times",
            title=say(language, N_("Working days up to the answer")),
            description=below,
        ),
    }
