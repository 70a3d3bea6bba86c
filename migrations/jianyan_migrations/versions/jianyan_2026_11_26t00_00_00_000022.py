from typing import Any

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Boolean, Date, ForeignKey, Serial, Timestamptz, Varchar
from piccolo.columns.base import OnDelete, OnUpdate
from piccolo.columns.indexes import IndexMethod
from piccolo.table import Table

ID = "2026-11-26T00:00:00:000022"
VERSION = "1.38.0"
DESCRIPTION = "days on which an office does otherwise than the published calendar says"


class Account(Table, tablename="account", schema=None):
    id = Serial(null=False, primary_key=True)


class Organisation(Table, tablename="organisation", schema=None):
    id = Serial(null=False, primary_key=True)


PLAIN: dict[str, Any] = {
    "null": False,
    "primary_key": False,
    "unique": False,
    "index": False,
    "index_method": IndexMethod.btree,
    "choices": None,
    "db_column_name": None,
    "secret": False,
}
LINK = {
    **PLAIN,
    "on_delete": OnDelete.restrict,
    "on_update": OnUpdate.cascade,
    "target_column": None,
    "null": True,
}
COLUMNS: tuple[tuple[str, Any, dict[str, Any]], ...] = (
    ("key", Varchar, {**PLAIN, "default": "", "length": 24, "primary_key": True}),
    ("organisation", ForeignKey, {**LINK, "references": Organisation, "index": True}),
    ("day", Date, {**PLAIN, "default": None}),
    ("is_working", Boolean, {**PLAIN, "default": False}),
    ("reason", Varchar, {**PLAIN, "default": "", "length": 120}),
    ("set_by", ForeignKey, {**LINK, "references": Account}),
    ("set_at", Timestamptz, {**PLAIN, "default": None}),
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="jianyan", description=DESCRIPTION)
    table = {"tablename": "calendar_exception", "schema": None}
    manager.add_table(class_name="CalendarException", columns=None, **table)
    for name, kind, params in COLUMNS:
        manager.add_column(
            table_class_name="CalendarException",
            column_name=name,
            db_column_name=name,
            column_class_name=kind.__name__,
            column_class=kind,
            params=params,
            **table,
        )
    return manager
