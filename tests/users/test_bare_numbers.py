"""A rule holds no bare number: what decides a result is a parameter with a source, or a constant with its reason."""

from __future__ import annotations

import ast

import pytest

from tests.project import sources

FILES = {name: path for name, path in sources.modules("sim/users") if not name.endswith(("state", "counts"))}
PLAIN = (0, 1)
"""Nothing and all, and with a sign before it the nobody of a row: they say themselves."""
ROUNDING = ("whole", 0.5)
"""The one function in which 0.5 means rounding."""


def bare_numbers(tree):
    """(line, number) of every number inside a function that is neither plain, an exponent of 2 nor an index."""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            indexes = {id(part) for node in ast.walk(function) if isinstance(node, ast.Subscript)
                       for part in ast.walk(node.slice)}  # fmt: skip
            squares = {id(node.right) for node in ast.walk(function)
                       if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow)}  # fmt: skip
            for node in ast.walk(function):
                if not isinstance(node, ast.Constant) or type(node.value) not in (int, float) or id(node) in indexes:
                    continue
                allowed = node.value in PLAIN or (node.value == 2 and id(node) in squares)
                if not allowed and (function.name, node.value) != ROUNDING:
                    yield node.lineno, node.value


def unexplained(path):
    """(line, name) of constants of a module that are numbers, and neither units of it nor followed by a reason."""
    body = sources.tree(path).body
    for place, node in enumerate(body):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
            after = body[place + 1] if place + 1 < len(body) else None
            if not (isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant)):
                yield node.lineno, ast.unparse(node.targets[0])


@pytest.mark.parametrize("name", FILES)
def test_a_rule_holds_no_bare_number(name):
    path = FILES[name].relative_to(sources.ROOT)
    assert [f"{path}:{line}: {number}" for line, number in bare_numbers(sources.tree(FILES[name]))] == []


@pytest.mark.parametrize("name", FILES)
def test_a_constant_says_why(name):
    path = FILES[name].relative_to(sources.ROOT)
    assert [f"{path}:{line}: {constant}" for line, constant in unexplained(FILES[name])] == []


@pytest.mark.parametrize(("line", "numbers"), [
    ("return 2.0 * (fit - 0.5)", [2.0, 0.5]),
    ("return min(9.95, x) / 60.0", [9.95, 60.0]),
    ("for k in range(7): x += -3", [7, 3]),
    ("return int(x * 1000.0 + 0.5)", [1000.0, 0.5]),
    ("return -1 if x > 0.0 else who.needs[2] + 1.0 - x**2", []),
])  # fmt: skip
def test_a_bare_number_is_seen(line, numbers):
    tree = ast.parse(f"def rule(x):\n    {line}")
    assert sorted((2, number) for number in numbers) == sorted(bare_numbers(tree))
