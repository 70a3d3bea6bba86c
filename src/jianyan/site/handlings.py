"""How each topic's suggestions were handled, counted once a minute: the median looks at every decision."""

import asyncio
from collections import defaultdict
from datetime import datetime, timedelta

from jianyan import tallies
from jianyan.tallies import Handling

_FRESH = timedelta(minutes=1)


class Handlings:
    """What was counted of late, by the topic's address."""

    def __init__(self) -> None:
        self._kept: dict[str, Handling] = {}
        self._counting: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def of(self, slug: str, *, now: datetime) -> Handling:
        """Give how the suggestions of a topic were handled, as of a minute ago at most.

        Raises:
            NoSuchTopic: there is none of that slug.
        """
        async with self._counting[slug]:  # the others of a crowd wait for the first one's count
            kept = self._kept.get(slug)
            if kept is None or now - kept.as_of >= _FRESH:
                _, kept = await tallies.with_handling(slug, now=now)
                self._kept[slug] = kept
            return kept
