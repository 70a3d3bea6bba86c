from typing import Any

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.base import OnDelete
from piccolo.columns.base import OnUpdate
from piccolo.columns.column_types import BigInt
from piccolo.columns.column_types import Bytea
from piccolo.columns.column_types import Date
from piccolo.columns.column_types import ForeignKey
from piccolo.columns.column_types import Integer
from piccolo.columns.column_types import Serial
from piccolo.columns.column_types import Text
from piccolo.columns.column_types import Timestamptz
from piccolo.columns.column_types import Varchar
from piccolo.columns.indexes import IndexMethod
from piccolo.engine.base import Engine
from piccolo.engine.finder import engine_finder
from piccolo.table import Table

ID = "2026-11-26T00:00:00:000012"
VERSION = "1.38.0"
DESCRIPTION = "snapshots that never change, reports about them and the voices they quote"


class Category(Table, tablename="category", schema=None):
    id = Serial(null=False, primary_key=True)


class Topic(Table, tablename="topic", schema=None):
    id = Serial(null=False, primary_key=True)


class Snapshot(Table, tablename="snapshot", schema=None):
    id = Serial(null=False, primary_key=True)


class Report(Table, tablename="report", schema=None):
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
BYTES: dict[str, Any] = {"default": b""}
NUMBER: dict[str, Any] = {"default": 0}
HASH: dict[str, Any] = {"default": "", "length": 64}
LINE: dict[str, Any] = {"default": "", "length": 120}
TABLES: dict[tuple[str, str], tuple[tuple[str, Any, dict[str, Any]], ...]] = {
    ("Snapshot", "snapshot"): (
        ("topic", ForeignKey, {**LINK, "references": Topic}),
        ("taken_at", Timestamptz, AT),
        ("trail_size", BigInt, NUMBER),
        ("root", Varchar, HASH),
        ("rule_version", Integer, NUMBER),
        ("content", Bytea, BYTES),
        ("sha256", Varchar, HASH),
        ("listing", Bytea, BYTES),
        ("beside", Bytea, BYTES),
        ("beside_sha256", Varchar, HASH),
    ),
    ("Report", "report"): (
        ("slug", Varchar, {"default": "", "length": 80, "unique": True}),
        ("topic", ForeignKey, {**LINK, "references": Topic}),
        ("snapshot", ForeignKey, {**LINK, "references": Snapshot}),
        ("language", Varchar, {"default": "", "length": 8}),
        ("title", Varchar, LINE),
        ("addressee", Varchar, LINE),
        ("signed_by", Varchar, LINE),
        ("signed_on", Date, MAYBE),
        ("background", Text, TEXT),
        ("answers", Text, TEXT),
        ("advice", Text, TEXT),
        ("unheard", Text, TEXT),
        ("state", Varchar, {"default": "draft", "length": 12}),
        ("published_at", Timestamptz, MAYBE),
        ("created_at", Timestamptz, AT),
    ),
    ("ReportVoice", "report_voice"): (
        ("report", ForeignKey, {**LINK, "references": Report, "index": True}),
        ("category", ForeignKey, {**LINK, "references": Category}),
        ("position", Integer, NUMBER),
        ("tracking", Varchar, {"default": "", "length": 14, "index": True}),
        ("text", Text, MAYBE),
        ("source", Varchar, {"default": "", "length": 12}),
        ("group_count", Integer, NUMBER),
    ),
}
SQLITE_GUARD = (
    "CREATE TRIGGER snapshot_no_{word} BEFORE {event} ON snapshot "
    "BEGIN SELECT RAISE(ABORT, 'snapshot: rows are added, never changed'); END"
)
POSTGRES_GUARD = (
    "CREATE TRIGGER snapshot_no_{word} BEFORE {event} ON snapshot "
    "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
)


def guards(engine: Engine) -> list[str]:
    if engine.engine_type == "sqlite":
        events, guard = ("UPDATE", "DELETE"), SQLITE_GUARD
    else:
        events, guard = ("UPDATE", "DELETE", "TRUNCATE"), POSTGRES_GUARD
    return [guard.format(event=event, word=event.lower()) for event in events]


class TablesFirst(MigrationManager):
    """Guards the snapshots when their table is there; what is added with `add_raw` runs before."""

    async def _run_add_tables(self, backwards: bool = False) -> None:
        await super()._run_add_tables(backwards=backwards)
        if not backwards:
            engine = engine_finder()
            for statement in guards(engine):
                await engine.run_ddl(statement)


async def forwards() -> MigrationManager:
    manager = TablesFirst(migration_id=ID, app_name="jianyan", description=DESCRIPTION)
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
