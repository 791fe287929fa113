"""What differs between the versions of Mesa that users have (3.3 on Python 3.11, 3.5 later)."""

from __future__ import annotations

import multiprocessing

_start_method = multiprocessing.get_start_method(allow_none=True)

import mesa  # noqa: E402
from mesa.agent import AgentSet  # noqa: E402

if multiprocessing.get_start_method(allow_none=True) != _start_method:
    multiprocessing.set_start_method(_start_method, force=True)  # importing Mesa 3.3 sets one for everybody


def forget(model: mesa.Model) -> None:
    """Let go of a finished model: Mesa 3.3 otherwise keeps every model, with its agents, alive."""
    ids = getattr(mesa.Agent, "_ids", None)
    if ids is not None:
        ids.pop(model, None)


__all__ = ["AgentSet", "forget", "mesa"]
