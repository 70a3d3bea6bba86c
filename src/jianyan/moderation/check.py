"""Does every suggestion stand where its record says?"""

from jianyan import trail
from jianyan.moderation.tables import Decision, Merge
from jianyan.moderation.withholding import fault_of_withheld
from jianyan.suggestions.tables import Suggestion

_PAGE = 1_000


async def first_fault() -> str | None:
    """Name the first suggestion whose state or category is not what its acts lead to, or None.

    A withdrawal moves a suggestion as a decision does, but it is the sender's act and has no row here.
    """
    stands: dict[str, tuple[str, int | None]] = {}
    decided = 0
    async for page in trail.subjects_of("submit", "decide", "refile", "withdraw"):
        for _, subject, leaf in page:
            data = leaf["data"]
            if leaf["type"] == "submit":
                stands[subject] = (data["state"], data["category"])
            else:
                stands[subject] = (data["to"], data["category_to"])
                decided += leaf["type"] != "withdraw"
    kept = int(await Decision.count())
    if kept != decided:
        return f"decision: {kept} rows, but {decided} decisions are recorded"
    return await _fault_of_rows(stands) or await _fault_of_merges() or await fault_of_withheld()


async def _fault_of_rows(stands: dict[str, tuple[str, int | None]]) -> str | None:
    after = 0
    columns = (Suggestion.id, Suggestion.tracking, Suggestion.state, Suggestion.category)
    while (
        rows := await Suggestion.select(*columns)
        .where(Suggestion.id > after)
        .order_by(Suggestion.id)
        .limit(_PAGE)
    ):
        for row in rows:
            if stands.get(row["tracking"]) != (row["state"], row["category"]):
                return f"suggestion {row['tracking']}: its state or category is not what its acts lead to"
        after = rows[-1]["id"]
    return None


async def _fault_of_merges() -> str | None:
    merged = int(await Suggestion.count().where(Suggestion.state == "merged"))
    beside = int(await Merge.count().where(Merge.suggestion.state == "merged"))
    kept = int(await Merge.count())
    if not merged == beside == kept:
        return f"merge: {kept} rows, {beside} of merged suggestions, but {merged} suggestions are merged"
    chained = await Merge.select(Merge.suggestion.tracking).where(Merge.into.state == "merged").first()
    return f"suggestion {chained['suggestion.tracking']}: it is merged into a merged one" if chained else None
