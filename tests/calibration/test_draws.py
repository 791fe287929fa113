"""Predictions in draws: arms share what is drawn, an interval is that of its numbers, a verdict that of both ends."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calibration.contrasts import worlds
from calibration.contrasts.draws import alike, draw, predicted, verdict
from calibration.contrasts.valid import DRAWN, shipped
from sim.scenario.plan import Strength

USERS = 300
ends = st.floats(-5.0, 5.0, allow_nan=False)
effects = st.floats(0.01, 3.0).flatmap(lambda size: st.sampled_from((size, -size)))
levels = st.floats(0.1, 10.0)
ORDER = ("misses_low", "covers", "misses_high")


def of(evidence):
    return next(one for one in DRAWN if one.evidence == evidence)


@pytest.fixture(scope="module")
def short():
    """All that is drawn of one horizon and the parameters of everybody."""
    (group,) = [group for group in alike(DRAWN) if group[0].days == 42]
    return group


def test_every_contrast_stands_in_one_group_of_its_horizon_and_parameters():
    groups = alike(DRAWN)
    assert sorted(map(repr, DRAWN)) == sorted(repr(one) for group in groups for one in group)
    assert all((one.days, one.parameters) == (group[0].days, group[0].parameters) for group in groups for one in group)
    assert len({(group[0].days, group[0].parameters) for group in groups}) == len(groups)


def test_a_lever_at_strength_0_predicts_exactly_nothing(short):
    for contrast, (before, after) in zip(short, draw(short, 1, USERS, 5, Strength(0.0, 0.0)), strict=True):
        if contrast.both is None:
            assert contrast.compare(before, after) == 0.0
        else:  # what joining causes, or members beside others: nobody is a member
            assert np.isnan(after)


@pytest.mark.slow
def test_a_draw_in_which_nothing_is_drawn_is_the_fixed_value(short):
    """The same worlds as those lived alone, whatever stands beside them."""
    found = draw(short, 0, USERS, 5, Strength(1.0, 1.0, stated=True), fixed=True)
    for contrast, (before, after) in zip(short, found, strict=True):
        lone = {**shipped(), **dict(contrast.parameters)}
        plan = worlds.world_of(contrast.days, contrast.parameters, USERS, 5)
        treated = replace(plan, strategies=contrast.strategies, parameters=lone)
        untreated, treated = worlds.lived(plan, 0), worlds.lived(treated, 0)
        if contrast.both is None:
            assert (before, after) == (contrast.read(untreated, contrast), contrast.read(treated, contrast))
        else:
            assert (before, after) == contrast.both(untreated, treated, contrast)


@pytest.mark.parametrize("contrast", DRAWN, ids=lambda c: f"{c.evidence}_{c.metric}_{c.every}")
def test_one_strength_is_drawn_for_all_rooms(contrast):
    plan = replace(worlds.world_of(1, contrast.parameters, USERS, 5), strategies=contrast.pulled(Strength()))
    (drawn,) = worlds.simulate([plan], replicate=3).strengths
    assert len(drawn) == len(contrast.strategies) and len({one.value for one in drawn}) == 1
    assert 0.25 <= drawn[0].value <= 1.0


def test_draws_differ_and_one_of_them_can_be_had_again(short):
    one, again, other = (draw(short[:1], k, USERS, 5) for k in (0, 0, 1))
    assert one == again and one != other


@given(numbers=st.lists(st.tuples(levels, levels), min_size=1, max_size=30))
def test_an_interval_holds_its_median_and_lies_among_its_numbers(numbers):
    contrast = of("L35")
    got = predicted(contrast, numbers)
    each = [contrast.compare(*pair) for pair in numbers]
    assert min(each) - 1e-9 <= got.low <= got.median <= got.high <= max(each) + 1e-9
    assert got.draws == len(numbers)


@given(pair=st.tuples(levels, levels), times=st.integers(1, 30))
def test_an_interval_without_width_collapses_on_the_one_number(pair, times):
    contrast = of("L35")
    got = predicted(contrast, [pair] * times)
    assert got.low == pytest.approx(got.high) == pytest.approx(contrast.compare(*pair))
    assert got.untreated == pytest.approx(pair[0])


@given(numbers=st.lists(st.tuples(levels, levels), max_size=9), lost=st.integers(1, 5))
def test_a_draw_without_a_number_is_left_out(numbers, lost):
    without = predicted(of("L35"), [*numbers, *[(0.0, 1.0)] * lost])
    np.testing.assert_equal(tuple(without), tuple(predicted(of("L35"), numbers)))
    assert without.draws == len(numbers)


@given(reported=effects, one=ends, other=ends)
def test_a_verdict_says_where_the_interval_lies(reported, one, other):
    low, high = sorted((one, other))
    got = verdict(reported, low, high)
    assert (got == "covers") == (low / reported <= 1.0 <= high / reported or high / reported <= 1.0 <= low / reported)
    assert got == verdict(-reported, -high, -low), "a fall is judged as a rise"
    if got == "misses_high":
        assert abs(reported) < min(abs(low), abs(high)) + 1e-12 and low * reported > 0.0 < high * reported
    assert verdict(reported, reported, reported) == "covers"


@given(reported=effects, one=ends, other=ends, near=st.floats(0.0, 3.0), far=st.floats(0.0, 3.0))
def test_a_larger_effect_never_misses_lower(reported, one, other, near, far):
    """Either end may move out; a wider interval around what is covered covers it still."""
    inner, outer = sorted(end / abs(reported) for end in (one, other))

    def at(a, b):
        return ORDER.index(verdict(reported, *sorted((a * reported, b * reported))))

    steps = sorted((near, far))
    assert at(inner, outer) <= at(inner + steps[0], outer + steps[1])
    if at(inner, outer) == 1:
        assert at(inner - near, outer + far) == 1


def test_without_an_interval_there_is_no_verdict():
    assert verdict(0.3, np.nan, np.nan) == "unread"
