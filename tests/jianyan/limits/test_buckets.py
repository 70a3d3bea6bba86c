from datetime import timedelta

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


def test_forgotten_keys_are_full_ones_only() -> None:
    buckets = Buckets(burst=1, every_s=1_000_000)
    buckets.take("wei", now=builders.NOW)
    for number in range(10_050):
        buckets.take(str(number), now=builders.NOW)
    with pytest.raises(TooOften):
        buckets.check("wei", now=builders.NOW)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2::5", "2001:db8:1::/48"),
        ("testclient", "testclient"),
    ],
)
def test_neighbours_are_one_network(address: str, network: str) -> None:
    assert network_of(address) == network
