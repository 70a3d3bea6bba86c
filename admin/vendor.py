"""Fetch what the console's pages load: the pinned packages of package-lock.json, checked by npm against it.

    python admin/vendor.py

Nothing but the files of ASSETS reaches `jianyan_admin/static/vendor`; `installed` there says what they are.
"""

import json
import shutil
import subprocess
from pathlib import Path

from npm import npm

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
    with npm() as command:
        subprocess.run([*command, "ci", "--silent"], cwd=HERE, check=True)  # noqa: S603 - the command is our own
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


if __name__ == "__main__":
    main()
