"""Whose amounts: those marked `example: true` are ours, until a planner writes some of his own in their place."""

from __future__ import annotations

from dataclasses import replace

from sim.base.yamlfile import Keys, Node

EXAMPLE = "example"
BLOCKS = ("cost", "money")
"""The fields of a scenario that hold amounts, and may say that these are examples."""


def inherited(below: Node, child: Node) -> Node:
    """The document `below` for `child` to be laid over: where the child states amounts, it says whose they are."""
    own = child.value.get("money")
    stated = isinstance(own, Node) and isinstance(own.value, dict) and bool(own.value)
    return unmarked(below, ("money",)) if stated else below


def replaced(root: Node, keys: Keys) -> Node:
    """The document for an amount to be placed at `keys`: amounts beside it are no examples any more."""
    mark = mark_of(keys)
    return unmarked(root, mark[:-1]) if mark and keys != mark else root


def mark_of(keys: Keys) -> Keys:
    """Where the mark of an amount at `keys` stands; nowhere when no amount stands there."""
    return next(((*keys[: depth + 1], EXAMPLE) for depth, key in enumerate(keys) if key in BLOCKS), ())


def unmarked(node: Node, keys: Keys) -> Node:
    """The node without the mark `example` in the mapping at `keys`, if there is one."""
    if not keys:
        if not isinstance(node.value, dict):
            return node
        return replace(node, value={name: inner for name, inner in node.value.items() if name != EXAMPLE})
    first, rest = keys[0], keys[1:]
    if isinstance(node.value, list) and isinstance(first, int):
        items = [unmarked(item, rest) if i == first else item for i, item in enumerate(node.value)]
        return replace(node, value=items)
    if isinstance(node.value, dict) and first in node.value:
        return replace(node, value={**node.value, first: unmarked(node.value[first], rest)})
    return node
