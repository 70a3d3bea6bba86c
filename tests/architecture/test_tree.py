"""README's tree equals the disk.

Under the heading `## The tree` stands a fenced block. Each of its lines is indented by two spaces a level and
holds one name or several, then at least two spaces, then what it is:

    src/jianyan/
      topics/              what people are asked about
      forms.py errors.py   single-purpose leaves
"""

import re
import textwrap
from pathlib import Path

from architecture.sources import PACKAGES, ROOT, name_of

LINE = re.compile(r"^(?P<indent> *)(?P<names>\S+(?: \S+)*)(?: {2,}.*)?$")


def listed(readme: str) -> list[str]:
    """List the paths of the tree in a README; empty where there is no tree."""
    _, _, after = readme.partition("\n## The tree\n")
    fenced = re.search(r"^```[a-z]*\n(.*?)^```", after, re.DOTALL | re.MULTILINE)
    paths: list[str] = []
    folders: list[tuple[int, str]] = []
    for line in fenced.group(1).splitlines() if fenced else []:
        found = LINE.match(line)
        if not found:
            continue
        depth = len(found["indent"])
        folders = [(level, folder) for level, folder in folders if level < depth]
        names = found["names"].split(" ")
        above = folders[-1][1] if folders else ""
        paths += [f"{above}{name}" for name in names]
        if names[0].endswith("/"):
            folders.append((depth, f"{above}{names[0]}"))
    return paths


def wanted() -> set[str]:
    tops = {f"{name_of(folder)}/" for folder in PACKAGES.values()} | {"tests/", "deploy/"}
    inside = [*PACKAGES["jianyan"].iterdir(), *families()]
    return tops | {f"{name_of(path)}/" for path in inside if path.is_dir() and path.name != "__pycache__"}


def families() -> list[Path]:
    """List the folders of the console that hold modules."""
    return [path.parent for path in PACKAGES["jianyan_admin"].glob("*/__init__.py")]


def test_every_path_in_the_readmes_tree_is_on_the_disk() -> None:
    paths = listed((ROOT / "README.md").read_text(encoding="utf-8"))
    assert paths
    assert [path for path in paths if not (ROOT / path).exists()] == []
    assert [path for path in paths if path.endswith("/") != (ROOT / path).is_dir()] == []


def test_every_folder_is_in_the_readmes_tree() -> None:
    assert wanted() - set(listed((ROOT / "README.md").read_text(encoding="utf-8"))) == set()


def test_a_folder_of_the_console_and_of_its_tests_is_named_like_that_of_its_pages() -> None:
    templates = {path.name for path in (PACKAGES["jianyan_admin"] / "templates").iterdir() if path.is_dir()}
    names = {path.name for path in families()}
    tested = {path.parent.name for path in (ROOT / "tests" / "jianyan_admin").glob("*/test_*.py")}
    assert len(names) > 10
    assert names - templates == set()
    assert tested - names == set()


def test_a_tree_is_read_line_by_line() -> None:
    tree = """
    # Name

    ## The tree

    Some words.

    ```text
    src/jianyan/             the domain
      topics/                what people are asked about
        tables.py
      forms.py errors.py     leaves
    tests/                   see there
    ```
    """
    assert listed(textwrap.dedent(tree)) == [
        "src/jianyan/",
        "src/jianyan/topics/",
        "src/jianyan/topics/tables.py",
        "src/jianyan/forms.py",
        "src/jianyan/errors.py",
        "tests/",
    ]
    assert listed("# Name\n") == []
