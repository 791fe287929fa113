"""One field of a YAML text changed, and all else as it was, comments too."""

from __future__ import annotations

from functools import lru_cache
from io import StringIO
from itertools import pairwise
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError

Keys = tuple[str | int, ...]


def _yaml() -> YAML:
    made = YAML()
    made.preserve_quotes, made.width = True, 4096  # a line that somebody wrote stays one
    made.indent(mapping=2, sequence=4, offset=2)
    return made


@lru_cache(maxsize=32)
def fields_of(text: str) -> Any:
    """What a text states, to be read and not changed; None where it is no YAML mapping.

    Every control of a page reads the same few texts.
    """
    return _tree(text)


def _tree(text: str) -> Any:
    try:
        tree = _yaml().load(text)
    except (YAMLError, ValueError):
        return None
    return tree if isinstance(tree, CommentedMap) else None


def edited(text: str, keys: Keys, value: Any) -> str:
    """The text with `value` at `keys`, or without them for None; where it is no YAML mapping, as it is.

    A mapping on the way that is missing is made, and one that is left empty goes. A key one behind the end of a list
    adds to it.
    """
    tree = _tree(text)
    if tree is None:
        return text
    if value is None:
        _take(tree, keys)
    else:
        _put(tree, keys, value)
    out = StringIO()
    _yaml().dump(tree, out)
    return out.getvalue()


def _put(node: Any, keys: Keys, value: Any) -> None:
    for key, following in pairwise(keys):
        inner = _at(node, key)
        if not isinstance(inner, CommentedMap | CommentedSeq):
            inner = CommentedSeq() if isinstance(following, int) else CommentedMap()
            _place(node, key, inner)
        node = inner
    _place(node, keys[-1], value)


def _place(node: Any, key: str | int, value: Any) -> None:
    if isinstance(node, list) and isinstance(key, int) and key >= len(node):
        node.append(value)
    else:
        node[key] = value


def _take(node: Any, keys: Keys) -> None:
    inner = _at(node, keys[0])
    if inner is None:
        return
    if len(keys) > 1:
        _take(inner, keys[1:])
        if inner or isinstance(keys[0], int):
            return
    del node[keys[0]]


def _at(node: Any, key: str | int) -> Any:
    if isinstance(node, list):
        return node[key] if isinstance(key, int) and key < len(node) else None
    return node.get(key) if isinstance(node, dict) else None
