"""What a crisis costs and how fast people come back: every arm with a crisis against a baseline without one.

A signal is *back* in the first week, from its worst one on, in which its mean lies no further below the baseline than
untouched worlds lie apart by luck alone: the *noise*. That is the 95 % point of the distances between the weekly means
of any two replicates' baselines in the weeks from the outbreak on, both counted from their week before it. Two worlds
of one past and different luck are as far apart (docs/crises.md), and nothing else has to be simulated for it; it
falls with the number of simulated users and does not depend on that of replicates.

Days are counted replicate by replicate, in the same world with the same luck, from the outbreak to the first day of
that week. A crisis whose worst week lies within the noise takes 0 days, one that is never back infinitely many.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from sim.paired.headline import RETENTION
from sim.paired.statistics import LIKELY, TAIL, mean, mean_interval, t_quantile
from sim.replicate.daily import ACTIVITY, GAVE_UP, KIND, ORDERS, SALES, SATISFACTION, SIGNALS, TRUST
from sim.replicate.record import Record
from sim.scenario.crises import answers_of, is_outage, outbreak
from sim.scenario.plan import Scenario

WEEK = 7
NOISY = 0.95
"""Share of the distances between untouched worlds that their noise covers."""
EVERYBODY = "all"
USERS, MONEY = "users", "money"
DAYS_OF = {ACTIVITY: "activity_days", TRUST: "trust_days", SATISFACTION: "satisfaction_days"}
"""Signal -> the quantity with the days until it is back."""
LOST = (USERS, ORDERS, SALES, GAVE_UP)
"""Quantities of which a crisis takes some away: people, orders, yuan before returns, viewers."""
DRAWS = ["scenario", "segment", "quantity", "replicate", "value"]
SUMMARY = ["scenario", "segment", "quantity", "value", "low", "high", "likely_low", "likely_high", "reached", "n"]
COURSE = ["scenario", "segment", "signal", "day", "difference", "low", "high", "noise"]

Days = dict[tuple[str, str, str], np.ndarray]
"""(arm, segment, name of a daily series) -> its value on every day."""
Noise = Mapping[tuple[str, str], float]
"""(segment, signal) -> how far untouched worlds lie apart [its unit]."""


def tables(records: Sequence[Record], arms: Sequence[Scenario], fixed: bool) -> dict[str, pd.DataFrame]:
    """`crisis_draws`, `crisis` and `crisis_course`; empty unless a crisis strikes beside a baseline without one."""
    struck = [(arm, day) for arm in arms[1:] if (day := outbreak(arm)) is not None]
    struck = struck if outbreak(arms[0]) is None else []
    worlds = [_days(record) if struck else {} for record in records]
    first = min((day for _, day in struck), default=0)
    noise = noise_of(worlds, arms[0].name, first) if struck else {}
    rows = [(arm.name, segment, quantity, n, value)
            for n, (record, days) in enumerate(zip(records, worlds, strict=True)) for arm, day in struck
            for segment, quantity, value in (*_lost(record, days, (arms[0], arm), day),
                                             *_back(days, (arms[0].name, arm.name), day, noise))]
    draws = pd.DataFrame(rows, columns=DRAWS).astype({"value": float, "replicate": int})
    courses = [row for arm, _ in struck for row in _course(worlds, arms[0].name, arm.name, noise)]
    return {"crisis_draws": draws, "crisis": summary(draws, fixed),
            "crisis_course": pd.DataFrame(courses, columns=COURSE)}


def followed(crisis: pd.DataFrame) -> list[str]:
    """The groups of SUMMARY of which a crisis is followed, everybody first; everybody alone where there is none."""
    groups = dict.fromkeys(crisis[crisis["quantity"].isin(DAYS_OF.values())]["segment"])
    return sorted(groups, key=lambda segment: segment != EVERYBODY) or [EVERYBODY]


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
    below = int(binom.ppf(TAIL, n, 0.5)) - 1
    if below < 0:
        return centre, math.nan, math.nan
    return centre, float(ordered[below]), float(ordered[n - 1 - below])


def days_until_back(change: np.ndarray, noise: float, outbreak_day: int) -> float:
    """Days from the outbreak until a daily signal is back, by its `change` from the baseline on every day; see above.

    Infinite where it is not back within the horizon, NaN where the noise is not known.
    """
    weeks = weekly(change)[outbreak_day:]
    if math.isnan(noise) or not len(weeks):
        return math.nan
    worst = int(np.argmin(weeks))
    back = np.flatnonzero(weeks[worst:] >= -noise)
    if not back.size:
        return math.inf
    return float(worst + back[0]) if back[0] else 0.0


def noise_of(worlds: Sequence[Days], baseline: str, outbreak_day: int) -> dict[tuple[str, str], float]:
    """How far untouched worlds lie apart, for each group and signal; NaN with a single replicate."""
    before, noise = max(0, outbreak_day - WEEK), {}
    for arm, segment, name in worlds[0]:
        if arm == baseline and name in SIGNALS:
            weeks = [weekly(days[arm, segment, name]) for days in worlds]
            moves = [week[outbreak_day:] - week[before] for week in weeks if len(week) > outbreak_day]
            apart = [abs(one - other) for one, other in combinations(moves, 2)]
            noise[segment, name] = float(np.quantile(np.concatenate(apart), NOISY)) if apart else math.nan
    return noise


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


def _lost(record: Record, days: Days, pair: tuple[Scenario, Scenario], first: int) -> Iterator[tuple[str, str, float]]:
    """(segment, quantity, value) of what one arm lost and paid in one replicate.

    Only groups that have days: one that cuts through a kind of users has none, and no time until it is back.
    """
    old, new = pair[0].name, pair[1].name
    scale = record.scale or 1.0
    followed = {segment for _, segment, _ in days}
    for segment, lost in _users_lost(record, old, new):
        if segment in followed:
            yield segment, USERS, scale * lost
    for arm, segment, name in days:
        if arm == new and name in (ORDERS, SALES, GAVE_UP) and (name != GAVE_UP or is_outage(pair[1])):
            more = float((days[new, segment, name] - days[old, segment, name])[first:].sum())
            yield segment, name, scale * (more if name == GAVE_UP else -more)
    yield EVERYBODY, MONEY, _paid(record, pair)


def _back(days: Days, names: tuple[str, str], first: int, noise: Noise) -> Iterator[tuple[str, str, float]]:
    """(segment, quantity, days until a signal is back) of one arm in one replicate."""
    for segment, signal in noise:
        old, new = (days[arm, segment, signal] for arm in names)
        yield segment, DAYS_OF[signal], days_until_back(new - old, noise[segment, signal], first)


def _users_lost(record: Record, old: str, new: str) -> Iterator[tuple[str, float]]:
    """(segment, base users that are not active any more beside the baseline [weighted, simulated scale])."""
    rows = record.rows[(record.rows["kind"] == "metric") & (record.rows["name"] == RETENTION)]
    kept = rows.set_index(["arm", "segment"])["numerator"]
    for segment in dict.fromkeys(rows["segment"]):
        yield segment, float(kept[old, segment] - kept[new, segment])


def _paid(record: Record, pair: tuple[Scenario, Scenario]) -> float:
    """What an arm pays for answers that its baseline has not [yuan]: NaN where neither cost nor coupon is stated."""
    old, new = pair
    spent = record.money.get(new.name, {})
    paid = 0.0
    for answer in answers_of(new):
        if answer in old.strategies:
            continue
        known = answer.cost.stated or answer.options.get("coupon", 0.0) > 0.0
        yuan = spent.get(answer.name)
        paid += yuan if known and yuan is not None else math.nan
    return paid


def _course(worlds: Sequence[Days], old: str, new: str, noise: Noise) -> Iterator[tuple[Any, ...]]:
    """The rows of COURSE of an arm: weekly means' difference with its 95 % interval, by the week's last day."""
    for (segment, signal), apart in noise.items():
        changes = np.array([weekly(days[new, segment, signal] - days[old, segment, signal]) for days in worlds])
        n, centre = len(changes), changes.mean(axis=0)
        half = (t_quantile(n - 1) * changes.std(axis=0, ddof=1) / np.sqrt(n)) if n > 1 else np.full_like(centre, np.nan)
        for k in range(len(centre)):
            yield new, segment, signal, k + WEEK - 1, centre[k], centre[k] - half[k], centre[k] + half[k], apart
