"""Is the row of a case what its steps lead to, and is each step what was recorded?"""

from collections.abc import Iterable
from typing import Any

from jianyan import trail
from jianyan.cases.folding import Standing
from jianyan.cases.recorded import Leaf, Recorded, Row
from jianyan.cases.stepping import told_minute


def fault_of_steps(steps: list[Row], leaves: list[Leaf], *, erased: int) -> str | None:
    """Say which step of a case is not the one that was recorded, or None.

    Args:
        steps: its rows, by number.
        leaves: the records of its steps, in order.
        erased: number of the act that erased its suggestion; -1: it was not.
    """
    if len(steps) != len(leaves):
        return f"it has {len(steps)} steps, but {len(leaves)} are recorded"
    for number, (step, leaf) in enumerate(zip(steps, leaves, strict=True)):
        fault = _fault_of_step(step, leaf, number)
        fault = fault or fault_of_texts([("note", step["text"], step["text_salt"])], leaf, erased=erased)
        if fault:
            return f"step {number}: {fault}"
    return None


def fault_of_texts(texts: Iterable[tuple[str, str | None, Any]], leaf: Leaf, *, erased: int) -> str | None:
    """Say which text does not open its commitment, or is gone without a record, or None.

    Args:
        texts: what a commitment is called, the text and its salt.
        leaf: that commits to them.
        erased: number of the act that erased them; what was recorded before it is gone.
    """
    for field, text, salt in texts:
        if text is not None and leaf.seq < erased:
            return f"its {field} is there, yet it was erased"
        if (text is None) != (salt is None):
            return f"its {field} is gone in part"
        if text is None and field in leaf.commitments and leaf.seq > erased:
            return f"its {field} is gone without a record"
        if text is not None and leaf.commitments.get(field) != trail.commitment(bytes(salt), field, text):
            return f"its {field} is not the one that was recorded"
    return None


def fault_of_row(row: Row, standing: Standing, leaves: list[Leaf], page: Recorded) -> str | None:
    """Say which column of a case is not what its steps lead to, or None."""
    first = leaves[0]
    pairs = {
        "topic": (row["topic"], first.topic),
        **_opening(row, first),
        **_leading(row, standing),
    }
    for name, (kept, recorded) in pairs.items():
        if kept != recorded:
            return f"its {name} is {kept}, the trail leads to {recorded}"
    title = [("title", row["title"], row["title_salt"])]
    fault = fault_of_texts(title, first, erased=page.erased.get(row["tracking"], -1))
    return fault or _fault_of_co(page.co[row["id"]], standing, leaves)


def _opening(row: Row, first: Leaf) -> dict[str, tuple[Any, Any]]:
    """Give what was said when it was opened."""
    columns = {"suggestion": "tracking", "kind": "kind", "start": "from", "length": "letters", "root": "root"}
    own = {**row, "suggestion": row["tracking"]}
    return {column: (own[column], first.data.get(said)) for column, said in columns.items()}


def _leading(row: Row, standing: Standing) -> dict[str, tuple[Any, Any]]:
    """Give what its steps lead to."""
    return {
        "state": (row["state"], standing.state and standing.state.value),
        "round": (row["round"], standing.round),
        "lead": (row["lead"], standing.lead),
        "supervisor": (row["person"], standing.person),
        "supervising": (row["supervising"], standing.supervising),
        "opened_at": (told_minute(row["opened_at"]), standing.opened),
        "return_by": (_day(row["return_by"]), standing.return_by),
        "due_on": (_day(row["due_on"]), standing.due),
        "counted_from": (_day(row["counted_from"]), standing.counted and standing.counted[0]),
        "counted_days": (row["counted_days"], standing.counted and standing.counted[1]),
        "asked_due_on": (_day(row["asked_due_on"]), standing.asked),
        "chased": (row["chased"], standing.stage),
        "answered_at": (_minute(row["answered_at"]), standing.answered),
        "result": (row["result"], standing.result),
        "adoption": (row["adoption"], standing.adoption),
        "closed_at": (_minute(row["closed_at"]), standing.closed),
        "awaits_meeting": (bool(row["awaits_meeting"]), standing.awaits_meeting),
        "met_at": (_minute(row["met_at"]), standing.met),
    }


def _fault_of_step(step: Row, leaf: Leaf, number: int) -> str | None:
    said = leaf.data
    pairs = {
        "number": (step["number"], said["number"]),
        "kind": (step["kind"], leaf.kind.value),
        "round": (step["round"], said["round"]),
        "moment": (told_minute(step["at"]), said["at"]),
        "person": (step["actor"], leaf.actor),
        "organisation": (step["organisation"], said["organisation"]),
        "day": (_day(step["due_on"]), said["due"]),
        "manner": (step["manner"], said.get("manner")),
        "parties": (step["parties"], said.get("parties", [])),
    }
    if said["number"] != number:
        return f"it is recorded as number {said['number']}"
    for name, (kept, recorded) in pairs.items():
        if kept != recorded:
            return f"its {name} is {kept}, recorded is {recorded}"
    return None


def _fault_of_co(rows: list[Row], standing: Standing, leaves: list[Leaf]) -> str | None:
    if sorted(row["organisation"] for row in rows) != sorted(standing.co):
        return "its co-departments are not those that its steps lead to"
    signers = {
        (leaf.data["organisation"], leaf.data["at"]): leaf.actor
        for leaf in leaves
        if leaf.kind.value == "signed"
    }
    for row in rows:
        if row["signed_at"] is None and row["signed_by"] is None:
            continue  # until 2026 a signature was taken back without a step of its own
        signed = standing.signed.get(row["organisation"])
        if signed is None or _minute(row["signed_at"]) != signed:
            return f"the signature of department {row['organisation']} is not as recorded"
        if signers[row["organisation"], signed] != row["signed_by"]:
            return f"the signature of department {row['organisation']} is somebody else's"
    return None


def _day(on: Any) -> str | None:
    return str(on.isoformat()) if on else None


def _minute(at: Any) -> str | None:
    return at and told_minute(at)
