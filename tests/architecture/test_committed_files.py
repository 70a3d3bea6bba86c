import re
import subprocess

import pytest

from architecture.sources import ROOT

HOSTS = (
    ("pypi", ".org"),
    ("files.python", "hosted.org"),
    ("python", "hosted.org"),
    ("registry.npm", "js.org"),
    ("registry.yarn", "pkg.com"),
    ("registry.npm", "mirror.com"),
    ("mirrors.", "aliyun.com"),
    ("tuna.", "tsinghua.edu.cn"),
    ("mirrors.", "cloud.tencent.com"),
)
OPTION = "|".join(("index" + "-url", "index" + "_url", "find" + "-links", "registry", "default" + "-index"))
ADDRESS = re.compile(
    "|".join(re.escape("".join(host)) for host in HOSTS)
    + rf"|(?:{OPTION})\s*[=: ]\s*[\"']?(?:https?:|file:|/)"
)


def addresses(text: str) -> list[str]:
    return [found.group() for found in ADDRESS.finditer(text)]


def committed() -> list[str]:
    """List the files that are in the repository or would be with the next commit."""
    listing = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    done = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=True)
    return [name for name in done.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_no_committed_file_names_a_package_registry() -> None:
    names = committed()
    assert len(names) > 50
    found = {name: addresses((ROOT / name).read_text(encoding="utf-8", errors="replace")) for name in names}
    assert {name: hits for name, hits in found.items() if hits} == {}


@pytest.mark.parametrize("host", ["".join(host) for host in HOSTS])
def test_the_address_of_a_registry_is_found(host: str) -> None:
    assert addresses(f"see https://{host}/simple") == [host]


def test_an_option_that_names_an_index_is_found() -> None:
    assert addresses("--index" + "-url https://example.org/simple") != []
    assert addresses("find" + "-links = /opt/wheels") != []
    assert addresses("pip config get global.index" + "-url 2>/dev/null") == []


def test_what_is_made_on_the_machine_is_not_committed() -> None:
    made = re.compile(r"(^|/)(\.venv|node_modules|__pycache__|static/vendor)/|\.sqlite|\.secret$|\.mo$")
    assert [name for name in committed() if made.search(name)] == []
