from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine.finder import engine_finder

ID = "2026-11-26T00:00:00:000090"
VERSION = "1.38.0"
DESCRIPTION = "what became of the suggestions of a topic is counted from an index, suggestion by suggestion"

OLD = 'CREATE INDEX case_topic_outcome ON "case" (topic, state, adoption, result)'
NEW = (
    "CREATE INDEX case_topic_suggestion "
    'ON "case" (topic, suggestion, state, adoption, result, answered_at, lead)'
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="jianyan", description=DESCRIPTION)

    async def run() -> None:
        engine = engine_finder()
        for statement in ("DROP INDEX case_topic_outcome", NEW):
            await engine.run_ddl(statement)

    async def run_backwards() -> None:
        engine = engine_finder()
        for statement in ("DROP INDEX case_topic_suggestion", OLD):
            await engine.run_ddl(statement)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
