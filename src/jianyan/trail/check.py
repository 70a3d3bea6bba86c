"""Is the trail whole? Every leaf is hashed again and the tree is grown again from nothing."""

import msgspec

from jianyan.trail.merkle import EMPTY_ROOT, Frontier, leaf_hash
from jianyan.trail.tables import Trail, TrailHead, TreeHead

_PAGE = 1_000


async def first_fault() -> str | None:
    """Name the first row that is not as it was written, or None where the trail is whole.

    Checked: numbers run from 0 without a gap; each hash is its leaf's; the columns say what the leaf says; each
    leaf names the one before it of its subject; every stored head is the root at its size.
    """
    frontier = Frontier()
    heads = {row["size"]: row["root"] for row in await TreeHead.select()}
    last: dict[str, str] = {}
    while rows := (
        await Trail.select().where(Trail.seq >= frontier.size).order_by(Trail.seq).limit(_PAGE)
    ):
        for row in rows:
            fault = _fault_of(row, expected=frontier.size, last=last)
            if fault:
                return fault
            frontier.append(bytes.fromhex(row["leaf_hash"]))
            root = heads.pop(frontier.size, None)
            if root is not None and root != frontier.root().hex():
                return f"tree_head {frontier.size}: its root is not that of the first {frontier.size} leaves"
    return _fault_of_heads(heads) or await _fault_of_head(frontier)


def _fault_of(row: dict[str, object], *, expected: int, last: dict[str, str]) -> str | None:
    seq, leaf = row["seq"], str(row["leaf"])
    if seq != expected:
        return f"trail {expected}: missing"
    if leaf_hash(leaf.encode()).hex() != row["leaf_hash"]:
        return f"trail {seq}: the leaf is not the one that was hashed"
    content = msgspec.json.decode(leaf)
    said = (content["type"], content["subject"], content["n"], content.get("prev"))
    if said[:3] != (row["kind"], row["subject"], row["n"]):
        return f"trail {seq}: its columns differ from its leaf"
    actor = content.get("actor") or {"id": None, "role": None}
    if (actor["id"], actor["role"]) != (row["actor"], row["role"]):
        return f"trail {seq}: its actor differs from its leaf"
    if content["time"] != row["minute"].strftime("%Y-%m-%dT%H:%MZ"):  # type: ignore[attr-defined]
        return f"trail {seq}: its minute differs from its leaf"
    if said[3] != last.get(content["subject"]):
        return f"trail {seq}: it does not follow the subject's act before it"
    last[content["subject"]] = str(row["leaf_hash"])
    return None


def _fault_of_heads(left_over: dict[int, str]) -> str | None:
    if left_over:
        return f"tree_head {min(left_over)}: the trail is shorter than this head"
    return None


async def _fault_of_head(frontier: Frontier) -> str | None:
    head = await TrailHead.select().first()
    size, root = (head["size"], head["root"]) if head else (0, EMPTY_ROOT.hex())
    if size != frontier.size:
        return f"trail {min(size, frontier.size)}: the head says {size} leaves, there are {frontier.size}"
    if root != frontier.root().hex():
        return "trail_head: its root is not that of the leaves"
    return None
