"""Token buckets, and the network that an address belongs to."""

import ipaddress
import math
import socket
from contextlib import suppress
from datetime import datetime
from functools import lru_cache

from jianyan.errors import TooMany
from jianyan.i18n import N_

_KEYS_MOST = 10_000


class TooOften(TooMany):
    """The bucket is empty; `retry_after_s` says when the next try is possible."""

    sentence = N_("Too many tries. Please wait a moment and try again.")


class StoreGone(Exception):
    """Shared buckets did not answer in time, or are left alone for a few seconds after they did not."""


class Buckets:
    """One bucket a key, each full at first.

    Args:
        burst: tries in a full bucket, at least 1.
        every_s: seconds in which one try comes back.
    """

    def __init__(self, *, burst: int, every_s: float) -> None:
        self._burst = burst
        self._every_s = every_s
        self._left: dict[str, tuple[float, datetime]] = {}
        self._sweep_at = _KEYS_MOST

    def check(self, key: str, *, now: datetime) -> None:
        """See to it that there is a try left; none is taken.

        Raises:
            TooOften: there is none.
        """
        left = self._now_left(key, now)
        if left < 1:
            raise TooOften(retry_after_s=math.ceil((1 - left) * self._every_s))

    def take(self, key: str, *, now: datetime) -> None:
        """Take one try out of the bucket."""
        self._keep(key, max(0.0, self._now_left(key, now) - 1), now)

    def give_back(self, key: str, *, now: datetime) -> None:
        """Put one try back that was taken and turned out to be none."""
        self._left[key] = (min(float(self._burst), self._now_left(key, now) + 1), now)

    def spend(self, key: str, *, now: datetime) -> bool:
        """Take one if there is one left, and say whether there was."""
        left = self._now_left(key, now)
        if left < 1:
            return False
        self._keep(key, left - 1, now)
        return True

    def _keep(self, key: str, left: float, now: datetime) -> None:
        if len(self._left) >= self._sweep_at:
            self._sweep(now)
        self._left[key] = (left, now)

    def _sweep(self, now: datetime) -> None:
        """Drop the full buckets; not again before there are twice as many, for each sweep looks at all."""
        self._left = {
            each: kept for each, kept in self._left.items() if self._now_left(each, now) < self._burst
        }
        self._sweep_at = max(_KEYS_MOST, 2 * len(self._left))

    def _now_left(self, key: str, now: datetime) -> float:
        left, at = self._left.get(key, (float(self._burst), now))
        return min(float(self._burst), left + max(0.0, (now - at).total_seconds()) / self._every_s)


@lru_cache(maxsize=4_096)
def network_of(address: str) -> str:
    """Give the network of an address, 24 bits of IPv4 or 48 of IPv6; the text itself where it is neither."""
    with suppress(OSError, ValueError):  # what reads both kinds takes ten times as long
        return _network_of_ipv4(socket.inet_pton(socket.AF_INET, address))
    try:
        parsed = ipaddress.IPv6Address(address)
    except ValueError:
        return address
    if parsed.ipv4_mapped:
        return _network_of_ipv4(parsed.ipv4_mapped.packed)
    return str(ipaddress.ip_network((parsed.packed, 48), strict=False))


def _network_of_ipv4(address: bytes) -> str:
    return f"{socket.inet_ntoa(address[:3] + bytes(1))}/24"
