from datetime import datetime, timedelta

import pytest

import builders
from jianyan.limits import Buckets, TooOften, network_of


def test_a_bucket_gives_its_burst_and_fills_again_with_time() -> None:
    buckets = Buckets(burst=3, every_s=30)
    for _ in range(3):
        buckets.check("wei", now=builders.NOW)
        buckets.take("wei", now=builders.NOW)
    with pytest.raises(TooOften) as refused:
        buckets.check("wei", now=builders.NOW)
    assert refused.value.retry_after_s == 30
    buckets.check("zhu", now=builders.NOW)
    buckets.check("wei", now=builders.NOW + timedelta(seconds=30))
    with pytest.raises(TooOften):
        buckets.check("wei", now=builders.NOW + timedelta(seconds=29))


def test_a_try_that_was_none_is_put_back_and_no_bucket_overflows() -> None:
    buckets = Buckets(burst=1, every_s=30)
    buckets.take("wei", now=builders.NOW)
    buckets.give_back("wei", now=builders.NOW)
    buckets.give_back("wei", now=builders.NOW)
    assert buckets.spend("wei", now=builders.NOW)
    assert not buckets.spend("wei", now=builders.NOW)


def test_forgotten_keys_are_full_ones_only() -> None:
    buckets = Buckets(burst=1, every_s=1_000_000)
    buckets.take("wei", now=builders.NOW)
    for number in range(10_050):
        buckets.take(str(number), now=builders.NOW)
    with pytest.raises(TooOften):
        buckets.check("wei", now=builders.NOW)


class Swept(Buckets):
    """The same, counting how often it looks at all it has."""

    sweeps = 0

    def _sweep(self, now: datetime) -> None:
        self.sweeps += 1
        super()._sweep(now)


def test_buckets_in_use_by_the_ten_thousand_are_not_swept_for_every_one() -> None:
    buckets = Swept(burst=2, every_s=1_000_000)
    for number in range(50_000):
        assert buckets.spend(str(number), now=builders.NOW)
    assert buckets.sweeps == 3
    assert not all(buckets.spend("7", now=builders.NOW) for _ in range(2))


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("203.0.113.077", "203.0.113.077"),
        ("2001:db8:1:2::5", "2001:db8:1::/48"),
        ("fe80::1%eth0", "fe80::/48"),
        ("::ffff:203.0.113.77", "203.0.113.0/24"),
        ("testclient", "testclient"),
    ],
)
def test_neighbours_are_one_network(address: str, network: str) -> None:
    assert network_of(address) == network
