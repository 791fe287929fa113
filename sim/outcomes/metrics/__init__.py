"""Every metric, by name in METRICS: importing this package declares them all."""

from sim.outcomes.metrics import (
    activity,
    as_others,
    community,
    funnel,
    messages,
    money,
    orders,
    repurchase,
    retention,
    seeds,
    state,
    visits,
)
from sim.outcomes.metrics.base import METRICS, Metric, Ratio, metric
