"""Buying, getting through the checkout, and what is paid."""

from __future__ import annotations

from typing import Any

from sim.base.params import parameter
from sim.chance.elementary import exp, log
from sim.users.rules.base import FEN_A_YUAN, faded, logistic, rule, whole
from sim.users.rules.choose import AVERAGE_FIT
from sim.users.rules.returns import waited
from sim.users.state import Visit

MOST_ORDERS = 4
"""Orders of one user on one day at the most; more are counted as overflow."""
COUPON_UNIT = 10.0
"""Yuan of a coupon that `buy_awaiting` and `buy_stocked` speak of."""
PROMOTION = 1.0
"""What an announced promotion is worth waiting for, in coupons of 10 yuan: our judgement."""
MOST_BY_COUPON = 0.5
"""Share of an order that a coupon pays at the most: what is bought is worth more than the coupon."""

parameter("buy_intercept", -6.0, "logit", (-10, 2), "W40, W41", grade="published", fitted=True,
          text="How readily people decide to buy in an engaged visit.")
parameter("buy_fit", 1.5, "logit per unit of fit", (0, 6), "invisible to the baseline", prior=(0.5, 2.5),
          text="How much a fitting room makes people buy.")
parameter("buy_trust", 1.2, "logit per unit of trust", (0, 6), "invisible to the baseline", prior=(0.3, 2.1),
          text="Weight of trust in buying.")
parameter("buy_satisfaction", 2.5, "logit per unit of satisfaction", (0, 6),
          "behaviour hardly follows what people say: 0 to .3 logit per spread of satisfaction (.06)", prior=(0.0, 5.0),
          text="Weight of satisfaction in buying.")
parameter("buy_wait", 0.4, "logit per log ratio", (0, 3), "W53: half a day faster, 7.7 % more orders",
          grade="published", fitted=True, text="How much a longer wait for the parcel keeps people from buying.")
parameter("buy_awaiting", 0.2, "logit per 10 yuan", (0, 3), "W20: strategic waiting; level judged", prior=(0.0, 0.4),
          acts_with=("coupon_value", "open_promotion"),
          text="How much people hold back who expect a coupon of 10 yuan, or a promotion that is announced.")
parameter("buy_stocked", 0.3, "logit", (0, 3), "W20: some purchases are brought forward; level judged",
          prior=(0.0, 0.6), acts_with=("coupon_value", "winback_coupon", "task_reward"),
          text="How much less people buy right after an order with a coupon of 10 yuan or more.")
parameter("stock_use", 0.05, "1/day", (0.005, 0.5), "two weeks for half of it: our judgement",
          text="Share of what was bought ahead that is used up in a day.")
parameter("coupon_memory", 30.0, "days", (0, 365), "coupons come once a month: our judgement",
          text="Days after a coupon for which people expect another one.")
parameter("buy_price", 2.0, "logit per unit of price advantage", (0, 12), "W20", grade="published",
          text="How much a price below one's reference price makes people buy, at full price sensitivity.")
parameter("buy_coupon", 7.0, "logit per share of the list price", (0, 30), "W20: twice the sales at about a tenth off",
          grade="published", fitted=True, text="How much a coupon, as a share of the list price, makes people buy.")
parameter("buy_impulse", 0.8, "logit", (0, 4), "W36: interaction means impulse; level judged",
          text="How much an interaction in the visit makes people buy.")
parameter("buy_minutes", 0.3, "logit per log minute", (0, 2), "our judgement",
          text="How much longer watching makes people buy.")
parameter("buy_favourite", 3.0, "logit", (0, 8), "W08", grade="published", fitted=True,
          text="How much a full attachment to the host makes people buy.")
parameter("buy_certainty", 1.0, "logit per unit", (0, 4), "L20, L21 bound it; level judged",
          text="How much certainty about a product, from seeing it, trying it on or walking in, makes people buy.")
parameter("buy_selling_time", 0.5, "logit per log ratio", (0, 3), "W31 gives the sign; level judged",
          prior=(0.1, 0.9), acts_with=("length_factor", "selling_shift"),
          text="How buying falls with less selling time per product.")
parameter("checkout_intercept", 1.1, "logit", (-3, 6), "B14", grade="reported", fitted=True,
          text="How surely somebody with full skill gets through the payment step.")
parameter("checkout_friction", 1.0, "logit per unit of friction", (0, 6), "B14, B17; level judged",
          text="How friction makes people give up at the payment step.")
parameter("basket_sigma", 0.6, "log yuan", (0.05, 2), "no published spread: our judgement",
          text="Spread of order values within a category.")
parameter("order_minutes_base", 1.0, "min", (0.1, 10), "L04: one minute with one-tap order", grade="reported",
          text="Minutes to place an order for somebody with full skill.")
parameter("order_minutes_friction", 5.7, "min per unit of friction", (0, 30), "B17", grade="reported", fitted=True,
          text="Minutes that friction adds to placing an order.")
parameter("reference_learning", 0.25, "share", (0, 1), "W20: a coupon lowers what people expect; level judged",
          text="How far one purchase moves the reference price to the price paid.")
parameter("reference_return", 0.01, "1/day", (0, 0.2), "our judgement",
          text="How fast the reference price returns to the usual one in a day.")
parameter("usual_price", 0.90, "share of list price", (0.3, 1), "our judgement",
          text="Price, as a share of the list price, that people are used to in live streams.")


@rule
def mood_of_buying(user: Any, day: int, announced: bool, rivals: float, p: Any) -> float:
    """What a user's past adds to buying [logit], whatever the room.

    b_s (satisfaction - pivot) - outside pull * (grievance + rivals) - b_w log(days of delivery / expected)
    - b_a of the coupon or promotion that he expects [10 yuan] - b_b of what he bought ahead + b_g belonging.
    """
    expects = user.coupon_fen == 0 and day < user.coupon_until + p.coupon_memory
    awaited = max(p.coupon_value / COUPON_UNIT if expects else 0.0, PROMOTION if announced else 0.0)
    return (
        p.buy_satisfaction * (user.satisfaction - p.satisfaction_pivot)
        - p.outside_pull * (user.grievance + rivals)
        - p.buy_wait * waited(p.delivery_days, p)
        - p.buy_awaiting * awaited
        - p.buy_stocked * user.stock
        + p.buy_belonging * user.belonging
    )


@rule
def buy_probability(visit: Visit, room: Any, advantage: float, coupon: float, interacted: bool, own: float,
                    p: Any) -> float:
    """The chance [0..1] of deciding to buy in an engaged visit.

    `advantage` is the price advantage times price sensitivity, `coupon` the coupon held as a share of the
    list price (half of it at the most), `own` the user's own readiness (a random effect and his mood); a shorter
    time per product lowers it (W31).
    """
    return logistic(
        p.buy_intercept + own
        + p.buy_fit * (visit.fit - AVERAGE_FIT)
        + p.buy_trust * (visit.feels.trust - p.trust_pivot)
        + p.buy_price * advantage
        + p.buy_coupon * coupon
        + (p.buy_impulse if interacted else 0.0)
        + p.buy_minutes * log(1.0 + visit.minutes)
        + p.buy_favourite * visit.familiar
        + p.buy_certainty * visit.certainty
        + p.buy_selling_time * room.selling_time
    )


@rule
def checkout_probability(friction: float, p: Any) -> float:
    """The chance [0..1] of getting through the payment step; friction lowers it (B14)."""
    return logistic(p.checkout_intercept - p.checkout_friction * friction)


@rule
def basket_fen(z: float, list_price: float, price: float, p: Any) -> int:
    """The value of an order before coupons [fen]: lognormal around the list price, less the discount."""
    return whole(FEN_A_YUAN * list_price * price * exp(p.basket_sigma * z))


@rule
def order_minutes(friction: float, p: Any) -> float:
    """Minutes to place an order (B17: five for silver users; L04: one when nothing is in the way)."""
    return p.order_minutes_base + p.order_minutes_friction * friction


@rule
def reference_after(reference: float, paid: float, p: Any) -> float:
    """The reference price [share of list] after paying `paid` [share of list] (W20)."""
    return reference + p.reference_learning * (paid - reference)


@rule
def stocked(coupon_fen: int) -> float:
    """What is bought ahead [0..1] by an order with a coupon of that value: the more it saves, up to 10 yuan."""
    return min(1.0, coupon_fen / (FEN_A_YUAN * COUPON_UNIT))


@rule
def stock_evening(stock: float, p: Any) -> float:
    """What is left [0..1] of a purchase made ahead, a day later."""
    return faded(stock, p.stock_use)


@rule
def reference_evening(reference: float, p: Any) -> float:
    """The reference price [share of list] a day later: it returns to the usual price."""
    return reference + p.reference_return * (p.usual_price - reference)
