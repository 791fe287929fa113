"""What differs between the versions of Mesa that users have (3.3 on Python 3.11, 3.5 later)."""

from __future__ import annotations

import itertools
import multiprocessing
from collections.abc import Iterator
from typing import Any
from weakref import WeakKeyDictionary

_start_method = multiprocessing.get_start_method(allow_none=True)

import mesa  # noqa: E402
from mesa.agent import AgentSet  # noqa: E402

if multiprocessing.get_start_method(allow_none=True) != _start_method:
    multiprocessing.set_start_method(_start_method, force=True)  # importing Mesa 3.3 sets one for everybody


class _Counters(WeakKeyDictionary[Any, Iterator[int]]):
    """A count of agents for every model, gone with the model."""

    def __getitem__(self, model: Any) -> Iterator[int]:
        if model not in self:
            self[model] = itertools.count(1)
        return super().__getitem__(model)


if hasattr(mesa.Agent, "_ids"):
    mesa.Agent._ids = _Counters()  # Mesa 3.3's own dictionary keeps every model, with its agents, alive


__all__ = ["AgentSet", "mesa"]
