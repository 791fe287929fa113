"""Files and functions stay small enough to be read at once: what outgrows this wants a better cut."""

from __future__ import annotations

import ast

from tests.project import sources

FILE_LINES = 250
FUNCTION_LINES = 60
LONGER = {"live_day": 90}
PACKAGES = ("sim", "calibration", "scenarios")


def test_files_are_short():
    lengths = {name: len(path.read_text("utf-8").splitlines()) for name, path in sources.modules(*PACKAGES)}
    assert {name: lines for name, lines in lengths.items() if lines > FILE_LINES} == {}


def lines_of(function):
    """The number of lines from `def` to the end."""
    return function.end_lineno - function.lineno + 1


def test_functions_are_short():
    too_long = {
        f"{name}.{node.name}": lines_of(node)
        for name, path in sources.modules(*PACKAGES)
        for node in ast.walk(sources.tree(path))
        if isinstance(node, ast.FunctionDef) and lines_of(node) > LONGER.get(node.name, FUNCTION_LINES)
    }
    assert too_long == {}
