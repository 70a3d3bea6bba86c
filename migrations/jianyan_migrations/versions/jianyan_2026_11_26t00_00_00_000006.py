from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.base import OnDelete
from piccolo.columns.base import OnUpdate
from piccolo.columns.column_types import ForeignKey
from piccolo.columns.column_types import Integer
from piccolo.columns.column_types import Serial
from piccolo.columns.column_types import Text
from piccolo.columns.indexes import IndexMethod
from piccolo.engine.base import Engine
from piccolo.engine.finder import engine_finder
from piccolo.table import Table

ID = "2026-11-26T00:00:00:000006"
VERSION = "1.38.0"
DESCRIPTION = "organisations in a tree, the organisation that a topic belongs to, the topic of an act"

INDEXES = (
    "CREATE INDEX organisation_parent ON organisation (parent)",
    "CREATE INDEX account_organisation ON account (organisation)",
    "CREATE INDEX topic_owner ON topic (owner)",
    "CREATE INDEX proposal_author ON proposal (author)",
)
# The trail's rows never change; a column that repeats what their leaves say is filled with the guard aside.
SQLITE_FILLING = (
    "DROP TRIGGER trail_no_update",
    "UPDATE trail SET topic = json_extract(leaf, '$.topic')",
    "CREATE TRIGGER trail_no_update BEFORE UPDATE ON trail "
    "BEGIN SELECT RAISE(ABORT, 'trail: rows are added, never changed'); END",
)
POSTGRES_FILLING = (
    "ALTER TABLE trail DISABLE TRIGGER trail_no_update",
    "UPDATE trail SET topic = (leaf::json ->> 'topic')::integer",
    "ALTER TABLE trail ENABLE TRIGGER trail_no_update",
)
PLAIN = {
    "null": True,
    "primary_key": False,
    "unique": False,
    "index": False,
    "index_method": IndexMethod.btree,
    "choices": None,
    "db_column_name": None,
    "secret": False,
}


class Organisation(Table, tablename="organisation", schema=None):
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


TO_ORGANISATION = {
    "references": Organisation,
    "on_delete": OnDelete.restrict,
    "on_update": OnUpdate.cascade,
    "target_column": None,
    **PLAIN,
}
COLUMNS = (
    ("Organisation", "organisation", "parent", ForeignKey, {**TO_ORGANISATION, "references": "self"}),
    ("Organisation", "organisation", "above", Text, {**PLAIN, "null": False, "default": "/"}),
    ("Topic", "topic", "owner", ForeignKey, TO_ORGANISATION),
    ("Trail", "trail", "topic", Integer, {**PLAIN, "default": None}),
)


def statements(engine: Engine) -> list[str]:
    return [*INDEXES, *(SQLITE_FILLING if engine.engine_type == "sqlite" else POSTGRES_FILLING)]


class Filling(MigrationManager):
    """Indexes and fills the columns once they are there; what is added raw runs before that."""

    async def _run_add_columns(self, backwards: bool = False) -> None:
        await super()._run_add_columns(backwards=backwards)
        if not backwards:
            engine = engine_finder()
            for statement in statements(engine):
                await engine.run_ddl(statement)


async def forwards() -> MigrationManager:
    manager = Filling(migration_id=ID, app_name="jianyan", description=DESCRIPTION)
    for class_name, table, column, kind, params in COLUMNS:
        manager.add_column(
            table_class_name=class_name,
            tablename=table,
            column_name=column,
            db_column_name=column,
            column_class_name=kind.__name__,
            column_class=kind,
            params=params,
            schema=None,
        )

    async def run_backwards() -> None:
        engine = engine_finder()
        for statement in INDEXES:
            await engine.run_ddl(f"DROP INDEX {statement.split()[2]}")

    manager.add_raw_backwards(run_backwards)
    return manager
