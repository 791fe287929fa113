"""Scenario files: a planner's YAML becomes a checked `Scenario`."""

from __future__ import annotations

from sim.scenario.builtin import builtin_scenarios
from sim.scenario.load import load_scenario
from sim.scenario.plan import Scenario

__all__ = ["Scenario", "builtin_scenarios", "load_scenario"]
