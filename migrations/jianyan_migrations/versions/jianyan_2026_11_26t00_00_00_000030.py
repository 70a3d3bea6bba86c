from typing import Any

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Boolean, ForeignKey, Serial, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete, OnUpdate
from piccolo.columns.indexes import IndexMethod
from piccolo.table import Table

ID = "2026-11-26T00:00:00:000030"
VERSION = "1.38.0"
DESCRIPTION = "where topics come from; proposals that are examined, supported and decided on"


class Account(Table, tablename="account", schema=None):
    id = Serial(null=False, primary_key=True)


class Proposal(Table, tablename="proposal", schema=None):
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
ADDED: dict[tuple[str, str], tuple[tuple[str, Any, dict[str, Any]], ...]] = {
    ("Topic", "topic"): (
        ("source", Varchar, {"default": "named", "length": 12}),
        ("inner", Boolean, {"default": False}),
    ),
    ("Proposal", "proposal"): (
        ("shown_title", Varchar, {**MAYBE, "length": 120}),
        ("shown_text", Text, MAYBE),
        ("note", Text, MAYBE),
        ("decided_by", ForeignKey, {**LINK, "default": None, "references": Account}),
        ("decided_at", Timestamptz, MAYBE),
    ),
    ("Support", "support"): (
        ("visitor_hash", Varchar, {"default": "", "length": 80, "primary_key": True}),
        ("proposal", ForeignKey, {**LINK, "default": None, "references": Proposal, "index": True}),
        ("number", Varchar, {"default": "", "length": 16, "unique": True}),
        ("supported_at", Timestamptz, {"default": None}),
    ),
}


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="jianyan", description=DESCRIPTION)
    manager.add_table(class_name="Support", tablename="support", schema=None, columns=None)
    for (class_name, tablename), columns in ADDED.items():
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
