from typing import Any

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.base import OnDelete
from piccolo.columns.base import OnUpdate
from piccolo.columns.column_types import BigInt
from piccolo.columns.column_types import Bytea
from piccolo.columns.column_types import ForeignKey
from piccolo.columns.column_types import Serial
from piccolo.columns.column_types import Timestamptz
from piccolo.columns.column_types import Varchar
from piccolo.columns.indexes import IndexMethod
from piccolo.table import Table

ID = "2026-11-26T00:00:00:000005"
VERSION = "1.38.0"
DESCRIPTION = "authenticator apps, recovery codes, what is known of a session, the first administrator"


class Account(Table, tablename="account", schema=None):
    id = Serial(
        null=False,
        primary_key=True,
        unique=False,
        index=False,
        index_method=IndexMethod.btree,
        choices=None,
        db_column_name="id",
        secret=False,
    )


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
KEY: dict[str, Any] = {"default": "", "primary_key": True}
MAYBE: dict[str, Any] = {"default": None, "null": True}
OWNER: dict[str, Any] = {
    "references": Account,
    "on_delete": OnDelete.restrict,
    "on_update": OnUpdate.cascade,
    "target_column": None,
    "null": True,
}
TABLES = {"RecoveryCode": "recovery_code", "SetUp": "set_up"}
COLUMNS: tuple[tuple[str, str, str, Any, dict[str, Any]], ...] = (
    ("RecoveryCode", "recovery_code", "code_hash", Varchar, {"length": 80, **KEY}),
    ("RecoveryCode", "recovery_code", "account", ForeignKey, OWNER),
    ("RecoveryCode", "recovery_code", "used_at", Timestamptz, MAYBE),
    ("SetUp", "set_up", "token_hash", Varchar, {"length": 64, **KEY}),
    ("SetUp", "set_up", "created_at", Timestamptz, {"default": None}),
    ("SetUp", "set_up", "used_at", Timestamptz, MAYBE),
    ("Account", "account", "totp_secret", Bytea, {**MAYBE, "secret": True}),
    ("Account", "account", "totp_step", BigInt, {"default": 0}),
    ("Session", "session", "user_agent", Varchar, {"length": 40, "default": ""}),
    ("Session", "session", "proved_at", Timestamptz, MAYBE),
)
"""Class and table, column, its class and what distinguishes it."""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="jianyan", description=DESCRIPTION)
    for class_name, tablename in TABLES.items():
        manager.add_table(class_name=class_name, tablename=tablename, schema=None, columns=None)
    for class_name, tablename, column, column_class, params in COLUMNS:
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
