"""What the `piccolo` command and `migrate` read: the engine and the one app.

The engine is Piccolo's own: migrations run alone, under a lock, and outside the service's connections.
"""

import os
from typing import Any

from piccolo.conf.apps import AppRegistry
from piccolo.engine.base import Engine
from piccolo.engine.postgres import PostgresEngine
from piccolo.engine.sqlite import SQLiteEngine

from jianyan.settings import from_env, sqlite_path


def engine_for(database_url: str) -> Engine[Any]:
    """Give the engine that migrates a database."""
    path = sqlite_path(database_url)
    if path:
        return SQLiteEngine(path=str(path), timeout=30)
    return PostgresEngine(config={"dsn": database_url}, extensions=())


DB = engine_for(from_env(os.environ).database_url)
APP_REGISTRY = AppRegistry(apps=["jianyan_migrations.piccolo_app"])
