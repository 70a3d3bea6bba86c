"""Do the motions, their signatures and the trail say the same?"""

from typing import Any

from jianyan import trail
from jianyan.motions.erasing import ERASED
from jianyan.motions.states import ENDS, MotionState, SignerState
from jianyan.motions.tables import Motion, MotionSigner

_PAGE = 1_000
_SIGNING = ("motion-sign", "motion-unsign")
_COMMITTED = {"motion-submit": ("title", "text"), "motion-decline": ("reason",)}
"""Kind of act → the columns that it commits to."""
Row = dict[str, Any]
Leaves = dict[str, list[Row]]


async def first_fault() -> str | None:
    """Name the first motion that does not match its record, or None where all do.

    Checked: each motion stands where its acts led it, and has the number and the other motion that they
    name; title, text and reason open their commitments; who signed is who the trail knows; each recorded
    motion is there; what was erased is gone, and nothing else is.
    """
    recorded: Leaves = {}
    async for page in trail.subjects_of(*ENDS, *_SIGNING, ERASED):
        for _, subject, leaf in page:
            recorded.setdefault(subject, []).append(leaf)
    after = 0
    while rows := await Motion.select().where(Motion.id > after).order_by(Motion.id).limit(_PAGE):
        signed = await _signed([row["id"] for row in rows])
        for row in rows:
            leaves = recorded.pop(f"motion-{row['id']}", [])
            fault = _fault_of(row, leaves) or _fault_of_signers(signed.get(row["id"], set()), leaves)
            if fault:
                return f"motion {row['id']}: {fault}"
        after = rows[-1]["id"]
    return f"{min(recorded)}: it is recorded, but there is no row" if recorded else None


def _fault_of(row: Row, leaves: list[Row]) -> str | None:
    acts = [leaf for leaf in leaves if leaf["type"] in ENDS]
    state = ENDS[acts[-1]["type"]] if acts else MotionState.DRAFT
    if row["state"] != state:
        return f"it is {row['state']}, recorded as {state.value}"
    said = {leaf["type"]: leaf for leaf in acts}
    facts = {
        "number": said.get("motion-file", {}).get("data", {}).get("number"),
        "merged_into": said.get("motion-merge", {}).get("data", {}).get("into"),
        "note": said.get("motion-decline", {}).get("data", {}).get("note"),
        "handover": said.get("motion-hand-over", {}).get("data", {}).get("number"),
    }
    for column, value in facts.items():
        if row[column] != value:
            return f"its {column} is not as recorded"
    if any(leaf["type"] == ERASED for leaf in leaves):
        is_empty = (row["title"], row["text"], row["reason"], row["salt"]) == ("", "", None, None)
        return None if is_empty else "its text is there, yet it was erased"
    return _fault_of_texts(row, said)


def _fault_of_texts(row: Row, said: dict[str, Row]) -> str | None:
    for kind, columns in _COMMITTED.items():
        for column in columns if kind in said else ():
            if row["salt"] is None or row[column] is None:
                return f"its {column} is gone without a record"
            if trail.commitment(bytes(row["salt"]), column, row[column]) != said[kind]["com"][column]:
                return f"its {column} is not the one that was recorded"
    return None


def _fault_of_signers(signed: set[str], leaves: list[Row]) -> str | None:
    recorded = {leaf["actor"]["id"]: leaf["type"] for leaf in leaves if leaf["type"] in _SIGNING}
    if signed != {who for who, kind in recorded.items() if kind == "motion-sign"}:
        return "its signatures are not as recorded"
    return None


async def _signed(motion_ids: list[int]) -> dict[int, set[str]]:
    """Give motion → what the trail knows its signers as, the first one apart."""
    columns = (MotionSigner.motion, MotionSigner.account.trail_id.as_alias("trail_id"))
    signed = MotionSigner.state == SignerState.SIGNED.value
    found: dict[int, set[str]] = {}
    for row in await MotionSigner.select(*columns).where(MotionSigner.motion.is_in(motion_ids) & signed):
        found.setdefault(row["motion"], set()).add(row["trail_id"])
    return found
