"""A small fixed world of names, so that the messages of tests do not change with every new lever."""

from __future__ import annotations

import pytest

from sim.base.params import PARAMETERS, Parameter
from sim.cast.segments import known
from sim.levers import LEVERS
from sim.levers.base import Lever, Option
from sim.outcomes.metrics import METRICS, Metric
from sim.scenario import names as names_of


def lever(name: str, reach: str, *options: Option) -> Lever:
    return Lever(name, reach, (), options, (), "judged", lambda *_: None, "")


def metric(name: str, unit: str, per: float = 1.0) -> Metric:
    return Metric(name, unit, 1, lambda outcome: None, per)


def parameter(name: str, unit: str, low: float, high: float, scope: str = "user") -> Parameter:
    return Parameter(name, low, unit, low, high, "judged", "judged", scope, name)


LEVER_LIST = [
    lever("elder_mode", "users", Option("previews_per_week", 2.0, "messages", 0.0, 7.0)),
    lever("referral_tasks", "users", Option("likes", 30.0, "likes", 1.0, 200.0),
          Option("reward", 10.0, "yuan", 1.0, 100.0), Option("valid_days", 14.0, "days", 1.0, 60.0)),
    lever("shorter_streams", "rooms", Option("length", 90.0, "min", 30.0, 480.0)),
]
METRIC_LIST = [metric("base_retention", "share"), metric("rebuy_rate", "share"),
               metric("repeat_buyers", "count", 1000.0), metric("order_value", "yuan")]
PARAMETER_LIST = [parameter("open_base", "logit", -6.0, 2.0), parameter("message_pull", "probability", 0.0, 1.0),
                  parameter("elder_size", "logit", 0.0, 1.0, "lever")]


@pytest.fixture
def names(monkeypatch):
    """Three levers, four metrics, three parameters, two scenarios; the built-in segments."""
    known()
    monkeypatch.setattr(names_of, "builtin_scenarios", lambda: ("baseline", "elder_mode"))
    for registry, entries in ((LEVERS, LEVER_LIST), (METRICS, METRIC_LIST), (PARAMETERS, PARAMETER_LIST)):
        monkeypatch.setattr(registry, "_entries", {entry.name: entry for entry in entries})


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty current folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path
