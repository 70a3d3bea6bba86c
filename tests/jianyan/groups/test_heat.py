from datetime import UTC, datetime, timedelta

import pytest

from jianyan.groups import Heat, Message, heat_of, sender_count

NOW = datetime(2026, 7, 1, tzinfo=UTC)
DAY = timedelta(days=1)


def said(sender: str | None = "lan", *, days_ago: float = 0, likes: int = 0, dislikes: int = 0) -> Message:
    at = NOW - days_ago * DAY
    return Message(number=0, title="", body="", at=at, sender=sender, likes=likes, dislikes=dislikes)


def heat(*messages: Message) -> Heat:
    return heat_of(messages, until=NOW, half_life=10 * DAY)


def test_each_person_counts_ten_and_what_they_write_besides_two() -> None:
    assert heat(said("lan"), said("he"), said("lan"), said("lan")) == Heat(people=20, repeats=4, likes=0)
    assert heat(said("lan"), said("he"), said("lan")).total == 22


def test_who_cannot_be_told_apart_counts_as_another_person_each_time() -> None:
    assert heat(said(None), said(None), said("lan")).people == 30
    assert sender_count([said(None), said("lan"), said(None), said("lan")]) == 3
    assert sender_count([]) == 0


def test_what_is_old_counts_by_halves_and_a_persons_newest_text_is_the_one_that_counts_most() -> None:
    assert heat(said(days_ago=10)).people == 5
    assert heat(said(days_ago=20), said(days_ago=10)) == Heat(people=5, repeats=0.5, likes=0)
    assert heat(said(days_ago=-3)).people == 10


def test_likes_count_by_their_doublings_after_dislikes_are_taken_off() -> None:
    assert heat(said(likes=1)).likes == 5
    assert heat(said("lan", likes=4), said("he", likes=3)).likes == pytest.approx(15)
    assert heat(said(likes=9, dislikes=2)).likes == pytest.approx(15)
    assert heat(said(likes=2, dislikes=9)).likes == 0
    assert heat(said(likes=6, days_ago=10)).likes == pytest.approx(10)


def test_thirty_people_outweigh_a_thousand_likes_and_nobody_weighs_nothing() -> None:
    crowd = [said(str(number)) for number in range(30)]
    assert heat(*crowd).total > heat(said(likes=1_000)).total > heat(*crowd[:5]).total
    assert heat() == Heat(people=0, repeats=0, likes=0)
