"""Are replies, with their measures and photos, and ratings those that were recorded?"""

from collections import defaultdict

from jianyan.cases.check_rows import fault_of_texts
from jianyan.cases.committing import document_hashes, document_texts, measures_of, photo_hashes, told
from jianyan.cases.recorded import Leaf, Recorded, Row
from jianyan.cases.states import StepKind
from jianyan.cases.stepping import told_minute
from jianyan.cases.tables import Rating, Reply

_PUBLISHING = frozenset({StepKind.ANSWERED, StepKind.TAKEN_OVER})
_FIXING = _PUBLISHING | {StepKind.REPLIED}
"""After these a reply does not change."""


async def fault_of_answers(rows: list[Row], page: Recorded) -> str | None:
    """Name the first of these cases with a reply or rating that is not the one that was recorded, or None."""
    ids = [row["id"] for row in rows]
    replies: dict[int, list[Row]] = defaultdict(list)
    columns = (*Reply.all_columns(), Reply.published_by.trail_id.as_alias("publisher"))
    for one in await Reply.select(*columns).where(Reply.case.is_in(ids)).order_by(Reply.round):
        replies[one["case"]].append(one)
    reply_ids = [one["id"] for each in replies.values() for one in each]
    every = (await measures_of(reply_ids), await photo_hashes(reply_ids), await document_hashes(reply_ids))
    ratings: dict[int, list[Row]] = defaultdict(list)
    rated_columns = (*Rating.all_columns(), Rating.suggestion.tracking.as_alias("tracking"))
    for one in await Rating.select(*rated_columns).where(Rating.case.is_in(ids)).order_by(Rating.id):
        ratings[one["case"]].append(one)
    for row in rows:
        leaves, erased = page.leaves[row["id"]], page.erased.get(row["tracking"], -1)
        fault = _fault_of_rounds(replies[row["id"]], leaves)
        for reply in replies[row["id"]]:
            parts = [each.get(reply["id"], []) for each in every]
            fault = fault or _fault_of_reply(reply, parts, leaves, erased=erased)
        fault = fault or _fault_of_ratings(row, ratings[row["id"]], page)
        if fault:
            return f"case {row['id']}: {fault}"
    return None


def _fault_of_rounds(replies: list[Row], leaves: list[Leaf]) -> str | None:
    published = [reply["round"] for reply in replies if reply["published_at"] is not None]
    recorded = [leaf.data["round"] for leaf in leaves if leaf.kind in _PUBLISHING]
    if published != recorded:
        return f"it has published replies of rounds {published}, recorded are {recorded}"
    return None


def _fault_of_reply(reply: Row, parts: list[list[Row]], leaves: list[Leaf], *, erased: int) -> str | None:
    """Say what of a reply is not as it was recorded when it was last fixed, or None."""
    own = [leaf for leaf in leaves if leaf.data["round"] == reply["round"]]
    fixing = [leaf for leaf in own if leaf.kind in _FIXING]
    is_draft = not fixing or any(leaf.seq > fixing[-1].seq for leaf in own if leaf.kind is StepKind.SENT_BACK)
    if is_draft:
        return (
            None if (reply["text"] is None) == (reply["text_salt"] is None) else "its draft is gone in part"
        )
    leaf, name = fixing[-1], f"reply {reply['round']}"
    if reply["published_at"] is not None:
        at, by = told_minute(reply["published_at"]), reply["publisher"]
        if (at, by, reply["organisation"]) != (leaf.data["at"], leaf.actor, leaf.data["organisation"]):
            return f"{name}: when, by whom or for whom it was published is not as recorded"
    measures, photos, documents = parts
    said = told(reply, measures, photos, documents)
    if said.data != {**{field: leaf.data.get(field) for field in said.data}, **_days(reply, leaf, leaves)}:
        return f"{name}: its class, adoption, measures, photos or documents are not as recorded"
    texts = [("reply", reply["text"], reply["text_salt"]), ("reason", reply["reason"], reply["reason_salt"])]
    texts += [(f"measure_{one['number']}", one["text"], one["text_salt"]) for one in measures]
    texts += [(name, text, salt) for name, salt, text in document_texts(documents)]
    fault = fault_of_texts(texts, leaf, erased=erased)
    recorded = {field: each for field, each in leaf.commitments.items() if field != "title"}
    if fault is None and leaf.seq > erased and said.commitments != recorded:
        fault = "its photos, measures or documents are not those that were recorded"
    return f"{name}: {fault}" if fault else None


def _days(reply: Row, leaf: Leaf, leaves: list[Leaf]) -> dict[str, list[list[str | None]]]:
    """Give when measures are due and were done, as it was recorded with the reply and since."""
    days = [list(each) for each in leaf.data.get("measures", [])]
    for later in leaves:
        if later.kind is StepKind.CARRIED_OUT and later.data["of"] == reply["round"]:
            days[later.data["measure"] - 1][1] = later.data["due"]
    return {"measures": days} if days else {}


def _fault_of_ratings(row: Row, ratings: list[Row], page: Recorded) -> str | None:
    leaves = [leaf for leaf in page.leaves[row["id"]] if leaf.kind is StepKind.RATED]
    if len(ratings) != len(leaves):
        return f"it has {len(ratings)} ratings, but {len(leaves)} are recorded"
    for number, (rating, leaf) in enumerate(zip(ratings, leaves, strict=True), start=1):
        recorded = tuple(leaf.data[name] for name in ("round", "solved", "satisfaction", "suggestion", "at"))
        kept = (
            rating["round"],
            bool(rating["is_solved"]),
            rating["satisfaction"],
            rating["suggestion"],
            told_minute(rating["rated_at"]),
        )
        if kept != recorded:
            return f"rating {number}: it is not the one that was recorded"
        erased = max(page.erased.get(rating["tracking"], -1), page.erased.get(row["tracking"], -1))
        reason = [("reason", rating["reason"], rating["reason_salt"])]
        fault = fault_of_texts(reason, leaf, erased=erased)
        if fault:
            return f"rating {number}: {fault}"
    return None
