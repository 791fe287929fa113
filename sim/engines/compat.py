"""What differs between the versions of Mesa that users have (3.3 on Python 3.11, 3.5 later)."""

from __future__ import annotations

import inspect
import multiprocessing
import sys
from types import FrameType
from typing import Any

_start_method = multiprocessing.get_start_method(allow_none=True)

import mesa  # noqa: E402
from mesa.agent import AgentSet  # noqa: E402

if multiprocessing.get_start_method(allow_none=True) != _start_method:
    multiprocessing.set_start_method(_start_method, force=True)  # importing Mesa 3.3 sets one for everybody
    mesa.batchrunner.Pool = multiprocessing.get_context("spawn").Pool  # its own processes still begin in that way


class _Count:
    """1, 2, 3, ...; unlike `itertools.count`, every Python can pickle it."""

    number = 0

    def __next__(self) -> int:
        self.number += 1
        return self.number


class _Counters:
    """A count of agents for every model, kept by the model: it goes with it, also into a pickle."""

    def __getitem__(self, model: Any) -> _Count:
        return model.__dict__.setdefault("_agents_so_far", _Count())


if hasattr(mesa.Agent, "_ids"):
    mesa.Agent._ids = _Counters()  # Mesa 3.3's own dictionary keeps every model, with its agents, alive


def iteration(seed: object) -> int:
    """Which iteration of `mesa.batch_run` builds a model at this moment; 0 outside of one.

    Mesa does not tell the model: it hands over no seed (3.3) or None (later), so that every iteration would be the
    same world. It stands in the frame of the function of Mesa that builds it. A list of seeds (`rng=`, later than 3.3)
    tells worlds apart by itself.
    """
    frame: FrameType | None = sys._getframe(1)
    while frame is not None and frame.f_code.co_name != "_model_run_func":
        frame = frame.f_back
    if frame is None or frame.f_globals.get("__name__") != "mesa.batchrunner":
        return 0
    seeded = seed is not None and "rng" in inspect.signature(frame.f_globals["batch_run"]).parameters
    return 0 if seeded else int(frame.f_locals["run"][1])


__all__ = ["AgentSet", "iteration", "mesa"]
