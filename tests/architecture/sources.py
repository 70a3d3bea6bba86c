"""The sources of the house, as the tests about its shape read them."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = {
    "jianyan": ROOT / "src" / "jianyan",
    "jianyan_admin": ROOT / "admin" / "jianyan_admin",
    "jianyan_qr": ROOT / "qr" / "jianyan_qr",
    "jianyan_migrations": ROOT / "migrations" / "jianyan_migrations",
}
_GENERATED = {"versions", "__pycache__"}


def python_files() -> list[Path]:
    """List the modules of the four packages; migrations are generated and left out."""
    found = [path for folder in PACKAGES.values() for path in folder.rglob("*.py")]
    return sorted(path for path in found if not _GENERATED & set(path.parts))


def files_of_tests() -> list[Path]:
    """List the Python files of the tests."""
    return sorted((ROOT / "tests").rglob("*.py"))


def slices() -> list[str]:
    """List the slices: folders of jianyan that have tables of their own."""
    return sorted(path.parent.name for path in PACKAGES["jianyan"].glob("*/tables.py"))


def name_of(path: Path) -> str:
    """Give a path as findings name it."""
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else path.name


@cache
def parsed(path: Path) -> ast.Module:
    """Give the syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Walk the functions and methods of a tree."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    """Walk the calls of a tree."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield node


def dotted(node: ast.AST) -> str:
    """Give `a.b.c` for such an expression, else what can be told of its end."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""
