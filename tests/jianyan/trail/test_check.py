import sqlite3
from collections.abc import Awaitable, Callable

import asyncpg
import pytest

from jianyan import trail
from jianyan.trail.leaves import canonical
from jianyan.trail.merkle import leaf_hash

Run = Callable[..., Awaitable[None]]


def hash_of(leaf: str) -> str:
    return leaf_hash(leaf.encode()).hex()


ZEROES = "0" * 64
COPY = "INSERT INTO trail (seq, kind, subject, n, actor, role, minute, leaf, leaf_hash) SELECT"
UNREADABLE = '{"type":7}'
FOREIGN = canonical({"n": 0, "subject": "D", "time": "2026-07-01T04:31Z", "type": "submit", "v": 1}).decode()
FOREIGN_HASH, UNREADABLE_HASH = hash_of(FOREIGN), hash_of(UNREADABLE)
LATE = FOREIGN.replace("04:31Z", "04:35Z")
LATE_HASH = hash_of(LATE)


def swap(column: str, left: int, right: int) -> list[str]:
    """Swap a column of two rows, past its unique key if it has one."""
    values = f"CASE seq WHEN {left} THEN (SELECT {column} FROM swapped WHERE seq = {right}) "
    values += f"ELSE (SELECT {column} FROM swapped WHERE seq = {left}) END"
    return [
        "CREATE TABLE swapped AS SELECT * FROM trail",
        f"UPDATE trail SET {column} = {values} WHERE seq IN ({left}, {right})",
        "DROP TABLE swapped",
    ]


CHANGED_TRAIL = {
    "seq of the first": (["UPDATE trail SET seq = -1 WHERE seq = 0"], "trail -1:"),
    "seq of one within": (["UPDATE trail SET seq = 90 WHERE seq = 3"], "trail 3: missing"),
    "seq of the last": (["UPDATE trail SET seq = 7 WHERE seq = 6"], "trail 6: missing"),
    "kind": (["UPDATE trail SET kind = 'submit' WHERE seq = 2"], "trail 2:"),
    "subject": (["UPDATE trail SET subject = 'X' WHERE seq = 2"], "trail 2:"),
    "n": (["UPDATE trail SET n = 9 WHERE seq = 2"], "trail 2:"),
    "actor": (["UPDATE trail SET actor = 'zhu' WHERE seq = 2"], "trail 2:"),
    "actor taken away": (["UPDATE trail SET actor = NULL, role = NULL WHERE seq = 2"], "trail 2:"),
    "actor made up": (["UPDATE trail SET actor = 'zhu', role = 'staff' WHERE seq = 0"], "trail 0:"),
    "role": (["UPDATE trail SET role = 'admin' WHERE seq = 2"], "trail 2:"),
    "minute": (["UPDATE trail SET minute = TIME '2026-07-01 04:32:00Z' WHERE seq = 2"], "trail 2:"),
    "second": (["UPDATE trail SET minute = TIME '2026-07-01 04:30:01Z' WHERE seq = 0"], "trail 0:"),
    "leaf": (["UPDATE trail SET leaf = replace(leaf, 'published', 'declined') WHERE seq = 2"], "trail 2:"),
    "leaf_hash": ([f"UPDATE trail SET leaf_hash = '{ZEROES}' WHERE seq = 2"], "trail 2:"),
    "leaf with its hash": (
        [f"UPDATE trail SET leaf = '{FOREIGN}', leaf_hash = '{FOREIGN_HASH}' WHERE seq = 1"],
        "trail 1:",
    ),
    "leaf that is none": (
        [f"UPDATE trail SET leaf = '{UNREADABLE}', leaf_hash = '{UNREADABLE_HASH}' WHERE seq = 1"],
        "trail 1: the leaf cannot be read",
    ),
    "everything of one": (
        [f"UPDATE trail SET leaf = '{FOREIGN}', leaf_hash = '{FOREIGN_HASH}', subject = 'D' WHERE seq = 1"],
        "tree_head 3:",
    ),
}
DELETED_OR_ADDED = {
    "the first gone": (["DELETE FROM trail WHERE seq = 0"], "trail 0: missing"),
    "one within gone": (["DELETE FROM trail WHERE seq = 3"], "trail 3: missing"),
    "the last gone": (["DELETE FROM trail WHERE seq = 6"], "tree_head 7: the trail has no such size"),
    "the last batches gone": (
        ["DELETE FROM trail WHERE seq >= 3"],
        "tree_head 6: the trail has no such size",
    ),
    "all gone": (["DELETE FROM trail"], "tree_head 1: the trail has no such size"),
    "one before the first": (
        [f"{COPY} -1, kind, 'Z', n, actor, role, minute, leaf, leaf_hash FROM trail WHERE seq = 0"],
        "trail -1:",
    ),
    "one after the last": (
        [f"{COPY} 7, kind, 'Z', n, actor, role, minute, leaf, leaf_hash FROM trail WHERE seq = 0"],
        "trail 7:",
    ),
    "a good one after the last": (
        [f"{COPY} 7, 'submit', 'D', 0, NULL, NULL, minute, '{LATE}', '{LATE_HASH}' FROM trail WHERE seq = 6"],
        "tree_head 8: missing",
    ),
}
SWAPPED = {
    "leaves": (swap("leaf", 1, 3), "trail 1:"),
    "leaf hashes": (swap("leaf_hash", 1, 3), "trail 1:"),
    "kinds": (swap("kind", 1, 2), "trail 1:"),
    "actors": (swap("actor", 2, 4), "trail 2:"),
    "minutes": (swap("minute", 2, 3), "trail 2:"),
    "whole rows of one subject": (
        [f"UPDATE trail SET seq = {new} WHERE seq = {old}" for old, new in ((3, 99), (4, 3), (99, 4))],
        "trail 3:",
    ),
    "whole rows of two subjects": (
        [f"UPDATE trail SET seq = {new} WHERE seq = {old}" for old, new in ((4, 99), (5, 4), (99, 5))],
        "tree_head 6:",
    ),
}
HEADS = {
    "size of an older head": (["UPDATE tree_head SET size = 2 WHERE size = 3"], "tree_head 2:"),
    "size of the newest head": (["UPDATE tree_head SET size = 8 WHERE size = 7"], "tree_head 7: missing"),
    "root of a head": ([f"UPDATE tree_head SET root = '{ZEROES}' WHERE size = 3"], "tree_head 3:"),
    "minute of a head": (
        ["UPDATE tree_head SET minute = TIME '2026-07-01 04:32:00Z' WHERE size = 3"],
        "tree_head 3:",
    ),
    "a head at a change of minute gone": (["DELETE FROM tree_head WHERE size = 3"], "tree_head 3: missing"),
    "the newest head gone": (["DELETE FROM tree_head WHERE size = 7"], "tree_head 7: missing"),
    "a head of nothing": (
        [f"INSERT INTO tree_head SELECT 0, '{ZEROES}', minute FROM tree_head WHERE size = 1"],
        "tree_head 0:",
    ),
    "a head of the future": (
        [f"INSERT INTO tree_head SELECT 9, '{ZEROES}', minute FROM tree_head WHERE size = 1"],
        "tree_head 9:",
    ),
    "a head in between": (
        [f"INSERT INTO tree_head SELECT 5, '{ZEROES}', minute FROM tree_head WHERE size = 6"],
        "tree_head 5:",
    ),
    "roots swapped": (
        [
            "CREATE TABLE swapped AS SELECT * FROM tree_head",
            "UPDATE tree_head SET root = (SELECT root FROM swapped WHERE swapped.size = 4 - tree_head.size) "
            "WHERE size IN (1, 3)",
        ],
        "tree_head 1:",
    ),
    "id of the standing head": (["UPDATE trail_head SET id = 2"], "trail_head:"),
    "size of the standing head": (["UPDATE trail_head SET size = 6"], "trail_head:"),
    "root of the standing head": ([f"UPDATE trail_head SET root = '{ZEROES}'"], "trail_head:"),
    "frontier of the standing head": (["UPDATE trail_head SET frontier = ''"], "trail_head:"),
    "minute of the standing head": (["UPDATE trail_head SET minute = NULL"], "trail_head:"),
    "the standing head gone": (["DELETE FROM trail_head"], "trail_head: missing"),
    "a second standing head": (
        ["INSERT INTO trail_head SELECT 2, size, root, frontier, minute FROM trail_head"],
        "trail_head:",
    ),
}
KINDS = {"changed": CHANGED_TRAIL, "deleted or added": DELETED_OR_ADDED, "swapped": SWAPPED, "heads": HEADS}


@pytest.mark.usefixtures("recorded")
async def test_a_whole_trail_has_no_fault() -> None:
    assert await trail.size() == 7
    assert await trail.first_fault() is None


@pytest.mark.usefixtures("database")
async def test_an_empty_trail_has_no_fault() -> None:
    assert await trail.first_fault() is None


@pytest.mark.parametrize("kind", KINDS)
async def test_the_first_row_that_was_tampered_with_is_named(kind: str, tamper: Run, mend: Run) -> None:
    faults: dict[str, str | None] = {}
    for what, (statements, _) in KINDS[kind].items():
        await tamper(*statements)
        faults[what] = await trail.first_fault()
        await mend()
        assert await trail.first_fault() is None
    named = {what: start for what, (_, start) in KINDS[kind].items()}
    assert {what: fault for what, fault in faults.items() if not str(fault).startswith(named[what])} == {}


async def test_an_older_head_of_the_same_minute_says_nothing_that_its_leaves_do_not_say(tamper: Run) -> None:
    await tamper("DELETE FROM tree_head WHERE size = 6")
    assert await trail.first_fault() is None


@pytest.mark.parametrize("table", ["trail", "tree_head"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET minute = minute", "DELETE FROM {}"])
async def test_the_database_itself_refuses_to_change_what_is_only_added(
    table: str, statement: str, run_sql: Run
) -> None:
    with pytest.raises((sqlite3.IntegrityError, asyncpg.RaiseError), match="rows are added, never changed"):
        await run_sql(statement.format(table))
    assert await trail.first_fault() is None
