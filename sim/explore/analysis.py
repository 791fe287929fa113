"""What a sweep's tables say together: the best options, the front, interactions, and what is worth knowing."""

from __future__ import annotations

from sim.explore.best import option_table
from sim.explore.front import front
from sim.explore.interactions import interactions
from sim.explore.order import pairs, worth_knowing
from sim.explore.result import Swept


def analysed(swept: Swept) -> None:
    """Fill in the tables of the main outcome; those of uncertainties only where there are several scenarios."""
    results, sweep = swept.results, swept.sweep
    if results.empty:
        return
    metric, segment = sweep.outcomes[0]
    swept.ranking = option_table(results, sweep, metric, segment)
    swept.front = front(results, sweep)
    swept.interactions = interactions(results, sweep, sweep.scenarios[0], metric, segment)
    if len(swept.ranking) > 1 and any(factor.role == "uncertainty" for factor in sweep.varied):
        swept.worth = worth_knowing(results, sweep, metric, segment)
    if len(sweep.scenarios) > 1:
        swept.pairs = pairs(results, sweep, metric, segment)
