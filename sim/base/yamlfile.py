"""YAML files with the place of every value, so that each error can say where it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml.comments import CommentedMap, CommentedSeq

from sim.base.chinese import plain
from sim.base.errors import ScenarioError
from sim.base.message import said
from sim.base.slips import Slip, first_slip
from sim.base.yamltext import MOST_DEPTH, NotYaml, text_of, tree_of

Keys = tuple[str | int, ...]

@dataclass(frozen=True)
class Place:
    """A place: `source:line:column`, and the fields that lead to it."""

    source: str
    line: int | None = None
    column: int | None = None
    keys: Keys = ()

    def say(self, message: str, below: Keys = ()) -> str:
        """The whole sentence of an error here, or at a field `below` that stands nowhere."""
        place = f"{self.source}:{self.line}:{self.column}" if self.line is not None else self.source
        fields = dotted(self.keys + below)
        if not fields:
            return said("{place}: {message}", place=place, message=message)
        return said("{place}: {fields}: {message}", place=place, fields=fields, message=message)


@dataclass(frozen=True)
class Node:
    """A value and its place: a dict of nodes, a list of nodes, or a scalar. `key` is its name's place."""

    value: Any
    place: Place
    key: Place | None = None

    @classmethod
    def made(cls, data: object, source: str, keys: Keys = ()) -> Node:
        """Nodes for data that stand in no file; messages name `source` as the place.

        Raises ScenarioError for data that lie too deep in each other, or in themselves, and for a field without a name.
        """
        place = Place(source, keys=keys)
        if len(keys) > MOST_DEPTH:
            raise ScenarioError(Place(source).say(said("lists and mappings lie in each other more than {most} deep",
                                                       most=MOST_DEPTH)))
        value: Any = data.tolist() if hasattr(data, "tolist") else data  # numbers and arrays of NumPy
        if isinstance(value, Mapping):
            value = {name: cls.made(v, source, (*keys, name)) for k, v in value.items()
                     for name in (_text_name(k, place),)}
        elif isinstance(value, (list, tuple)):
            value = [cls.made(v, source, (*keys, i)) for i, v in enumerate(value)]
        return cls(value, place)

    def plain(self) -> Any:
        """The bare data."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value

    def under(self, child: Node, appended: tuple[str, ...] = ()) -> Node:
        """This node with `child` laid over it.

        Mappings merge, lists under an `appended` name grow, all else is replaced.
        """
        if not (isinstance(self.value, dict) and isinstance(child.value, dict)):
            return child
        merged = dict(self.value)
        for key, node in child.value.items():
            if (mine := merged.get(key)) is None:
                merged[key] = node
            elif key in appended and isinstance(mine.value, list) and isinstance(node.value, list):
                merged[key] = replace(node, value=mine.value + node.value)
            else:
                merged[key] = mine.under(node)
        return replace(child, value=merged)

    def placed(self, keys: Keys, node: Node) -> Node:
        """This node with `node` at `keys`; a field on the way that is not there yet has the place of `node`."""
        if not keys:
            return node
        first, rest = keys[0], keys[1:]
        if isinstance(self.value, list):
            items = [item.placed(rest, node) if i == first else item for i, item in enumerate(self.value)]
            return replace(self, value=items)
        fields = self.value if isinstance(self.value, dict) else {}
        below = fields.get(first, Node({}, node.place, node.place)).placed(rest, node)
        return replace(self, value={**fields, first: replace(below, key=below.key or node.place)})

    def say(self, keys: Keys, message: str, *, at_key: bool = False) -> str:
        """The sentence of an error at `keys` below this node, or at the nearest thing that holds it."""
        place, depth = self.find(keys, at_key=at_key)
        return place.say(message, keys[depth:])

    def find(self, keys: Keys, *, at_key: bool = False) -> tuple[Place, int]:
        """The place of the deepest node on the way to `keys`, and how many of the keys led to it."""
        node = self
        for depth, key in enumerate(keys):
            inside = isinstance(node.value, dict) and key in node.value
            listed = isinstance(node.value, list) and isinstance(key, int) and key < len(node.value)
            if not inside and not listed:
                return node.place, depth
            node = node.value[key]
        return (node.key if at_key and node.key else node.place), len(keys)


def dotted(keys: Keys) -> str:
    """`strategies[0].who.segment` for ("strategies", 0, "who", "segment")."""
    return "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in keys).lstrip(".")


def read(path: Path, source: str) -> Node:
    """The root node of a YAML file that holds a mapping; messages name the file as `source`.

    Raises ScenarioError when there is no such file, or it is not YAML, or no mapping, or too large to be meant.
    """
    try:
        text = text_of(path)
        tree = _tree_of(text)
    except NotYaml as problem:
        raise ScenarioError(Place(source, problem.line, problem.column).say(problem.message)) from None
    if not isinstance(tree, CommentedMap):
        slip = first_slip(text) or Slip(1, 1, said("a file holds fields such as 'name: elder_mode'"))
        raise ScenarioError(Place(source, slip.line, slip.column).say(slip.message))
    return _node(tree, Place(source, 1, 1), None, ())


_tree_of = lru_cache(maxsize=64)(tree_of)
"""Nobody changes what is read: the text that many files extend is read once."""


def _node(value: Any, place: Place, key: Place | None, above: tuple[int, ...]) -> Node:
    """The node of a value that ruamel read; `above` are the ids of what holds it."""
    if id(value) in above:
        raise ScenarioError(place.say(said("an alias that holds itself")))
    above = (*above, id(value))
    if isinstance(value, CommentedMap):
        inner: Any = {_name(name, value, place): _entry(value, name, place, above) for name in value}
    elif isinstance(value, CommentedSeq):
        inner = [_node(item, _at(place, i, value.lc.item(i)), None, above) for i, item in enumerate(value)]
    else:
        inner = _scalar(value, place)
    return Node(inner, place, key)


def _name(name: object, mapping: CommentedMap, place: Place) -> str:
    """The name of a field, in half-width signs."""
    own = _text_name(name, place)
    if slip := first_slip(own):
        line, column = mapping.lc.key(name)  # from 0
        raise ScenarioError(Place(place.source, line + 1, column + slip.column).say(slip.message))
    return plain(own)


def _text_name(name: object, place: Place) -> str:
    """The name of a field of the mapping at `place`. Raises ScenarioError where it is no text."""
    if not isinstance(name, str):
        raise ScenarioError(place.say(said("a field's name is text, found {name!r}", name=name)))
    return name


def _entry(mapping: CommentedMap, name: str, place: Place, above: tuple[int, ...]) -> Node:
    """The node of one entry of a mapping."""
    # a merged (<<) entry has no place of its own
    placed = mapping.lc.data is not None and name in mapping.lc.data
    value_at = _at(place, plain(name), mapping.lc.value(name) if placed else None)
    return _node(mapping[name], value_at, _at(place, plain(name), mapping.lc.key(name) if placed else None), above)


def _at(place: Place, key: str | int, spot: tuple[int, int] | None) -> Place:
    """The place of an entry below `place`; line and column count from 1."""
    line, column = (spot[0] + 1, spot[1] + 1) if spot else (place.line, place.column)
    return Place(place.source, line, column, (*place.keys, key))


def _scalar(value: object, place: Place) -> object:
    """A plain Python scalar in place of ruamel's."""
    if value is None:
        return None
    if type(value).__name__ == "ScalarBoolean":  # an int to Python
        return bool(value)
    for kind in (bool, int, float, str):
        if isinstance(value, kind):
            return kind(value)
    raise ScenarioError(place.say(said("tags are not understood; write plain text or a number")))
