"""Buckets that all processes share, in Valkey or Redis: one round trip takes from all of them at once.

The store is a convenience: it may be away, slow or emptied at any time; nothing that counts is kept there.
"""

from collections.abc import Sequence
from time import monotonic

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from jianyan.keys import KeyRing
from jianyan.limits.buckets import StoreGone

_PATIENCE_S = 0.05
_FAILURES_MOST = 3
_AWAY_S = 5.0
_SPEND = """
local time = redis.call('TIME')
local now = time[1] + time[2] / 1000000
local had = {}
for place, key in ipairs(KEYS) do
  local burst, every = tonumber(ARGV[2 * place - 1]), tonumber(ARGV[2 * place])
  local kept = redis.call('HMGET', key, 'left', 'at')
  local left, at = tonumber(kept[1]) or burst, tonumber(kept[2]) or now
  left = math.min(burst, left + math.max(0, now - at) / every)
  had[place] = left >= 1 and 1 or 0
  left = left - had[place]
  redis.call('HSET', key, 'left', string.format('%.6f', left), 'at', string.format('%.6f', now))
  redis.call('EXPIRE', key, math.ceil(burst * every) + 1)
end
return had
"""


class SharedBuckets:
    """Token buckets in one store.

    Args:
        url: `valkey://…` or `redis://host:port/number`; with a second s over TLS.
        keys: hide what the buckets are named after: an address is nobody else's business.
        patience_s: seconds for which the store is waited for.
    """

    def __init__(self, url: str, keys: KeyRing, *, patience_s: float = _PATIENCE_S) -> None:
        self._store: Redis = Redis.from_url(
            url.replace("valkey", "redis", 1),
            socket_timeout=patience_s,
            socket_connect_timeout=patience_s,
            retry=Retry(NoBackoff(), 0),
        )
        self._spend = self._store.register_script(_SPEND)
        self._keys = keys
        self._failures = 0
        self._away_until = 0.0

    async def spend(self, asked: Sequence[tuple[str, str, int, float]]) -> list[bool]:
        """Take one from each bucket, at once and for all processes, and say which had one left.

        Args:
            asked: kind, key, size and seconds in which one comes back, of each.

        Raises:
            StoreGone: nobody knows.
        """
        if monotonic() < self._away_until:
            raise StoreGone
        names = [f"jianyan:{kind}:{self._hidden(key)}" for kind, key, _, _ in asked]
        sizes = [size for _, _, burst, every_s in asked for size in (burst, every_s)]
        try:
            had = await self._spend(keys=names, args=sizes)
        except (RedisError, OSError) as gone:
            self._failures += 1
            if self._failures >= _FAILURES_MOST:
                self._failures, self._away_until = 0, monotonic() + _AWAY_S
            raise StoreGone from gone
        self._failures = 0
        return [bool(one) for one in had]

    async def close(self) -> None:
        """Close the connections."""
        await self._store.aclose()

    def _hidden(self, key: str) -> str:
        return self._keys.derive("limits", key.encode())[:12].hex()
