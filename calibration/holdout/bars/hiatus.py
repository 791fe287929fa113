"""The hiatus rule: who bought within the last so many days is active, all others are lost.

Managers use it, and models of purchases often do no better (Wübben & von Wangenheim 2008, Journal of Marketing 72(3)).
The hiatus is the one that would have said best, inside the training part alone, who buys again. The rule says who is
active; for counts it needs one thing more, and takes the simplest: an active customer goes on at the rate of repeat
purchases that he had since his first one.
"""

from __future__ import annotations

import numpy as np

from calibration.holdout.bars.customers import WEEK, Forecast, Purchases


def hiatus(purchases: Purchases, last: int, days: int) -> Forecast:
    """The rule's forecast, made on the evening of the day `last`, of the next `days` days."""
    longest = best_hiatus(purchases.until(last), last, days)
    customers = purchases.customers(last)
    since = (customers.age - customers.recency) * WEEK
    active = (since < longest).astype(float)
    rate = customers.repeats / np.maximum(customers.age, 1 / WEEK)
    return Forecast(active * rate * days / WEEK, active, {"days": longest})


def best_hiatus(purchases: Purchases, last: int, days: int) -> int:
    """The hiatus [days] that tells best who buys again, of everybody who was a customer before an earlier evening.

    That evening lies as many days before `last` as are to be predicted, and never before the middle of the purchases.
    Of hiatuses that are right equally often the shortest counts.
    """
    begin = int(purchases.day.min())
    evening = max(last - days, begin + (last - begin) // 2)
    customers = purchases.customers(evening)
    back = purchases.bought(customers.user, evening, last) > 0
    since = np.round((customers.age - customers.recency) * WEEK).astype(int)
    longest = int(since.max(initial=0)) + 1
    returned, lost = (np.bincount(since[who], minlength=longest) for who in (back, ~back))
    right = np.concatenate([[0], np.cumsum(returned)]) + lost.sum() - np.concatenate([[0], np.cumsum(lost)])
    return int(np.argmax(right))
