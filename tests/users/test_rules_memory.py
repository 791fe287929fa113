"""What stays with people: habit, trust, satisfaction, stages of a user's life."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.users.rules.base import log_idle, logistic, saturation
from sim.users.rules.habit import habit_evening
from sim.users.rules.satisfaction import disappointed, own_level, satisfaction_evening, satisfied
from sim.users.rules.stage import (
    ACTIVE,
    DORMANT,
    DORMANT_AFTER,
    TRIAL,
    adoption_probability,
    is_frequent,
    stage_of,
    third_day,
    week_after,
)
from sim.users.rules.trust import evidence_bad, evidence_good, trust_of
from sim.world.reach import are_frequent
from tests.users.parameters import minutes, share, table, tables

HABITS = tables("habit_rate", "habit_loss")
FEELINGS = tables("satisfaction_level", "satisfaction_drift", "satisfaction_watch", "satisfaction_friction",
                  "satisfaction_kept", "satisfaction_problem", "satisfaction_trust", "trust_negativity")
TRUSTING = tables("trust_prior_good", "trust_prior_bad", "trust_watching", "elder_peer_trust")
counts = st.floats(0, 200)


def ordered(values):
    return st.tuples(values, values).map(sorted)


@given(share, minutes, HABITS)
def test_habit_stays_between_0_and_1(habit, watched, p):
    assert 0.0 <= habit_evening(habit, watched, p) <= 1.0


@given(share, ordered(minutes), HABITS)
def test_habit_grows_with_minutes_and_hardly_suffers_from_a_missed_day(habit, watched, p):
    less, more = (habit_evening(habit, m, p) for m in watched)
    assert less <= more or watched[0] == 0.0
    assert habit_evening(habit, 0.0, p) <= habit
    assert habit_evening(habit, 0.0, p) >= habit * (1 - p.habit_loss) - 1e-15


def test_habit_takes_66_days_to_nearly_form():
    """Lally et al. 2010 (W28): 95 % of the way after a median of 66 days of repetition."""
    habit = 0.0
    for _ in range(66):
        habit = habit_evening(habit, 600.0, table())
    assert habit == pytest.approx(0.95, abs=0.01)


@given(ordered(share), minutes, HABITS)
def test_a_stronger_habit_stays_the_stronger(habits, watched, p):
    weak, strong = (habit_evening(h, watched, p) for h in habits)
    assert weak <= strong + 1e-12


@given(counts, counts, TRUSTING)
def test_trust_is_the_share_of_good_experiences(good, bad, p):
    trust = trust_of(good, bad, p)
    assert 0.0 < trust < 1.0
    assert trust_of(good + 1, bad, p) > trust > trust_of(good, bad + 1, p)


@given(ordered(share), TRUSTING)
def test_honest_hosts_give_good_evidence(honesty, p):
    assert evidence_good(honesty[0], False, p) <= evidence_good(honesty[1], False, p)
    assert evidence_bad(honesty[0], p) >= evidence_bad(honesty[1], p) >= 0.0
    assert evidence_good(honesty[0], True, p) >= evidence_good(honesty[0], False, p)


@given(share, ordered(share), FEELINGS)
def test_harm_counts_against_and_a_good_parcel_for(satisfaction, harms, p):
    less, more = (disappointed(satisfaction, harm, p) for harm in harms)
    assert 0.0 <= more <= less <= satisfaction <= satisfied(satisfaction, p) <= 1.0
    assert disappointed(satisfaction, 0.0, p) == satisfaction


@given(st.floats(0.05, 0.95))
def test_a_loss_moves_more_than_a_gain(satisfaction):
    p = table(satisfaction_kept=0.1, satisfaction_problem=0.1)
    assert 0.5 - disappointed(0.5, 1.0, p) > satisfied(0.5, p) - 0.5
    assert disappointed(satisfaction, 1.0, table(trust_negativity=3.0)) < disappointed(satisfaction, 1.0, p)


@given(share, share, minutes, share, st.floats(0, 2), FEELINGS)
def test_satisfaction_stays_between_0_and_1(satisfaction, trust, watched, fit, friction, p):
    level = own_level(trust, p)
    assert 0.0 <= satisfaction_evening(satisfaction, level, watched, fit, friction, p) <= 1.0


@given(share, ordered(minutes), ordered(share), ordered(share), FEELINGS)
def test_satisfaction_rises_with_fitting_minutes_and_falls_with_friction(satisfaction, watched, fits, friction, p):
    def after(m=5.0, fit=0.5, rub=0.0):
        return satisfaction_evening(satisfaction, p.satisfaction_level, m, fit, rub, p) + 1e-12

    assert after(m=watched[0]) <= after(m=watched[1]) + 1e-12
    assert after(fit=fits[0]) <= after(fit=fits[1]) + 1e-12
    assert after(rub=friction[0]) + 1e-12 >= after(rub=friction[1])


@given(share, share, tables("satisfaction_drift", "satisfaction_level", "satisfaction_trust"))
def test_satisfaction_drifts_back_to_ones_own_level(satisfaction, trust, p):
    level = own_level(trust, p)
    later = satisfaction_evening(satisfaction, level, 0.0, 0.0, 0.0, p)
    assert abs(later - level) <= abs(satisfaction - level)


@given(ordered(share), tables("satisfaction_level", "satisfaction_trust", "trust_pivot"))
def test_the_own_level_is_higher_for_those_who_trust(trusts, p):
    assert 0.0 <= own_level(trusts[0], p) <= own_level(trusts[1], p) <= 1.0
    assert own_level(p.trust_pivot, p) == p.satisfaction_level


@given(share, tables("satisfaction_level"))
def test_without_its_weight_trust_sets_no_level(trust, p):
    p.satisfaction_trust = 0.0
    assert own_level(trust, p) == p.satisfaction_level


@given(st.integers(1, 3), st.integers(0, 400), st.integers(0, (1 << 62) - 1))
def test_a_stage_follows_from_idle_days_and_history(stage, idle, history):
    after = stage_of(stage, idle, history)
    assert (after == DORMANT) == (idle >= DORMANT_AFTER)
    assert (after == TRIAL) == (idle < DORMANT_AFTER and stage == TRIAL and history.bit_count() < 3)


@given(st.integers(0, (1 << 62) - 1))
def test_the_third_active_day_makes_a_trial_a_user(history):
    assert third_day(history) == (history.bit_count() >= 3)
    assert stage_of(ACTIVE, 0, history) == ACTIVE


@given(st.lists(st.tuples(st.integers(0, 12), st.booleans()), min_size=1, max_size=20))
def test_a_packed_week_tells_who_is_frequent(days):
    week = 0
    for engaged, interacted in days:
        week = week_after(week, engaged, interacted)
    last = days[-7:]
    expected = sum(e for e, _ in last) >= 3 and any(i for _, i in last)
    assert is_frequent(week) == expected
    assert are_frequent(np.array([week]))[0] == expected


@given(tables("elder_adoption", "elder_offer"))
def test_only_the_offered_adopt(p):
    assert 0.0 <= adoption_probability(p) <= p.elder_adoption
    assert adoption_probability(table(elder_offer=0.0)) == 0.0


@given(st.floats(-1e6, 1e6), st.floats(0, 1e6))
def test_base_functions_stay_in_their_bounds(x, watched):
    assert 0.0 < logistic(x) < 1.0
    assert 0.0 <= saturation(watched, table()) <= 1.0
    assert log_idle(400) == log_idle(365) > log_idle(364)
