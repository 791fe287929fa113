"""The funnel of newcomers: acquire, activate, retain, monetise, refer (T06), the same cohorts at every stage.

A stage needs the days in which it can be passed: 34 after joining, and until an order of the last of them is
decided. Cohorts without them are left out of all stages, so that one can be read against the next.
"""

from __future__ import annotations

import numpy as np

from sim.outcomes.metrics.base import Ratio, metric
from sim.outcomes.metrics.groups import among
from sim.outcomes.metrics.order_window import decision_days, people_with
from sim.outcomes.metrics.retention import pooled
from sim.outcomes.outcome import KEPT, Outcome

LAST_DAY = 34
"""Days after joining on which a newcomer can still be seen to come back, or to buy."""


def cohorts(outcome: Outcome) -> np.ndarray:
    """bool [person]: newcomers whose orders of the first 35 days are decided by the end of the horizon."""
    return pooled(outcome, LAST_DAY + decision_days(outcome))


@metric("funnel_joined", title="funnel: joined", unit="count", direction=1, per=1000.0)
def funnel_joined(outcome: Outcome) -> Ratio:
    """Users whose first open was on day c, the comparison day or later, per 1,000 base users. All c
    are pooled whose orders of the days c to c + 34 are decided (return windows closed) inside the
    horizon: the same in every world, and the same newcomers at every stage of the funnel. Not
    scaled to 28 days.
    """
    return Ratio(cohorts(outcome), outcome.people["base"], fixed=True)


@metric("funnel_activated", title="funnel: activated", unit="share", direction=1)
def funnel_activated(outcome: Outcome) -> Ratio:
    """Of the newcomers of the funnel, the share with a visit of 10 seconds or more within seven
    days of joining.
    """
    return among(cohorts(outcome), outcome.people["engaged_early"])


@metric("funnel_retained", title="funnel: retained", unit="share", direction=1)
def funnel_retained(outcome: Outcome) -> Ratio:
    """Of the newcomers of the funnel, the share active on at least one of the days 28 to 34 after joining."""
    return among(cohorts(outcome), outcome.people["back_later"])


@metric("funnel_bought", title="funnel: bought", unit="share", direction=1)
def funnel_bought(outcome: Outcome) -> Ratio:
    """Of the newcomers of the funnel, the share with a kept order (not returned when the return
    window closed) placed on the day of joining or the 34 days after it.
    """
    orders = outcome.orders
    age = orders["day"] - outcome.people["joined"][orders["user"]]
    return among(cohorts(outcome), people_with(outcome, (orders["status"] == KEPT) & (age <= LAST_DAY)))


@metric("funnel_referred", title="funnel: referred", unit="share", direction=1)
def funnel_referred(outcome: Outcome) -> Ratio:
    """Of the newcomers of the funnel, the share whose shares have made somebody open the app or
    join by the end of the horizon. Who joined early had longer to do so, as long in every world.
    """
    return among(cohorts(outcome), outcome.people["brought"])
