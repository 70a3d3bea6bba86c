"""What becomes of a published suggestion: handed over, claimed, answered, rated, as far as is written."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

from jianyan import cases, suggestions
from jianyan.accounts import Person
from jianyan.cases import NewCase, NewMeasure, NewRating, NewReply, Satisfaction
from jianyan.clock import day_of
from jianyan.demo.content import DemoCase, DemoReply
from jianyan.demo.timeline import Timeline

_DAY = timedelta(days=1)
_UNTIL_CLAIMED, _UNTIL_REPLIED, _UNTIL_PUBLISHED, _UNTIL_RATED = 1 * _DAY, 3 * _DAY, 1 * _DAY, 2 * _DAY


class Casework(msgspec.Struct, frozen=True, kw_only=True):
    """Who acts on cases, and the departments by name."""

    staff: Person
    department: Person
    departments: Mapping[str, int]
    zone: ZoneInfo

    def plan(
        self, written: DemoCase, trackings: Sequence[str], published_at: datetime, timeline: Timeline
    ) -> None:
        """Put everything that happens to a case at its moment.

        Args:
            written: what is written down of it.
            trackings: holds the number of the suggestion when the time comes.
            published_at: when the suggestion was.
            timeline: on which it happens.
        """
        ids: list[int] = []
        at = published_at + _DAY

        async def hand_over(at: datetime) -> None:
            ids.append(await self._hand_over(written, trackings[0], at))

        async def claim(at: datetime) -> None:
            await cases.claim(ids[0], by=self._lead(written), now=at, zone=self.zone)

        async def give_back(at: datetime) -> None:
            await cases.give_back(ids[0], written.returned, by=self._lead(written), now=at, zone=self.zone)

        timeline.add(at, hand_over)
        if written.returned:
            timeline.add(at + _UNTIL_CLAIMED, give_back)
        elif written.is_claimed:
            timeline.add(at := at + _UNTIL_CLAIMED, claim)
        for number, reply in enumerate(written.replies):
            is_last = number == len(written.replies) - 1
            at = self._plan_reply(
                written, reply, ids, at, timeline, is_published=not is_last or written.is_published
            )

    def _plan_reply(
        self,
        written: DemoCase,
        reply: DemoReply,
        ids: Sequence[int],
        at: datetime,
        timeline: Timeline,
        *,
        is_published: bool,
    ) -> datetime:
        async def answer(at: datetime) -> None:
            by = self._lead(written)
            await cases.save_reply(ids[0], self._new_reply(reply, at), by=by, now=at)
            if written.together:
                await cases.sign(ids[0], "", agree=True, by=self.department, now=at)
            await cases.send_reply(ids[0], by=by, now=at)

        async def publish(at: datetime) -> None:
            await cases.publish_reply(ids[0], by=self.staff, now=at)

        async def rate(at: datetime) -> None:
            assert reply.rated is not None
            found = await cases.case_by_id(ids[0], by=None)
            rating = NewRating(
                is_solved=reply.rated is Satisfaction.SATISFIED, satisfaction=reply.rated, reason=reply.why
            )
            await cases.rate(ids[0], found.suggestion_id, rating, now=at, zone=self.zone)

        timeline.add(at := at + _UNTIL_REPLIED, answer)
        if is_published:
            timeline.add(at := at + _UNTIL_PUBLISHED, publish)
        if reply.rated:
            timeline.add(at := at + _UNTIL_RATED, rate)
        return at

    def _lead(self, written: DemoCase) -> Person:
        """Give who acts for the lead: its own person where it has one, else the office."""
        return self.department if written.lead in {self.department.organisation, None} else self.staff

    async def _hand_over(self, written: DemoCase, tracking: str, at: datetime) -> int:
        body = (await suggestions.by_tracking(tracking)).body or ""
        aspect = written.aspect
        new = NewCase(
            title=written.title,
            kind=written.kind,
            lead_id=self.departments[written.lead] if written.lead else None,
            co_ids=tuple(self.departments[name] for name in written.together),
            start=body.index(aspect) if aspect else None,
            length=len(aspect) if aspect else None,
        )
        return await cases.hand_over(tracking, new, by=self.staff, now=at, zone=self.zone)

    def _new_reply(self, reply: DemoReply, at: datetime) -> NewReply:
        today = day_of(at, self.zone)
        return NewReply(
            result=reply.result,
            adoption=reply.adoption,
            text=reply.text,
            reason=reply.reason,
            measures=tuple(
                NewMeasure(
                    text=measure.text,
                    due_on=today + timedelta(days=measure.in_days),
                    done_on=today if measure.is_done else None,
                )
                for measure in reply.measures
            ),
        )
