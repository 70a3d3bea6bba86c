from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine.finder import engine_finder

ID = "2026-11-26T00:00:00:000051"
VERSION = "1.38.0"
DESCRIPTION = "an index of what is published by when it was received; what waits is not in it and arrives as quickly"

NAME = "suggestion_published_received_at"
# The state comes first, or SQLite takes the index of states and sorts all that is published.
INDEX = f"CREATE INDEX {NAME} ON suggestion (state, received_at, id) WHERE state = 'published'"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="jianyan", description=DESCRIPTION)

    async def run() -> None:
        await engine_finder().run_ddl(INDEX)

    async def run_backwards() -> None:
        await engine_finder().run_ddl(f"DROP INDEX {NAME}")

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
