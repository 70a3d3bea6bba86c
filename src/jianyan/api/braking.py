"""How often somebody may come, by their own bucket."""

import math

from jianyan.clock import now
from jianyan.limits import Limit, TooOften
from jianyan.runtime import Runtime


async def brake(runtime: Runtime, what: str, key: str, limit: Limit) -> None:
    """Take one from a bucket.

    Args:
        runtime: whose limits may be off.
        what: the bucket is for, in a word.
        key: whose it is.
        limit: of it.

    Raises:
        TooOften: it is empty.
    """
    if runtime.settings.limits == "off":
        return
    if not await runtime.gate.admits(what, key, limit, now=now()):
        raise TooOften(retry_after_s=math.ceil(limit.every_s))
