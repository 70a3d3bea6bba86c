from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine.base import Engine
from piccolo.engine.finder import engine_finder

ID = "2026-11-24T00:00:00:000003"
VERSION = "1.38.0"
DESCRIPTION = "a number that every edit of what the form shows raises, so that kept pages are made anew"

SHOWN = (
    "organisation",
    "category",
    "topic",
    "organiser",
    "topic_category",
    "question",
    "option",
    "campaign",
    "placement",
)
EVENTS = ("INSERT", "UPDATE", "DELETE")

TABLE = "CREATE TABLE content_version (id INTEGER PRIMARY KEY, version BIGINT NOT NULL)"
FIRST = "INSERT INTO content_version (id, version) VALUES (1, 1)"
RAISE = "UPDATE content_version SET version = version + 1 WHERE id = 1"
SQLITE_TRIGGER = "CREATE TRIGGER {table}_shown_{word} AFTER {event} ON {table} BEGIN {raise_}; END"
POSTGRES_FUNCTION = (
    "CREATE FUNCTION raise_content_version() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN {RAISE}; RETURN NULL; END $$"
)
POSTGRES_TRIGGER = (
    "CREATE TRIGGER {table}_shown AFTER INSERT OR UPDATE OR DELETE ON {table} "
    "FOR EACH STATEMENT EXECUTE FUNCTION raise_content_version()"
)


def statements(engine: Engine) -> list[str]:
    if engine.engine_type == "sqlite":
        triggers = [
            SQLITE_TRIGGER.format(table=table, event=event, word=event.lower(), raise_=RAISE)
            for table in SHOWN
            for event in EVENTS
        ]
        return [TABLE, FIRST, *triggers]
    return [TABLE, FIRST, POSTGRES_FUNCTION, *(POSTGRES_TRIGGER.format(table=table) for table in SHOWN)]


def undoing(engine: Engine) -> list[str]:
    if engine.engine_type == "sqlite":
        drops = [f"DROP TRIGGER {table}_shown_{event.lower()}" for table in SHOWN for event in EVENTS]
        return [*drops, "DROP TABLE content_version"]
    return ["DROP FUNCTION raise_content_version() CASCADE", "DROP TABLE content_version"]


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
