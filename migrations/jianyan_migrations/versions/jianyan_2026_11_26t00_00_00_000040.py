from typing import Any

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Boolean, Integer, Varchar
from piccolo.columns.indexes import IndexMethod

ID = "2026-11-26T00:00:00:000040"
VERSION = "1.38.0"
DESCRIPTION = "voice notes beside photos, and topics that ask for both"

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
COLUMNS: tuple[tuple[str, str, str, Any, dict[str, Any]], ...] = (
    ("Photo", "photo", "kind", Varchar, {**PLAIN, "default": "photo", "length": 8}),
    ("Photo", "photo", "duration_ms", Integer, {**PLAIN, "default": 0}),
    ("Topic", "topic", "takes_files", Boolean, {**PLAIN, "default": False}),
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="jianyan", description=DESCRIPTION)
    for class_name, table, name, kind, params in COLUMNS:
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
