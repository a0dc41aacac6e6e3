"""Files and functions stay small enough to hold in mind."""

import ast
from pathlib import Path

import pytest

SOURCES = sorted(
    path for path in Path("broadsheet").rglob("*.py") if "migrations" not in path.parts
)
MOST_LINES_IN_A_FILE = 500
MOST_LINES_IN_A_FUNCTION = 50
NINE_OF_TEN_FUNCTIONS = 30


def functions_of(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


@pytest.mark.parametrize("path", SOURCES, ids=str)
def test_file_is_short_enough_to_read(path):
    assert len(path.read_text("utf-8").splitlines()) <= MOST_LINES_IN_A_FILE


def test_no_function_is_longer_than_a_screen():
    long = [
        f"{path}: {name} has {lines} lines"
        for path in SOURCES
        for name, lines in functions_of(path)
        if lines > MOST_LINES_IN_A_FUNCTION
    ]

    assert long == []


def test_nine_functions_of_ten_are_short():
    lines = sorted(lines for path in SOURCES for _name, lines in functions_of(path))

    assert lines[len(lines) * 9 // 10] <= NINE_OF_TEN_FUNCTIONS


def test_every_module_says_what_it_is():
    bare = [
        str(path)
        for path in SOURCES
        if path.read_text("utf-8").strip()
        and path.name not in {"apps.py", "wagtail_hooks.py"}
        and not ast.get_docstring(ast.parse(path.read_text("utf-8")))
    ]

    assert bare == []
