"""Payloads in every text that somebody wrote: straight into the database, past every check on the way in."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Any

from piccolo.columns import Text, Varchar

from browser.payloads import written
from jianyan.tables import TABLES

WRITTEN = {
    "account": ("name", "email"),
    "addition": ("text",),
    "answer": ("text",),
    "api_client": ("name",),
    "appeal": ("text", "note"),
    "calendar_exception": ("reason",),
    "campaign": ("name",),
    "case": ("title",),
    "case_step": ("text",),
    "measure": ("text",),
    "rating": ("reason",),
    "reply": ("text", "reason"),
    "reply_document": ("title",),
    "reply_template": ("title", "text"),
    "job": ("file_name", "failure"),
    "category": ("name",),
    "motion": ("title", "text", "sector", "category", "session", "reason", "handover"),
    "option": ("label",),
    "organisation": ("name",),
    "passkey": ("name",),
    "placement": ("name", "line", "side", "material", "origin"),
    "proposal": ("title", "text", "shown_title", "shown_text", "note", "reason"),
    "question": ("text",),
    "reason_code": ("sentence",),
    "report": ("title", "addressee", "signed_by", "background", "answers", "advice", "unheard"),
    "report_template": ("name",),
    "report_voice": ("text",),
    "rules": ("guidance",),
    "screening_hit": ("word",),
    "screening_word": ("text", "allowed", "note"),
    "service_request": ("address", "address_id", "media_url"),
    "subscription": ("name",),
    "suggestion": ("title", "body", "origin"),
    "suggestion_spot": ("place",),
    "topic": ("title", "invitation"),
    "trail": ("leaf",),
}
"""Table → its columns in which people's words stand."""
UNWRITTEN = {
    "account": ("password_hash", "role", "trail_id"),
    "api_client": ("key_hash", "trail_id"),
    "appeal": ("outcome",),
    "calendar_exception": ("key",),
    "case": ("kind", "state", "result", "adoption"),
    "case_step": ("kind", "manner"),
    "case_term": ("key", "kind"),
    "rating": ("satisfaction",),
    "reply": ("result", "adoption"),
    "gather_turn": ("holder",),
    "job": ("kind", "parameters", "session", "language", "media_type", "state", "holder", "sha256"),
    "motion": ("state", "note"),
    "motion_signer": ("state",),
    "notice": ("public_id", "kind", "channel", "facts", "tracking", "state", "holder", "problem"),
    "passkey": ("credential_id",),
    "photo": ("name", "kind", "sha256", "added_by"),
    "decision": ("kind", "from_state", "to_state", "reason", "batch"),
    "organisation": ("kind", "above"),
    "placement": ("code", "kind", "state"),
    "preference": ("kinds",),
    "proposal": ("state",),
    "question": ("kind",),
    "reason_code": ("code",),
    "report": ("slug", "language", "state"),
    "report_template": ("sha256", "marks", "added_by"),
    "report_voice": ("tracking", "source"),
    "recovery_code": ("code_hash",),
    "screening_hit": ("field", "kind", "level"),
    "screening_word": ("folded", "level"),
    "session": ("token_hash", "front", "user_agent"),
    "set_up": ("token_hash",),
    "snapshot": ("root", "sha256", "beside_sha256"),
    "submission_key": ("key_hash", "content_hash", "tracking"),
    "subscription": ("public_id", "channel", "host", "kinds", "problem"),
    "suggestion": ("tracking", "state", "source", "kind", "receipt_hash"),
    "support": ("visitor_hash", "number"),
    "topic": ("slug", "state", "source"),
    "trail": ("kind", "subject", "actor", "role", "leaf_hash"),
    "trail_head": ("root", "frontier"),
    "tree_head": ("root",),
}
"""Table → its columns of which we choose every value ourselves: states, codes, hashes."""
FOLDED = ("screening_word", "folded")
"""The letters and digits of a word and nothing between them: what a word is searched by."""
TOLD = ("notice", "facts")
"""JSON with the title of a topic, which is shown on no page: it goes out, and only once."""


def text_columns() -> dict[str, set[str]]:
    """Give table → its columns of text, as the tables declare them."""
    found = {
        table._meta.tablename: {
            column._meta.db_column_name
            for column in table._meta.columns
            if isinstance(column, Varchar | Text)
        }
        for table in TABLES
    }
    return {table: columns for table, columns in found.items() if columns}


def is_written(text: str) -> bool:
    """Say whether somebody wrote it: everybody in the city writes Chinese, and nothing else here is."""
    return any("一" <= letter <= "鿿" for letter in text)


def columns_of(names: dict[str, tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    """List (table, column)."""
    return ((table, column) for table, columns in names.items() for column in columns)


def poison(file: Path) -> dict[tuple[str, str], int]:
    """Put the payloads into a database; give (table, column) → how many texts are payloads now."""
    turns = count()
    with closing(sqlite3.connect(file, timeout=30)) as connection, connection:
        connection.execute("BEGIN IMMEDIATE")  # the service goes on meanwhile
        for (guard,) in connection.execute("SELECT name FROM sqlite_master WHERE name LIKE '%_no_update'"):
            connection.execute(f"DROP TRIGGER {guard}")
        return {
            (table, column): _poison_column(connection, table, column, turns)
            for table, column in columns_of(WRITTEN)
        }


def found_in(file: Path, names: dict[str, tuple[str, ...]]) -> dict[tuple[str, str], list[str]]:
    """Give (table, column) → what somebody wrote there; columns without any are left out."""
    with closing(sqlite3.connect(file, timeout=30)) as connection:
        texts = {
            (table, column): [row[0] for row in connection.execute(f'SELECT "{column}" FROM "{table}"')]
            for table, column in columns_of(names)
        }
    found = {place: [one for one in there if one and is_written(one)] for place, there in texts.items()}
    return {place: there for place, there in found.items() if there}


def _poison_column(connection: sqlite3.Connection, table: str, column: str, turns: Iterator[int]) -> int:
    rows = connection.execute(f'SELECT rowid, "{column}" FROM "{table}" WHERE "{column}" <> ?', ("",))
    poisoned = 0
    for row, text in rows.fetchall():
        new = _poisoned(table, column, text, turns)
        if new != text:
            connection.execute(f'UPDATE "{table}" SET "{column}" = ? WHERE rowid = ?', (new, row))
            poisoned += 1
    return poisoned


def _poisoned(table: str, column: str, text: str, turns: Iterator[int]) -> str:
    if (table, column) == ("trail", "leaf"):
        return json.dumps(_poisoned_leaf(json.loads(text), turns), ensure_ascii=False, separators=(",", ":"))
    if (table, column) == ("account", "email") and text.endswith("@demo.jianyan.example"):
        return text
    return written(next(turns))


def _poisoned_leaf(value: Any, turns: Iterator[int]) -> Any:
    """Give what a leaf says with other words; states, numbers and codes stay."""
    if isinstance(value, dict):
        return {name: _poisoned_leaf(each, turns) for name, each in value.items()}
    if isinstance(value, list):
        return [_poisoned_leaf(each, turns) for each in value]
    return written(next(turns)) if isinstance(value, str) and is_written(value) else value
