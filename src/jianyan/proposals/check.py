"""Are those who support proposals the ones that the trail knows?"""

from jianyan import trail
from jianyan.proposals.tables import Support

_PAGE = 1_000


async def first_fault() -> str | None:
    """Name the first support that the trail does not know, or that is gone without a record, or None."""
    recorded: dict[str, int] = {}
    async for page in trail.subjects_of("support"):
        recorded |= {subject: leaf["data"]["proposal"] for _, subject, leaf in page}
    async for page in trail.subjects_of("support-withdraw"):
        for _, subject, _ in page:
            recorded.pop(subject, None)
    after = ""
    columns = (Support.number, Support.proposal)
    while rows := (
        await Support.select(*columns).where(Support.number > after).order_by(Support.number).limit(_PAGE)
    ):
        for row in rows:
            if recorded.pop(f"support-{row['number']}", None) != row["proposal"]:
                return f"support {row['number']}: it is not as recorded"
        after = rows[-1]["number"]
    return f"{min(recorded)}: it is recorded, but there is no row" if recorded else None
