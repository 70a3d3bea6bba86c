"""What is told outside, and when: each of these joins the transaction of the act that it tells of."""

from collections.abc import Iterable
from datetime import datetime

import msgspec

from jianyan import accounts, cases, exports, motions, notices, topics
from jianyan.accounts import OFFICE_ROLES, Role
from jianyan.cases import News, StepKind
from jianyan.db import transaction
from jianyan.jobs import HeldJob
from jianyan.keys import KeyRing
from jianyan.motions import MotionDetail
from jianyan.notices import Facts, NoticeKind
from jianyan.reports import ReportDetail
from jianyan.settings import Settings
from jianyan.suggestions import SuggestionDetail


async def appeal_raised(
    found: SuggestionDetail, text: str, *, keys: KeyRing, settings: Settings, now: datetime
) -> None:
    """Tell that somebody objects; the text only who asked for texts."""
    topic = await topics.topic_by_id(found.topic_id)
    facts = Facts(
        kind=NoticeKind.APPEAL_RAISED,
        happened_at=now,
        topic=topic.slug,
        title=topic.title,
        tracking=found.tracking,
        state=found.state.value,
        link=f"{settings.base_url}/admin/appeals",
    )
    owner = await topics.owner_of(topic.id)
    await notices.tell(facts, owner=owner, text=text, keys=keys, zone=settings.zone, now=now)


async def report_published(report: ReportDetail, *, keys: KeyRing, settings: Settings, now: datetime) -> None:
    """Tell that a report can be read."""
    facts = Facts(
        kind=NoticeKind.REPORT_PUBLISHED,
        happened_at=now,
        topic=report.topic_slug,
        title=report.texts.title,
        link=f"{settings.base_url}/reports/{report.slug}",
    )
    owner = await topics.owner_of(report.content.topic)
    await notices.tell(facts, owner=owner, keys=keys, zone=settings.zone, now=now)


async def file_ready(job: HeldJob, *, settings: Settings, now: datetime) -> None:
    """Tell whoever asked for a file that it can be taken away."""
    facts = Facts(kind=NoticeKind.FILE_READY, happened_at=now, link=f"{settings.base_url}/admin/jobs")
    await notices.tell_person(facts, job.account_id, zone=settings.zone, now=now)


async def motion_to_sign(motion_id: int, people: Iterable[int], *, settings: Settings, now: datetime) -> None:
    """Tell members that they are asked to sign a motion."""
    await _of_motion(NoticeKind.MOTION_TO_SIGN, motion_id, people, settings=settings, now=now)


async def motion_examined(found: MotionDetail, *, settings: Settings, now: datetime) -> None:
    """Tell all who signed a motion that it is filed, or not; the reason is read behind their sign-in."""
    kind, people = NoticeKind.MOTION_EXAMINED, found.signatories
    await _of_motion(kind, found.id, people, settings=settings, now=now)


async def _of_motion(
    kind: NoticeKind, motion_id: int, people: Iterable[int], *, settings: Settings, now: datetime
) -> None:
    """Tell members of a motion; its title is for its signers, so no mail has it."""
    link = f"{settings.base_url}/me/motions/{motion_id}"
    facts = Facts(kind=kind, happened_at=now, link=link)
    for account_id in people:
        await notices.tell_person(facts, account_id, zone=settings.zone, now=now)


_FOR_DEPARTMENTS = frozenset(
    {
        StepKind.ASSIGNED,
        StepKind.JOINED,
        StepKind.UNSIGNED,
        StepKind.SENT_BACK,
        StepKind.EXTENSION_GRANTED,
        StepKind.EXTENSION_REFUSED,
        StepKind.RECOUNTED,
        StepKind.REOPENED,
    }
)
_FOR_OFFICE = frozenset({StepKind.RETURNED, StepKind.EXTENSION_ASKED, StepKind.REPLIED, StepKind.ESCALATED})
_DUE = frozenset({StepKind.REMINDED, StepKind.ESCALATED})


async def steps_taken(*, keys: KeyRing, settings: Settings, now: datetime) -> int:
    """Tell of steps of cases that nobody was told of yet, and give how many steps those were.

    Each is told in one transaction with the mark that it was: once, whatever is killed.
    """
    told = 0
    for news in await cases.untold():
        async with transaction():
            if await cases.mark_told(news.step_id):
                await _step_taken(news, keys=keys, settings=settings, now=now)
                told += 1
    return told


async def _step_taken(news: News, *, keys: KeyRing, settings: Settings, now: datetime) -> None:
    if news.kind is StepKind.ANSWERED and settings.sms_url:
        await _text_authors(news, keys=keys, settings=settings, now=now)
    if news.kind is StepKind.MET:
        await _meeting_recorded(news, settings=settings, now=now)
    for kind, owner, people in await _concerned(news):
        topic = await topics.topic_by_id(news.topic_id)
        facts = Facts(
            kind=kind,
            happened_at=now,
            topic=topic.slug,
            title=topic.title,
            tracking=news.tracking,
            link=f"{settings.base_url}/admin/cases/{news.case_id}",
        )
        await notices.tell(facts, owner=owner, accounts=people, keys=keys, zone=settings.zone, now=now)
        if kind is NoticeKind.CASE_ANSWERED:
            await _to_signers(kind, news, settings=settings, now=now)
        if news.kind is StepKind.ESCALATED and kind is NoticeKind.CASE_FOR_OFFICE:
            there = msgspec.structs.replace(facts, link=f"{settings.base_url}/me/cases")
            for member in await _supervisors(news):
                await notices.tell_person(there, member, zone=settings.zone, now=now)


async def _text_authors(news: News, *, keys: KeyRing, settings: Settings, now: datetime) -> None:
    """Tell who left a phone number for it that their suggestion is answered."""
    topic = await topics.topic_by_id(news.topic_id)
    if topic.texts_from is None:
        return
    for one in await exports.lend_phones(news.tracking, since=topic.texts_from, keys=keys, now=now):
        facts = Facts(
            kind=NoticeKind.SUGGESTION_ANSWERED, happened_at=now, topic=topic.slug, tracking=one.tracking
        )
        await notices.tell_phone(facts, one.phone, keys=keys, zone=settings.zone, now=now)


async def _meeting_recorded(news: News, *, settings: Settings, now: datetime) -> None:
    """Tell a member, and who signed with them, that a meeting is on record; what it says is read there."""
    kind = NoticeKind.CASE_MET
    if news.author:
        facts = Facts(kind=kind, happened_at=now, link=f"{settings.base_url}/me/suggestions/{news.tracking}")
        await notices.tell_person(facts, news.author, zone=settings.zone, now=now)
    await _to_signers(kind, news, settings=settings, now=now)


async def _to_signers(kind: NoticeKind, news: News, *, settings: Settings, now: datetime) -> None:
    """Tell those who signed a motion beside its first signer what became of it."""
    found = await motions.motion_of_case(news.case_id, author_id=news.author)
    if found:
        people = [one for one in found.signatories if one != news.author]
        await _of_motion(kind, found.id, people, settings=settings, now=now)


async def _concerned(news: News) -> list[tuple[NoticeKind, int | None, list[int]]]:
    """List what is told to which organisation, with all above it, and to which people."""
    kind, found = news.kind, []
    if kind is StepKind.OFFERED:
        tree = [one.id for one in await accounts.tree_of(news.root)]
        people = await accounts.account_ids({Role.DEPARTMENT}, within=tree)
        found.append((NoticeKind.CASE_OFFERED, news.root, people))
    if kind in _FOR_DEPARTMENTS:
        found.append((NoticeKind.CASE_FOR_DEPARTMENT, news.organisation, await _at_desks(news.organisation)))
    if kind in _DUE:
        found.append((NoticeKind.CASE_DUE, news.lead, await _at_desks(news.lead)))
    if kind in _FOR_OFFICE:
        owner = await topics.owner_of(news.topic_id)
        people = await accounts.account_ids(OFFICE_ROLES, within=await accounts.line_of(owner))
        found.append((NoticeKind.CASE_FOR_OFFICE, owner, people))
    if kind is StepKind.ANSWERED:
        owner = await topics.owner_of(news.topic_id)
        found.append((NoticeKind.CASE_ANSWERED, owner, [news.author] if news.author else []))
    return found


async def _at_desks(organisation_id: int | None) -> list[int]:
    """Give who acts for a department: its people, and those of the departments above it."""
    return await accounts.account_ids({Role.DEPARTMENT}, within=await accounts.line_of(organisation_id))


async def _supervisors(news: News) -> list[int]:
    """Give the members who supervise a case: one of them, or all of a committee."""
    of_committee = [news.supervising] if news.supervising else []
    people = await accounts.account_ids({Role.MEMBER}, within=of_committee)
    return [*people, *([news.supervisor] if news.supervisor else [])]
