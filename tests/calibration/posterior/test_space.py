"""The coordinates of a posterior: where priors are standard normal, and defaults stay themselves to the bit."""

from __future__ import annotations

import numpy as np
import pytest

from calibration.fitting import PIVOTS, Problem
from calibration.moments import Setting
from calibration.posterior.space import Space, uncertain_at_baseline
from sim.base.params import PARAMETERS, Prior, defaults

FREE = {"bounce_intercept": 1.0, "watch_minutes": 1.5}
SPACE = Space(Problem([], Setting(users=100), FREE), ("bounce_fit", "trust_negativity"))
HERE = SPACE.place(SPACE.problem.centre)


def test_the_centre_is_the_declared_defaults_to_the_bit():
    assert SPACE.values(HERE) == SPACE.problem.values(SPACE.problem.centre) == defaults()


def test_a_place_moves_each_parameter_by_its_own_prior():
    moved = HERE + np.array([1.0, 0.0, 0.5, 0.0, 0.0, 0.0, 0.0])
    values, prior = SPACE.values(moved), PARAMETERS["bounce_fit"].prior
    assert values["bounce_intercept"] == pytest.approx(PARAMETERS["bounce_intercept"].default + 1.0)
    assert prior.share(values["bounce_fit"]) == pytest.approx(0.6915, abs=1e-3)
    assert values["watch_minutes"] == PARAMETERS["watch_minutes"].default


def test_the_bounds_are_those_of_the_declarations():
    low, high = SPACE.bounds
    for k, name in enumerate(FREE):
        for edge, bound in ((low, PARAMETERS[name].low), (high, PARAMETERS[name].high)):
            place = HERE.copy()
            place[k] = edge[k]
            assert SPACE.values(place)[name] == pytest.approx(bound)


def test_pivots_come_last_and_have_no_prior():
    assert SPACE.names[SPACE.priors :] == tuple(PIVOTS) and SPACE.priors == len(FREE) + 2


def test_what_does_not_act_is_left_out():
    assert SPACE.fewer([False, True]).uncertain == ("trust_negativity",)


def test_what_only_strategies_wake_is_not_asked_of_a_baseline():
    names = uncertain_at_baseline()
    assert "bounce_fit" in names and "elder_adoption" not in names
    assert all(PARAMETERS[name].prior is not None for name in names)


@pytest.mark.parametrize("prior", [Prior(1.0, 3.0), Prior(-2.0, 5.0, "normal")])
def test_the_share_below_a_quantile_is_what_was_asked_for(prior):
    for u in (0.01, 0.3, 0.5, 0.99):
        assert prior.share(prior.quantile(u)) == pytest.approx(u)
