"""What a day is made of, read off the code that lives it: steps in order, what each reads and what it writes.

Nothing is declared twice, so nothing goes stale: a step is a function that the morning, a user's day or the evening
calls, its sentence the first line of its docstring. Sources are parsed, not imported: asking takes no time. What a
helper changes in something that it is handed is not seen.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from sim.base.sources import HOME
from sim.base.uses import EVERYWHERE, literal, readings
from sim.texts import has, text

PARTS = {"morning": "sim.world.platform.morning", "user": "sim.users.day.live_day",
         "evening": "sim.world.platform.evening"}  # fmt: skip
"""The three parts of a day, in order, and the function that lives each."""
PLATFORM, PEOPLE, CAST = "sim.world.", "sim.users.", "sim.cast."
HELPERS = ("sim.users.rules.base.", "sim.world.strategies.", "sim.world.timing.")
"""Whose functions are neither steps nor rules: they do the sums of those that call them."""
HOLDERS = ("user", "who", "room", "letter", "parcel", "today", "done")
"""What rules are handed: the state of a user, his traits, a room, his mail and parcels, the day, its record."""
MUTATORS = ("append", "setdefault", "pop", "clear", "update", "note", "watch")
"""Methods that change what they are called on."""
MANY = 13
"""From so many fields of one holder on, they are told as all of it."""


@dataclass(frozen=True)
class Step:
    """One step of a day.

    Attributes:
        part: one of PARTS. name: the function. module: where it is. sentence: what it does, in English.
        depth: 0 for what a part calls itself. asks: the rules it asks, by name.
        reads, parameters, writes: names, in order; of the rules that it asks too.
    """

    part: str
    name: str
    module: str
    sentence: str
    depth: int
    asks: tuple[str, ...]
    reads: tuple[str, ...]
    parameters: tuple[str, ...]
    writes: tuple[str, ...]

    def words(self, lang: str) -> str:
        """What it does, in `lang`."""
        key = f"day.{self.part}.{self.name}"
        return text(key, lang) if has(key, lang) else self.sentence


def plan(part: str) -> list[Step]:
    """The steps of one of PARTS, in the order in which they are called; steps within a step follow it."""
    return list(_steps(part, PARTS[part], 0, set()))


def _steps(part: str, name: str, depth: int, before: set[str]) -> Iterator[Step]:
    for called in calls(name):
        if called not in before and is_step(called, depth):
            before.add(called)
            module, _, short = called.rpartition(".")
            sentence = (ast.get_docstring(function(called)) or "").partition("\n")[0]
            asks = (other.rpartition(".")[2] for other in calls(called) if is_rule(other))
            writes = (field for field, written in fields(called) if written)
            yield Step(part, short, module, sentence, depth, asks=_distinct(asks), reads=brief(_reads(called)),
                       parameters=_distinct(_parameters(called)), writes=brief(writes))
            yield from _steps(part, called, depth + 1, before)


def brief(names: Iterable[str]) -> tuple[str, ...]:
    """The distinct names in order; many of one holder become `done.*`."""
    names = _distinct(names)
    holders = [name.partition(".")[0] for name in names]
    return _distinct(f"{holder}.*" if holders.count(holder) >= MANY else name
                     for holder, name in zip(holders, names, strict=True))


def is_step(name: str, depth: int = 1) -> bool:
    """Whether a function is told as a step: whatever changes something is, and all that the platform itself calls."""
    if name.startswith(HELPERS):
        return False
    return changes(name) or (depth == 0 and not name.startswith(PEOPLE))


def is_rule(name: str) -> bool:
    """Whether a function answers with a number and changes nothing."""
    return name.startswith(PEOPLE) and not name.startswith(HELPERS) and not changes(name)


@cache
def changes(name: str) -> bool:
    """Whether a function, or one that it calls, writes something that outlives it."""
    return any(written for _, written in fields(name)) or any(map(changes, calls(name)))


def _reads(name: str) -> Iterator[str]:
    """Fields that a function reads, by itself and through what is no step of its own."""
    yield from (field for field, written in fields(name) if not written)
    for called in calls(name):
        if not is_step(called):
            yield from _reads(called)


def _parameters(name: str) -> Iterator[str]:
    """Parameters that a function uses, by itself and through what is no step of its own."""
    yield from (use.name for use in readings(function(name), EVERYWHERE) if use.name.strip("*_"))
    for called in calls(name):
        if not is_step(called):
            yield from _parameters(called)


@cache
def fields(name: str) -> tuple[tuple[str, bool], ...]:
    """(field, whether written) of all that a function touches itself, in the order of its lines."""
    nodes = list(ast.walk(function(name)))
    written = {id(place) for node in nodes for place in _places_written(node)}
    added = {id(node.target) for node in nodes if isinstance(node, ast.AugAssign)}
    columns = {id(node.value) for node in nodes if isinstance(node, ast.Subscript) and _column(node)}
    platform = not name.startswith(PEOPLE)
    touched = []
    for node in nodes:
        field = _field(node, platform)
        if field and isinstance(node, ast.expr) and id(node) not in columns:
            uses = [False] if id(node) not in written else [False, True] if id(node) in added else [True]
            touched += [(node.lineno, node.col_offset, field, use) for use in uses]
    return tuple((field, use) for _, _, field, use in sorted(touched))


def _places_written(node: ast.AST) -> Iterator[ast.AST]:
    """The fields that a statement writes, under indexes too, and those that a method changes."""
    targets: list[ast.expr] = []
    if isinstance(node, ast.Assign | ast.AugAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in MUTATORS:
        targets = [node.func.value]
    for target in targets:
        for place in target.elts if isinstance(target, ast.Tuple) else [target]:
            while isinstance(place, ast.Subscript) and not _column(place):
                place = place.value
            yield place


def _column(node: ast.AST) -> str:
    """`gone` of `world.state["gone"]`, empty for anything else."""
    if isinstance(node, ast.Subscript) and ast.unparse(node.value) == "world.state":
        return literal(node.slice) or ""
    return ""


def _field(node: ast.AST, platform: bool) -> str:
    """`user.habit` or `world.alive` where one is touched, empty elsewhere; the platform sees users as columns."""
    if column := _column(node):
        return f"user.{column}"
    if not isinstance(node, ast.Attribute) or not isinstance(node.value, ast.Name):
        return ""
    holder, name = node.value.id, node.attr
    if platform and holder == "active":
        return "world.actives" if name not in ("on_rooms", "plan", "level") else ""
    if platform and holder == "world":
        return "user.*" if name == "state" else f"world.{name}" if name in world_fields() else ""
    return f"{holder}.{name}" if holder in (("today",) if platform else HOLDERS) else ""


@cache
def world_fields() -> frozenset[str]:
    """The fields of a world that change."""
    classes = {node.name: node for node in tree("sim.world.world").body if isinstance(node, ast.ClassDef)}
    named = (node.target for node in classes["World"].body if isinstance(node, ast.AnnAssign))
    return frozenset(target.id for target in named if isinstance(target, ast.Name)) - {"constants", "seed"}


@cache
def calls(name: str) -> tuple[str, ...]:
    """The functions of the model that a function calls, in the order in which they stand in it."""
    known = names_of(name.rpartition(".")[0])
    called = sorted((node.lineno, node.col_offset, known[node.func.id]) for node in ast.walk(function(name))
                    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in known)
    return _distinct(other for _, _, other in called if other != name)


@cache
def names_of(module: str) -> dict[str, str]:
    """Name in a module -> function of the model that it means, its own and imported ones."""
    known = {name: f"{module}.{name}" for name in defined(module)}
    for node in tree(module).body:
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith((PLATFORM, PEOPLE, CAST)):
            known |= {given.name: f"{node.module}.{given.name}" for given in node.names
                      if given.name in defined(node.module)}
    return known


@cache
def defined(module: str) -> dict[str, ast.FunctionDef]:
    """The functions that a module defines, by name."""
    return {node.name: node for node in tree(module).body if isinstance(node, ast.FunctionDef)}


def function(name: str) -> ast.FunctionDef:
    """The definition of a function."""
    module, _, short = name.rpartition(".")
    return defined(module)[short]


@cache
def tree(module: str) -> ast.Module:
    """The parsed source of a module."""
    place = HOME.joinpath(*module.split("."))
    path = place / "__init__.py" if place.is_dir() else place.with_suffix(".py")
    return ast.parse(path.read_text(encoding="utf-8"))


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
