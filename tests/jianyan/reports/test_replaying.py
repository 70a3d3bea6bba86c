import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import builders
from jianyan.reports.law import first_break
from jianyan.reports.replaying import Contradictory, Replay
from jianyan.reports.schemas import Standing
from jianyan.suggestions import Source, SuggestionState
from jianyan.trail import Actor, Entry
from jianyan.trail.leaves import encoded

TOPIC = 3
STATES = [state.value for state in SuggestionState]


def leaf(
    kind: str, subject: str, topic: int | None = TOPIC, channel: str | None = None, **data: Any
) -> bytes:
    entry = Entry(
        kind=kind, subject=subject, topic=topic, channel=channel, actor=Actor("a", "staff"), data=data
    )
    return encoded(entry, n=0, previous=None, minute=builders.NOW)


def submitted(subject: str, state: str = "waiting", category: int | None = None, **more: Any) -> bytes:
    facts = {"source": "citizen", "day": "2026-07-01", "answers": {}, **more}
    return leaf("submit", subject, channel="7K3M9QXT", state=state, category=category, **facts)


def moved(subject: str, from_: str, to: str, *, kind: str = "decide", **data: Any) -> bytes:
    return leaf(
        kind, subject, **{"from": from_, "to": to, "category_from": None, "category_to": None, **data}
    )


def replay_of(*leaves: bytes) -> Replay:
    replay = Replay(TOPIC)
    for seq, each in enumerate(leaves):
        replay.take(seq, each)
    return replay


def content_of(replay: Replay) -> Any:
    return replay.content(trail_size=9, root="r", listing_sha256="l")


def test_a_suggestion_stands_where_its_last_act_led_it() -> None:
    replay = replay_of(
        submitted("A", category=5),
        submitted("B"),
        moved("B", "waiting", "declined", reason="advertising"),
        moved("A", "waiting", "published", category_from=5, category_to=6),
        moved("A", "published", "published", kind="refile", category_from=6, category_to=7),
        moved("A", "published", "withdrawn", kind="withdraw", category_from=7, category_to=7),
    )
    assert list(replay.standings()) == [Standing("A", 7, "withdrawn"), Standing("B", None, "declined")]
    assert replay.standing("C") is None
    content = content_of(replay)
    assert (content.received, content.states["declined"], content.states["withdrawn"]) == (2, 1, 1)
    assert content.declined_by_reason == [("advertising", 1)]
    assert content.channels == [("7K3M9QXT", 2)]
    assert content.days == [("2026-07-01", 2)]
    assert [(one.id, one.count) for one in content.categories] == [(None, 1), (7, 1)]


def test_a_decline_that_is_undone_has_no_reason_any_more() -> None:
    replay = replay_of(
        submitted("A"), moved("A", "waiting", "declined", reason="x"), moved("A", "declined", "waiting")
    )
    assert content_of(replay).declined_by_reason == []


def test_acts_on_other_topics_and_of_other_kinds_change_nothing() -> None:
    replay = replay_of(
        leaf("submit", "Z", topic=4, state="waiting", source="citizen", day="2026-07-01", category=None),
        leaf("sign-in", "somebody", topic=None),
        leaf("batch", "batch-1", act="approve", count=9),
        submitted("A"),
        leaf("erase", "A"),
        leaf("appeal", "A", due="2026-07-08"),
        leaf("rules-set", "topic-3", **{"from": 0, "to": 2, "reasons": 3}),
    )
    assert [one.tracking for one in replay.standings()] == ["A"]
    assert content_of(replay).rules == 2


@pytest.mark.parametrize(
    ("leaves", "told"),
    [
        ([submitted("A"), submitted("A")], "trail 1: A was received before"),
        ([moved("A", "waiting", "published")], "trail 0: A is moved and was never received"),
        (
            [submitted("A"), moved("A", "held", "published")],
            "trail 1: A does not stand where it is moved from",
        ),
        (
            [submitted("A", category=1), moved("A", "waiting", "published")],
            "trail 1: A does not stand where it is moved from",
        ),
        ([submitted("A", "lost")], "trail 0: state or source of A is not known"),
        ([submitted("A", source="rumour")], "trail 0: state or source of A is not known"),
        ([submitted("A"), moved("A", "waiting", "lost")], "trail 1: the state of A is not known"),
        ([b'{"type":'], "trail 0: the leaf cannot be read"),
        ([leaf("submit", "A", state="waiting")], "trail 0: the leaf cannot be read"),
    ],
)
def test_an_act_that_cannot_follow_is_named(leaves: list[bytes], told: str) -> None:
    with pytest.raises(Contradictory, match=f"^{told}$"):
        replay_of(*leaves)


@settings(deadline=None)
@given(seed=st.integers(0, 2**32), acts=st.integers(1, 200))
def test_nothing_is_lost_whatever_happens_in_whatever_order(seed: int, acts: int) -> None:
    chance = random.Random(seed)
    plain: dict[str, list[Any]] = {}
    replay = Replay(TOPIC)
    for seq in range(acts):
        if not plain or chance.random() < 0.4:
            name, state, category = f"N{seq:05d}", chance.choice(STATES), chance.choice([None, 1, 2])
            plain[name] = [state, category, None]
            replay.take(seq, submitted(name, state, category, source=chance.choice(list(Source)).value))
            continue
        name = chance.choice(sorted(plain))
        state, category, _ = plain[name]
        to, filed, reason = (
            chance.choice(STATES),
            chance.choice([None, 1, 2]),
            chance.choice([None, "a", "b"]),
        )
        replay.take(seq, moved(name, state, to, category_from=category, category_to=filed, reason=reason))
        plain[name] = [to, filed, reason if to == "declined" else None]
    content = content_of(replay)
    assert first_break(content) is None
    assert content.received == len(plain)
    assert [[one.tracking, one.state, one.category] for one in replay.standings()] == [
        [name, *plain[name][:2]] for name in sorted(plain)
    ]
    reasons = [reason for state, _, reason in plain.values() if state == "declined"]
    assert dict(content.declined_by_reason) == {reason: reasons.count(reason) for reason in set(reasons)}


def test_connected_systems_are_named_only_where_they_sent_something() -> None:
    four = {"citizen": 1, "member": 0, "import": 0, "staff": 0}
    replay = replay_of(submitted("A"))
    assert content_of(replay).sources == four  # a report from before there were any is still the same bytes
    replay.take(1, submitted("B", source="api"))
    assert content_of(replay).sources == {**four, "api": 1}
    assert first_break(content_of(replay)) is None
