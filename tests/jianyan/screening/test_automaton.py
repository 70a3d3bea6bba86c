from hypothesis import given
from hypothesis import strategies as st

from jianyan.screening.automaton import Automaton

SHORT = st.text("a一𠮷\x00", min_size=1, max_size=4)


@given(st.sets(SHORT), st.text("a一𠮷\x00d", max_size=60))
def test_exactly_what_a_plain_search_finds_is_found(patterns: set[str], text: str) -> None:
    plain = {
        (start, pattern)
        for pattern in patterns
        for start in range(len(text))
        if text.startswith(pattern, start)
    }
    found = list(Automaton(patterns).places(text))
    assert set(found) == plain
    assert len(found) == len(plain)


def test_places_come_in_the_order_of_their_ends_the_longer_first() -> None:
    assert list(Automaton(["b", "ab", "bc", "abc"]).places("abc")) == [
        (0, "ab"),
        (1, "b"),
        (0, "abc"),
        (1, "bc"),
    ]


def test_no_pattern_finds_nothing() -> None:
    assert list(Automaton([]).places("abc")) == []
