from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine.finder import engine_finder

ID = "2026-11-26T00:00:00:000026"
VERSION = "1.38.0"
DESCRIPTION = "the orders in which the office and supervisors list cases, each over the cases of one list only"

# What is left out or counted is told from the index alone: its last columns stand there for that.
INDEXES = (
    'CREATE INDEX case_open_due ON "case" (due_on, id, topic, lead, state) '
    "WHERE state NOT IN ('answered', 'closed', 'cancelled')",
    'CREATE INDEX case_waiting_due ON "case" (due_on, id, topic, state, asked_due_on) '
    "WHERE state IN ('replied', 'returned') OR asked_due_on IS NOT NULL",
    'CREATE INDEX case_answered ON "case" (answered_at, id, topic, lead, state) '
    "WHERE state NOT IN ('offered', 'assigned', 'returned', 'in-hand', 'replied', 'cancelled')",
    'CREATE INDEX case_cancelled ON "case" (id, topic) WHERE state = \'cancelled\'',
    'CREATE INDEX case_supervised ON "case" (due_on, id, supervisor, supervising, state) '
    "WHERE supervisor IS NOT NULL OR supervising IS NOT NULL",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="jianyan", description=DESCRIPTION)

    async def run() -> None:
        engine = engine_finder()
        for statement in INDEXES:
            await engine.run_ddl(statement)

    async def run_backwards() -> None:
        engine = engine_finder()
        for statement in INDEXES:
            await engine.run_ddl(f"DROP INDEX {statement.split(' ON ')[0].split()[-1]}")

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
