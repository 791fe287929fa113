"""A named collection that refuses duplicates and answers unknown names with the nearest one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

from sim.base.errors import UnknownNameError, unknown
from sim.base.message import said, term

T = TypeVar("T")
Watcher = Callable[["Registry[Any]", str, Any], Any]
_watchers: list[Watcher] = []


class Registry(Mapping[str, T]):
    """Entries by name, in the order of declaration.

    Args:
        kind: the word used in messages, such as "parameter" or "lever".

    A retired entry is not listed any more, but its name still answers: reports of earlier results ask for it.
    `changes` counts what was added and retired.
    """

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.changes = 0
        self._entries: dict[str, T] = {}
        self._retired: dict[str, T] = {}

    def add(self, name: str, entry: T) -> T:
        """The entry, now known by `name`. Raises ValueError when the name is taken."""
        for watcher in _watchers:
            entry = watcher(self, name, entry)
        if name in self._entries:
            raise ValueError(said("{kind} '{name}' is declared twice", kind=term(self.kind), name=name))
        self._retired.pop(name, None)
        self._entries[name] = entry
        self.changes += 1
        return entry

    def retire(self, name: str) -> None:
        """Take `name` out of the list; it can be declared again."""
        self._retired[name] = self._entries.pop(name)
        self.changes += 1

    def __getitem__(self, name: str) -> T:
        try:
            return self._entries[name] if name in self._entries else self._retired[name]
        except KeyError:
            raise UnknownNameError(unknown(self.kind, name, self._entries)) from None

    def __contains__(self, name: object) -> bool:
        return name in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)


@contextmanager
def watched(watcher: Watcher) -> Iterator[None]:
    """While this lasts, `watcher(registry, name, entry)` sees every added entry and may give another in its place."""
    _watchers.append(watcher)
    try:
        yield
    finally:
        _watchers.remove(watcher)
