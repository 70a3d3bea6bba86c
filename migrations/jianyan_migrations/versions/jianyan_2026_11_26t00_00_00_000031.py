from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine.finder import engine_finder

ID = "2026-11-26T00:00:00:000031"
VERSION = "1.38.0"
DESCRIPTION = "who examined a proposal until now had decided on it as well"

FORWARDS = (
    "UPDATE proposal SET decided_by = examined_by, decided_at = examined_at "
    "WHERE state IN ('published', 'declined')"
)
BACKWARDS = "UPDATE proposal SET state = 'proposed' WHERE state IN ('examined', 'accepted')"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="jianyan", description=DESCRIPTION)

    async def run() -> None:
        await engine_finder().run_ddl(FORWARDS)

    async def run_backwards() -> None:
        await engine_finder().run_ddl(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
