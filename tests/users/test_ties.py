"""Ties to hosts through any sequence of visits, orders, follows and parcels."""

from __future__ import annotations

from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from sim.users.day import host_calls
from sim.users.parcels import live_through
from sim.users.rules.base import saturation
from sim.users.rules.favourite import (
    NOBODY,
    attachment_by_itself,
    tie_after_parcel,
    tie_by_itself,
    tie_to,
    tied_host,
)
from sim.users.state import FOLLOWED, ORDERED
from sim.users.visits import grow_attached
from tests.users.parameters import minutes, person, share, table, tables

TYING = tables("attach", "detach", "attach_order", "attach_follow", "first_attachment", "tie_problem",
               "tie_parcel", "trust_negativity", "satisfaction_problem")
"""Any of these, with two ties as is usual."""
HOSTS = st.integers(0, 4)
VISITS = st.tuples(HOSTS, minutes, st.sampled_from((0, ORDERED, FOLLOWED, ORDERED | FOLLOWED)))
PARCELS = st.tuples(HOSTS, share, st.booleans())
LIVES = st.lists(st.one_of(VISITS.map(lambda visit: ("visit", *visit)), PARCELS.map(lambda one: ("parcel", *one))),
                 max_size=40)


def test_two_ties_are_usual():
    assert table().ties == 2.0


def lived(user, event, p):
    """Let one event move the ties of a user."""
    what, host, *rest = event
    if what == "visit":
        grow_attached(user, host, *rest, p)
    else:
        harm, pleased = rest
        live_through(user, p, host, 0.0 if pleased else harm, pleased)


@given(LIVES, TYING)
def test_ties_stay_between_0_and_1_and_to_two_hosts_whatever_happens(events, p):
    user = person()
    for event in events:
        lived(user, event, p)
        assert 0.0 <= user.second_tie <= 1.0
        assert 0.0 <= user.attachment <= 1.0
        assert user.favourite != user.second or user.favourite == NOBODY
        assert (user.favourite == NOBODY) <= (user.second == NOBODY)
        assert user.attachment >= user.second_tie
        assert (user.second == NOBODY) == (user.second_tie == 0.0)


@given(LIVES, TYING)
def test_one_tie_is_a_favourite_and_nobody_else(events, p):
    """With `ties` below 2 an old, shorter rule of one favourite gives the same."""
    p.ties = 1.0
    user, host, strength = person(), NOBODY, 0.0
    for what, other, *rest in events:
        lived(user, (what, other, *rest), p)
        if what == "parcel":
            harm, pleased = rest
            strength = tie_after_parcel(strength, 0.0 if pleased else harm, pleased, p) if host == other else strength
        else:
            watched, marks = rest
            weight = saturation(watched, p)
            strength += p.attach * weight * (1.0 - strength) if host == other else -p.detach * weight
            if host != other and (host == NOBODY or strength <= 0.0):
                host, strength = other, p.first_attachment
            by_itself = attachment_by_itself(marks & ORDERED != 0, marks & FOLLOWED != 0, p)
            if by_itself > 0.0 and host == other:
                strength += by_itself * (1.0 - strength)
            elif by_itself > strength:
                host, strength = other, by_itself
        assert (user.favourite, user.attachment, user.second, user.second_tie) == (host, strength, NOBODY, 0.0)


@given(HOSTS, minutes, TYING)
def test_a_host_is_tied_to_by_watching_ordering_and_following(host, watched, p):
    user = person()
    grow_attached(user, host, watched, ORDERED, p)
    assert user.favourite == host
    assert tie_to(user, host) == user.attachment >= p.attach_order * (1.0 - 1e-12)
    assert tie_to(user, host + 1) == 0.0


@given(st.tuples(share, share).map(sorted), HOSTS, share, TYING)
def test_what_ties_by_itself_adds_to_known_hosts_and_takes_the_place_of_weaker_ties(pair, host, strength, p):
    weak, strong = pair
    user = person(favourite=0, attachment=strong, second=1, second_tie=weak)
    tie_by_itself(user, host, strength, p)
    before = (strong, weak, 0.0, 0.0, 0.0)[host]
    if host in (0, 1):
        assert tie_to(user, host) == before + strength * (1.0 - before)
        assert {user.favourite, user.second} == {0, 1}
    else:
        assert tie_to(user, host) == (strength if strength > weak else 0.0)
        assert tie_to(user, 0) == strong, "the first one becomes the second"
        assert tie_to(user, 1) == (weak if strength <= weak else 0.0)


@given(st.booleans(), TYING)
def test_following_ties_only_by_its_own_weight(ordered, p):
    assert attachment_by_itself(ordered, True, p) >= attachment_by_itself(ordered, False, p)
    p.attach_follow = 0.0
    assert attachment_by_itself(ordered, True, p) == attachment_by_itself(ordered, False, p)
    assert attachment_by_itself(False, False, p) == 0.0


@given(share, st.tuples(share, share).map(sorted), TYING)
def test_harm_loosens_a_tie_and_a_parcel_as_promised_holds_it(strength, harms, p):
    less, more = (tie_after_parcel(strength, harm, False, p) for harm in harms)
    assert 0.0 <= more <= less <= strength <= tie_after_parcel(strength, 0.0, True, p) <= 1.0
    assert tie_after_parcel(strength, 0.0, False, p) == strength


@given(share, share, TYING)
def test_without_their_weights_parcels_move_no_tie(strength, harm, p):
    p.tie_problem = p.tie_parcel = 0.0
    assert tie_after_parcel(strength, harm, False, p) == strength == tie_after_parcel(strength, 0.0, True, p)


@given(LIVES, TYING)
def test_both_tied_hosts_are_shown_in_turn(events, p):
    user = person()
    for event in events:
        lived(user, event, p)
    seen = {tied_host(user, look) for look in range(4)}
    assert seen == {user.favourite, user.favourite if user.second == NOBODY else user.second}
    assert tied_host(user, 0) == user.favourite


@given(st.floats(0.0, 1.0, exclude_min=True), share, st.sampled_from((0, 1)), tables("follow_notify"))
def test_a_host_calls_only_when_on_air_and_nobody_calls_at_a_rate_of_zero(u, strength, on_air, p):
    user = person(favourite=0, attachment=strength)
    today = SimpleNamespace(rooms=[SimpleNamespace(on_air=on_air)])
    called = host_calls(user, p, today, u)
    assert not (called and on_air == 0)
    assert not host_calls(user, table(follow_notify=0.0), today, u)
    assert not host_calls(person(), p, today, u), "nobody is tied to nobody"
    assert called <= host_calls(person(favourite=0, attachment=1.0), p, today, u)
