"""Needs shift along the ladder of P05 as the past satisfies them, and not at all at zero."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.users.rules.choose import match
from sim.users.rules.needs import felt_needs
from tests.users.parameters import person, share, table

weights = st.lists(st.floats(0.01, 1), min_size=4, max_size=4).map(lambda w: [x / sum(w) for x in w])
parcels = st.integers(0, 50)


def felt(needs, shift, trust=0.8, received=10, sent_back=0, attachment=0.0):
    user = person(received=received, sent_back=sent_back, attachment=attachment)
    return felt_needs(user, SimpleNamespace(needs=needs), trust, table(need_shift=shift))


@given(weights, share, parcels, share)
def test_at_zero_they_are_those_of_the_user_to_the_bit(needs, trust, received, tie):
    assert list(felt(needs, 0.0, trust, received, 0, tie)) == needs


@given(weights, share, share, parcels, share)
def test_weights_stay_weights_and_move_only_up_the_ladder(needs, shift, trust, received, tie):
    moved = felt(needs, shift, trust, received, received // 3, tie)
    assert sum(moved) == pytest.approx(1.0) and min(moved) >= 0.0
    assert moved.value <= needs[0]
    assert moved.personal >= needs[1] and moved.learning >= needs[3]


@given(weights, share)
def test_who_was_served_well_looks_for_company_and_who_has_company_for_himself(needs, trust):
    pasts = ((0, 0.0), (20, 0.0), (20, 0.8))
    new, served, at_home = (felt(needs, 0.5, 0.9, received, 0, tie) for received, tie in pasts)
    assert list(new) == needs, "nothing was satisfied yet"
    assert served.value < new.value and served.social > new.social and served.learning == new.learning
    assert at_home.social < served.social and at_home.personal > served.personal
    assert felt(needs, 0.5, trust, 20, 20).value == pytest.approx(needs[0]), "what went back has satisfied nothing"


def test_the_same_room_is_worth_other_things_to_who_was_satisfied():
    who = SimpleNamespace(needs=[0.25] * 4, interest=[1.0])
    cheap, company = (SimpleNamespace(category=0, offers=offers) for offers in ((2, 1, 1, 1), (1, 1, 2, 1)))
    new, served = (felt(who.needs, 1.0, 0.9, received) for received in (0, 20))
    assert match(new, who, cheap) == match(new, who, company)
    assert match(served, who, cheap) < match(served, who, company)
