from typing import Any

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Bytea, ForeignKey, Serial, Text
from piccolo.columns.base import OnDelete, OnUpdate
from piccolo.columns.indexes import IndexMethod
from piccolo.table import Table

ID = "2026-11-26T00:00:00:000072"
VERSION = "1.38.0"
DESCRIPTION = "documents that a reply hands out"


class Photo(Table, tablename="photo", schema=None):
    id = Serial(null=False, primary_key=True)


class Reply(Table, tablename="reply", schema=None):
    id = Serial(null=False, primary_key=True)


EVERY: dict[str, Any] = {
    "null": True,
    "primary_key": False,
    "unique": False,
    "index": False,
    "index_method": IndexMethod.btree,
    "choices": None,
    "db_column_name": None,
    "secret": False,
}
PLAIN = {**EVERY, "default": None}
LINK = {**EVERY, "on_delete": OnDelete.restrict, "on_update": OnUpdate.cascade, "target_column": None}
COLUMNS: tuple[tuple[str, Any, dict[str, Any]], ...] = (
    ("reply", ForeignKey, {**LINK, "references": Reply, "index": True}),
    ("file", ForeignKey, {**LINK, "references": Photo, "unique": True}),
    ("title", Text, PLAIN),
    ("salt", Bytea, PLAIN),
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="jianyan", description=DESCRIPTION)
    table = {"table_class_name": "ReplyDocument", "tablename": "reply_document"}
    manager.add_table(class_name="ReplyDocument", tablename="reply_document", schema=None, columns=None)
    for name, kind, params in COLUMNS:
        manager.add_column(
            **table,
            column_name=name,
            db_column_name=name,
            column_class_name=kind.__name__,
            column_class=kind,
            params=params,
            schema=None,
        )
    return manager
