"""Choosing, leaving at once, staying: the visit to a room."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.chance.elementary import exp
from sim.users.rules.choose import (
    AVERAGE_FIT,
    appeal,
    fit_of,
    fresh_appeal,
    freshness,
    match,
    novelty_evening,
    price_advantage,
    sharpened,
)
from sim.users.rules.fatigue import LOOKS_KEPT, fatigue_evening, looks_same, remember
from sim.users.rules.watch import (
    BOUNCE_BELOW,
    bounce_minutes,
    bounce_probability,
    engaged_minutes,
    felt_friction,
    go_on_probability,
    pace_strain,
    pleasure,
)
from sim.users.state import FeltNeeds
from tests.users.parameters import logit, share, table, tables

BOUNCING = tables("bounce_intercept", "bounce_fit", "bounce_friction", "bounce_pace", "bounce_same", "bounce_favourite")
normals = st.floats(-8, 8)
looks = st.integers(1, 255)


def ordered(values):
    return st.tuples(values, values).map(sorted)


def bounce(p, fit=0.5, friction=0.3, strain=0.0, same=False, familiar=0.0):
    return bounce_probability(fit, friction, strain, same, familiar, p)


@given(BOUNCING, share, st.floats(0, 2), st.floats(-2, 2), st.booleans(), share)
def test_bouncing_is_a_probability(p, fit, friction, strain, same, familiar):
    assert 0.0 < bounce(p, fit, friction, strain, same, familiar) < 1.0


@given(BOUNCING, ordered(share))
def test_bouncing_falls_with_fit_and_attachment(p, pair):
    assert bounce(p, fit=pair[0]) >= bounce(p, fit=pair[1])
    assert bounce(p, familiar=pair[0]) >= bounce(p, familiar=pair[1])


@given(BOUNCING, ordered(st.floats(-2, 2)))
def test_bouncing_rises_with_friction_strain_and_sameness(p, pair):
    assert bounce(p, friction=pair[0]) <= bounce(p, friction=pair[1])
    assert bounce(p, strain=pair[0]) <= bounce(p, strain=pair[1])
    assert bounce(p, same=False) <= bounce(p, same=True)


@given(tables("friction", "elder_friction_relief"), ordered(share))
def test_skill_and_relief_take_friction_away(p, skills):
    assert felt_friction(skills[0], False, p) >= felt_friction(skills[1], False, p) >= 0.0
    assert 0.0 <= felt_friction(skills[0], True, p) <= felt_friction(skills[0], False, p)


@given(tables("pace_taste", "elder_pace_relief"), ordered(st.floats(-1, 3)))
def test_pace_suits_those_who_like_it(p, paces):
    slow, fast = (pace_strain(pace, False, p) for pace in paces)
    assert (fast <= slow) if p.pace_taste >= 0 else (fast >= slow)
    for pace in paces:
        assert pace_strain(pace, True, p) <= pace_strain(pace, False, p) + 0.0
        assert (pace_strain(pace, False, p) > 0.0) >= (pace_strain(pace, True, p) > 0.0)


@given(normals, tables("bounce_seconds", "bounce_sigma"))
def test_a_bounce_lasts_less_than_ten_seconds(z, p):
    assert 0.0 < bounce_minutes(z, p) < BOUNCE_BELOW


@given(normals, logit, share, st.floats(-2, 3), st.floats(0, 1440), tables("watch_minutes", "watch_sigma", "patience"))
def test_an_engaged_visit_lasts_ten_seconds_or_more(z, own, fit, by_format, left, p):
    stay = engaged_minutes(z, own, fit, by_format, left, p)
    assert BOUNCE_BELOW <= stay <= max(BOUNCE_BELOW, min(left, p.patience))
    assert int(stay * 1000.0 + 0.5) >= 167  # also as whole milli-minutes it is no bounce


@given(normals, logit, ordered(share), ordered(st.floats(0, 1440)), tables("watch_fit"))
def test_people_stay_longer_where_it_fits_and_where_more_is_left(z, own, fits, left, p):
    assert engaged_minutes(z, own, fits[0], 0.0, left[1], p) <= engaged_minutes(z, own, fits[1], 0.0, left[1], p)
    assert engaged_minutes(z, own, fits[0], 0.0, left[0], p) <= engaged_minutes(z, own, fits[0], 0.0, left[1], p)


def room(**changes):
    base = {"offers": np.ones(4), "category": 0, "appeal": 1.0}
    return type("Room", (), base | changes)


def somebody(needs, interest):
    return type("Who", (), {"needs": needs, "interest": interest})


@given(st.lists(st.floats(0.01, 1), min_size=4, max_size=4), st.floats(0.01, 8), st.integers(0, 3))
def test_a_room_matches_better_when_it_offers_what_is_needed(needs, interest, need):
    who = somebody(np.array(needs) / sum(needs), np.array([interest]))
    more = np.ones(4)
    more[need] += 0.5
    plain, better = (match(FeltNeeds(*who.needs), who, one) for one in (room(), room(offers=more)))
    assert plain < better
    assert 0.0 < fit_of(plain) < fit_of(better) < 1.0


@given(st.floats(0.01, 20), ordered(st.floats(-1, 1)), ordered(share), share,
       tables("price_pull", "favourite_pull", "friend_pull", "match_sharpness"))
def test_appeal_rises_with_price_advantage_attachment_and_friends(matching, advantages, familiar, sensitivity, p):
    def of(advantage=0.0, attached=0.0, friend=False):
        return appeal(matching, advantage, attached, friend, sensitivity, 1.0, p)

    assert 0.0 < of(advantages[0]) <= of(advantages[1])
    assert of(attached=familiar[0]) <= of(attached=familiar[1])
    assert of(friend=False) <= of(friend=True)


@given(ordered(st.floats(0.01, 20)), tables("match_sharpness"))
def test_a_better_match_counts_more_and_an_average_one_the_same_at_any_sharpness(matches, p):
    assert 0.0 <= sharpened(matches[0], p) <= sharpened(matches[1], p) + 1e-12
    assert sharpened(1.0, p) == 1.0


@given(st.floats(0.01, 20))
def test_sharpness_lies_between_the_match_and_its_square(matching):
    assert sharpened(matching, table(match_sharpness=0.0)) == matching
    assert sharpened(matching, table(match_sharpness=1.0)) == pytest.approx(matching**2)


@given(ordered(st.floats(0, 1000)), st.floats(0.1, 10), tables("novelty_wear", "novelty_return"))
def test_novelty_wears_off_and_rest_brings_it_back(visits, added, p):
    fresh, worn = (freshness(count, p) for count in visits)
    assert 0.0 <= worn <= fresh <= 1.0
    assert abs(fresh_appeal(added, worn) - 1.0) <= abs(fresh_appeal(added, fresh) - 1.0) + 1e-12
    assert 0.0 <= novelty_evening(visits[0], p) <= visits[0]
    assert fresh_appeal(1.0, worn) == 1.0, "where nothing is added nothing wears off"


@given(st.floats(0, 1e6), st.floats(0.1, 10))
def test_without_wear_all_of_a_novelty_stays(visits, added):
    fresh = freshness(visits, table(novelty_wear=0.0))
    assert fresh == 1.0
    assert fresh_appeal(added, fresh) == added


@given(st.floats(0, 0.99), logit, ordered(share), tables("go_on_fit"))
def test_people_go_on_more_after_what_pleased_them(usual, own, fits, p):
    low, high = (go_on_probability(usual, exp(own) * pleasure(fit, p)) for fit in fits)
    assert 0.0 <= low <= high <= 1.0
    assert low <= go_on_probability(usual, exp(own + 1.0) * pleasure(fits[0], p))


@given(st.floats(0, 0.99), share)
def test_without_own_readiness_and_weight_of_fit_all_go_on_as_usual(usual, fit):
    assert go_on_probability(usual, exp(0.0) * pleasure(fit, table(go_on_fit=0.0))) == usual
    assert go_on_probability(usual, exp(0.0) * pleasure(AVERAGE_FIT, table())) == usual


@given(share, ordered(share))
def test_a_lower_price_is_an_advantage(reference, prices):
    assert price_advantage(reference, prices[0]) >= price_advantage(reference, prices[1])


@given(st.lists(looks, max_size=30), looks)
def test_the_last_six_looks_are_remembered(seen, look):
    memory = 0
    for one in seen:
        memory = remember(memory, one)
    assert looks_same(memory, look) == (look in seen[-LOOKS_KEPT:])
    assert 0 <= memory < 1 << 48


def test_an_empty_memory_finds_nothing_familiar():
    assert not any(looks_same(0, look) for look in range(1, 256))


@given(share, st.integers(0, 12), st.integers(0, 12), tables("fatigue_rate"))
def test_fatigue_is_a_mean_of_sameness(fatigue, same, more, p):
    visits = same + more
    after = fatigue_evening(fatigue, same, visits, p)
    assert min(fatigue, 0.0) <= after <= 1.0
    assert fatigue_evening(fatigue, 0, 0, p) <= fatigue  # rest lowers it
    if visits:
        assert fatigue_evening(fatigue, same, visits + 1, p) <= after <= fatigue_evening(fatigue, visits, visits, p)


def test_sameness_alone_tires():
    assert fatigue_evening(0.3, 0, 12, table()) < 0.3 < fatigue_evening(0.3, 12, 12, table())
