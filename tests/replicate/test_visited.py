"""Visits, orders and parcels are those of the world that was compared, and survive as Parquet."""

from __future__ import annotations

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from sim import compare
from sim.base.errors import ResultError, UnknownNameError
from sim.replicate.run import simulate
from sim.replicate.visited import TABLES, world_events

HOW = {"users": 150, "days": 70, "seed": 3, "workers": 1, "replicates": 2, "metrics": ["base_retention", "rebuy_rate"]}


@pytest.fixture(scope="module", params=["shared", "independent"])
def comparison(request):
    return compare("baseline", "elder_mode", luck=request.param, cache=False, **HOW)


@pytest.mark.parametrize("arm", [0, 1])
def test_the_world_is_the_one_that_was_compared(comparison, arm):
    """Orders, visits since the comparison day and problems are those of the simulation, to the last one."""
    arms = comparison.arms
    how = {name: comparison.manifest["options"][name] for name in ("fixed", "freeze", "luck")}
    outcome = simulate(arms, replicate=1, **how).outcomes[arm]
    events = comparison.events(arms[arm].name, replicate=1)
    orders = pd.DataFrame(outcome.orders)
    orders = orders[orders["day"] >= 0]
    same = ["day", "host", "due"]
    assert events.orders[same].to_numpy().tolist() == orders[same].to_numpy().tolist()
    assert (events.orders["paid"] * 100).round().astype(int).tolist() == orders["paid_fen"].tolist()
    since = events.visits[events.visits["day"] >= 14]
    assert len(since) == outcome.people["visits"].sum() and since["bounced"].sum() == outcome.people["bounces"].sum()
    watched = since.loc[~since["bounced"], "minutes"].sum() * 1000
    assert watched == pytest.approx(outcome.people["milliminutes"].sum())
    assert set(events.parcels["day"]) <= set(range(70)) and len(events.parcels) > 0
    assert (events.parcels["ordered"] < events.parcels["day"]).all()


def test_the_worlds_of_a_replicate_differ_from_the_first_day_of_the_strategy_on(comparison):
    if comparison.manifest["options"]["luck"] == "independent":
        pytest.skip("their luck differs")
    old, new = (comparison.events(arm.name).visits for arm in comparison.arms)
    assert_frame_equal(old[old["day"] < 14], new[new["day"] < 14])
    assert not old.equals(new)


def test_tables_come_back_from_parquet(comparison, tmp_path):
    events = comparison.events(replicate=0)
    folder = events.save(tmp_path / "events")
    for name in TABLES:
        assert_frame_equal(pd.read_parquet(folder / f"{name}.parquet"), getattr(events, name))


def test_what_is_not_there_is_said(comparison):
    with pytest.raises(ResultError, match="there is no replicate 2; there are those from 0 to 1"):
        comparison.events(replicate=2)
    with pytest.raises(UnknownNameError, match="did you mean 'elder_mode'"):
        comparison.events("elder_mod")


def test_replicates_have_people_of_their_own(comparison):
    one, other = (world_events(comparison.arms, 0, replicate=n, fixed=True).visits for n in (0, 1))
    assert not one.equals(other)
