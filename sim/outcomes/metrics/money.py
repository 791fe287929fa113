"""Money: what orders earn after returns [yuan], at the margins that the planner states; blank without them."""

from __future__ import annotations

import numpy as np

from sim.base.errors import ResultError
from sim.base.message import said
from sim.outcomes.metrics.base import Ratio, metric
from sim.outcomes.metrics.groups import per_base_user
from sim.outcomes.metrics.order_window import Window, between, decided
from sim.outcomes.outcome import KEPT, RETURNED, Outcome

VALUE_DAYS = 365


def earned(outcome: Outcome, window: Window) -> np.ndarray:
    """Float [person]: yuan earned on the kept orders of a window, less the cost of its returned parcels.

    A margin is a share of the value before coupons, for these are a cost of the strategy that grants them.
    Raises ResultError when no margin is stated.
    """
    if outcome.margin is None:
        raise ResultError(said("needs a margin, and the scenario states none; write, for example, money: "
                               "{{margin: 20%}}"))
    orders = outcome.orders[window.orders]
    value = (orders["paid_fen"] + orders["coupon_fen"]) / 100.0
    kept, returned = orders["status"] == KEPT, orders["status"] == RETURNED
    yuan = kept * outcome.margin[orders["category"]] * value - returned * outcome.return_cost
    return np.bincount(orders["user"], yuan, len(outcome.people))


@metric("margin_per_base_user", unit="yuan", direction=1)
def margin_per_base_user(outcome: Outcome) -> Ratio:
    """Yuan earned on the kept orders of everybody, newcomers included, per base user: the stated
    margin on the value before coupons, less the stated cost of every returned parcel. Orders
    between the comparison day and the last day whose return windows have all closed, not scaled to
    28 days. Blank where the scenario states no margin.
    """
    return Ratio(earned(outcome, decided(outcome)), outcome.people["base"], fixed=True)


@metric("user_value_365", title="value of a user in 365 days", unit="yuan", direction=1)
def user_value_365(outcome: Outcome) -> Ratio:
    """Yuan earned per base user on his own orders of the 365 days from the comparison day on: the
    stated margin on the value of kept orders before coupons, less the stated cost of every returned
    parcel. Blank where the scenario states no margin or the horizon does not decide 365 days;
    nothing is extrapolated.
    """
    first = decided(outcome, at_least=VALUE_DAYS).first
    return per_base_user(outcome, earned(outcome, between(outcome, first, first + VALUE_DAYS - 1)))
