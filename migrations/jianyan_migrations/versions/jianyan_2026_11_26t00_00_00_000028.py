from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine.base import Engine
from piccolo.engine.finder import engine_finder

ID = "2026-11-26T00:00:00:000028"
VERSION = "1.38.0"
DESCRIPTION = "a published reply makes kept forms say so; what became of a topic is counted from an index"

INDEX = 'CREATE INDEX case_topic_outcome ON "case" (topic, state, adoption, result)'
RAISE = "UPDATE content_version SET version = version + 1 WHERE id = 1"
WHEN = {
    "reply_added": ("reply", "INSERT", "NEW.published_at IS NOT NULL"),
    "reply_published": (
        "reply",
        "UPDATE OF published_at",
        "OLD.published_at IS NULL AND NEW.published_at IS NOT NULL",
    ),
    "answered_case_cancelled": (
        '"case"',
        "UPDATE OF state",
        "NEW.state = 'cancelled' AND OLD.state <> 'cancelled' AND NEW.answered_at IS NOT NULL",
    ),
}
SQLITE = "CREATE TRIGGER {name} AFTER {event} ON {table} WHEN {when} BEGIN {raise_}; END"
POSTGRES = (
    "CREATE TRIGGER {name} AFTER {event} ON {table} FOR EACH ROW WHEN ({when}) "
    "EXECUTE FUNCTION raise_content_version()"
)


def statements(engine: Engine) -> list[str]:
    form = SQLITE if engine.engine_type == "sqlite" else POSTGRES
    triggers = [
        form.format(name=name, table=table, event=event, when=when, raise_=RAISE)
        for name, (table, event, when) in WHEN.items()
    ]
    return [INDEX, *triggers]


def undoing(engine: Engine) -> list[str]:
    on = "" if engine.engine_type == "sqlite" else " ON {table}"
    drops = [f"DROP TRIGGER {name}{on.format(table=table)}" for name, (table, *_) in WHEN.items()]
    return [*drops, "DROP INDEX case_topic_outcome"]


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
