"""Whether two versions give the same answers within their errors: when a change of draws has moved every number.

`python -m benchmarks.same_answers write FILE [replicates] [users] [days]` under either version keeps the rows of many
replicates of the demo's comparison, without draws of parameters; `python -m benchmarks.same_answers read OLD NEW` says
how many levels and effects lie beyond two standard errors of their difference, and how the spreads of paired effects
compare. The two versions share no luck, so that replicates are independent.
"""

from __future__ import annotations

import sys

import numpy as np
import pandas as pd

STRATEGIES = ("elder_mode", "referral_tasks", "shorter_streams")
SEGMENTS = ("all", "gen_z", "silver", "lower_tier")
KEYS = ["arm", "name", "segment"]
BEYOND, BY_CHANCE = 2.0, 0.0455
"""Standard errors, and the share of normal differences that lie beyond them."""


def write(file: str, replicates: int = 48, users: int = 4000, days: int = 90) -> None:
    """Keep the metrics of every arm and replicate in `file`; what is done is kept after each one."""
    from sim.paired.arms import in_one_world
    from sim.replicate.measure import record
    from sim.replicate.run import simulate
    from sim.scenario.load import load_scenario

    treated = [load_scenario(name, users=users, days=days) for name in STRATEGIES]
    arms = in_one_world(load_scenario("baseline", users=users, days=days), treated)[0]
    rows: list[pd.DataFrame] = []
    for replicate in range(replicates):
        kept = record(arms, simulate(arms, replicate=replicate, fixed=True), with_curves=False)
        rows.append(kept.rows.assign(replicate=replicate))
        pd.concat(rows).to_parquet(file)


def values(file: str) -> pd.DataFrame:
    """[arm, metric, segment] x replicate: levels of the segments that reports speak of."""
    rows = pd.read_parquet(file)
    rows = rows[(rows["kind"] == "metric") & rows["segment"].isin(SEGMENTS)]
    rows = rows.assign(value=rows["numerator"] / rows["denominator"])
    return rows.pivot(index=KEYS, columns="replicate", values="value").dropna()


def effects(levels: pd.DataFrame) -> pd.DataFrame:
    """The treated arms less the baseline, in the same replicates."""
    baseline = levels.xs("baseline", level="arm")
    treated = [levels.xs(arm, level="arm") - baseline for arm in STRATEGIES]
    apart = pd.concat(treated, keys=STRATEGIES, names=["arm"]).dropna()
    return apart[apart.var(axis=1) > 0]


def compared(old: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """For every row of both: the difference of means in standard errors, and the ratio of spreads of a replicate."""
    both = old.index.intersection(new.index)
    one, other = old.loc[both], new.loc[both]
    spreads = [frame.std(axis=1) for frame in (one, other)]
    error = np.hypot(*(spread / np.sqrt(frame.shape[1]) for spread, frame in zip(spreads, (one, other), strict=True)))
    return pd.DataFrame({"old": one.mean(axis=1), "new": other.mean(axis=1),
                         "apart": (other.mean(axis=1) - one.mean(axis=1)) / error, "ratio": spreads[1] / spreads[0]})


def mean_ratio(ratios: pd.Series) -> float:
    """The geometric mean."""
    return float(np.exp(np.log(ratios).mean()))


def read(old: str, new: str) -> None:
    """Print what `write` found under two versions."""
    levels = [values(file) for file in (old, new)]
    print(f"{levels[0].shape[1]} replicates of the old version, {levels[1].shape[1]} of the new one")
    for name, tables in (("levels of the baseline", [frame.loc[["baseline"]] for frame in levels]),
                         ("effects", [effects(frame) for frame in levels])):
        table = compared(*tables)
        beyond = table[table["apart"].abs() > BEYOND]
        print(f"{name}: {len(beyond)} of {len(table)} differ by more than {BEYOND:g} standard errors, by chance some "
              f"{BY_CHANCE * len(table):.0f}; spread of a replicate {mean_ratio(table['ratio']):.3f} of before")
        print(beyond.reindex(beyond["apart"].abs().sort_values(ascending=False).index).head(12).round(4).to_string())
        if name == "effects":
            print(table["ratio"].groupby("arm").apply(mean_ratio).round(3).to_string())


if __name__ == "__main__":
    if sys.argv[1] == "write":
        write(sys.argv[2], *map(int, sys.argv[3:]))
    else:
        read(*sys.argv[2:])
