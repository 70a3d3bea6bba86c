from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine.finder import engine_finder

ID = "2026-11-27T00:00:00:000120"
VERSION = "1.38.0"
DESCRIPTION = "indexes of places, authors and origins without the rows nobody looks up there; less is written for each"

# A place is asked for what is published there; the state stands before the id, or SQLite takes another index.
FORWARDS = (
    "CREATE INDEX suggestion_published_placement ON suggestion (placement, state, id) WHERE state = 'published'",
    "DROP INDEX suggestion_placement_state",
    "CREATE INDEX suggestion_author_id ON suggestion (author, id) WHERE author IS NOT NULL",
    "DROP INDEX suggestion_author",
    "CREATE UNIQUE INDEX suggestion_imported ON suggestion (topic, origin) WHERE origin IS NOT NULL",
    "DROP INDEX suggestion_topic_origin",
)
BACKWARDS = (
    "CREATE UNIQUE INDEX suggestion_topic_origin ON suggestion (topic, origin)",
    "DROP INDEX suggestion_imported",
    "CREATE INDEX suggestion_author ON suggestion (author)",
    "DROP INDEX suggestion_author_id",
    "CREATE INDEX suggestion_placement_state ON suggestion (placement, state, id)",
    "DROP INDEX suggestion_published_placement",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="jianyan", description=DESCRIPTION)

    async def run() -> None:
        for statement in FORWARDS:
            await engine_finder().run_ddl(statement)

    async def run_backwards() -> None:
        for statement in BACKWARDS:
            await engine_finder().run_ddl(statement)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
