"""Parcels under way: whole days, as many on average as stated, and marks that find their parcel."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.users.state import LAST_BIT, MAIL, PARCEL
from sim.world.orders import days_under_way, marked

USERS = 4000


def days(delivery, users=USERS, day=0, seed=1):
    """Days under way of one order of each of some users."""
    state = np.zeros(users, [("profile", "i8"), ("id", "i8")])
    state["id"] = np.arange(users)
    table = np.zeros(1, [("delivery_days", "f8")])
    table["delivery_days"] = delivery
    return days_under_way(SimpleNamespace(state=state, seed=seed, day=day), table, np.arange(users))


@given(st.integers(1, 30), st.integers(-200, 200), st.integers(0, 2**63))
def test_whole_days_are_exact(delivery, day, seed):
    assert set(days(float(delivery), 50, day, seed).tolist()) == {delivery}


@pytest.mark.parametrize("delivery", [1.0, 1.25, 2.5, 3.9, 14.6])
def test_a_fraction_of_a_day_is_luck_with_the_right_mean(delivery):
    """Five standard errors: by chance fails once in a million."""
    taken = days(delivery)
    assert taken.dtype == np.int64
    assert set(taken.tolist()) <= {int(delivery), int(np.ceil(delivery))}
    fraction = delivery % 1
    assert abs(taken.mean() - delivery) <= 5 * (fraction * (1 - fraction) / USERS) ** 0.5


@given(st.tuples(st.floats(1, 30), st.floats(1, 30)).map(sorted))
def test_faster_delivery_makes_nobody_wait_longer(pair):
    fast, slow = (days(delivery, 100) for delivery in pair)
    assert (fast <= slow).all()


def test_all_parcels_that_a_user_orders_on_a_day_take_as_long():
    state = np.zeros(3, [("profile", "i8"), ("id", "i8")])
    state["id"] = np.arange(3)
    table = np.full(1, 2.5, [("delivery_days", "f8")])
    world = SimpleNamespace(state=state, seed=1, day=0)
    taken = days_under_way(world, table, np.array([0, 0, 0, 1, 1, 2]))
    assert len(set(taken[:3].tolist())) == len(set(taken[3:5].tolist())) == 1


@given(st.lists(st.lists(st.booleans(), max_size=5), min_size=1, max_size=8))
def test_a_mark_finds_its_parcel(letters):
    ends = np.cumsum([len(parcels) for parcels in letters])
    mail = np.zeros(len(letters), MAIL)
    mail["parcel_from"], mail["parcel_to"] = ends - [len(parcels) for parcels in letters], ends
    bits = np.array([sum(1 << k for k, yes in enumerate(parcels) if yes) for parcels in letters])
    today = SimpleNamespace(mail=mail, parcels=np.zeros(ends[-1], PARCEL))
    assert marked(today, bits).tolist() == [yes for parcels in letters for yes in parcels]


def test_parcels_beyond_the_last_bit_share_it():
    mail = np.zeros(1, MAIL)
    mail["parcel_to"] = LAST_BIT + 5
    today = SimpleNamespace(mail=mail, parcels=np.zeros(LAST_BIT + 5, PARCEL))
    assert np.flatnonzero(marked(today, np.array([1 << LAST_BIT]))).tolist() == list(range(LAST_BIT, LAST_BIT + 5))
