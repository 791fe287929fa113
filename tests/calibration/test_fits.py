"""What ships as fitted: inside its bounds, in a steady state; strengths have tests of their own (test_levers)."""

from __future__ import annotations

import numpy as np
import pytest

from sim.base.params import PARAMETERS
from sim.cast import fit
from sim.replicate.run import simulate
from sim.scenario.plan import Horizon, Population, Scenario
from sim.users.rules.stage import PROSPECT, UNINSTALLED


def test_fitted_values_are_parameters_inside_their_bounds():
    values = fit.fitted()
    assert values
    for name, value in values.items():
        assert PARAMETERS[name].low <= value <= PARAMETERS[name].high


def test_donors_are_joined_users_with_a_past():
    start = fit.start()
    assert start is not None and len(start.donors) > 2_000
    donors = start.donors
    stages = donors["state"]["stage"]
    assert not np.isin(stages, (PROSPECT, UNINSTALLED)).any()
    assert (donors["state"]["joined"] < 0).all() and (donors["state"]["last_open"] < 0).all()
    for name in ("habit", "satisfaction", "fatigue"):
        assert ((donors["state"][name] >= 0) & (donors["state"][name] <= 1)).all()


def test_a_baseline_starts_in_its_steady_state():
    """MAU moves by less than 5 % in 90 days (docs/model.md section 6); sampling alone makes 1 % at this size."""
    world = Scenario("baseline", population=Population(users=4_000), horizon=Horizon(days=91))
    outcome = simulate([world], replicate=0, fixed=True).outcomes[0]
    mau = outcome.level("mau").sum(axis=1)[-outcome.days :]
    assert abs(mau[-1] / mau[0] - 1.0) < 0.05
    assert mau[0] == pytest.approx(4_000, rel=0.12)
