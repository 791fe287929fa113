"""Which parameters a source reads and writes: a name that nobody declared is reported with line and nearest name.

Otherwise a misspelt parameter would show only while a user lives his day, or never: `p.open_habbit` in a branch that
is rarely taken. Readings are known by their holder: rules take the parameters of a user as `p`; what holds one
value for every parameter is called `values`, that of rooms `room_values`, and that of a strategy's push `sizes`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from sim.base.errors import unknown
from sim.base.message import all_of, said
from sim.base.params import PARAMETERS, SCOPES, Parameter

Holders = Mapping[str, tuple[str, ...]]
RULES: Holders = {"p": ("user",), "sizes": SCOPES}
"""Holder -> the scopes of what it holds, in files of rules and strategies, an analyst's too."""
EVERYWHERE: Holders = {**RULES, "values": SCOPES, "room_values": ("room",)}
"""The same in the rooms of the world, where these words are used for nothing else."""
REACHED = {"users": ("user",), "rooms": ("room",)}
"""What a lever says it reaches -> the scope that it may write."""


@dataclass(frozen=True)
class Use:
    """One place that names a parameter; a name put together at run time has * for what is put in.

    `scopes` are those that the holder holds; `undeclared`: a strategy writes it without saying so.
    """

    name: str
    line: int
    scopes: tuple[str, ...]
    undeclared: bool = False


@dataclass(frozen=True)
class Misuse:
    """What is wrong, and where."""

    file: str
    line: int
    sentence: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.sentence}"


def problems(source: str | Path, holders: Holders = RULES, declared: Mapping[str, Parameter] = PARAMETERS
             ) -> list[Misuse]:
    """What is wrong with the parameters that a source, or the file at a path, names; empty when nothing is.

    What the source declares itself counts as declared.
    """
    file = str(source) if isinstance(source, Path) else "source"
    try:
        tree = ast.parse(source.read_text(encoding="utf-8") if isinstance(source, Path) else source)
    except SyntaxError as error:
        return [Misuse(file, error.lineno or 1, said("this is no Python: {why}", why=error.msg))]
    scopes = {name: entry.scope for name, entry in declared.items()} | dict(declarations(tree))
    sentences = ((use.line, complaint(use, scopes)) for use in uses(tree, holders))
    return [Misuse(file, line, sentence) for line, sentence in sorted(sentences) if sentence]


def complaint(use: Use, scopes: Mapping[str, str]) -> str:
    """What is wrong with a use, given the scope of every declared name; empty when nothing is."""
    allowed = [name for name, scope in scopes.items() if scope in use.scopes]
    if any(is_named(use.name, name) for name in allowed):
        undeclared = said("a strategy writes '{name}' without declaring it under `writes`", name=use.name)
        return undeclared if use.undeclared else ""
    if use.name in scopes:
        return said("parameter '{name}' is of scope {scope}; here are those of {scopes}",
                    name=use.name, scope=scopes[use.name], scopes=all_of(use.scopes))
    return unknown("parameter", use.name, allowed)


def is_named(use: str, declared: str) -> bool:
    """Whether a used name, or its pattern, is a declared one, or fits its pattern."""
    return use == declared or fnmatchcase(declared, use) or fnmatchcase(use, declared)


def unread(trees: Iterable[ast.AST], declared: Mapping[str, Parameter] = PARAMETERS) -> list[str]:
    """Declared parameters that none of the trees reads: writing one is not enough."""
    read = {use.name for tree in trees for use in readings(tree, EVERYWHERE)}
    return [name for name in declared if name not in read and not any(fnmatchcase(name, use) for use in read)]


def declarations(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """(name, scope) of every `parameter(...)` in a tree."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "parameter" and node.args:
            scope = keyword(node, "scope")
            name = literal(node.args[0])
            if name is not None:
                yield name, literal(scope) or SCOPES[0] if scope is not None else SCOPES[0]


def uses(tree: ast.AST, holders: Holders = RULES) -> Iterator[Use]:
    """Every place of a tree that names a parameter."""
    yield from readings(tree, holders)
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            yield from _written(function)


def readings(tree: ast.AST, holders: Holders = RULES) -> Iterator[Use]:
    """Every place of a tree that reads a parameter: `p.name` where a function takes `p`, and `holder["name"]`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and any(arg.arg == "p" and is_untyped(arg) for arg in node.args.args):
            for inner in ast.walk(node):
                if isinstance(inner, ast.Attribute) and isinstance(inner.value, ast.Name) and inner.value.id == "p":
                    yield Use(inner.attr, inner.lineno, holders["p"])
        if isinstance(node, ast.Subscript) and (name := literal(node.slice)) is not None:
            holder = node.value.attr if isinstance(node.value, ast.Attribute) else getattr(node.value, "id", "")
            if holder in holders:
                yield Use(name, node.lineno, holders[holder])


def _written(function: ast.FunctionDef) -> Iterator[Use]:
    """What a function writes into an `edit`, and what a strategy declares that it writes."""
    mark = next((d for d in function.decorator_list if isinstance(d, ast.Call) and keyword(d, "writes")), None)
    reach = literal(keyword(mark, "reach")) if mark else None
    scopes = REACHED.get(reach or "", SCOPES)
    writes = keyword(mark, "writes") if mark else None
    names = [node for node in ast.walk(writes) if isinstance(node, ast.Constant)] if writes else []
    for written in names:
        yield Use(str(written.value), written.lineno, scopes)
    declared = {written.value for written in names}
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("edit.add", "edit.factor") and node.args:
            name = literal(node.args[0])
            if name is not None:
                yield Use(name, node.lineno, scopes, undeclared=mark is not None and name not in declared)


def is_untyped(arg: ast.arg) -> bool:
    """Whether an argument may be a row of parameters: of any type, not of another one."""
    return arg.annotation is None or ast.unparse(arg.annotation) == "Any"


def keyword(call: ast.Call, name: str) -> ast.expr | None:
    """The value that a call gives by keyword, None when it gives none."""
    return next((given.value for given in call.keywords if given.arg == name), None)


def literal(node: ast.AST | None) -> str | None:
    """The words of a literal, with * for what is put in at run time; None for anything else."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(literal(part) or "*" for part in node.values)
    return None
