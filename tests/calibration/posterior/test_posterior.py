"""The posterior of a made-up simulator whose answer is known: straight lines in the parameters, and luck by seed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import kstest, truncnorm

from calibration.evaluations import Evaluations
from calibration.fitting import Effort, Problem, search
from calibration.moments import Setting, Shown
from calibration.posterior.posterior import posterior
from calibration.targets import Target
from sim.base.params import PARAMETERS
from sim.cast.fit import FOLLOWING

FREE = {"bounce_intercept": 1.0, "watch_minutes": 1.5}
STEADY = {name: PARAMETERS[name].default for name in FOLLOWING}
SLOPE = {"bounce_intercept": 1.0, "watch_minutes": 0.5, "bounce_fit": 0.8}
READ = {"bounce_rate": ("bounce_intercept", "bounce_fit"), "conversion": ("watch_minutes",)}


def standing(parameters, name):
    """How far a parameter stands from its default [its own unit]."""
    return parameters[name] - PARAMETERS[name].default


def toy(task):
    """What the made-up simulator shows: a sum of standings for each metric, with luck of .1."""
    rng = np.random.default_rng(task.setting.seed)
    luck = 0.1 * rng.standard_normal(len(READ))
    values = {(metric, "all"): sum(SLOPE[n] * standing(task.parameters, n) for n in names) + off
              for (metric, names), off in zip(READ.items(), luck, strict=True)}
    wanted = {key: values[key] for key in task.keys}
    # an output for every parameter that acts, so that the uncertain ones that do not are left out
    return Shown(wanted, STEADY)


def target(metric, value=0.4, tolerance=0.3):
    return Target(metric, "all", value, value, "", tolerance, "ours", {"en": "", "zh": ""}, True)


def found(*targets, folder=None, run=toy, draws=400):
    problem = Problem(targets, Setting(users=100), FREE)
    evaluations = Evaluations(folder, 1, run=run)
    fit = search(problem, evaluations, Effort(0, 4, 4), begin=dict.fromkeys(problem.names, 0.0) | {
        name: PARAMETERS[name].default for name in problem.names})
    return posterior(fit, STEADY, evaluations, draws=draws, scatters=(40, 20), steps=600)


def column(sure, name):
    """The draws of a parameter, in standard deviations of its prior from its default."""
    return standing({name: sure.draws[:, sure.names.index(name)]}, name) / FREE[name]


@pytest.fixture(scope="module")
def both():
    return found(target("bounce_rate"), target("conversion"))


def test_a_posterior_of_nothing_is_the_prior():
    """A standard normal one that ends at the bounds; a false alarm in 1 of 1,000 for each parameter."""
    sure = found()
    for name in FREE:
        ends = [standing({name: getattr(PARAMETERS[name], side)}, name) / FREE[name] for side in ("low", "high")]
        assert kstest(column(sure, name), truncnorm(*ends).cdf).pvalue > 0.001


def test_it_is_that_of_the_normal_theory(both):
    """conversion = .5 watch_minutes: a prior of 1.5, a tolerance of .3, so the spread is 1 / sqrt(1 + (.75/.3)^2)."""
    assert both.spread["watch_minutes"] == pytest.approx(1.0 / np.sqrt(1.0 + (0.75 / 0.3) ** 2), rel=0.12)
    gain = (0.75 / 0.3**2) / (1.0 + (0.75 / 0.3) ** 2)
    assert column(both, "watch_minutes").mean() == pytest.approx(gain * 0.4, abs=0.1)


def test_an_uncertain_parameter_shares_what_a_target_says(both):
    """bounce_fit moves the target too, so the posterior ties it to bounce_intercept."""
    one, other = (both.draws[:, both.names.index(name)] for name in ("bounce_intercept", "bounce_fit"))
    assert np.corrcoef(one, other)[0, 1] < -0.3
    assert "trust_negativity" not in both.names


def test_a_target_more_never_widens_what_it_measures(both):
    alone = found(target("bounce_rate"))
    assert both.spread["watch_minutes"] < 0.6 < alone.spread["watch_minutes"]
    again = found(target("bounce_rate"), target("conversion", tolerance=0.15))
    assert again.spread["watch_minutes"] < both.spread["watch_minutes"]


def test_every_draw_has_a_steady_state_of_its_own_within_the_bounds(both):
    assert set(FOLLOWING) < set(both.names)
    for name, values in zip(both.names, both.draws.T, strict=True):
        assert PARAMETERS[name].low <= values.min() and values.max() <= PARAMETERS[name].high


def test_the_same_seed_gives_the_same_posterior_after_an_interrupt(tmp_path, both):
    calls = []

    def breaks(task):
        calls.append(task)
        if len(calls) > 60:
            raise KeyboardInterrupt
        return toy(task)

    targets = target("bounce_rate"), target("conversion")
    with pytest.raises(KeyboardInterrupt):
        found(*targets, folder=tmp_path, run=breaks)
    resumed = found(*targets, folder=tmp_path)
    np.testing.assert_array_equal(resumed.draws, both.draws)


def test_the_chains_agree(both):
    assert both.mixing < 1.05 and both.accepted > 0.1


def test_another_luck_of_the_scatters_moves_the_answer_little(both):
    def other(task):
        return toy(replace(task, setting=replace(task.setting, seed=task.setting.seed + 5)))

    again = found(target("bounce_rate"), target("conversion"), run=other)
    for name in FREE:
        assert abs(column(again, name).mean() - column(both, name).mean()) < 0.6
