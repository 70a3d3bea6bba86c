from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine.finder import engine_finder

ID = "2026-11-26T00:00:00:000090"
VERSION = "1.38.0"
DESCRIPTION = "what became of suggestions is counted, and words of titles are found, from an index"

# A title has 200 letters at most: 800 bytes, and PostgreSQL takes 2,700 of them into an index.
BEFORE = {
    "case_topic_outcome": "topic, state, adoption, result",
    "case_topic_answered": "topic, answered_at, id",
}
AFTER = {
    "case_topic_suggestion": "topic, suggestion, state, adoption, result, answered_at, lead",
    "case_topic_answered": "topic, answered_at, id, state, title",
}


async def replace(old: dict[str, str], new: dict[str, str]) -> None:
    engine = engine_finder()
    for name in old:
        await engine.run_ddl(f"DROP INDEX {name}")
    for name, columns in new.items():
        await engine.run_ddl(f'CREATE INDEX {name} ON "case" ({columns})')


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="jianyan", description=DESCRIPTION)

    async def run() -> None:
        await replace(BEFORE, AFTER)

    async def run_backwards() -> None:
        await replace(AFTER, BEFORE)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
