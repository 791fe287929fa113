"""Alert lights on hand-made days."""

import csv

import numpy as np

from sim.outcomes.metrics.alerts import LIGHTS, lit
from sim.outcomes.signals import SIGNALS
from tests.outcomes.builder import make_outcome
from tests.project.sources import ROOT


def days(**daily):
    """Thirty days of the horizon after ten recorded ones, with 100 visits of one kind each."""
    counts = {name: np.asarray(values)[:, None] for name, values in daily.items()}
    visits = np.full((40, 1), 100)
    return make_outcome(days=30, first_day=-10, daily={"visits": visits, **counts})


def test_a_light_is_on_from_the_day_that_the_trailing_week_is_beyond_the_edge():
    bounces = np.where((np.arange(40) >= 20) & (np.arange(40) < 27), 57, 50)  # a day more of 57 is above one half
    found = lit(days(bounces=bounces, interacted=np.full(40, 10)))
    assert found == {"interaction_rate": [], "bounce_rate": [(10, 23)]}


def test_the_recorded_past_is_looked_back_on_and_stretches_are_apart():
    quiet = np.where((np.arange(40) < 12) | (np.arange(40) == 39), 0, 10)
    found = lit(days(interacted=quiet, bounces=np.zeros(40)))["interaction_rate"]
    assert found == [(0, 8), (29, 30)]
    assert all(isinstance(day, int) for stretch in found for day in stretch)


def test_no_visits_light_nothing():
    assert lit(make_outcome()) == {"interaction_rate": [], "bounce_rate": []}


def test_edges_are_those_of_the_evidence():
    with open(ROOT / "calibration" / "evidence" / "facts.csv", encoding="utf-8") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    for name, light in LIGHTS.items():
        assert name in SIGNALS
        assert f"{name}_alert" in rows[light.evidence].values()
        assert f"{light.edge:.2f}" in rows[light.evidence].values()
