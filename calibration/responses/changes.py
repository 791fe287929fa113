"""What is changed, and what people do then: recommending, delivery, coupons, messages."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from calibration.patterns.base import ratio
from calibration.responses.base import response
from sim.cast.hosts import LIST_PRICE
from sim.outcomes.outcome import KEPT, RETURNED
from sim.replicate.otherwise import Stretch

Values = Mapping[str, float]
MONTH, TWO_WEEKS, TWO_MONTHS, COUPON_DAYS = 28, 14, 56, 10
"""Days lived, so many that luck is smaller than a tolerance [days]."""
FASTER = 0.5
"""Delivery time over the usual one where returns are read.

W47 saw a tenth less; among some thousand users the luck of so few other parcels is as large as its effect. The reading
is per log of the time, so a larger change gives the same number with less luck: over eight seeds it scattered by .17
(standard deviation) with a tenth less, and by .11 with half.
"""
SLOWEST = 16
"""Days within which the slowest parcels arrive: 15 from abroad (B19) [days]."""
TENTH = 0.1
"""W20's discount, as a share of the list price."""
SILENT = 14
"""Days without an open after which people come about as seldom as the customers of W21 [days]."""


def relative(changed: float, same: float) -> float:
    """changed / same - 1, NaN over nothing."""
    return ratio(changed, same) - 1.0


def without_interests(values: Values) -> Values:
    """A recommender that knows popularity alone."""
    return {"relevance": 0.0, "ranking": 0.0}


@response("personalisation_visits", "relative", change=without_interests, days=MONTH,
          title="visits with a recommender by interests")
def personalisation_visits(without: Stretch, by_interests: Stretch) -> float:
    """Room visits in 28 days with the recommender as it is, over those with one that knows popularity alone, less 1.

    Of the same users; W27, and at the most W51.
    """
    return relative(by_interests.sum("visits"), without.sum("visits"))


@response("personalisation_click_through", "relative", change=without_interests, days=MONTH,
          title="click-through with a recommender by interests")
def personalisation_click_through(without: Stretch, by_interests: Stretch) -> float:
    """Rooms entered per room shown with the recommender as it is, over those when it knows popularity alone, less 1.

    In 28 days, of the same users; at the most W51.
    """
    entered, before = (ratio(world.sum("visits"), world.sum("shown")) for world in (by_interests, without))
    return relative(entered, before)


@response("personalisation_active_days", "relative", change=without_interests, days=MONTH,
          title="active days with a recommender by interests")
def personalisation_active_days(without: Stretch, by_interests: Stretch) -> float:
    """Days with an open with the recommender as it is, over those when it knows popularity alone, less 1 (W52).

    In 28 days, of the same users.
    """
    return relative(by_interests.sum("active_days"), without.sum("active_days"))


def faster(values: Values) -> Values:
    """Parcels that take half of the time."""
    return {"delivery_days": FASTER * values["delivery_days"]}


@response("faster_delivery_returns", "logit", change=faster, days=TWO_MONTHS, title="returns by delivery time")
def faster_delivery_returns(fast: Stretch, usual: Stretch) -> float:
    """How the log-odds of a return grow with the log of the delivery time (W47; W48 says otherwise).

    Told from parcels that take half of it: orders of 40 days, whose parcels arrive within the 56 that are lived.
    """
    return (return_odds(fast) - return_odds(usual)) / float(np.log(FASTER))


def return_odds(world: Stretch) -> float:
    """Log-odds of a return among the orders whose parcels arrived within the days, however slow."""
    orders = world.orders[world.orders["day"] < world.first + world.days - SLOWEST]
    back, kept = ((orders["status"] == status).sum() + 0.5 for status in (RETURNED, KEPT))
    return float(np.log(back / kept))


def half_a_day_faster(values: Values) -> Values:
    """Parcels that arrive half a day earlier, and one day after the order at the earliest."""
    return {"delivery_days": values["delivery_days"] - 0.5}


@response("faster_delivery_orders", "relative", change=half_a_day_faster, days=MONTH,
          title="orders when delivery is half a day faster")
def faster_delivery_orders(fast: Stretch, usual: Stretch) -> float:
    """Orders in 28 days when parcels take half a day less, over those of the same users, less 1 (W53)."""
    return relative(fast.sum("orders"), usual.sum("orders"))


def coupon_for_everybody(values: Values) -> Values:
    """A coupon for that day alone, worth a tenth of the list price in the mean over categories."""
    return {"coupon_value": TENTH / float(np.mean(1.0 / np.array(LIST_PRICE))), "coupon_every": 1.0,
            "coupon_valid_days": 1.0}


@response("coupon_day_sales", "relative", change=coupon_for_everybody, days=COUPON_DAYS, apart=True,
          title="orders on a day with coupons")
def coupon_day_sales(granted: Stretch, usual: Stretch) -> float:
    """Orders on a day on which everybody holds a coupon of about a tenth of the list price, over those without, less 1.

    The sum of 10 such days (W20), each after days without coupons.
    """
    return relative(granted.sum("orders"), usual.sum("orders"))


def a_message_more(values: Values) -> Values:
    """One ordinary message more in two weeks."""
    return {"message_rate": values["message_rate"] + 1.0 / TWO_WEEKS}


@response("message_lift", "share", change=a_message_more, days=TWO_WEEKS, title="visitors brought by one message more")
def message_lift(more: Stretch, usual: Stretch) -> float:
    """The share more who open within 14 days when each of them gets one message more (W21).

    Of those silent for two weeks or more, who come about as seldom as the customers of W21: one in ten in two weeks.
    """
    silent = usual.there & (usual.silent >= SILENT)
    more_opened, opened = ((world.of("active_days")[silent] > 0).sum() for world in (more, usual))
    return ratio(float(more_opened) - float(opened), float(silent.sum()))
