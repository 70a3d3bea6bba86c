from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine.finder import engine_finder

ID = "2026-11-26T00:00:00:000025"
VERSION = "1.38.0"
DESCRIPTION = "what there is once of each case, and the orders in which desks list them"

INDEXES = (
    'CREATE UNIQUE INDEX case_step_number ON case_step ("case", number)',
    'CREATE UNIQUE INDEX reply_round ON reply ("case", round)',
    'CREATE UNIQUE INDEX rating_author ON rating ("case", round, suggestion)',
    'CREATE UNIQUE INDEX co_department_once ON co_department ("case", organisation)',
    "CREATE INDEX case_step_untold ON case_step (is_told, id)",
    'CREATE INDEX case_lead_due ON "case" (lead, state, due_on, id)',
    'CREATE INDEX case_lead_answered ON "case" (lead, answered_at, id)',
    'CREATE INDEX case_root_due ON "case" (state, root, due_on, id)',
    'CREATE INDEX case_topic_due ON "case" (topic, state, due_on, id)',
    'CREATE INDEX case_topic_answered ON "case" (topic, answered_at, id)',
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
