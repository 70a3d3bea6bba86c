from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Timestamptz
from piccolo.columns.indexes import IndexMethod

ID = "2026-11-26T00:00:00:000073"
VERSION = "1.38.0"
DESCRIPTION = "single photos and voice notes that are withheld"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="jianyan", description=DESCRIPTION)
    manager.add_column(
        table_class_name="SuggestionPhoto",
        tablename="suggestion_photo",
        column_name="withheld_at",
        db_column_name="withheld_at",
        column_class_name="Timestamptz",
        column_class=Timestamptz,
        params={
            "default": None,
            "null": True,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )
    return manager
