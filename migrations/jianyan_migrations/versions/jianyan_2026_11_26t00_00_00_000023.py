from typing import Any

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.base import OnDelete
from piccolo.columns.base import OnUpdate
from piccolo.columns.column_types import Boolean
from piccolo.columns.column_types import Bytea
from piccolo.columns.column_types import ForeignKey
from piccolo.columns.column_types import Integer
from piccolo.columns.column_types import Serial
from piccolo.columns.column_types import SmallInt
from piccolo.columns.column_types import Text
from piccolo.columns.column_types import Timestamptz
from piccolo.columns.column_types import Varchar
from piccolo.columns.indexes import IndexMethod
from piccolo.table import Table

ID = "2026-11-26T00:00:00:000023"
VERSION = "1.38.0"
DESCRIPTION = "the outbox of notices, subscriptions of organisations and wishes of people"


class Organisation(Table, tablename="organisation", schema=None):
    id = Serial(null=False, primary_key=True)


class Account(Table, tablename="account", schema=None):
    id = Serial(null=False, primary_key=True)


class Subscription(Table, tablename="subscription", schema=None):
    id = Serial(null=False, primary_key=True)


EVERY: dict[str, Any] = {
    "null": False,
    "primary_key": False,
    "unique": False,
    "index": False,
    "index_method": IndexMethod.btree,
    "choices": None,
    "db_column_name": None,
    "secret": False,
}
LINK: dict[str, Any] = {
    "on_delete": OnDelete.restrict,
    "on_update": OnUpdate.cascade,
    "target_column": None,
    "null": True,
}
MAYBE: dict[str, Any] = {"default": None, "null": True}
AT: dict[str, Any] = {"default": None}
TEXT: dict[str, Any] = {"default": ""}
BYTES: dict[str, Any] = {"default": b"", "secret": True}
NUMBER: dict[str, Any] = {"default": 0}
MAYBE_LINK: dict[str, Any] = {**LINK, "default": None, "index": True}
KIND: dict[str, Any] = {"default": "", "length": 24}
WORD: dict[str, Any] = {"default": "", "length": 12}
PROBLEM: dict[str, Any] = {"default": "", "length": 40}
PUBLIC_ID: dict[str, Any] = {"default": "", "length": 32, "unique": True}
SEALED: dict[str, Any] = {"default": None, "null": True, "secret": True}
TABLES: dict[tuple[str, str], tuple[tuple[str, Any, dict[str, Any]], ...]] = {
    ("Subscription", "subscription"): (
        ("public_id", Varchar, PUBLIC_ID),
        ("organisation", ForeignKey, {**LINK, "references": Organisation}),
        ("channel", Varchar, WORD),
        ("name", Varchar, {"default": "", "length": 60}),
        ("host", Varchar, {"default": "", "length": 253}),
        ("address", Bytea, BYTES),
        ("secret", Bytea, SEALED),
        ("kinds", Text, TEXT),
        ("with_text", Boolean, {"default": False}),
        ("is_on", Boolean, {"default": True}),
        ("problem", Varchar, PROBLEM),
        ("rests_until", Timestamptz, MAYBE),
        ("created_at", Timestamptz, AT),
    ),
    ("Notice", "notice"): (
        ("public_id", Varchar, PUBLIC_ID),
        ("kind", Varchar, KIND),
        ("channel", Varchar, WORD),
        ("subscription", ForeignKey, {**MAYBE_LINK, "references": Subscription}),
        ("account", ForeignKey, {**MAYBE_LINK, "references": Account}),
        ("address", Bytea, SEALED),
        ("facts", Text, TEXT),
        ("text", Bytea, SEALED),
        ("tracking", Varchar, {"default": "", "length": 14, "index": True}),
        ("state", Varchar, WORD),
        ("due_at", Timestamptz, {**MAYBE, "index": True}),
        ("attempt_count", Integer, NUMBER),
        ("holder", Varchar, {"default": "", "length": 32}),
        ("problem", Varchar, PROBLEM),
        ("created_at", Timestamptz, {**AT, "index": True}),
        ("delivered_at", Timestamptz, MAYBE),
    ),
    ("Preference", "preference"): (
        ("account", ForeignKey, {**LINK, "references": Account, "unique": True}),
        ("kinds", Text, TEXT),
        ("quiet_from", SmallInt, MAYBE),
        ("quiet_until", SmallInt, MAYBE),
    ),
}


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="jianyan", description=DESCRIPTION)
    for (class_name, tablename), columns in TABLES.items():
        manager.add_table(class_name=class_name, tablename=tablename, schema=None, columns=None)
        for column, column_class, params in columns:
            manager.add_column(
                table_class_name=class_name,
                tablename=tablename,
                column_name=column,
                db_column_name=column,
                column_class_name=column_class.__name__,
                column_class=column_class,
                params={**EVERY, **params},
                schema=None,
            )
    return manager
