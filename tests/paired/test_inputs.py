from __future__ import annotations

from sim.paired.arms import in_one_world
from sim.paired.inputs import INPUTS, money_inputs
from sim.running.question import Question
from sim.scenario.builtin import builtin_scenarios
from sim.scenario.load import load_scenario
from sim.scenario.plan import Cost, Margins, Strategy
from tests.paired.fake import scenario


def test_every_amount_has_a_row_with_its_unit_and_whose_it_is():
    cost = Cost(fixed=100.0, per_user=0.5, per_event={"order": 2.0, "message": 0.1}, budget=5_000.0, example=True)
    plan = scenario("plan", [Strategy("coupons", name="mine", cost=cost), Strategy("elder_mode", name="free")],
                    money=Margins(0.2, {"food": 0.12}, 8.0), budget=9_000.0)
    rows = money_inputs([scenario(), plan])
    assert list(rows.columns) == INPUTS
    assert set(rows["scenario"]) == {"plan"}
    assert rows.drop(columns="scenario").to_numpy().tolist() == [
        ["", "margin", 0.2, "share", "planner"],
        ["", "margin.food", 0.12, "share", "planner"],
        ["", "return_cost", 8.0, "yuan", "planner"],
        ["", "budget", 9_000.0, "yuan", "planner"],
        ["mine", "fixed", 100.0, "yuan", "example"],
        ["mine", "per_user", 0.5, "yuan", "example"],
        ["mine", "per_event.order", 2.0, "yuan", "example"],
        ["mine", "per_event.message", 0.1, "yuan", "example"],
        ["mine", "budget", 5_000.0, "yuan", "example"],
    ]


def test_all_amounts_of_the_ready_scenarios_are_examples():
    rows = money_inputs([load_scenario(name) for name in builtin_scenarios()])
    assert len(rows) > 60 and set(rows["whose"]) == {"example"}


def test_worlds_that_differ_in_whose_amounts_they_are_differ_in_no_number():
    """An example margin beside the same one of a planner: one world, one question, the same replicates."""
    marked, own = (scenario(name, money=Margins(0.2, example=example)) for name, example in (("a", True), ("b", False)))
    arms, _ = in_one_world(scenario(), [marked, own])
    assert money_inputs(arms[1:])["whose"].tolist() == ["example", "planner"]
    cost = [scenario("c", [Strategy("coupons", name="c", cost=Cost(fixed=1.0, example=e))]) for e in (True, False)]
    assert Question((scenario(), cost[0])).key == Question((scenario(), cost[1])).key
