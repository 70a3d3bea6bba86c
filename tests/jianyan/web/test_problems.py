from jianyan.db import DatabaseBusy, DiskFull, QueueFull
from jianyan.errors import Refusal
from jianyan.limits import TooOften
from jianyan.web.problems import headers_of


def seconds(refusal: Refusal) -> set[int]:
    return {int(headers_of(refusal)["Retry-After"]) for _ in range(500)}


def test_a_crowd_is_told_to_come_again_at_different_seconds() -> None:
    assert seconds(QueueFull()) == {3, 4, 5, 6}
    assert seconds(DatabaseBusy()) == set(range(5, 11))
    assert min(seconds(DiskFull())) >= 60


def test_one_person_is_told_the_second() -> None:
    assert seconds(TooOften(retry_after_s=30)) == {30}


def test_other_refusals_name_no_time() -> None:
    assert headers_of(Refusal("no")) == {}
