"""The amounts that planners have to state, and whose they are: the planner's own, or an example that nobody changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from sim.scenario.plan import Cost, Margins, Scenario

INPUTS = ["scenario", "strategy", "what", "value", "unit", "whose"]
PLANNER, EXAMPLE = "planner", "example"
Amount = tuple[str, float, str]


def money_inputs(arms: Sequence[Scenario]) -> pd.DataFrame:
    """INPUTS: every amount that the arms state, with its unit and `whose` it is ("planner" or "example").

    `what` is margin, margin.CATEGORY, return_cost and budget of the plan, whose `strategy` is blank, or fixed,
    per_user, per_event.EVENT and budget of a strategy.
    """
    rows = [(arm.name, *row) for arm in arms for row in _of(arm)]
    return pd.DataFrame(rows, columns=INPUTS)


def _of(arm: Scenario) -> Iterator[tuple[str, str, float, str, str]]:
    """strategy, what, value, unit, whose of one scenario."""
    for amount in _margins(arm.money):
        yield "", *amount, EXAMPLE if arm.money.example else PLANNER
    if arm.budget is not None:
        yield "", "budget", arm.budget, "yuan", PLANNER
    for strategy in arm.strategies:
        for amount in _costs(strategy.cost):
            yield strategy.name, *amount, EXAMPLE if strategy.cost.example else PLANNER


def _margins(money: Margins) -> Iterator[Amount]:
    if money.margin is not None:
        yield "margin", money.margin, "share"
    yield from ((f"margin.{category}", share, "share") for category, share in money.by_category.items())
    if money.return_cost is not None:
        yield "return_cost", money.return_cost, "yuan"


def _costs(cost: Cost) -> Iterator[Amount]:
    stated = {"fixed": cost.fixed, "per_user": cost.per_user}
    stated |= {f"per_event.{event}": yuan for event, yuan in cost.per_event.items()} | {"budget": cost.budget}
    yield from ((what, yuan, "yuan") for what, yuan in stated.items() if yuan is not None)
