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
from piccolo.engine.finder import engine_finder
from piccolo.table import Table

ID = "2026-11-26T00:00:00:000011"
VERSION = "1.38.0"
DESCRIPTION = "passkeys, and when an account last answered with one"

INDEX = "CREATE INDEX passkey_account ON passkey (account)"


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
MAYBE: dict[str, Any] = {"default": None, "null": True}
OWNER: dict[str, Any] = {
    "references": Account,
    "on_delete": OnDelete.restrict,
    "on_update": OnUpdate.cascade,
    "target_column": None,
    "null": True,
}
COLUMNS: tuple[tuple[str, str, str, Any, dict[str, Any]], ...] = (
    ("Passkey", "passkey", "account", ForeignKey, OWNER),
    ("Passkey", "passkey", "credential_id", Varchar, {"length": 1364, "default": "", "unique": True}),
    ("Passkey", "passkey", "public_key", Bytea, {"default": b""}),
    ("Passkey", "passkey", "sign_count", BigInt, {"default": 0}),
    ("Passkey", "passkey", "name", Varchar, {"length": 60, "default": ""}),
    ("Passkey", "passkey", "created_at", Timestamptz, {"default": None}),
    ("Passkey", "passkey", "used_at", Timestamptz, MAYBE),
    ("Account", "account", "answered_at", Timestamptz, MAYBE),
)
"""Class and table, column, its class and what distinguishes it."""


class Indexing(MigrationManager):
    """Indexes the table once it is there; what is added raw runs before that."""

    async def _run_add_columns(self, backwards: bool = False) -> None:
        await super()._run_add_columns(backwards=backwards)
        if not backwards:
            await engine_finder().run_ddl(INDEX)


async def forwards() -> MigrationManager:
    manager = Indexing(migration_id=ID, app_name="jianyan", description=DESCRIPTION)
    manager.add_table(class_name="Passkey", tablename="passkey", schema=None, columns=None)
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
