"""Belonging: bounded whatever happens, moved the right way, and nothing at all without a strategy."""

from __future__ import annotations

from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from sim.users.rules.community import (
    belonging_evening,
    join_probability,
    taking_part,
    theme_adds,
    theme_of,
)
from sim.users.rules.order import mood_of_buying
from sim.users.rules.part import belonging_after, part_probability
from sim.users.rules.visit import open_probability
from tests.users.parameters import changed, person, share, table, tables

COMMUNAL = tables("group_offer", "group_life", "group_vote", "first_belonging", "belonging_watch", "belonging_fade",
                  "join_contacts", "join_host", "join_theme", "part_belonging", "part_effort")
DAYS = st.tuples(st.integers(0, 12), st.integers(0, 12), st.integers(0, 5))
"""Engaged visits, interactions, votes and parts of a day."""
interests = st.lists(st.floats(0.0, 8.0), min_size=8, max_size=8).map(lambda drawn: SimpleNamespace(interest=drawn))


@given(st.lists(DAYS, max_size=30), share, COMMUNAL)
def test_belonging_stays_between_0_and_1_whatever_happens(days, belonging, p):
    for engaged, interacted, parts in days:
        for _ in range(parts):
            belonging = belonging_after(belonging, p)
            assert 0.0 <= belonging <= 1.0
        belonging = belonging_evening(belonging, taking_part(engaged, interacted, parts, p), p)
        assert 0.0 <= belonging <= 1.0


@given(DAYS, DAYS, share, COMMUNAL)
def test_who_takes_part_more_belongs_more(one, other, belonging, p):
    less, more = (tuple(sorted(pair)) for pair in zip(one, other, strict=True)), None
    less, more = zip(*less, strict=True)
    assert taking_part(*less, p) <= taking_part(*more, p)
    evenings = [belonging_evening(belonging, taking_part(*day, p), p) for day in (less, more)]
    assert evenings[0] <= evenings[1]


def test_a_member_who_never_takes_part_is_none_any_more():
    p, belonging, days = table(group_life=0.2), 0.5, 0
    while belonging > 0.0:
        after = belonging_evening(belonging, taking_part(0, 0, 0, p), p)
        assert after < belonging
        belonging, days = after, days + 1
    assert 60 < days < 600


@given(st.integers(0, 32), st.integers(0, 32), share, share, share, COMMUNAL)
def test_contacts_the_host_and_the_theme_draw_into_a_group(few, more, tie, stronger, interest, p):
    few, more = sorted((few, more))
    tie, stronger = sorted((tie, stronger))
    assert 0.0 <= join_probability(few, tie, interest, p) <= join_probability(more, stronger, 2.0 * interest, p) <= 1.0


@given(st.integers(0, 32), share, st.floats(0, 8))
def test_nobody_joins_where_no_group_is_open(members, tie, interest):
    assert join_probability(members, tie, interest, table()) == 0.0


@given(share, share, st.floats(0, 1), st.floats(0, 1), share, COMMUNAL)
def test_effort_keeps_from_taking_part_and_a_tie_draws(invited, fit, need, tie, friction, p):
    chance = part_probability(invited, fit, need, tie, friction, p)
    assert 0.0 <= part_probability(invited, fit, need, tie, friction + 0.3, p) <= chance <= invited
    assert chance <= part_probability(invited, fit, need, tie + 0.3, friction, p)


@given(interests, st.integers(0, 7), share)
def test_only_rooms_of_the_theme_keep_a_member_longer(who, category, belonging):
    p = table(theme_minutes=2.0)
    assert who.interest[theme_of(who)] == max(who.interest)
    longer = theme_adds(belonging, who, category, p)
    assert longer == (2.0 * belonging if category == theme_of(who) else 0.0)
    assert theme_adds(belonging, who, category, table()) == 0.0


@given(share, share)
def test_belonging_makes_open_and_buy_more_readily(one, other):
    less, more = sorted((one, other))
    p, users = table(), [changed(person(), belonging=b) for b in (less, more)]
    opens = [open_probability(user, p, 3, 0.7, 0.0, 0.0) for user in users]
    moods = [mood_of_buying(user, 0, False, 0.0, p) for user in users]
    assert opens[0] <= opens[1] and moods[0] <= moods[1]


def test_who_belongs_to_nothing_is_moved_by_no_weight_of_belonging():
    heavy = table(open_belonging=4.0, buy_belonging=4.0, share_belonging=4.0, trust_belonging=1.0)
    assert open_probability(person(), heavy, 3, 0.7, 0.0, 0.0) == open_probability(person(), table(), 3, 0.7, 0.0, 0.0)
    assert mood_of_buying(person(), 0, False, 0.0, heavy) == mood_of_buying(person(), 0, False, 0.0, table())
