from __future__ import annotations

import numpy as np

from sim.explore.front import front, on_front
from tests.explore import made

BEST = {"keep": (3, 1, 5), "sell": (1, 3, 5), "worse": (1, 1, 6), "cheap": (1, 1, 1)}


def table_of(goals, metrics=("base_retention", "rebuy_rate", "cost")):
    plan = made.sweep(made.factor("strength", [1, 2]), scenarios=tuple(goals))
    functions = {(name, metric): lambda r, strength, x=x: x for name, levels in goals.items()
                 for metric, x in zip(metrics, levels, strict=False) if x is not None}
    return plan, made.results(plan, functions)


def test_the_front_by_hand():
    plan, table = table_of(BEST)
    found = front(table, plan).set_index("option")
    assert list(found.index[found["on_front"]]) == ["keep", "sell", "cheap"]
    assert found.loc["worse", "share_on_front"] == 0.0
    assert found.loc["keep", ["base_retention", "rebuy_rate", "cost"]].tolist() == [3.0, 1.0, 5.0]


def test_costs_that_nothing_states_are_not_judged():
    plan, table = table_of(BEST, metrics=("base_retention", "rebuy_rate"))
    found = front(table, plan).set_index("option")
    assert found["cost"].isna().all()
    assert list(found.index[found["on_front"]]) == ["keep", "sell"]
    assert found["share_on_front"].tolist() == [1.0, 1.0, 0.0, 0.0]


def test_an_option_that_states_no_cost_is_compared_by_the_rest():
    plan, table = table_of({"a": (2, 2, 9), "b": (1, 1, None), "c": (1, 3, None)})
    assert front(table, plan)["on_front"].tolist() == [True, False, True]


def test_the_share_counts_replicates_by_their_own_means():
    plan = made.sweep(made.factor("strength", [1, 2]))
    table = made.results(plan, {
        ("a", "base_retention"): lambda r, strength: 1.0, ("a", "rebuy_rate"): lambda r, strength: 1.0,
        ("b", "base_retention"): lambda r, strength: 1.0,
        ("b", "rebuy_rate"): lambda r, strength: 4.0 if r == 0 else strength / 4})
    found = front(table, plan).set_index("option")
    assert found["on_front"].to_dict() == {"a": False, "b": True}  # b's mean is (4 + 3 * 0.375) / 4
    assert found["share_on_front"].to_dict() == {"a": 0.75, "b": 0.25}


def test_choices_make_options():
    plan = made.sweep(made.factor("value", [5, 20], "choice"), scenarios=("a",))
    table = made.results(plan, {("a", metric): lambda r, value: value
                                for metric in ("base_retention", "rebuy_rate", "cost")})
    found = front(table, plan)
    assert found["option"].tolist() == ["a | value=5", "a | value=20"]
    assert found["value"].tolist() == [5.0, 20.0] and found["on_front"].all()


def test_equal_options_are_both_on_the_front():
    assert on_front(np.array([[1.0, 2.0], [1.0, 2.0], [1.0, 1.0]])).tolist() == [True, True, False]


def test_without_the_metrics_the_front_is_empty():
    plan, table = table_of(BEST, metrics=("base_retention",))
    empty = front(table, plan)
    assert empty.empty
    assert list(empty) == ["option", "scenario", "base_retention", "rebuy_rate", "cost", "on_front",
                           "share_on_front"]
