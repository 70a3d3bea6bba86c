import msgspec
import pytest

from jianyan.reports.law import first_break
from jianyan.reports.schemas import CategoryStates, Content
from jianyan.suggestions import SuggestionState

NOTHING = {state.value: 0 for state in SuggestionState}
STATES = {**NOTHING, "published": 2, "declined": 1}
WHOLE = Content(
    topic=1,
    trail_size=9,
    root="r",
    rules=0,
    received=3,
    states=STATES,
    categories=[
        CategoryStates(None, {**NOTHING, "declined": 1}),
        CategoryStates(4, {**NOTHING, "published": 2}),
    ],
    declined_by_reason=[("advertising", 1)],
    channels=[(None, 1), ("7K3M9QXT", 2)],
    sources={"citizen": 3},
    days=[("2026-07-01", 3)],
    listing_sha256="l",
)


def test_figures_that_add_up_break_nowhere() -> None:
    assert first_break(WHOLE) is None


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"received": 4}, "states, with what is declined by reason, add up to 3, received are 4"),
        (
            {"declined_by_reason": []},
            "states, with what is declined by reason, add up to 2, received are 3",
        ),
        (
            {"states": {**STATES, "declined": 2}},
            "states add up to 4, received are 3",
        ),
        ({"categories": WHOLE.categories[:1]}, "categories add up to 1, received are 3"),
        ({"channels": []}, "places add up to 0, received are 3"),
        ({"sources": {"citizen": 2}}, "sources add up to 2, received are 3"),
        ({"days": [("2026-07-01", 5)]}, "days add up to 5, received are 3"),
        (
            {"states": {**STATES, "published": 1, "waiting": 1}},
            "waiting: categories add up to 0, the state has 1",
        ),
    ],
)
def test_where_figures_do_not_add_up_is_named(change: dict[str, object], told: str) -> None:
    assert first_break(msgspec.structs.replace(WHOLE, **change)) == told
