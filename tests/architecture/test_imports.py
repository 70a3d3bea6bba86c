import ast
import graphlib
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import grimp

from architecture.sources import PACKAGES, ROOT, calls, dotted, name_of, parsed, python_files

LATE_IMPORTS = {
    "migrations/jianyan_migrations/running.py": {
        "jianyan_migrations",
        "piccolo.apps.migrations.commands.forwards",
    }
}
"""Modules that may be imported inside a function, each with its reason beside the import."""


LINT = """
import sys
sys.path[:0] = sys.argv[2:]
from importlinter.cli import lint_imports
sys.exit(lint_imports(config_filename=sys.argv[1], no_logo=True, no_cache=True))
"""


def lint(root: Path) -> subprocess.CompletedProcess[str]:
    folders = [str(root / folder.parent.relative_to(ROOT)) for folder in PACKAGES.values()]
    command = [sys.executable, "-c", LINT, str(root / "pyproject.toml"), *folders]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)


def copy_of_the_sources(to: Path) -> Path:
    for folder in PACKAGES.values():
        ignored = shutil.ignore_patterns("__pycache__", "versions", "static", "templates")
        shutil.copytree(folder, to / folder.relative_to(ROOT), ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", to)
    return to


def contracts() -> dict[str, dict[str, list[str]]]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return {contract["id"]: contract for contract in settings["tool"]["importlinter"]["contracts"]}


def ladder() -> list[set[str]]:
    layers = (layer.replace("|", ":").split(":") for layer in contracts()["ladder"]["layers"])
    return [{name.strip(" ()") for name in layer} for layer in layers]


def parts_of_jianyan() -> set[str]:
    folder = PACKAGES["jianyan"]
    files = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    folders = {path.parent.name for path in folder.glob("*/*.py")}
    return {f"jianyan.{name}" for name in files | folders}


def first_cycle(imports: dict[str, set[str]]) -> list[str]:
    try:
        graphlib.TopologicalSorter(imports).prepare()
    except graphlib.CycleError as cycle:
        return list(cycle.args[1])
    return []


def late_imports(tree: ast.Module) -> list[str]:
    found: list[str] = []
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            for node in ast.walk(function):
                if isinstance(node, ast.ImportFrom):
                    found.append(node.module or "")
                elif isinstance(node, ast.Import):
                    found.extend(alias.name for alias in node.names)
    return found


def module_of(path: Path) -> str:
    folder = next(folder for folder in PACKAGES.values() if path.is_relative_to(folder))
    return ".".join(path.relative_to(folder.parent).with_suffix("").parts).removesuffix(".__init__")


def named_imports(tree: ast.Module) -> set[str]:
    """Give what is imported by its name, only once it is needed."""
    return {
        call.args[0].value
        for call in calls(tree)
        if dotted(call.func) == "import_module" and isinstance(call.args[0], ast.Constant)
    }


def test_the_import_contracts_are_kept() -> None:
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


def test_an_import_up_the_ladder_is_found(tmp_path: Path) -> None:
    root = copy_of_the_sources(tmp_path)
    with (root / "src/jianyan/topics/states.py").open("a") as file:
        file.write("\nfrom jianyan.moderation import reasons\n")
    done = lint(root)
    assert done.returncode == 1
    assert "Imports flow down BROKEN" in done.stdout


def test_a_domain_that_speaks_http_is_found(tmp_path: Path) -> None:
    root = copy_of_the_sources(tmp_path)
    with (root / "src/jianyan/trail/leaves.py").open("a") as file:
        file.write("\nimport litestar\n")
    done = lint(root)
    assert done.returncode == 1
    assert "The domain knows no HTTP, no templates and no QR codes BROKEN" in done.stdout


def test_a_front_that_opens_a_table_is_found(tmp_path: Path) -> None:
    root = copy_of_the_sources(tmp_path)
    with (root / "admin/jianyan_admin/__init__.py").open("a") as file:
        file.write("\nfrom jianyan.topics.tables import Topic\n")
    done = lint(root)
    assert done.returncode == 1
    assert "Fronts know no tables BROKEN" in done.stdout


def test_every_part_has_its_place_on_the_ladder() -> None:
    placed = set[str]().union(*ladder())
    assert parts_of_jianyan() <= placed, parts_of_jianyan() - placed
    assert set(PACKAGES) - {"jianyan"} <= placed


def test_every_part_under_the_fronts_is_bound_by_the_domain_contract() -> None:
    below = set[str]()
    for layer in ladder()[[("jianyan.tables" in layer) for layer in ladder()].index(True) :]:
        below |= layer
    bound = set(contracts()["domain"]["source_modules"])
    assert (below & parts_of_jianyan()) <= bound, (below & parts_of_jianyan()) - bound


def test_no_modules_import_each_other_in_a_circle() -> None:
    graph = grimp.build_graph(*PACKAGES, cache_dir=None)
    imports = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    named = {module_of(path): named_imports(parsed(path)) & graph.modules for path in python_files()}
    for module, found in named.items():
        imports.setdefault(module, set()).update(found)
    assert len(imports) > 50
    assert set[str]().union(*named.values()) >= {"jianyan.uploads.bucket", "jianyan.limits.shared"}
    assert first_cycle(imports) == []


def test_no_folders_of_the_console_import_each_other_in_a_circle() -> None:
    graph = grimp.build_graph("jianyan_admin", cache_dir=None)
    families = graph.find_children("jianyan_admin")
    for family in families:
        graph.squash_module(family)
    imports = {
        family: graph.find_modules_directly_imported_by(family) & families - {family} for family in families
    }
    assert len(imports) > 20
    assert first_cycle(imports) == []


def test_a_circle_of_imports_is_found() -> None:
    assert first_cycle({"a": {"b"}, "b": {"c"}, "c": {"a"}})
    assert named_imports(ast.parse("x = import_module('jianyan.work')")) == {"jianyan.work"}


def test_imports_stand_at_the_top_of_their_file() -> None:
    found = {
        (name_of(path), module)
        for path in python_files()
        for module in late_imports(parsed(path))
        if module not in LATE_IMPORTS.get(name_of(path), set())
    }
    assert found == set()


def test_an_import_inside_a_function_is_found() -> None:
    assert late_imports(ast.parse("def f():\n    import json\n    from re import sub\n")) == ["json", "re"]
