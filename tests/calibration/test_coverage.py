"""Coverage: right where the answer is known, wrong where the posterior is, and remembered from platform to platform."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from calibration.coverage.design import made_up, steps_of, tasks_of
from calibration.coverage.inference import density_of, posterior_of
from calibration.coverage.living import effects_of, live
from calibration.coverage.places import STRATEGIES, Places
from calibration.coverage.ranks import NOMINAL, band, covered, positions, uniform
from calibration.coverage.record import groups_of, outside, read, record, write
from calibration.coverage.scales import LOG, LOGIT, PLAIN, from_scale, observed, to_scale
from calibration.coverage.study import Platforms, counted, study
from calibration.evaluations import Evaluations
from calibration.fitting import FREE
from calibration.moments import Setting
from calibration.posterior.emulator import Emulator
from calibration.targets import load_targets
from sim.base.params import PARAMETERS
from sim.replicate.steady import long_run
from sim.scenario.plan import Strength

FREE_SPACE = (np.full(5, -np.inf), np.full(5, np.inf))
TINY = Setting(users=150, burn_in=20, days=110)


def toy(platforms: int, noise: float = 0.5, luck: float = 0.3) -> Platforms:
    """Five standard normal parameters, six outputs and two effects that are lines of them."""
    rng = np.random.default_rng(8)
    lines, asked = rng.standard_normal((6, 5)), rng.standard_normal((2, 5))
    places = rng.standard_normal((platforms, 5))
    numbers = places @ lines.T + luck * rng.standard_normal((platforms, 6))
    return Platforms(places, FREE_SPACE, numbers, np.full(6, noise),
                     places @ asked.T + luck * rng.standard_normal((platforms, 2)), np.zeros(2))


def line(slope: np.ndarray, luck: float = 0.0) -> Emulator:
    """The emulator of lines that are known exactly."""
    outputs, d = slope.shape
    return Emulator(np.zeros(outputs), slope, np.zeros((outputs, d, d)), np.full(outputs, luck), np.zeros(outputs))


@pytest.fixture(scope="module")
def right():
    return study(toy(150), draws=39, steps=160)


def test_the_posterior_of_lines_is_the_gaussian_that_is_known():
    rng = np.random.default_rng(3)
    slope, numbers = 2.0 * rng.standard_normal((6, 5)), rng.standard_normal(6)
    walked = posterior_of(density_of(line(slope, 0.3), numbers, np.full(6, 5.0), FREE_SPACE), 5, rng, 2000, 200)
    information = np.eye(5) + slope.T @ slope / (5.0**2 + 0.3**2)
    assert np.allclose(walked.last.mean(axis=0), np.linalg.solve(information, slope.T @ numbers) / 25.09, atol=0.08)
    assert np.allclose(np.cov(walked.last.T), np.linalg.inv(information), atol=0.1)
    assert walked.mixing.max() < 1.1


def test_a_posterior_of_nothing_is_the_prior():
    rng = np.random.default_rng(4)
    blind = density_of(line(np.ones((2, 5))), np.full(2, np.nan), np.ones(2), FREE_SPACE)
    walked = posterior_of(blind, 5, rng, 2000, 100)
    assert np.allclose(walked.last.mean(axis=0), 0.0, atol=0.1)
    assert np.allclose(np.cov(walked.last.T), np.eye(5), atol=0.12)


def test_another_number_never_widens_what_it_measures():
    rng = np.random.default_rng(5)
    slope = rng.standard_normal((3, 5))
    few = posterior_of(density_of(line(slope[:2]), np.zeros(2), np.ones(2), FREE_SPACE), 5, rng, 1500, 120).last
    more = posterior_of(density_of(line(slope), np.zeros(3), np.ones(3), FREE_SPACE), 5, rng, 1500, 120).last
    assert (more @ slope[2]).std() < 0.95 * (few @ slope[2]).std()


@pytest.mark.parametrize("nominal", NOMINAL)
def test_where_the_posterior_is_right_intervals_hold_what_they_claim(right, nominal):
    for placed in (right.places, right.asked):
        share, error, truths = covered(placed, nominal)
        assert truths == 150
        assert abs(share - nominal) < 3.5 * error + 0.015


def test_where_the_posterior_is_right_ranks_are_uniform(right):
    tests = [uniform(column) for column in (*right.places.T, *right.asked.T, right.data)]
    assert min(min(one) for one in tests) > 0.001


def test_a_posterior_that_believes_too_much_is_told():
    made = toy(100)
    sure = study(replace(made, numbers=made.numbers + 3.0 * np.random.default_rng(6).standard_normal((100, 6))
                         * (np.arange(100) % 5 == 0)[:, None]), truths=100, draws=39, steps=100)
    rows = np.arange(100) % 5 == 0  # only these observations are far noisier than is said
    assert covered(sure.places[rows], 0.9).share < 0.8
    assert covered(sure.places[~rows], 0.9).share > 0.8


def test_data_narrow_what_is_asked(right):
    assert (right.narrow.mean(axis=0) < 0.7).all()
    assert (right.mean_width.mean(axis=0) < 0.7 * right.prior_width.mean(axis=0)).all()
    assert (right.explained > 0.8).all()


def test_a_truth_does_not_depend_on_how_many_there_are():
    made = toy(60)
    few, more = (study(made, truths=count, draws=9, steps=20) for count in (4, 7))
    assert (few.places == more.places[:4]).all() and (few.asked == more.asked[:4]).all()


def test_places_among_draws():
    rng = np.random.default_rng(1)
    truths = np.array([[0.0, 9.0, np.nan], [5.0, 0.0, 1.0]])
    draws = np.tile(np.array([1.0, 2.0, 3.0, 4.0])[:, None], (2, 1, 3))
    placed = positions(truths, draws, rng)
    assert 0.0 <= placed[0, 0] < 0.2 <= 0.8 <= placed[1, 0] < 1.0
    assert placed[0, 1] > 0.8 and np.isnan(placed[0, 2]) and 0.0 <= placed[1, 2] < 0.4
    ties = positions(np.zeros((4000, 1)), np.zeros((4000, 3, 1)), rng)[:, 0]
    assert min(uniform(ties)) > 0.001


def test_coverage_and_its_error_are_counted_by_truth():
    placed = np.array([[0.5, 0.5], [0.01, 0.02], [0.5, np.nan], [np.nan, np.nan]])
    share, error, truths = covered(placed, 0.9)
    assert (share, truths) == (3 / 5, 3)
    off = np.array([2 * 0.4, -2 * 0.6, 0.4])
    assert error == pytest.approx(np.sqrt((off**2).sum()) / 5)
    assert np.isnan(covered(placed[3:], 0.9).share)


def test_uneven_ranks_are_told():
    rng = np.random.default_rng(2)
    assert max(uniform(0.25 + 0.5 * rng.random(300))) < 1e-6
    assert np.isnan(uniform(np.array([0.5, np.nan])).chi_square)
    assert band(400) == pytest.approx(1.358 / 20.0, rel=0.06)  # Kolmogorov's 95 % point


def test_places_are_drawn_from_the_prior_and_the_first_stay():
    places = Places()
    drawn = places.drawn(400, 3)
    low, high = places.bounds
    assert ((drawn >= low) & (drawn <= high)).all()
    assert (places.drawn(3, 3) == drawn[:3]).all() and (places.drawn(3, 4) != drawn[:3]).any()
    assert abs(drawn[:, len(FREE):].mean()) < 0.03 and abs(drawn[:, len(FREE):].std() - 1.0) < 0.03


def test_values_lie_in_bounds_and_strengths_in_the_range_of_a_planner():
    places = Places()
    for place in places.drawn(20, 1):
        for name, value in places.values(place).items():
            PARAMETERS[name].check(value)
        assert all(Strength().low <= one <= Strength().high for one in places.strengths(place).values())
    centre = places.values(np.zeros(len(places.names)))
    assert centre["buy_intercept"] == pytest.approx(places.centre[list(FREE).index("buy_intercept")])
    assert {"elder_adoption", "share_reward"} <= set(places.uncertain) and "scandal_news" not in places.uncertain


def test_effects_come_in_whole_people():
    values = np.array([[0.0, 0.01, np.nan], [0.03, 0.013, 0.0], [-0.031, 0.5, -0.02]])
    steps = steps_of([("a", "m", "s"), ("", "m", "s"), ("b", "m", "s")], values)
    assert steps.tolist() == [pytest.approx(0.0301), 0.0, pytest.approx(0.02)]
    whole = counted(values, np.array([0.03, 0.0, 0.03]))
    assert np.allclose(whole, [[0.0, 0.01, np.nan], [0.03, 0.013, 0.0], [-0.03, 0.5, -0.03]], equal_nan=True)


def test_scales_come_back_and_what_lies_off_them_is_unknown():
    for scale, values in ((PLAIN, [-1.0, 0.0]), (LOG, [0.1, 4.0]), (LOGIT, [0.1, 0.9])):
        assert np.allclose(from_scale(to_scale(np.array(values), scale), scale), values)
    assert np.isnan(to_scale(np.array([0.0, np.nan]), LOG)).all() and np.isnan(to_scale(np.array([1.0]), LOGIT)).all()


def test_platforms_are_known_as_well_as_the_targets_say():
    targets = [target for target in load_targets() if target.fitted]
    how = observed(targets)
    assert (how.noise > 0.0).all() and np.isfinite(how.noise).all()
    place = how.names.index("bounce_rate")
    assert how.scales[place] == LOGIT and how.noise[place] == pytest.approx(0.015 / (0.65 * 0.35))
    wide = how.names.index("dau_over_mau")  # an interval, and so known less exactly than its tolerance
    assert how.noise[wide] > 0.03 / (0.55 * 0.45)


def test_a_strategy_of_no_strength_changes_nothing_and_the_run_stays_where_it_is():
    run = long_run({}, users=200, burn_in=20, days=60, seed=4, threads=1)
    day, state = run.world.day, run.world.state.copy()
    effects = effects_of(run, dict.fromkeys(STRATEGIES, 0.0))
    assert {value for (name, _, _), value in effects.items() if name and np.isfinite(value)} == {0.0}
    assert run.world.day == day and (run.world.state == state).all()
    assert effects_of(run, {}) == {}


@pytest.mark.slow
def test_platforms_are_remembered_with_their_effects(tmp_path):
    targets = tuple(target for target in load_targets() if target.metric in ("bounce_rate", "retention_d1"))
    tasks = tasks_of(Places(), targets, 2, TINY)
    assert tasks[0].name != replace(tasks[0], strengths=dict.fromkeys(STRATEGIES, 0.3)).name != tasks[1].name
    first, again = (Evaluations(tmp_path, 1, run=live) for _ in range(2))
    shown, remembered = first.answer(tasks), again.answer(tasks)
    assert (first.simulated, again.simulated, again.remembered) == (2, 0, 2)
    for one, other in zip(shown, remembered, strict=True):
        assert one.levels == other.levels and list(one.effects) == list(other.effects)
        assert np.array_equal(list(one.effects.values()), list(other.effects.values()), equal_nan=True)


@pytest.mark.slow
def test_a_tiny_study_of_real_platforms_can_be_written_and_read(tmp_path):
    made = made_up(Evaluations(tmp_path, 2, run=live), 24, replace(TINY, users=300))
    ranked = study(made.platforms, truths=12, draws=19, steps=30)
    assert {name: group.shape[0] for name, group in groups_of(made, ranked).items()} == dict.fromkeys(
        ("parameters", "levels", "effects"), 12)
    content = record(made, ranked, TINY)
    write(content, tmp_path / "study.yaml")
    assert repr(read(tmp_path / "study.yaml")) == repr(content)  # a number nobody shows is not itself
    share, error, _ = content["coverage"]["parameters"]["0.9"]
    assert not outside(share, 2.0 * error + 0.05, 0.9)
