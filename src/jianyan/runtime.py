"""What lives as long as the process: the engine, the secrets, the writer of suggestions, the scan counts."""

import asyncio
import contextvars
from collections.abc import Awaitable, Callable, Sequence
from contextlib import aclosing, suppress
from datetime import date
from pathlib import Path
from time import perf_counter

from jianyan import (
    campaigns,
    metrics,
    moderation,
    screening,
    suggestions,
    tallies,
    uploads,
)
from jianyan.clock import day_of, now
from jianyan.db import (
    GroupCommit,
    bind,
    content_version,
    edits,
    make_engine,
    newest_migration,
    words_version,
)
from jianyan.errors import Busy
from jianyan.keys import KeyRing, load_or_make
from jianyan.limits import Buckets, gate_of
from jianyan.screening import Words, default_words
from jianyan.settings import Settings
from jianyan.suggestions import NewSuggestion, Received
from jianyan.tables import TABLES
from jianyan.uploads import Darkroom, ReadingRoom, Studio, incoming, store_of

_FLUSH_S = 1.0
_FORGET_S = 3_600.0
_SURVEY_S = 3_600.0
_LEARN_S = 1.0


class Runtime:
    """The running parts of one process.

    Args:
        settings: of this installation.
        migrations_head: id of the newest migration that this process knows.
    """

    def __init__(self, settings: Settings, *, migrations_head: str) -> None:
        self._migrations_head = migrations_head
        self.settings = settings
        self.keys: KeyRing = load_or_make(Path(settings.secret_file))
        self.zone = settings.zone
        self.content_version = 0
        """Raised by every edit of what the form shows; this process sees it within a second."""
        self.words = Words(default_words())
        """What texts are screened with on arrival and for the public; anew within a second of an edit."""
        self._words_version = 0
        self.engine = make_engine(settings.database_url)
        self.intake: GroupCommit[NewSuggestion, Received] = GroupCommit(self._write)
        self.store = store_of(settings)
        self.darkroom = Darkroom()
        """Opens what people send as a photo."""
        self.studio = Studio()
        """Opens what people send as a voice note."""
        self.reading_room = ReadingRoom()
        """Opens what departments send as a document."""
        self.briefings = moderation.Briefings()
        self.learning = moderation.Learning()
        """Proposes the category on each card."""
        self.boards = tallies.Boards(self.zone)
        self.tries_of_account = Buckets(burst=10, every_s=30)
        """Wrong passwords for one address: ten at once, then one in half a minute."""
        self.tries_of_network = Buckets(burst=60, every_s=2)
        """Wrong passwords from one network: a whole office shares an address."""
        self.acts_of_network = Buckets(burst=60, every_s=10)
        """Appeals, withdrawals and added facts from one network."""
        self.supports_of_network = Buckets(burst=120, every_s=5)
        """New supporters of proposed topics from one network: a school or a campus shares an address."""
        self.files_of_network = Buckets(burst=90, every_s=2)
        """Photos and voice notes from one network: thirty people in a bus send three each."""
        self.gate = gate_of(settings.valkey_url, self.keys)
        self._today = day_of(now(), self.zone)
        self._scans: dict[tuple[int, date], int] = {}
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Open the database and begin to write.

        Raises:
            UnsafeDatabase: the database does not keep what is committed.
            DatabaseBusy: it cannot be reached.
        """
        bind(self.engine, TABLES)
        await self.engine.open()
        if await self.is_migrated():
            await self.look()
        self.intake.start()
        loop = asyncio.get_running_loop()
        duties = (
            (self.flush_scans, _FLUSH_S),
            (self.learning.catch_up, _LEARN_S),
            (self._forget, _FORGET_S),
            (self.engine.survey, _SURVEY_S),
        )
        for work in (self._follow(), *(_repeat(duty, every_s) for duty, every_s in duties)):
            self._tasks.append(loop.create_task(work, context=contextvars.Context()))

    async def stop(self) -> None:
        """Write what waits, then close the database."""
        await self.intake.stop()
        for task in self._tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        self._tasks.clear()
        with suppress(Busy):
            await self.flush_scans()
        await self.boards.stop()
        await self.darkroom.close()
        await self.studio.close()
        await self.reading_room.close()
        await self.gate.close()
        await self.engine.close()

    async def is_migrated(self) -> bool:
        """Say whether the database has what this process needs; a newer one has, by expand and contract.

        Raises:
            DatabaseBusy: it cannot be reached.
        """
        newest = await newest_migration()
        return newest is not None and newest >= self._migrations_head

    async def submit(self, new: NewSuggestion) -> Received:
        """Screen and write a suggestion, and give what became of it when it is committed.

        Raises:
            QueueFull: too many wait already.
            SentAlready, DiskFull, DatabaseBusy: as `suggestions.submit_many`.
        """
        (outcome,) = await self.submit_all([new])
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    async def submit_all(self, batch: Sequence[NewSuggestion]) -> list[Received | Exception]:
        """Do so with several that came together; give one outcome each, in order: an exception as above.

        Raises:
            QueueFull: too many wait already.
        """
        began = perf_counter()
        outcomes = await self.intake.submit_all(batch)
        seconds = perf_counter() - began
        for new, outcome in zip(batch, outcomes, strict=True):
            if isinstance(outcome, Exception):
                continue
            metrics.submitted(seconds)
            if not outcome.again:
                metrics.received(new.source)
        return outcomes

    async def _write(self, batch: list[NewSuggestion]) -> list[Received | Exception]:
        # All of a batch are screened in a row: the processor then knows its way, and takes half as long.
        screened = [suggestions.looked_through(new, self.words) for new in batch]
        began = perf_counter()
        outcomes = await suggestions.submit_many(screened, now=now())
        metrics.batch_written(len(batch), perf_counter() - began)
        return outcomes

    def scanned(self, placement_id: int) -> None:
        """Count one opened form; it reaches the database within a second."""
        place = (placement_id, self._today)
        self._scans[place] = self._scans.get(place, 0) + 1

    async def flush_scans(self) -> None:
        """Write the scans that were counted since the last time; kept for the next time on failure."""
        self._today = day_of(now(), self.zone)
        counts, self._scans = self._scans, {}
        if not counts:
            return
        try:
            await campaigns.count_scans(counts)
        except BaseException:
            for place, count in counts.items():
                self._scans[place] = self._scans.get(place, 0) + count
            raise
        metrics.scanned(sum(counts.values()))

    async def look(self) -> None:
        """See whether what the form shows or the word list was edited, here or by another process."""
        version = await content_version()
        if version != self.content_version:
            await self._look_at_words()
            self.content_version = version

    async def _follow(self) -> None:
        async with aclosing(edits()) as turns:
            async for _ in turns:
                with suppress(Busy):  # the database is away; the next turn finds it again
                    await self.look()

    async def _look_at_words(self) -> None:
        version = await words_version()
        if version != self._words_version:
            self.words = await screening.words_in_force()
            self._words_version = version

    async def _forget(self) -> None:
        await suggestions.forget_contacts(day_of(now(), self.zone))
        await moderation.forget_leases(now=now())
        await suggestions.let_go_of_loose_photos(now=now())
        await uploads.remove_erased(self.store, now=now())
        await asyncio.to_thread(incoming.sweep, self.store.folder, now=now())


async def _repeat(work: Callable[[], Awaitable[None]], every_s: float) -> None:
    while True:
        with suppress(Busy):  # the database is away for a while; the next round finds it again
            await work()
        await asyncio.sleep(every_s)
