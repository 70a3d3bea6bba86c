"""The tests themselves: none is skipped, each can fail, nothing that can be run is played by a stand-in."""

import ast

from architecture.sources import calls, dotted, files_of_tests, functions, name_of, parsed

FRAMEWORKS = ("pytest.", "unittest.")
WAYS_OUT = ("skip", "skipif", "xfail", "importorskip", "skipTest", "expectedFailure")
EXPECTING = {"pytest.raises", "pytest.warns"}


def ways_out(tree: ast.Module) -> list[str]:
    found = [dotted(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute)]
    return [
        name
        for name in found
        if name.startswith(("pytest.", "unittest.")) and name.split(".")[-1] in WAYS_OUT
    ]


def stand_ins(tree: ast.Module) -> list[str]:
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            found += [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
    return [name for name in found if "mock" in name.split(".")]


def asserts(function: ast.AST) -> bool:
    return any(isinstance(node, ast.Assert) for node in ast.walk(function)) or any(
        dotted(call.func) in EXPECTING for call in calls(function)
    )


def asserting_names(trees: list[ast.Module]) -> set[str]:
    """Give the names of the functions that assert, themselves or through another of them."""
    known = [function for tree in trees for function in functions(tree)]
    names = {function.name for function in known if asserts(function)}
    while more := {one.name for one in known if one.name not in names and called(one) & names}:
        names |= more
    return names


def called(function: ast.AST) -> set[str]:
    return {dotted(call.func).split(".")[-1] for call in calls(function)} - {""}


def without_assertion(tree: ast.Module, asserting: set[str]) -> list[str]:
    tests = [one for one in functions(tree) if one.name.startswith("test_")]
    return [
        one.name
        for one in tests
        if one.name not in asserting or not (asserts(one) or called(one) & asserting)
    ]


def twice(tree: ast.Module) -> set[str]:
    names = [node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    return {name for name in names if names.count(name) > 1}


def test_no_test_is_skipped() -> None:
    assert {name_of(path): found for path in files_of_tests() if (found := ways_out(parsed(path)))} == {}


def test_nothing_is_played_by_a_stand_in() -> None:
    assert {name_of(path): found for path in files_of_tests() if (found := stand_ins(parsed(path)))} == {}


def test_every_test_asserts_something() -> None:
    trees = [parsed(path) for path in files_of_tests()]
    asserting = asserting_names(trees)
    found = {name_of(path): without_assertion(parsed(path), asserting) for path in files_of_tests()}
    assert {name: tests for name, tests in found.items() if tests} == {}


def test_no_test_hides_another_of_its_name() -> None:
    assert {name_of(path): found for path in files_of_tests() if (found := twice(parsed(path)))} == {}


def test_the_bad_habits_are_found() -> None:
    planted = ast.parse(
        "from unittest import mock\n"
        "@pytest.mark.skip\n"
        "def test_a(): f()\n"
        "def test_b(): look()\n"
        "def look(): assert x\n"
        "def test_a(): assert 1\n"
    )
    assert ways_out(planted) == ["pytest.mark.skip"]
    assert stand_ins(planted) == ["unittest.mock"]
    assert without_assertion(planted, asserting_names([planted])) == ["test_a"]
    assert twice(planted) == {"test_a"}
