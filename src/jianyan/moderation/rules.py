"""The rules of a topic: what moderators go by, and the reasons for which they may decline.

They are fixed before a topic opens, so that everybody is measured by the same; until then each change is a
version of its own, and every decision names the version it was taken by. A topic without rules of its own
has the built-in ones, version 0.
"""

from datetime import datetime
from itertools import count

import msgspec

from jianyan import topics, trail
from jianyan.accounts import Person
from jianyan.db import transaction
from jianyan.errors import Conflict, Invalid
from jianyan.i18n import N_
from jianyan.moderation.reasons import REASON_SENTENCES
from jianyan.moderation.tables import ReasonCode, Rules
from jianyan.topics import TopicState, TopicSummary

REASONS_MOST = 9
"""One digit of the keyboard each."""
SENTENCE_MOST = 120
GUIDANCE_MOST = 2_000


class RulesFixed(Conflict):
    """The topic is open."""

    sentence = N_(
        "The topic has opened: its rules and reasons stay as they are, so that everybody is measured by the "
        "same."
    )


class ReasonDetail(msgspec.Struct, frozen=True):
    """One reason to decline."""

    code: str
    sentence: str
    """What the sender is told; a message id where it is a built-in one."""


class RulesDetail(msgspec.Struct, frozen=True, kw_only=True):
    """One version of the rules."""

    id: int | None
    """None for the built-in ones."""
    version: int
    guidance: str
    reasons: list[ReasonDetail]
    """In the order of their keys, at most 9."""

    def reason(self, code: str | None) -> ReasonDetail | None:
        """Give the reason of a code, or None."""
        return next((reason for reason in self.reasons if reason.code == code), None)


BUILT_IN = RulesDetail(
    id=None,
    version=0,
    guidance="",
    reasons=[ReasonDetail(code.value, sentence) for code, sentence in REASON_SENTENCES.items()],
)


def are_fixed(topic: TopicSummary, *, now: datetime) -> bool:
    """Say whether the rules of a topic can no longer be changed: it is public and has opened."""
    return topic.state is not TopicState.DRAFT and topic.opens_at <= now


async def rules_of(topic_id: int) -> RulesDetail:
    """Give the rules that count now."""
    row = (
        await Rules.select(Rules.id, Rules.version, Rules.guidance)
        .where(Rules.topic == topic_id)
        .order_by(Rules.version, ascending=False)
        .first()
    )
    return RulesDetail(**row, reasons=await _reasons(row["id"])) if row else BUILT_IN


async def set_rules(
    slug: str, guidance: str, sentences: list[str], *, by: Person, now: datetime
) -> RulesDetail:
    """Keep a new version of a topic's rules and give it; without a change, the one that counts.

    A reason whose sentence is the same keeps its code, so that versions can be compared.

    Raises:
        NoSuchTopic: there is none of that slug.
        RulesFixed: the topic has opened.
        Invalid: there is no reason or more than 9, one stands twice, or a text is too long.
    """
    _check(guidance, sentences)
    async with transaction():
        topic = await topics.topic_by_slug(slug)
        if are_fixed(topic, now=now):
            raise RulesFixed
        before = await rules_of(topic.id)
        reasons = _coded(sentences, before)
        if (guidance, reasons) == (before.guidance, before.reasons):
            return before
        after = msgspec.structs.replace(
            before, version=before.version + 1, guidance=guidance, reasons=reasons
        )
        return await _keep(after, topic.id, by=by, now=now)


async def _keep(rules: RulesDetail, topic_id: int, *, by: Person, now: datetime) -> RulesDetail:
    row = Rules(topic=topic_id, version=rules.version, guidance=rules.guidance, by=by.account_id, at=now)
    rules_id = int((await Rules.insert(row))[0]["id"])
    await ReasonCode.insert(
        *(
            ReasonCode(rules=rules_id, position=position, code=reason.code, sentence=reason.sentence)
            for position, reason in enumerate(rules.reasons)
        )
    )
    data = {"from": rules.version - 1, "to": rules.version, "reasons": len(rules.reasons)}
    entry = trail.Entry(
        kind="rules-set", subject=f"topic-{topic_id}", actor=by.actor, topic=topic_id, data=data
    )
    await trail.record(entry, at=now)
    return msgspec.structs.replace(rules, id=rules_id)


async def _reasons(rules_id: int) -> list[ReasonDetail]:
    rows = (
        await ReasonCode.select(ReasonCode.code, ReasonCode.sentence)
        .where(ReasonCode.rules == rules_id)
        .order_by(ReasonCode.position)
    )
    return [ReasonDetail(row["code"], row["sentence"]) for row in rows]


def _coded(sentences: list[str], before: RulesDetail) -> list[ReasonDetail]:
    codes = {reason.sentence: reason.code for reason in (*BUILT_IN.reasons, *before.reasons)}
    fresh = (f"v{before.version + 1}-{number}" for number in count(1))
    return [ReasonDetail(codes.get(sentence) or next(fresh), sentence) for sentence in sentences]


def _check(guidance: str, sentences: list[str]) -> None:
    if not 1 <= len(sentences) <= REASONS_MOST:
        raise Invalid(N_("A topic has 1 to 9 reasons to decline."), field="reasons")
    if len(set(sentences)) < len(sentences):
        raise Invalid(N_("A reason stands twice."), field="reasons")
    if any(len(sentence) > SENTENCE_MOST for sentence in sentences):
        raise Invalid(N_("A reason has at most 120 characters."), field="reasons")
    if len(guidance) > GUIDANCE_MOST:
        raise Invalid(N_("The rules have at most 2,000 characters."), field="guidance")
