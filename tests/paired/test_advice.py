"""The recommendation's rule in made-up tables."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from sim.paired.advice import advice
from tests.paired.fake import scenario, treated


def tables(rows, harmed=(), pays=None):
    """(table, harms, benefit) for arms with (verdict, outlook, draws that reach the worth of 20)."""
    table = pd.DataFrame([
        {"scenario": arm, "metric": "base_retention", "segment": "silver", "primary": True, "verdict": verdict,
         "outlook": outlook, "reaches_draws": reaches, "n": 20, "probability_better": 0.5}
        for arm, (verdict, outlook, reaches) in rows.items()
    ])  # fmt: skip
    harms = pd.DataFrame({"scenario": list(harmed)})
    counts = [(arm, math.nan if pays is None else pays.get(arm, math.nan), 20) for arm in rows]
    return table, harms, pd.DataFrame(counts, columns=["scenario", "paying_draws", "n"])


def advised(rows, **more):
    arms = (scenario(), *(treated(name) for name in rows))
    return advice(*tables(rows, **more), arms)


@pytest.mark.parametrize(
    ("row", "action"),
    [
        (("better", "", 20), "roll_out"), (("better", "size_open", 13), "test"),
        (("may_matter", "may_help", 3), "test"),
        (("may_matter", "either_way", 6), "test"), (("may_matter", "may_harm", 0), "skip"),
        (("too_small", "", 0), "skip"), (("undecided", "", 5), "unknown"), (("worse", "size_open", 0), "stop"),
    ],
)  # fmt: skip
def test_what_to_do_follows_from_the_verdict(row, action):
    assert advised({"a": row})["action"][0] == action


def test_a_harmed_group_stops_the_best_of_all():
    table = advised({"a": ("better", "", 20), "b": ("may_matter", "may_help", 4)}, harmed=["a"])
    assert list(table["scenario"]) == ["b", "a"] and list(table["action"]) == ["test", "stop"]
    assert list(table["harmed"]) == [0, 1]


def test_money_that_is_known_counts():
    row = ("better", "", 20)
    assert advised({"a": row}, pays={"a": 1})["action"][0] == "unprofitable"
    assert advised({"a": row}, pays={"a": 12})["action"][0] == "test"
    assert advised({"a": row}, pays={"a": 19})["action"][0] == "roll_out"


def test_within_an_action_the_one_that_reaches_its_worth_most_often_is_first():
    table = advised({"a": ("may_matter", "may_help", 4), "b": ("better", "size_open", 13), "c": ("too_small", "", 0)})
    assert list(table["scenario"]) == ["b", "a", "c"]


def test_a_scenario_without_an_outcome_is_not_judged():
    table, harms, benefit = tables({"a": ("better", "", 20)})
    table = table.assign(primary=False)
    row = advice(table, harms, benefit, (scenario(), treated("a"))).iloc[0]
    assert (row["action"], row["metric"]) == ("unknown", "")
