"""Opening and leaving: what draws people in, and what drives them out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sim.users.rules.base import FORGOTTEN
from sim.users.rules.churn import uninstall_probability
from sim.users.rules.visit import annoyed, friend_open_probability, grievance_evening, open_probability
from tests.users.parameters import changed, harms, idle_days, people, person, share, table, tables

OPENING = tables("open_intercept", "open_habit", "open_trust", "open_satisfaction", "open_fatigue", "open_idle",
                 "open_coupon", "outside_pull")
LEAVING = tables("uninstall_intercept", "uninstall_idle", "uninstall_habit", "uninstall_trust",
                 "uninstall_satisfaction", "uninstall_fatigue", "uninstall_annoyance", "uninstall_problem",
                 "uninstall_news", "uninstall_ceiling")
pairs = st.tuples(share, share).map(sorted)


def opening(user, p, idle=1, trust=0.7, coupon=False, calendar=0.0, rivals=0.0):
    return open_probability(changed(user, coupon_fen=500 if coupon else 0), p, idle, trust, calendar, rivals)


def leaving(user, p, idle=1, trust=0.7, problems=0, news=0):
    return uninstall_probability(user, p, idle, trust, problems, news)


@given(people(), OPENING, idle_days, share, st.booleans())
def test_opening_is_a_probability(user, p, idle, trust, coupon):
    assert 0.0 < opening(user, p, idle, trust, coupon) < 1.0


@given(people(), OPENING, pairs)
def test_opening_rises_with_habit_trust_and_satisfaction(user, p, pair):
    low, high = pair
    for state in ("habit", "satisfaction"):
        assert opening(changed(user, **{state: low}), p) <= opening(changed(user, **{state: high}), p)
    assert opening(user, p, trust=low) <= opening(user, p, trust=high)


@given(people(), OPENING, pairs)
def test_opening_falls_with_fatigue_and_annoyance(user, p, pair):
    low, high = pair
    for state in ("fatigue", "annoyance"):
        assert opening(changed(user, **{state: low}), p) >= opening(changed(user, **{state: high}), p)


@given(people(), OPENING, st.tuples(idle_days, idle_days).map(sorted))
def test_opening_falls_with_days_idle(user, p, days):
    assert opening(user, p, idle=days[0]) >= opening(user, p, idle=days[1])


@given(people(), OPENING, st.tuples(harms, harms).map(sorted))
def test_opening_falls_with_grievances_and_with_what_others_offer(user, p, pair):
    assert opening(changed(user, grievance=pair[0]), p) >= opening(changed(user, grievance=pair[1]), p)
    assert opening(user, p, rivals=pair[0]) >= opening(user, p, rivals=pair[1])


@given(people(), OPENING, harms, harms)
def test_without_an_outside_pull_nobody_goes_elsewhere(user, p, grievance, rivals):
    p.outside_pull = 0.0
    assert opening(changed(user, grievance=grievance), p, rivals=rivals) == opening(changed(user, grievance=0.0), p)


@given(harms, tables("grievance_fade"))
def test_a_grievance_fades(grievance, p):
    assert 0.0 <= grievance_evening(grievance, p) <= grievance
    p.grievance_fade = 0.0
    assert grievance_evening(grievance, p) == (grievance if grievance > FORGOTTEN else 0.0)


@given(people(), OPENING)
def test_a_coupon_draws_people_in(user, p):
    assert opening(user, p, coupon=True) >= opening(user, p)


def test_the_weight_of_an_average_state_moves_no_level():
    """Weights that are drawn from priors leave opening alone at the steady state's means."""
    usual = table()
    average = person(satisfaction=usual.satisfaction_pivot, fatigue=usual.fatigue_pivot)
    levels = {opening(average, table(open_trust=w, open_satisfaction=w, open_fatigue=w), trust=usual.trust_pivot)
              for w in (0.0, 0.7, 1.6)}
    assert len(levels) == 1


@given(people(), LEAVING, idle_days, share, st.integers(0, 4))
def test_leaving_stays_below_its_ceiling(user, p, idle, trust, problems):
    assert 0.0 < leaving(user, p, idle, trust, problems) <= p.uninstall_ceiling


@given(people(), LEAVING, pairs)
def test_leaving_falls_with_habit_trust_and_satisfaction(user, p, pair):
    low, high = pair
    for state in ("habit", "satisfaction"):
        assert leaving(changed(user, **{state: low}), p) >= leaving(changed(user, **{state: high}), p)
    assert leaving(user, p, trust=low) >= leaving(user, p, trust=high)


@given(people(), LEAVING, pairs)
def test_leaving_rises_with_fatigue_and_annoyance(user, p, pair):
    low, high = pair
    for state in ("fatigue", "annoyance"):
        assert leaving(changed(user, **{state: low}), p) <= leaving(changed(user, **{state: high}), p)


@given(people(), LEAVING, st.tuples(idle_days, idle_days).map(sorted))
def test_leaving_rises_with_days_idle_and_with_a_problem(user, p, days):
    assert leaving(user, p, idle=days[0]) <= leaving(user, p, idle=days[1])
    assert leaving(user, p, problems=0) <= leaving(user, p, problems=1)


@given(tables("share_open", "share_crowding"), st.tuples(st.floats(0, 32), st.floats(0, 32)).map(sorted))
def test_a_friend_counts_less_among_many(p, degrees):
    few, many = (friend_open_probability(p, degree) for degree in degrees)
    assert 0.0 <= many <= few <= p.share_open


@given(st.floats(0, 5), st.integers(0, 8), st.floats(0, 10), tables("annoy_per_message", "annoyance_fade"))
def test_messages_annoy_and_annoyance_fades(annoyance, messages, tendency, p):
    assert 0.0 <= annoyed(annoyance, 0, tendency, p) <= annoyance
    assert annoyed(annoyance, messages, tendency, p) <= annoyed(annoyance, messages + 1, tendency, p)
    assert annoyed(annoyance, messages, 0.0, p) == annoyed(annoyance, 0, tendency, p)


@given(people(), LEAVING, st.integers(0, 3))
def test_news_drives_out_by_its_own_weight_and_adds_to_no_problem(user, p, problems):
    assert leaving(user, p, problems=problems, news=1) >= leaving(user, p, problems=problems)
    assert leaving(user, p, problems=1, news=1) in (leaving(user, p, problems=1), leaving(user, p, news=1))
