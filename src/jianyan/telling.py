"""What is told outside, and when: each of these joins the transaction of the act that it tells of."""

from datetime import datetime

from jianyan import notices, topics
from jianyan.jobs import HeldJob
from jianyan.keys import KeyRing
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
