from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine.finder import engine_finder

ID = "2026-11-26T00:00:00:000018"
VERSION = "1.38.0"
DESCRIPTION = "indexes over which a topic's board is counted without looking at a row"

# `source` before `placement`: whoever looks for the newest of one placement keeps the index that is in order.
FORWARDS = (
    "CREATE INDEX suggestion_cells ON suggestion (topic, source, placement, category, state)",
    "CREATE INDEX suggestion_topic_received ON suggestion (topic, received_on, received_at)",
    "DROP INDEX suggestion_topic_received_on",
)
BACKWARDS = (
    "CREATE INDEX suggestion_topic_received_on ON suggestion (topic, received_on)",
    "DROP INDEX suggestion_topic_received",
    "DROP INDEX suggestion_cells",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="jianyan", description=DESCRIPTION)

    async def run() -> None:
        engine = engine_finder()
        for statement in FORWARDS:
            await engine.run_ddl(statement)

    async def run_backwards() -> None:
        engine = engine_finder()
        for statement in BACKWARDS:
            await engine.run_ddl(statement)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
