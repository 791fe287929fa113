"""The test of the intervals themselves: how many placebo intervals hold zero.

Two arms without any difference and with independent luck; every block of replicates is one comparison.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.paired.statistics import mean_interval


def coverage(replicates: pd.DataFrame, arm: str, baseline: str, size: int) -> pd.DataFrame:
    """metric, segment, comparisons, covered: the share of 95 % intervals over `size` replicates that hold 0.

    `replicates` are those of a comparison with luck="independent" whose arms have equal strategies. A
    metric whose arms never differ has intervals of no width, which hold zero too.
    """
    values = replicates.pivot(index="replicate", columns=["arm", "metric", "segment"], values="value")
    changes = (values[arm] - values[baseline]).dropna(axis="columns")
    rows = []
    for (metric, segment), change in changes.items():
        blocks = change.to_numpy()[: len(change) // size * size].reshape(-1, size)
        covered = [low <= 0 <= high for low, high in map(mean_interval, blocks)]
        rows.append((metric, segment, len(blocks), float(np.mean(covered))))
    return pd.DataFrame(rows, columns=["metric", "segment", "comparisons", "covered"])
