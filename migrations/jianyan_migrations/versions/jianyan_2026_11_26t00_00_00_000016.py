from typing import Any

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Bytea, Date, ForeignKey, Integer, Serial, SmallInt, Timestamptz, Varchar
from piccolo.columns.base import OnDelete, OnUpdate
from piccolo.columns.indexes import IndexMethod
from piccolo.table import Table

ID = "2026-11-26T00:00:00:000016"
VERSION = "1.38.0"
DESCRIPTION = "photos, the suggestions they belong to, and batches of paper slips"


class Account(Table, tablename="account", schema=None):
    id = Serial(null=False, primary_key=True)


class Placement(Table, tablename="placement", schema=None):
    id = Serial(null=False, primary_key=True)


class Suggestion(Table, tablename="suggestion", schema=None):
    id = Serial(null=False, primary_key=True)


class Topic(Table, tablename="topic", schema=None):
    id = Serial(null=False, primary_key=True)


class Photo(Table, tablename="photo", schema=None):
    id = Serial(null=False, primary_key=True)


class SlipBatch(Table, tablename="slip_batch", schema=None):
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
NUMBER = {**PLAIN, "default": 0}
AT = {**PLAIN, "default": None}
MAYBE = {**PLAIN, "default": None, "null": True}
LINK = {
    **PLAIN,
    "on_delete": OnDelete.restrict,
    "on_update": OnUpdate.cascade,
    "target_column": None,
    "null": True,
}
TABLES: dict[tuple[str, str], tuple[tuple[str, Any, dict[str, Any]], ...]] = {
    ("Photo", "photo"): (
        ("name", Varchar, {**PLAIN, "default": "", "length": 32, "unique": True}),
        ("sha256", Varchar, {**PLAIN, "default": "", "length": 64}),
        ("width", Integer, NUMBER),
        ("height", Integer, NUMBER),
        ("size_bytes", Integer, NUMBER),
        ("added_at", Timestamptz, AT),
        ("added_by", Varchar, {**MAYBE, "length": 16}),
        ("erased_at", Timestamptz, {**MAYBE, "index": True}),
        ("removed_at", Timestamptz, MAYBE),
    ),
    ("SuggestionPhoto", "suggestion_photo"): (
        ("suggestion", ForeignKey, {**LINK, "references": Suggestion, "index": True}),
        ("photo", ForeignKey, {**LINK, "references": Photo, "unique": True}),
        ("number", SmallInt, NUMBER),
        ("salt", Bytea, MAYBE),
    ),
    ("SlipBatch", "slip_batch"): (
        ("topic", ForeignKey, {**LINK, "references": Topic}),
        ("placement", ForeignKey, {**LINK, "references": Placement}),
        ("slips_on", Date, AT),
        ("begun_by", ForeignKey, {**LINK, "references": Account}),
        ("begun_at", Timestamptz, AT),
    ),
    ("Slip", "slip"): (
        ("slip_batch", ForeignKey, {**LINK, "references": SlipBatch, "index": True}),
        ("suggestion", ForeignKey, {**LINK, "references": Suggestion, "unique": True}),
        ("typed_by", ForeignKey, {**LINK, "references": Account}),
        ("typed_at", Timestamptz, AT),
    ),
}


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="jianyan", description=DESCRIPTION)
    for (class_name, table), columns in TABLES.items():
        manager.add_table(class_name=class_name, tablename=table, schema=None, columns=None)
        for name, kind, params in columns:
            manager.add_column(
                table_class_name=class_name,
                tablename=table,
                column_name=name,
                db_column_name=name,
                column_class_name=kind.__name__,
                column_class=kind,
                params=params,
                schema=None,
            )
    return manager
