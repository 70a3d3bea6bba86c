from hypothesis import given, settings
from hypothesis import strategies as st

import builders
from jianyan.reports.figures import FIGURES, day_count, figures_of, shares


@settings(deadline=None)
@given(st.lists(st.integers(0, 1_000_000), min_size=1, max_size=40))
def test_shares_of_the_whole_add_up_to_a_hundred(parts: list[int]) -> None:
    tenths = [round(float(share[:-1]) * 10) for share in shares(parts) if share != "–"]
    if sum(parts):
        assert sum(tenths) == 1_000
        assert all(abs(t - 1_000 * part / sum(parts)) < 1 for t, part in zip(tenths, parts, strict=True))
    else:
        assert tenths == []


def test_shares_have_one_decimal_and_three_thirds_are_a_whole() -> None:
    assert shares([1, 1, 1]) == ["33.4%", "33.3%", "33.3%"]
    assert shares([3, 1]) == ["75.0%", "25.0%"]
    assert shares([0, 0]) == ["–", "–"]


async def test_every_figure_that_may_be_asked_for_is_there(world: dict[str, str]) -> None:
    report = await builders.freeze()
    figures = figures_of(report.content, report.beside)
    assert set(figures) == set(FIGURES)
    assert figures["received"] == "12"
    assert figures["categories"] == "3"
    assert (figures["places"], figures["opened"], figures["sent"]) == ("2", "0", "10")
    assert (figures["citizens"], figures["members"]) == ("10", "0")
    assert figures["days"] == str(day_count(report.content)) == "4"
