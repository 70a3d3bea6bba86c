from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine.finder import engine_finder

ID = "2026-11-26T00:00:00:000101"
VERSION = "1.38.0"
DESCRIPTION = "an organisation's own terms of motions ask for a meeting, as those that are built in do"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="jianyan", description=DESCRIPTION)

    async def run() -> None:
        # Cases that are open are left as they are: nobody was asked for a meeting when they were handed over.
        await engine_finder().run_ddl("UPDATE case_term SET meets_first = true WHERE kind = 'motion'")

    async def run_backwards() -> None:
        """Leave it to the migration before this one, which takes the column away."""

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
