from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine.base import Engine
from piccolo.engine.finder import engine_finder

ID = "2026-11-26T00:00:00:000010"
VERSION = "1.38.0"
DESCRIPTION = "keys and indexes of rules and leases; rules are only added, and cards show them at once"

INDEXES = (
    "CREATE UNIQUE INDEX rules_topic_version ON rules (topic, version)",
    "CREATE UNIQUE INDEX reason_code_rules_code ON reason_code (rules, code)",
    "CREATE INDEX lease_account ON lease (account)",
    "CREATE INDEX lease_until ON lease (until)",
    "CREATE INDEX decision_at ON decision (at)",
    "CREATE INDEX decision_batch ON decision (batch)",
)
ADDED_ONLY = ("rules", "reason_code")
SQLITE_GUARD = (
    "CREATE TRIGGER {table}_no_{word} BEFORE {event} ON {table} "
    "BEGIN SELECT RAISE(ABORT, '{table}: rows are added, never changed'); END"
)
SQLITE_SHOWN = (
    "CREATE TRIGGER rules_shown AFTER INSERT ON rules "
    "BEGIN UPDATE content_version SET version = version + 1 WHERE id = 1; END"
)
POSTGRES_SHOWN = (
    "CREATE TRIGGER rules_shown AFTER INSERT ON rules "
    "FOR EACH STATEMENT EXECUTE FUNCTION raise_content_version()"
)
POSTGRES_GUARD = (
    "CREATE TRIGGER {table}_no_{word} BEFORE {event} ON {table} "
    "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
)


def statements(engine: Engine) -> list[str]:
    is_sqlite = engine.engine_type == "sqlite"
    events = ("UPDATE", "DELETE") if is_sqlite else ("UPDATE", "DELETE", "TRUNCATE")
    guard = SQLITE_GUARD if is_sqlite else POSTGRES_GUARD
    guards = [
        guard.format(table=table, event=event, word=event.lower()) for table in ADDED_ONLY for event in events
    ]
    return [*INDEXES, *guards, SQLITE_SHOWN if is_sqlite else POSTGRES_SHOWN]


def undoing(engine: Engine) -> list[str]:
    names = [statement.split(" ON ")[0].split()[-1] for statement in INDEXES]
    events = ("update", "delete") if engine.engine_type == "sqlite" else ("update", "delete", "truncate")
    on = "" if engine.engine_type == "sqlite" else " ON {table}"
    triggers = [
        f"DROP TRIGGER {table}_no_{word}{on.format(table=table)}" for table in ADDED_ONLY for word in events
    ]
    shown = f"DROP TRIGGER rules_shown{on.format(table='rules')}"
    return [*(f"DROP INDEX {name}" for name in names), *triggers, shown]


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
