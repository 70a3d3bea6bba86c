from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine.finder import engine_finder

ID = "2026-11-26T00:00:00:000033"
VERSION = "1.38.0"
DESCRIPTION = "somebody signs a motion once, and a number is given once"

INDEXES = (
    "CREATE UNIQUE INDEX motion_signer_once ON motion_signer (motion, account)",
    "CREATE UNIQUE INDEX motion_number_once ON motion (owner, year, number)",
    "CREATE INDEX motion_merged_into ON motion (merged_into)",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="jianyan", description=DESCRIPTION)

    async def run() -> None:
        for statement in INDEXES:
            await engine_finder().run_ddl(statement)

    async def run_backwards() -> None:
        for statement in INDEXES:
            await engine_finder().run_ddl(f"DROP INDEX {statement.partition('INDEX ')[2].split()[0]}")

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
