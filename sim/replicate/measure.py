"""From the worlds of one replicate to the rows that are kept: metrics, how they split, and curves.

Rows of `kind` "metric" have day -1; `same` and the counts after it say how a treated arm differs from the
baseline among the same people (`sim.outcomes.metrics.aggregate.split`). Rows of `kind` "curve" have a day and no
split.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from sim.base.errors import ResultError
from sim.outcomes.metrics import METRICS, aggregate
from sim.outcomes.metrics import curves as over_time
from sim.outcomes.metrics.alerts import lit
from sim.outcomes.metrics.goals import reached
from sim.outcomes.metrics.groups import kinds_of
from sim.outcomes.metrics.groups import segment as members
from sim.outcomes.metrics.retention import settled
from sim.outcomes.outcome import Outcome
from sim.replicate.record import Note, Record, Replicate
from sim.scenario.plan import Scenario

KEYS = ["kind", "arm", "name", "segment", "day"]
SPLIT = ["same", "people_same", "people_only_baseline", "people_only_treated"]
COLUMNS = [*KEYS, "numerator", "denominator", "people", *SPLIT]
DRIFT_DAYS = 90
POINTS = 60
"""A curve keeps about this many days of the horizon, its first and the last one among them."""

Curve = Callable[[Outcome, np.ndarray], pd.DataFrame]


def record(arms: Sequence[Scenario], replicate: Replicate, *, metrics: Sequence[str] | None = None,
           segments: Sequence[str] | None = None, with_curves: bool = True) -> Record:
    """What is kept of a replicate of these `arms`: no people, only sums.

    Args:
        metrics, segments: names of those to keep, all of them (and no combination) when None.
        with_curves: keep curves too.

    Raises ResultError when a metric was asked for by name and this horizon cannot answer it.
    """
    names = metrics if metrics is not None else tuple(METRICS)
    baseline = replicate.outcomes[0]
    refused = aggregate.refusals(baseline, names)
    if metrics is not None and refused:
        raise ResultError(next(iter(refused.values())))
    answered = [name for name in names if name not in refused]
    groups = chosen_segments(baseline, segments)
    outcomes = {arm.name: outcome for arm, outcome in zip(arms, replicate.outcomes, strict=True)}
    curves = [part.assign(arm=arm) for arm, outcome in outcomes.items() for part in _curves(outcome, groups)
              if with_curves]
    return Record(
        rows=pd.concat([_metrics(outcomes, answered, groups), *curves], ignore_index=True)[COLUMNS],
        drawn={name: float(value) for name, value in replicate.drawn.items()},
        strengths=[drawn for strengths in replicate.strengths for drawn in strengths],
        notes=[Note(arm.name, note) for arm, notes in zip(arms, replicate.notes, strict=True) for note in notes],
        money={arm: dict(outcome.money) for arm, outcome in outcomes.items()},
        scale=baseline.scale,
        refused=refused,
        drift=_drift(baseline),
        goals=_goals(arms, outcomes),
        timeline=_timeline(arms, outcomes),
        accounts=_accounts(arms, outcomes),
        lights=_lights(outcomes),
    )


def chosen_segments(outcome: Outcome, names: Sequence[str] | None) -> Mapping[str, np.ndarray]:
    """Name -> bool [person] of the segments and combinations asked for, all segments when None."""
    return outcome.segments if names is None else {name: members(outcome, name) for name in names}


def _metrics(
    outcomes: Mapping[str, Outcome], names: list[str], groups: Mapping[str, np.ndarray]
) -> pd.DataFrame:
    rows = aggregate.across(list(outcomes.values()), names, groups)
    rows["arm"] = np.array(list(outcomes))[rows["arm"].to_numpy(int)]
    rows = rows.rename(columns={"metric": "name", "top": "numerator", "bottom": "denominator"})
    return rows.assign(kind="metric", day=-1)


def _drift(outcome: Outcome) -> float:
    """How much MAU moves in DRIFT_DAYS from the comparison day (or to the end), as a share of it."""
    monthly = (outcome.level("mau") * outcome.kind_weight).sum(axis=1)
    start = outcome.comparison_day - outcome.first_day
    end = min(start + DRIFT_DAYS, len(monthly) - 1)
    return float(monthly[end] / monthly[start] - 1) if monthly[start] else 0.0


def _goals(arms: Sequence[Scenario], outcomes: Mapping[str, Outcome]) -> list[dict[str, Any]]:
    """What became of the goals of every arm; the baseline is held to those of all arms."""
    every = tuple(dict.fromkeys(goal for arm in arms for goal in arm.goals))
    rows = []
    for number, (arm, outcome) in enumerate(outcomes.items()):
        for goal in arms[number].goals if number else every:
            result = reached(outcome, goal)
            levels = {"before": result.before, "value": result.value, "target": result.target}
            rows.append(
                {"arm": arm, "goal": goal.name, "signal": goal.signal, "segment": goal.segment}
                | {name: level if math.isfinite(level) else None for name, level in levels.items()}
                | {"day": result.day, "by": goal.by}
            )
    return rows


def _timeline(arms: Sequence[Scenario], outcomes: Mapping[str, Outcome]) -> list[dict[str, Any]]:
    """When every strategy acted."""
    rows = []
    for scenario, (arm, outcome) in zip(arms, outcomes.items(), strict=True):
        for strategy in scenario.strategies:
            acted = [[int(first), int(end)] for first, end in outcome.acted.get(strategy.name, ())]
            rows.append({"arm": arm, "strategy": strategy.name, "lever": strategy.lever, "acted": acted})
    return rows


def _accounts(arms: Sequence[Scenario], outcomes: Mapping[str, Outcome]) -> list[dict[str, Any]]:
    """What became of every budget and of the coupons."""
    rows: list[dict[str, Any]] = []
    for scenario, (arm, outcome) in zip(arms, outcomes.items(), strict=True):
        levers = {strategy.name: strategy.lever for strategy in scenario.strategies}
        rows += [{"arm": arm, "strategy": name, "lever": levers.get(name, ""), **account}
                 for name, account in outcome.accounts.items()]
    return rows


def _lights(outcomes: Mapping[str, Outcome]) -> list[dict[str, Any]]:
    """When the alert lights of every arm were on."""
    return [
        {"arm": arm, "light": light, "days": [list(stretch) for stretch in days]}
        for arm, outcome in outcomes.items()
        for light, days in lit(outcome).items()
    ]


def _curves(outcome: Outcome, groups: Mapping[str, np.ndarray]) -> list[pd.DataFrame]:
    frames = []
    for name, curve in CURVES.items():
        parts = [_curve(curve, outcome, group).assign(segment=label) for label, group in groups.items()]
        frames.append(pd.concat(parts, ignore_index=True).assign(kind="curve", name=name))
    return frames


def _curve(curve: Curve, outcome: Outcome, group: np.ndarray) -> pd.DataFrame:
    """The kept days of a curve, the same in every replicate; none when group or horizon cannot answer."""
    try:
        frame = curve(outcome, group)
    except ResultError:
        return pd.DataFrame({"day": [], "numerator": [], "denominator": [], "people": []}, dtype=float)
    day = frame["day"]
    return frame[((day - day.min()) % -(-outcome.days // POINTS) == 0) | (day == day.max())]


def _base_retention(outcome: Outcome, group: np.ndarray) -> pd.DataFrame:
    frame = over_time.base_retention_curve(outcome, group)
    people = int(np.count_nonzero(settled(outcome) & group))
    return _as_ratio(frame, frame["base_users"], people)


def _repurchase(outcome: Outcome, group: np.ndarray) -> pd.DataFrame:
    frame = over_time.repurchase_curve(outcome, group)
    return _as_ratio(frame, frame["at_risk"], frame["people"])


def _rebuy(outcome: Outcome, group: np.ndarray) -> pd.DataFrame:
    frame = over_time.rebuy_curve(outcome, group)
    return _as_ratio(frame, frame["buyers"], frame["people"])


def _daily_active(outcome: Outcome, group: np.ndarray) -> pd.DataFrame:
    """Weighted daily active users [people at simulated scale], from day 0 on."""
    weight = outcome.kind_weight * kinds_of(outcome, group)
    active = (outcome.level("dau") * weight).sum(axis=1)
    day = outcome.first_day + np.arange(len(active))
    frame = pd.DataFrame({"day": day, "value": active})[day >= 0]
    return _as_ratio(frame, 1.0, int(np.count_nonzero(group)))


def _as_ratio(frame: pd.DataFrame, denominator: float | pd.Series, people: int | pd.Series) -> pd.DataFrame:
    numerator = frame["value"] * denominator
    return pd.DataFrame(
        {"day": frame["day"], "numerator": numerator, "denominator": denominator, "people": people}
    )


CURVES: dict[str, Curve] = {
    "base_retention": _base_retention,
    "rebuy_rate": _rebuy,
    "repurchase": _repurchase,
    "daily_active_users": _daily_active,
}
