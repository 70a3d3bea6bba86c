from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Bytea, Date, ForeignKey, Serial, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete, OnUpdate
from piccolo.columns.indexes import IndexMethod
from piccolo.engine.finder import engine_finder
from piccolo.table import Table

ID = "2026-11-26T00:00:00:000008"
VERSION = "1.38.0"
DESCRIPTION = "appeals and added facts; indexes under which a long trail is filtered"


class Account(Table, tablename="account", schema=None):
    id = Serial(null=False, primary_key=True)


class Decision(Table, tablename="decision", schema=None):
    id = Serial(null=False, primary_key=True)


class Suggestion(Table, tablename="suggestion", schema=None):
    id = Serial(null=False, primary_key=True)


PLAIN = {
    "null": False,
    "primary_key": False,
    "unique": False,
    "index": False,
    "index_method": IndexMethod.btree,
    "choices": None,
    "db_column_name": None,
    "secret": False,
}
TEXT = {**PLAIN, "default": None, "null": True}
LINK = {
    **PLAIN,
    "on_delete": OnDelete.restrict,
    "on_update": OnUpdate.cascade,
    "target_column": None,
    "null": True,
}
AT = {**PLAIN, "default": None}
TABLES = {
    ("Appeal", "appeal"): (
        ("suggestion", ForeignKey, {**LINK, "references": Suggestion, "unique": True}),
        ("against", ForeignKey, {**LINK, "references": Decision}),
        ("text", Text, TEXT),
        ("text_salt", Bytea, TEXT),
        ("raised_at", Timestamptz, AT),
        ("due_on", Date, AT),
        ("outcome", Varchar, {**TEXT, "length": 12, "index": True}),
        ("heard_by", ForeignKey, {**LINK, "references": Account}),
        ("heard_at", Timestamptz, TEXT),
        ("note", Text, TEXT),
        ("note_salt", Bytea, TEXT),
    ),
    ("Addition", "addition"): (
        ("suggestion", ForeignKey, {**LINK, "references": Suggestion, "index": True}),
        ("text", Text, TEXT),
        ("text_salt", Bytea, TEXT),
        ("added_at", Timestamptz, AT),
    ),
}

# Citizens' acts have no actor: leaving them out keeps the way in as quick as it was.
INDEXES = (
    "CREATE INDEX trail_kind_seq ON trail (kind, seq)",
    "CREATE INDEX trail_minute_seq ON trail (minute, seq)",
    "CREATE INDEX trail_actor_seq ON trail (actor, seq) WHERE actor IS NOT NULL",
    "CREATE INDEX trail_actor_kind_seq ON trail (actor, kind, seq) WHERE actor IS NOT NULL",
)


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
    manager.alter_column(
        table_class_name="Trail",
        tablename="trail",
        column_name="kind",
        db_column_name="kind",
        params={"index": False},
        old_params={"index": True},
        column_class=Varchar,
        old_column_class=Varchar,
        schema=None,
    )

    async def run() -> None:
        engine = engine_finder()
        for statement in INDEXES:
            await engine.run_ddl(statement)

    async def run_backwards() -> None:
        engine = engine_finder()
        for statement in INDEXES:
            await engine.run_ddl(f"DROP INDEX {statement.split()[2]}")

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
