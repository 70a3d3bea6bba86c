from typing import Any

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Boolean, DoublePrecision, ForeignKey, Integer, Serial, Timestamptz, Varchar
from piccolo.columns.base import OnDelete, OnUpdate
from piccolo.columns.indexes import IndexMethod
from piccolo.table import Table

ID = "2026-11-26T00:00:00:000050"
VERSION = "1.38.0"
DESCRIPTION = "systems that send suggestions with a key, and what they say beside the text"


class Organisation(Table, tablename="organisation", schema=None):
    id = Serial(null=False, primary_key=True)


class Account(Table, tablename="account", schema=None):
    id = Serial(null=False, primary_key=True)


class Suggestion(Table, tablename="suggestion", schema=None):
    id = Serial(null=False, primary_key=True)


class ApiClient(Table, tablename="api_client", schema=None):
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
TABLES: dict[tuple[str, str], tuple[tuple[str, Any, dict[str, Any]], ...]] = {
    ("ApiClient", "api_client"): (
        ("name", Varchar, {"default": "", "length": 60}),
        ("organisation", ForeignKey, {**LINK, "references": Organisation}),
        ("key_hash", Varchar, {"default": "", "length": 64, "unique": True, "secret": True}),
        ("trail_id", Varchar, {"default": "", "length": 16, "unique": True}),
        ("per_minute", Integer, {"default": 0}),
        ("is_on", Boolean, {"default": True}),
        ("added_by", ForeignKey, {**LINK, "references": Account}),
        ("added_at", Timestamptz, {"default": None}),
        ("used_at", Timestamptz, MAYBE),
    ),
    ("ServiceRequest", "service_request"): (
        ("suggestion", ForeignKey, {**LINK, "references": Suggestion, "unique": True}),
        ("api_client", ForeignKey, {**LINK, "references": ApiClient, "index": True}),
        ("lat", DoublePrecision, MAYBE),
        ("lon", DoublePrecision, MAYBE),
        ("address", Varchar, {"default": "", "length": 300}),
        ("address_id", Varchar, {"default": "", "length": 80}),
        ("media_url", Varchar, {"default": "", "length": 1000}),
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
