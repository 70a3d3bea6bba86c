"""Reports of the city, and a layout of its office for them."""

from datetime import datetime

import msgspec

import builders
from jianyan import reports
from jianyan.accounts import Person
from official_documents import template


async def add_report(topic: str, staff: Person, at: datetime, *, is_public: bool) -> str:
    """Freeze a topic, write around its figures, and give the address of the report."""
    report = await builders.freeze(topic, now=at)
    texts = {
        name: f"夜间公交{name}。" for name in ("addressee", "background", "answers", "advice", "unheard")
    }
    written = msgspec.structs.replace(report.texts, **texts)
    await reports.save_texts(report.slug, written, by=staff.actor, now=at)
    if is_public:
        await reports.publish_report(report.slug, by=staff.actor, now=at)
    return report.slug


async def add_template(staff: Person, at: datetime) -> int:
    """Add a layout and give its number."""
    return await reports.add_template(
        "夜间公交版式", template("{{标题}}", "{{正文}}"), by=staff.actor, now=at
    )
