"""The story of one topic: announced, placed, scanned, written to, decided on, closed."""

import hashlib
from collections import Counter
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

from jianyan import appeals, campaigns, moderation, suggestions, topics
from jianyan.accounts import Person, within
from jianyan.campaigns import Arrival, PlacementKind, PlacementState
from jianyan.clock import day_of
from jianyan.demo.casework import Casework
from jianyan.demo.content import DemoAppeal, DemoSuggestion, DemoTopic
from jianyan.demo.timeline import Timeline
from jianyan.keys import KeyRing
from jianyan.moderation import Act, Learning, Reason, Verdict
from jianyan.suggestions import Draft, NewSuggestion, Source, SuggestionState
from jianyan.topics import NewTopic, QuestionKind, TopicDetail

_CONTACT_DAYS = 90
_WRITING = timedelta(seconds=90)
_UNTIL_NOTICED = timedelta(minutes=35)
_UNTIL_APPEALED, _UNTIL_HEARD = timedelta(hours=5), timedelta(hours=26)
_REFILED_EVERY, _UNDONE_EVERY = 19, 29
_DEAD = {PlacementState.PLANNED, PlacementState.SILENT, PlacementState.REMOVED}


class People(msgspec.Struct, frozen=True, kw_only=True):
    """Who acts in the stories."""

    administrator: Person
    staff: Person
    moderator: Person
    member: Person


class Story:
    """What happens to one topic.

    Args:
        topic: what is written down of it.
        people: who acts.
        casework: who answers.
        keys: of the installation.
        zone: in which days are counted.
    """

    def __init__(
        self, topic: DemoTopic, people: People, casework: Casework, *, keys: KeyRing, zone: ZoneInfo
    ) -> None:
        self._topic = topic
        self._casework = casework
        self._people = people
        self._keys = keys
        self._zone = zone
        self._detail: TopicDetail | None = None
        self._link: Arrival | None = None
        self._places: list[Arrival] = []
        self._sent: Counter[tuple[int, date]] = Counter()
        self._learning = Learning()

    def plan(self, timeline: Timeline) -> None:
        """Put everything that happens at its moment."""
        topic = self._topic
        timeline.add(
            timeline.moment(topic.opens_days_ago + 2, 10 * 60), lambda at: self._announce(timeline, at)
        )
        for turn, written in enumerate(topic.suggestions):
            self._plan_suggestion(written, turn, timeline)
        if topic.closes_in_days < 0:
            timeline.add(timeline.moment(-topic.closes_in_days, 0), self._close)

    async def count_scans(self, now: datetime) -> None:
        """Count how often each form was opened: more often than something was sent, never without a code."""
        first = day_of(now, self._zone) - timedelta(days=self._topic.opens_days_ago)
        last = day_of(now, self._zone) + timedelta(days=min(self._topic.closes_in_days, 0))
        counts: dict[tuple[int, date], int] = {}
        for arrival in self._places:
            place = arrival.placement
            for days in range((last - first).days + 1):
                day = first + timedelta(days=days)
                drawn = hashlib.sha256(
                    f"{self._topic.slug} {place.name} {place.line} {day}".encode()
                ).digest()
                idle = 0 if place.state in _DEAD else drawn[0] % 4
                count = self._sent[place.id, day] * (3 + drawn[1] % 4) + idle
                if count:
                    counts[place.id, day] = count
        await campaigns.count_scans(counts)

    async def _announce(self, timeline: Timeline, at: datetime) -> None:
        topic, staff = self._topic, self._people.staff.actor
        new = NewTopic(
            slug=topic.slug,
            title=topic.title,
            invitation=topic.invitation,
            organisers=topic.organisers,
            categories=topic.categories,
            questions=topic.questions,
            opens_at=timeline.moment(topic.opens_days_ago, 0),
            closes_at=timeline.moment(-topic.closes_in_days, 0),
            takes_files=topic.takes_files,
        )
        with within(self._people.staff.scope):
            topic_id = await campaigns.announce(new, by=staff, now=at)
        await campaigns.add_placements(
            await campaigns.first_campaign(topic.slug), topic.placements, by=staff, now=at
        )
        await topics.publish_topic(topic.slug, by=staff, now=at)
        self._detail = await topics.topic_by_id(topic_id)
        arrivals = [await campaigns.arrive(place.code) for place in await campaigns.placements_of(topic_id)]
        self._link = next(one for one in arrivals if one.placement.kind is PlacementKind.LINK)
        self._places = [one for one in arrivals if one.placement.kind is PlacementKind.PLACE]

    async def _close(self, at: datetime) -> None:
        await topics.close_topic(self._topic.slug, by=self._people.staff.actor, now=at)

    def _plan_suggestion(self, written: DemoSuggestion, turn: int, timeline: Timeline) -> None:
        trackings: list[str] = []
        sent_at = timeline.moment(self._topic.opens_days_ago - written.day, written.minute)
        sat_at = timeline.sitting_after(sent_at, turn=turn)

        async def send(at: datetime) -> None:
            trackings.append(await self._send(written, at))

        timeline.add(sent_at, send)
        number = 0
        for number, (act, name, reason) in enumerate(_acts(written, self._topic.categories, turn)):

            async def decide(
                at: datetime, act: Act = act, name: str | None = name, reason: Reason | None = reason
            ) -> None:
                verdict = Verdict(act=act, category_id=self._category_id(name), reason=reason)
                await self._decide(trackings[0], verdict, appealed=written.appeal is not None, now=at)

            timeline.add(sat_at + number * _UNTIL_NOTICED, decide)
        decided_at = sat_at + number * _UNTIL_NOTICED
        for case in written.cases:
            self._casework.plan(case, trackings, decided_at, timeline)
        if written.appeal:
            self._plan_appeal(written.appeal, trackings, sat_at, timeline)

    async def _decide(self, tracking: str, verdict: Verdict, *, appealed: bool, now: datetime) -> None:
        """Decide as a moderator does who sees what is proposed; who declined does not hear the appeal."""
        by = self._people.administrator if appealed else self._people.moderator
        before = await suggestions.by_tracking(tracking)
        assert self._detail is not None
        found = self._learning.proposal(before, among={one.id for one in self._detail.categories})
        if found and verdict.act is Act.APPROVE:
            verdict = msgspec.structs.replace(
                verdict, proposed_id=found.category_id, proposed_percent=found.percent
            )
        self._learning.hear(await moderation.decide(tracking, verdict, by=by, now=now))

    def _plan_appeal(
        self, raised: DemoAppeal, trackings: list[str], declined_at: datetime, timeline: Timeline
    ) -> None:
        async def appeal(at: datetime) -> None:
            await appeals.appeal(trackings[0], raised.text, by=None, now=at, zone=self._zone)

        async def hear(at: datetime) -> None:
            assert raised.outcome is not None
            await appeals.hear(trackings[0], raised.outcome, raised.note, by=self._people.moderator, now=at)

        timeline.add(declined_at + _UNTIL_APPEALED, appeal)
        if raised.outcome:
            timeline.add(declined_at + _UNTIL_HEARD, hear)

    async def _send(self, written: DemoSuggestion, at: datetime) -> str:
        new = self._composed(written, at)
        outcome = (await suggestions.submit_many([new], now=at))[0]
        if isinstance(outcome, Exception):
            raise outcome
        if new.placement_id:
            self._sent[new.placement_id, new.received_on] += 1
        return outcome.tracking

    def _composed(self, written: DemoSuggestion, at: datetime) -> NewSuggestion:
        detail, link = self._detail, self._link
        assert detail is not None
        assert link is not None
        draft = Draft(
            body=written.body,
            category=str(self._category_id(written.category) or ""),
            answers=_answers(written, detail),
        )
        arrival = link if written.place is None else self._places[written.place]
        code = arrival.placement.code
        issued = suggestions.tokens.issue(self._keys, code, now=at - _WRITING)
        token = suggestions.tokens.read(self._keys, issued, code=code, now=at)
        if written.source is Source.MEMBER:
            member = self._people.member
            return suggestions.compose_for_member(
                draft,
                topic=detail,
                token=token,
                account_id=member.account_id,
                trail_id=member.trail_id,
                zone=self._zone,
                now=at,
            )
        return suggestions.compose(
            draft,
            arrival=arrival,
            token=token,
            keys=self._keys,
            zone=self._zone,
            contact_days=_CONTACT_DAYS,
            now=at,
        )

    def _category_id(self, name: str | None) -> int | None:
        assert self._detail is not None
        return next((one.id for one in self._detail.categories if one.name == name), None)


def _acts(
    written: DemoSuggestion, categories: list[str], turn: int
) -> list[tuple[Act, str | None, Reason | None]]:
    """Give what the moderator does with a suggestion, in order; some are filed anew or decided anew."""
    match written.state:
        case SuggestionState.DECLINED:
            return [(Act.DECLINE, None, written.reason)]
        case SuggestionState.HELD:
            return [(Act.HOLD, None, None)]
        case SuggestionState.PUBLISHED:
            approve = (Act.APPROVE, written.filed, None)
            if turn % _UNDONE_EVERY == 0:
                return [(Act.DECLINE, None, Reason.OFF_TOPIC), (Act.UNDO, None, None), approve]
            if turn % _REFILED_EVERY == 0:
                other = next(name for name in categories if name != written.filed)
                return [(Act.APPROVE, other, None), (Act.REFILE, written.filed, None)]
            return [approve]
    return []


def _answers(written: DemoSuggestion, topic: TopicDetail) -> dict[str, list[str]]:
    """Give the answers as a form sends them."""
    sent: dict[str, list[str]] = {}
    for index, answer in written.answers.items():
        question = topic.questions[int(index)]
        values = [str(value) for value in (answer if isinstance(answer, list) else [answer])]
        if question.kind in {QuestionKind.SINGLE, QuestionKind.MULTIPLE}:
            ids = {option.label: str(option.id) for option in question.options}
            values = [ids[value] for value in values]
        sent[f"q_{question.id}"] = values
    return sent
