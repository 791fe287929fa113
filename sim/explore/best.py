"""Which option is best, and in how many of the futures."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from sim.base.errors import ResultError
from sim.base.message import said
from sim.explore.measures import direction_of
from sim.explore.plan import Sweep
from sim.explore.response import replicate_means
from sim.paired.statistics import LEVEL, NAN, likely, mean, mean_interval

MEASURES = ("n", "difference", "low", "high", "likely_low", "likely_high", "probability_best", "best_low",
            "best_high")


def futures(results: pd.DataFrame, sweep: Sweep, metric: str, segment: str) -> pd.DataFrame:
    """One row per future, one column per option: how good its difference is (direction * difference).

    Futures in which an option has no value are left out, and so are options without a value in any future.
    Raises ResultError for a metric of which neither more nor less is good.
    """
    return judged(results, sweep, metric, segment, crossed_choices(sweep))


def option_table(results: pd.DataFrame, sweep: Sweep, metric: str, segment: str) -> pd.DataFrame:
    """One row per option, best mean first: its difference, both intervals and how often it is the best one.

    `n` counts futures. `low, high` is simulation error (over replicates), `likely_low, likely_high` are the 5 and
    95 % points of the futures (blank when nothing uncertain was varied or drawn). `best_low, best_high` is
    Wilson's interval of `probability_best`.
    """
    choices = crossed_choices(sweep)
    values = judged(results, sweep, metric, segment, choices)
    columns = ["option", "scenario", *choices, *MEASURES]
    if values.empty:
        return pd.DataFrame(columns=columns)
    place = values.index.to_frame(index=False)
    direction, draws, only = direction_of(metric), _draws(place, sweep), _only_luck(place, sweep)
    shares = best_shares(values)
    rows = []
    for option in values:
        change = direction * values[option].to_numpy()
        wilson = wilson_interval(shares[option], draws)
        rows.append((option, len(change), *_spread(change, place, only), shares[option], *wilson))
    table = pd.DataFrame(rows, columns=["option", *MEASURES])
    table = described(results, choices).merge(table, on="option", how="right")[columns]
    order = (-direction * table["difference"]).sort_values(kind="stable").index
    return table.loc[order].reset_index(drop=True)


def judged(
    results: pd.DataFrame, sweep: Sweep, metric: str, segment: str, choices: Sequence[str]
) -> pd.DataFrame:
    """As `futures`, where options differ by these choice factors (none: by their scenario alone)."""
    direction = direction_of(metric)
    if direction == 0:
        raise ResultError(said("no option is best in '{metric}': neither more nor less of it is good", metric=metric))
    rows = results[(results["metric"] == metric) & (results["segment"] == segment)]
    keys = [factor.name for factor in sweep.factors if factor.name not in choices] + ["replicate"]
    if rows.empty:
        return pd.DataFrame(index=pd.MultiIndex.from_frame(rows[keys]))
    future, option = codes(rows, keys), option_names(rows, choices)
    good = pd.Series(direction * rows["difference"].to_numpy(float))
    wide = good.groupby([future, option]).mean().unstack()[list(dict.fromkeys(option))]
    firsts = np.unique(future, return_index=True)[1]
    wide.index = pd.MultiIndex.from_frame(rows[keys].iloc[firsts])
    wide.columns = pd.Index(list(wide.columns), dtype=object, name="option")
    return wide.dropna(axis=1, how="all").dropna()


def crossed_choices(sweep: Sweep) -> tuple[str, ...]:
    """The choices with several values, where every future has all of their settings; none of them otherwise."""
    chosen = [factor.role == "choice" for factor in sweep.factors]
    pairs = {
        (tuple(v for v, c in zip(point.values, chosen, strict=True) if not c),
         tuple(v for v, c in zip(point.values, chosen, strict=True) if c))
        for point in sweep.points
    }
    if len(pairs) < len({future for future, _ in pairs}) * len({option for _, option in pairs}):
        return ()
    return tuple(factor.name for factor in sweep.varied if factor.role == "choice")


def option_names(rows: pd.DataFrame, choices: Sequence[str]) -> np.ndarray:
    """What each row's option is called, such as "coupons | value=5, every=7"."""
    columns = ["scenario", *choices]
    which = codes(rows, columns)
    firsts = np.unique(which, return_index=True)[1]
    names = []
    for scenario, *values in rows[columns].iloc[firsts].itertuples(index=False, name=None):
        stated = [f"{c}={_short(v)}" for c, v in zip(choices, values, strict=True) if not pd.isna(v)]
        names.append(f"{scenario} | {', '.join(stated)}" if stated else str(scenario))
    return np.array(names, dtype=object)[which]


def described(results: pd.DataFrame, choices: Sequence[str]) -> pd.DataFrame:
    """One row per option: option, scenario and its choices."""
    rows = results.drop_duplicates(["scenario", *choices])[["scenario", *choices]]
    return rows.assign(option=option_names(rows, choices)).reset_index(drop=True)


def codes(rows: pd.DataFrame, columns: Sequence[str]) -> np.ndarray:
    """A number for each row that equal rows share: 0, 1, 2... A blank equals a blank."""
    if not columns or rows.empty:
        return np.zeros(len(rows), int)
    return rows.groupby(list(columns), dropna=False, sort=False).ngroup().to_numpy()


def best_shares(values: pd.DataFrame) -> pd.Series:
    """The share of futures in which each option is the best one; equally good ones share a future."""
    top = values.eq(values.max(axis=1), axis=0)
    return top.div(top.sum(axis=1), axis=0).mean()


def wilson_interval(share: float, n: int, level: float = LEVEL) -> tuple[float, float]:
    """Wilson's (1927) interval of a share found in `n` draws; it stays within 0..1 at either end."""
    from statistics import NormalDist

    z2 = NormalDist().inv_cdf((1 + level) / 2) ** 2
    centre = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = (z2 * (share * (1 - share) / n + z2 / (4 * n * n))) ** 0.5 / (1 + z2 / n)
    return max(0.0, centre - half), min(1.0, centre + half)


def _short(value: object) -> str:
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def _draws(place: pd.DataFrame, sweep: Sweep) -> int:
    """Futures that are draws: settings of the planner's own choices are no further evidence."""
    uncertain = [factor.name for factor in sweep.factors if factor.role == "uncertainty"]
    settings = len(np.unique(codes(place, uncertain)))
    return min(len(place), settings * place["replicate"].nunique())


def _only_luck(place: pd.DataFrame, sweep: Sweep) -> bool:
    return sweep.fixed and len(np.unique(codes(place, [c for c in place if c != "replicate"]))) == 1


def _spread(change: np.ndarray, place: pd.DataFrame, only_luck: bool) -> tuple[float, ...]:
    """mean, low, high, likely_low, likely_high of an option's differences over futures."""
    setting = codes(place, [c for c in place if c != "replicate"])
    of_replicates = replicate_means(change, setting, place["replicate"].to_numpy())
    blank = only_luck or len(change) < 2
    ends = (NAN, NAN) if blank else likely(change)
    return (mean(of_replicates), *mean_interval(of_replicates), *ends)
