from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine.finder import engine_finder

ID = "2026-11-26T00:00:00:000076"
VERSION = "1.38.0"
DESCRIPTION = "the index of placements knows states and ids, so that what is new at a place is found at once"

BEFORE = ("suggestion_placement", "(placement)")
AFTER = ("suggestion_placement_state", "(placement, state, id)")


async def _exchange(old: tuple[str, str], new: tuple[str, str]) -> None:
    await engine_finder().run_ddl(f"CREATE INDEX {new[0]} ON suggestion {new[1]}")
    await engine_finder().run_ddl(f"DROP INDEX {old[0]}")


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="jianyan", description=DESCRIPTION)

    async def run() -> None:
        await _exchange(BEFORE, AFTER)

    async def run_backwards() -> None:
        await _exchange(AFTER, BEFORE)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
