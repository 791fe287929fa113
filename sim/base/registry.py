"""A named collection that refuses duplicates and answers unknown names with the nearest one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeVar

from sim.base.errors import UnknownNameError, unknown

T = TypeVar("T")


class Registry(Mapping[str, T]):
    """Entries by name, in the order of declaration.

    Args:
        kind: the word used in messages, such as "parameter" or "lever".
    """

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self._entries: dict[str, T] = {}

    def add(self, name: str, entry: T) -> T:
        """The entry, now known by `name`. Raises ValueError when the name is taken."""
        if name in self._entries:
            raise ValueError(f"{self.kind} '{name}' is declared twice")
        self._entries[name] = entry
        return entry

    def __getitem__(self, name: str) -> T:
        try:
            return self._entries[name]
        except KeyError:
            raise UnknownNameError(unknown(self.kind, name, self._entries)) from None

    def __contains__(self, name: object) -> bool:
        return name in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)
