"""Promotions that are announced, and what other platforms offer on them: by date, and off where nothing states them."""

from __future__ import annotations

import datetime
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.base.calendar_days import is_promotion
from sim.world.platform import announced, rivals_of

DAYS = st.integers(0, 730)
START = datetime.date(2025, 1, 1)


def world(day, date=START, **values):
    """A world of which only the calendar is asked."""
    usual = {"open_promotion": 0.5, "announce_days": 7.0, "rival_festival": 2.0}
    return SimpleNamespace(day=day, constants=SimpleNamespace(date=date, values=usual | values))


def promotes(day):
    return is_promotion(START + datetime.timedelta(day))


@given(DAYS, st.integers(0, 60))
def test_a_promotion_is_announced_before_it_begins_and_not_longer(day, ahead):
    known = not promotes(day) and any(promotes(day + k) for k in range(1, ahead + 1))
    assert announced(world(day, announce_days=float(ahead))) == known


@given(DAYS, st.floats(-2, 0))
def test_a_promotion_that_adds_nothing_to_opening_is_not_waited_for(day, adds):
    assert not announced(world(day, open_promotion=adds))


@given(DAYS)
def test_others_offer_more_on_promotions_only(day):
    assert rivals_of(world(day)) == (2.0 if promotes(day) else 0.0)
    assert rivals_of(world(day, rival_festival=0.0)) == 0.0


@pytest.mark.parametrize("day", [0, 100, 300])
def test_a_world_without_a_date_has_no_promotions(day):
    assert not announced(world(day, date=None))
    assert rivals_of(world(day, date=None)) == 0.0


def test_a_year_has_promotions_and_days_before_them():
    assert 0 < sum(map(promotes, range(365))) < 365
    assert any(announced(world(day)) for day in range(365))
