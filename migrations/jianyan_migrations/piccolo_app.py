"""The one Piccolo app: every table of the product, one line of history."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from jianyan.tables import TABLES

APP_CONFIG = AppConfig(
    app_name="jianyan",
    migrations_folder_path=str(Path(__file__).parent / "versions"),
    table_classes=list(TABLES),
    migration_dependencies=[],
    commands=[],
)
