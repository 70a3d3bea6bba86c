from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Date, SmallInt
from piccolo.columns.indexes import IndexMethod

ID = "2026-11-26T00:00:00:000110"
VERSION = "1.38.0"
DESCRIPTION = "from when and over how many working days the day of a case was counted"
PARAMS = {
    "default": None,
    "null": True,
    "primary_key": False,
    "unique": False,
    "index": False,
    "index_method": IndexMethod.btree,
    "choices": None,
    "db_column_name": None,
    "secret": False,
}


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="jianyan", description=DESCRIPTION)
    for name, column in (("counted_from", Date), ("counted_days", SmallInt)):
        manager.add_column(
            table_class_name="Case",
            tablename="case",
            column_name=name,
            db_column_name=name,
            column_class_name=column.__name__,
            column_class=column,
            params=PARAMS,
            schema=None,
        )
    return manager
