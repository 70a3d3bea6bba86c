from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine.base import Engine
from piccolo.engine.finder import engine_finder

ID = "2026-11-26T00:00:00:000020"
VERSION = "1.38.0"
DESCRIPTION = "PostgreSQL tells whoever listens that what the form shows or the word list was edited"

# One trigger on the number that all the others raise; told once a transaction, when it is committed.
FUNCTION = (
    "CREATE FUNCTION tell_of_edit() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN PERFORM pg_notify('jianyan_edited', ''); RETURN NULL; END $$"
)
TRIGGER = (
    "CREATE TRIGGER content_version_told AFTER UPDATE ON content_version "
    "FOR EACH STATEMENT EXECUTE FUNCTION tell_of_edit()"
)


def statements(engine: Engine) -> list[str]:
    return [] if engine.engine_type == "sqlite" else [FUNCTION, TRIGGER]


def undoing(engine: Engine) -> list[str]:
    return [] if engine.engine_type == "sqlite" else ["DROP FUNCTION tell_of_edit() CASCADE"]


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="jianyan", description=DESCRIPTION)

    async def run() -> None:
        engine = engine_finder()
        for statement in statements(engine):
            await engine.run_ddl(statement)

    async def run_backwards() -> None:
        engine = engine_finder()
        for statement in undoing(engine):
            await engine.run_ddl(statement)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
