import ast
from pathlib import Path

from architecture.sources import files_of_tests, functions, name_of, parsed, python_files

FILE_LINES_MOST = 300
FUNCTION_LINES_MOST = 50


def long_functions(tree: ast.Module) -> list[str]:
    return [
        function.name
        for function in functions(tree)
        if (function.end_lineno or 0) - function.lineno + 1 > FUNCTION_LINES_MOST
    ]


def ours() -> list[Path]:
    return python_files() + files_of_tests()


def test_no_file_is_too_long_to_be_read_at_once() -> None:
    lengths = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in ours()}
    assert {name: length for name, length in lengths.items() if length > FILE_LINES_MOST} == {}


def test_no_function_is_too_long_to_be_seen_at_once() -> None:
    assert {name_of(path): found for path in ours() if (found := long_functions(parsed(path)))} == {}


def test_a_function_of_fifty_one_lines_is_found() -> None:
    assert long_functions(ast.parse("def f():\n" + "    x = 1\n" * 49)) == []
    assert long_functions(ast.parse("async def f():\n" + "    x = 1\n" * 50)) == ["f"]
