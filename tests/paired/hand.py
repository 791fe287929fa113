"""Hand-made replicates: what records tell, and rows of metrics with known numbers."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd


def told(*, money=None, scale=None, goals=(), timeline=(), lights=(), accounts=()):
    """A record of which only these are looked at."""
    return SimpleNamespace(money=money or {}, scale=scale, goals=goals, timeline=timeline, lights=lights,
                           accounts=accounts)


def metric_rows(values, segment="all", denominator=1.0):
    """Rows as `replicate_rows` gives them, from {(arm, metric): value by replicate}."""
    rows = [
        (n, arm, metric, segment, value * denominator, denominator, value)
        for (arm, metric), levels in values.items()
        for n, value in enumerate(levels)
    ]
    columns = ["replicate", "arm", "metric", "segment", "numerator", "denominator", "value"]
    return pd.DataFrame(rows, columns=columns)
