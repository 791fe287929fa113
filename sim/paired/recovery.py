"""What a crisis costs and how fast people come back: every arm with a crisis against a baseline without one.

A signal is *back* in the first week, from its worst one on, in which its mean lies no further below the baseline than
the baseline's own weekly mean moves from one week to the next in 95 % of its weeks: the noise of the untouched world.
It is looked up replicate by replicate, in the same world with the same luck, so it depends neither on the number of
replicates nor on what the arms share. Days are counted from the outbreak to the first day of that week; a crisis
whose worst week lies within the noise takes 0 days, and one that is never back takes infinitely many.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from sim.paired.headline import RETENTION
from sim.paired.statistics import LIKELY, mean, mean_interval, t_quantile
from sim.replicate.daily import ACTIVITY, GAVE_UP, KIND, ORDERS, SALES, SATISFACTION, SIGNALS, TRUST
from sim.replicate.record import Record
from sim.scenario.crises import answers_of, is_outage, outbreak
from sim.scenario.plan import Scenario

WEEK = 7
NOISY = 0.95
"""Share of the baseline's weeks whose move from the week before is called its noise."""
USERS, MONEY = "users", "money"
DAYS_OF = {ACTIVITY: "activity_days", TRUST: "trust_days", SATISFACTION: "satisfaction_days"}
"""Signal -> the quantity with the days until it is back."""
LOST = (USERS, ORDERS, SALES, GAVE_UP)
"""Quantities of which a crisis takes some away: people, orders, yuan before returns, viewers."""
DRAWS = ["scenario", "segment", "quantity", "replicate", "value"]
SUMMARY = ["scenario", "segment", "quantity", "value", "low", "high", "likely_low", "likely_high", "reached", "n"]
COURSE = ["scenario", "segment", "signal", "day", "difference", "low", "high"]

Days = dict[tuple[str, str, str], np.ndarray]
"""(arm, segment, name of a daily series) -> its value on every day."""


def tables(records: Sequence[Record], arms: Sequence[Scenario], fixed: bool) -> dict[str, pd.DataFrame]:
    """`crisis_draws`, `crisis` and `crisis_course`; empty unless a crisis strikes beside a baseline without one."""
    struck = [(arm, day) for arm in arms[1:] if (day := outbreak(arm)) is not None]
    struck = struck if outbreak(arms[0]) is None else []
    worlds = [_days(record) if struck else {} for record in records]
    rows = [row for n, (record, days) in enumerate(zip(records, worlds, strict=True)) for arm, first in struck
            for row in _of_replicate(record, days, (arms[0], arm), first, n)]
    draws = pd.DataFrame(rows, columns=DRAWS).astype({"value": float, "replicate": int})
    courses = [row for arm, _ in struck for row in _course(worlds, arms[0].name, arm.name)]
    return {"crisis_draws": draws, "crisis": summary(draws, fixed),
            "crisis_course": pd.DataFrame(courses, columns=COURSE)}


def summary(draws: pd.DataFrame, fixed: bool) -> pd.DataFrame:
    """SUMMARY, one row for each arm, segment and quantity of DRAWS; `n` replicates know it.

    Of what is lost and paid `value` is the mean with its 95 % t-interval; of days it is the median with the exact
    interval of order statistics, and `reached` the number of replicates in which the signal is back.
    `likely_*`: 5 and 95 % points of the draws, blank where all is `fixed`.
    """
    rows = []
    for key, part in draws.groupby(["scenario", "segment", "quantity"], sort=False):
        values = part["value"].to_numpy()
        values = values[~np.isnan(values)]
        centre = middle(values) if key[2] in DAYS_OF.values() else (mean(values), *mean_interval(values))
        drawn = len(values) > 1 and not fixed
        likely = np.quantile(values, LIKELY, method="inverted_cdf") if drawn else (math.nan, math.nan)
        rows.append((*key, *centre, *likely, int(np.isfinite(values).sum()), len(values)))
    return pd.DataFrame(rows, columns=SUMMARY)


def middle(values: np.ndarray) -> tuple[float, float, float]:
    """The median and its exact interval of at least 95 % by order statistics (Conover 1999); values may be infinite.

    The interval is blank for fewer than six values, which cannot give one.
    """
    from scipy.stats import binom  # a second that the first progress need not wait for

    ordered, n = np.sort(values), len(values)
    if n == 0:
        return math.nan, math.nan, math.nan
    centre = float(ordered[(n - 1) // 2])  # the lower of two in the middle: one of them may be infinite
    below = int(binom.ppf(0.025, n, 0.5)) - 1
    if below < 0:
        return centre, math.nan, math.nan
    return centre, float(ordered[below]), float(ordered[n - 1 - below])


def days_until_back(change: np.ndarray, baseline: np.ndarray, outbreak_day: int) -> float:
    """Days from the outbreak until a daily signal is back, by its `change` from the `baseline` on every day; see above.

    Infinite where it is not back within the horizon.
    """
    noise = week_noise(baseline)
    weeks = weekly(change)[outbreak_day:]
    if math.isnan(noise) or not len(weeks):
        return math.nan
    worst = int(np.argmin(weeks))
    back = np.flatnonzero(weeks[worst:] >= -noise)
    if not back.size:
        return math.inf
    return float(worst + back[0]) if back[0] else 0.0


def week_noise(baseline: np.ndarray) -> float:
    """How far the weekly mean of a daily signal moves from one week to the next in NOISY of its weeks [its unit]."""
    weeks = weekly(baseline)
    moves = abs(weeks[WEEK:] - weeks[:-WEEK])
    return float(np.quantile(moves, NOISY)) if len(moves) else math.nan


def weekly(values: np.ndarray) -> np.ndarray:
    """The mean over the week that begins on each day, as far as there is a whole week: no weekday shows."""
    if len(values) < WEEK:
        return np.zeros(0)
    return np.lib.stride_tricks.sliding_window_view(values, WEEK).mean(axis=-1)


def _days(record: Record) -> Days:
    rows = record.rows[record.rows["kind"] == KIND]
    rows = rows.assign(value=rows["numerator"] / rows["denominator"].where(rows["denominator"] != 0))
    return {key: part["value"].to_numpy()
            for key, part in rows.groupby(["arm", "segment", "name"], sort=False)}  # type: ignore[misc]


def _of_replicate(record: Record, days: Days, pair: tuple[Scenario, Scenario], first: int,
                  replicate: int) -> Iterator[tuple[Any, ...]]:
    """The rows of DRAWS of one arm in one replicate."""
    old, new = pair[0].name, pair[1].name
    scale = record.scale or 1.0
    for segment, lost in _users_lost(record, old, new):
        yield new, segment, USERS, replicate, scale * lost
    for arm, segment, name in days:
        if arm != new:
            continue
        before, after = days[old, segment, name], days[new, segment, name]
        if name in SIGNALS:
            yield new, segment, DAYS_OF[name], replicate, days_until_back(after - before, before, first)
        elif name != GAVE_UP or is_outage(pair[1]):
            more = after[first:].sum() - before[first:].sum()
            yield new, segment, name, replicate, scale * (more if name == GAVE_UP else -more)
    yield new, "all", MONEY, replicate, _paid(record, pair[1])


def _users_lost(record: Record, old: str, new: str) -> Iterator[tuple[str, float]]:
    """(segment, base users that are not active any more beside the baseline [weighted, simulated scale])."""
    rows = record.rows[(record.rows["kind"] == "metric") & (record.rows["name"] == RETENTION)]
    kept = rows.set_index(["arm", "segment"])["numerator"]
    for segment in dict.fromkeys(rows["segment"]):
        yield segment, float(kept[old, segment] - kept[new, segment])


def _paid(record: Record, arm: Scenario) -> float:
    """What the answers of an arm cost [yuan]: 0 without one, NaN where neither a cost nor a coupon is stated."""
    spent = record.money.get(arm.name, {})
    paid = 0.0
    for answer in answers_of(arm):
        known = answer.cost.stated or answer.options.get("coupon", 0.0) > 0.0
        yuan = spent.get(answer.name)
        paid += yuan if known and yuan is not None else math.nan
    return paid


def _course(worlds: Sequence[Days], old: str, new: str) -> Iterator[tuple[Any, ...]]:
    """The rows of COURSE of an arm: the weekly mean's difference with the 95 % interval of its mean, by its last day."""
    for arm, segment, name in worlds[0]:
        if arm != new or name not in SIGNALS:
            continue
        changes = np.array([weekly(days[new, segment, name] - days[old, segment, name]) for days in worlds])
        n, centre = len(changes), changes.mean(axis=0)
        half = (t_quantile(n - 1) * changes.std(axis=0, ddof=1) / np.sqrt(n)) if n > 1 else np.full_like(centre, np.nan)
        for k in range(len(centre)):
            yield new, segment, name, k + WEEK - 1, centre[k], centre[k] - half[k], centre[k] + half[k]
