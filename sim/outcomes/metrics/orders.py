"""Buying: from the room to the paid order, what is returned, what is left in yuan."""

from __future__ import annotations

import numpy as np

from sim.outcomes.metrics.base import Ratio, metric
from sim.outcomes.metrics.groups import MONTH, among, per_base_user, per_month
from sim.outcomes.metrics.order_window import decided, people_with, sums
from sim.outcomes.outcome import KEPT, RETURNED, Outcome


@metric("conversion", unit="share", direction=1)
def conversion(outcome: Outcome) -> Ratio:
    """Completed orders per room visit."""
    return Ratio(outcome.people["orders"], outcome.people["visits"])


@metric("orders_per_active_user", unit="count", direction=1)
def orders_per_active_user(outcome: Outcome) -> Ratio:
    """Completed orders per user with at least one open since the comparison day, scaled to 28 days."""
    people = outcome.people
    return among(people["active_days"] > 0, people["orders"] * per_month(outcome))


@metric("orders_per_base_user", unit="count", direction=1)
def orders_per_base_user(outcome: Outcome) -> Ratio:
    """Completed orders per base user from the comparison day to the end, scaled to 28 days."""
    return per_base_user(outcome, outcome.people["orders"], per_month(outcome))


@metric("buyer_share", title="buyers among base users", unit="share", direction=1)
def buyer_share(outcome: Outcome) -> Ratio:
    """The share of base users with at least one kept order (not returned when the return window
    closed), placed between the comparison day and the last day whose return windows have all
    closed.
    """
    window = decided(outcome)
    return per_base_user(outcome, people_with(outcome, window.orders & (outcome.orders["status"] == KEPT)))


@metric("checkout_dropout", title="checkout drop-out", unit="share", direction=-1)
def checkout_dropout(outcome: Outcome) -> Ratio:
    """Of the decisions to buy that reached the payment step, the share that did not become an order."""
    people = outcome.people
    return Ratio(people["checkouts"] - people["orders"], people["checkouts"])


@metric("minutes_to_place_order", title="minutes to place an order", unit="minutes", direction=-1)
def minutes_to_place_order(outcome: Outcome) -> Ratio:
    """Minutes spent on placing an order, per completed order."""
    return Ratio(outcome.people["order_seconds"] / 60.0, outcome.people["orders"])


@metric("order_value", unit="yuan", direction=1)
def order_value(outcome: Outcome) -> Ratio:
    """Yuan paid per completed order, before returns."""
    return Ratio(outcome.people["spent_fen"] / 100.0, outcome.people["orders"])


@metric("return_rate", unit="share", direction=-1)
def return_rate(outcome: Outcome) -> Ratio:
    """Of the orders placed between the comparison day and the last day whose return windows have
    all closed, the share returned.
    """
    window, status = decided(outcome), outcome.orders["status"]
    sent_back = sums(outcome, window.orders & (status == RETURNED))
    return Ratio(sent_back, sent_back + sums(outcome, window.orders & (status == KEPT)))


@metric("gmv_per_base_user", title="sales per base user, net of returns", unit="yuan", direction=1)
def gmv_per_base_user(outcome: Outcome) -> Ratio:
    """Yuan paid for kept orders per base user, scaled to 28 days; orders between the comparison day
    and the last day whose return windows have all closed.
    """
    window, orders = decided(outcome), outcome.orders
    kept = window.orders & (orders["status"] == KEPT)
    yuan: np.ndarray = sums(outcome, kept, orders["paid_fen"]) / 100.0
    return per_base_user(outcome, yuan, MONTH / window.days)
