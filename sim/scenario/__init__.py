"""Scenario files: a planner's YAML becomes a checked `Scenario`."""

from __future__ import annotations

from sim.scenario.load import builtin_scenarios, load_scenario
from sim.scenario.plan import Scenario

__all__ = ["Scenario", "builtin_scenarios", "load_scenario"]
