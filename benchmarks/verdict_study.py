"""How often a verdict is wrong: `python -m benchmarks.verdict_study` [--simulate].

Two studies. Made-up cases: effects of known mean and spread, of which only some draws are seen. Stored worlds
(verdict_study.csv, made anew with --simulate): the effects of three strategies and of an A/A pair with independent
luck in DRAWS replicates. There the verdict from all replicates stands for the truth, and is set beside those from
samples of 10, 20 and 40. docs/reading_an_answer.md keeps both tables.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from sim.paired.statistics import LIKELY, mean_interval
from sim.paired.verdict import Range, verdict

STORED = Path(__file__).with_suffix(".csv")
STRATEGIES = ("elder_mode", "referral_tasks", "shorter_streams")
DRAWS, USERS, DAYS = 160, 3000, 120
SIZES = (10, 20, 40)
SAMPLES, SEED = 2000, 11
WORTH = 1.0
CASES = {  # name -> mean effect and its standard deviation over draws, in worths
    "no effect, narrow": (0.0, 0.2), "no effect, wide": (0.0, 1.0), "half the worth, narrow": (0.5, 0.2),
    "half the worth, wide": (0.5, 1.0), "at the worth, narrow": (1.0, 0.2), "at the worth, wide": (1.0, 1.0),
    "twice the worth, narrow": (2.0, 0.4), "twice the worth, wide": (2.0, 1.5), "three times, wide": (3.0, 1.5),
}  # fmt: skip


def judged(changes: np.ndarray, worth: float) -> str:
    """The verdict on the effects of some draws, more of which is good."""
    return verdict(Range(*mean_interval(changes)), Range(*np.quantile(changes, LIKELY)), worth, 1)


def truth(mean: float, spread: float) -> str:
    """The verdict that endless draws of a normal effect would get."""
    ends = mean + 1.6449 * spread * np.array([-1, 1])
    return verdict(Range(mean, mean), Range(*ends), WORTH, 1)


def made_up() -> pd.DataFrame:
    """case, draws, right (the verdict of endless draws), then the share of studies by verdict."""
    generator, rows = np.random.default_rng(SEED), []
    for case, (mean, spread) in CASES.items():
        for n in SIZES:
            words = [judged(row, WORTH) for row in generator.normal(mean, spread, (SAMPLES, n))]
            rows.append({"case": case, "draws": n, "right": truth(mean, spread), **shares(words)})
    return pd.DataFrame(rows).fillna(0.0)


def of_worlds(stored: pd.DataFrame) -> pd.DataFrame:
    """outcome, draws, right (the verdict of all replicates), then the share of samples by verdict."""
    generator, rows = np.random.default_rng(SEED), []
    for (scenario, metric, segment), part in stored.groupby(["scenario", "metric", "segment"], sort=False):
        changes, worth = part["difference"].to_numpy(), float(part["worth"].iloc[0])
        for n in SIZES:
            words = [judged(generator.choice(changes, n, replace=False), worth) for _ in range(SAMPLES)]
            rows.append({"case": f"{scenario}, {metric}, {segment}", "draws": n, "right": judged(changes, worth),
                         **shares(words)})  # fmt: skip
    return pd.DataFrame(rows).fillna(0.0)


def shares(words: Sequence[str]) -> dict[str, float]:
    """Verdict -> share of the words."""
    return pd.Series(words).value_counts(normalize=True).to_dict()


def simulated() -> pd.DataFrame:
    """scenario, metric, segment, worth, replicate, difference, simulated anew."""
    from sim import compare, load_scenario

    asked = {"users": USERS, "days": DAYS, "replicates": DRAWS, "seed": SEED}
    found = compare("baseline", STRATEGIES, metrics=["base_retention", "rebuy_rate"], **asked)
    copy = load_scenario(Path(__file__).with_name("a_a.yaml"))
    placebo = compare("baseline", copy, luck="independent", metrics=["base_retention", "rebuy_rate"], **asked)
    return pd.concat([pd.DataFrame(rows) for rows in (_differences(found), _differences(placebo))])


def _differences(comparison) -> Iterator[dict[str, object]]:  # type: ignore[no-untyped-def]
    values = comparison.replicates.set_index(["arm", "metric", "segment", "replicate"])["value"]
    for row in comparison.primary.to_dict("records"):
        keys = (row["metric"], row["segment"])
        change = values.loc[row["scenario"], *keys] - values.loc["baseline", *keys]
        for replicate, difference in change.items():
            yield {"scenario": row["scenario"], "metric": keys[0], "segment": keys[1], "worth": row["worth"],
                   "replicate": replicate, "difference": round(float(difference), 8)}  # fmt: skip


def main() -> None:
    """Print both tables; with --simulate, simulate the stored worlds first."""
    if "--simulate" in sys.argv:
        simulated().to_csv(STORED, index=False)
    for table in (made_up(), of_worlds(pd.read_csv(STORED))):
        print(table.round(3).to_string(index=False), end="\n\n")


if __name__ == "__main__":
    main()
