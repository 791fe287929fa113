"""From the worlds of one replicate to the rows that are kept: metrics, how they split, and curves.

Rows of `kind` "metric" have day -1; `same` and the counts after it say how a treated arm differs from the
baseline among the same people (`sim.outcomes.metrics.aggregate.split`). Rows of `kind` "curve" have a day and no
split, and so have those of `sim.replicate.daily`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from sim.base.errors import ResultError
from sim.outcomes.metrics import METRICS, aggregate
from sim.outcomes.metrics import curves as over_time
from sim.outcomes.metrics.alerts import lit
from sim.outcomes.metrics.by_cell import Arranged, arranged
from sim.outcomes.metrics.goals import reached
from sim.outcomes.metrics.groups import kinds_of
from sim.outcomes.metrics.groups import segment as members
from sim.outcomes.metrics.retention import settled
from sim.outcomes.outcome import Outcome
from sim.replicate.daily import day_rows
from sim.replicate.record import Note, Record, Replicate
from sim.scenario.plan import Scenario

KEYS = ["kind", "arm", "name", "segment", "day"]
SPLIT = ["same", "people_same", "people_only_baseline", "people_only_treated"]
COLUMNS = [*KEYS, "numerator", "denominator", "people", *SPLIT]
DRIFT_DAYS = 90
POINTS = 60
"""A curve keeps about this many days of the horizon, its first and the last one among them."""



class Points(NamedTuple):
    """A curve of a group, [day]."""

    day: np.ndarray
    numerator: np.ndarray
    denominator: np.ndarray
    people: np.ndarray


Curve = Callable[[Outcome, np.ndarray], Points]


def record(arms: Sequence[Scenario], replicate: Replicate, *, metrics: Sequence[str] | None = None,
           segments: Sequence[str] | None = None, with_curves: bool = True, with_days: bool = False) -> Record:
    """What is kept of a replicate of these `arms`: no people, only sums.

    Args:
        metrics, segments: names of those to keep, all of them (and no combination) when None.
        with_curves: keep curves too. with_days: and every day (`sim.replicate.daily`).

    Raises ResultError when a metric was asked for by name and this horizon cannot answer it.
    """
    names = metrics if metrics is not None else tuple(METRICS)
    baseline = replicate.outcomes[0]
    groups = chosen_segments(baseline, segments)
    worlds = arranged(replicate.outcomes, groups)
    refused = aggregate.refusals(worlds.arms[0], names)
    if metrics is not None and refused:
        raise ResultError(next(iter(refused.values())))
    answered = [name for name in names if name not in refused]
    outcomes = {arm.name: outcome for arm, outcome in zip(arms, replicate.outcomes, strict=True)}
    curves = [part for arm, outcome in outcomes.items() if with_curves for part in _curves(arm, outcome, groups)]
    days = [part for arm, outcome in outcomes.items() if with_days for part in day_rows(arm, outcome, groups)]
    return Record(
        rows=pd.concat([_metrics(list(outcomes), worlds, answered), *curves, *days], ignore_index=True)[COLUMNS],
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


def _metrics(arms: list[str], worlds: Arranged, names: list[str]) -> pd.DataFrame:
    rows = aggregate.differences(worlds, names)
    rows["arm"] = np.array(arms)[rows["arm"].to_numpy(int)]
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


def _curves(arm: str, outcome: Outcome, groups: Mapping[str, np.ndarray]) -> list[pd.DataFrame]:
    frames = []
    for name, curve in CURVES.items():
        parts = [_kept_days(curve, outcome, group) for group in groups.values()]
        columns = {field: np.concatenate(every) for field, every in zip(Points._fields, zip(*parts, strict=True),
                                                                        strict=True)} if parts else {}
        segment = np.repeat(np.array(list(groups), object), [len(part.day) for part in parts])
        if len(segment):  # words of no row would be no words to pandas
            frames.append(pd.DataFrame(columns).assign(segment=segment, kind="curve", name=name, arm=arm))
    return frames


def _kept_days(curve: Curve, outcome: Outcome, group: np.ndarray) -> Points:
    """The kept days of a curve, the same in every replicate; none when group or horizon cannot answer."""
    try:
        points = curve(outcome, group)
    except ResultError:
        return Points(*np.zeros((len(Points._fields), 0)))
    day = points.day
    kept = ((day - day[:1]) % -(-outcome.days // POINTS) == 0) | (day == day[-1:])
    return Points(*(column[kept] for column in points))


def _base_retention(outcome: Outcome, group: np.ndarray) -> Points:
    frame = over_time.base_retention_curve(outcome, group)
    return _points(frame, "base_users", int(np.count_nonzero(settled(outcome) & group)))


def _repurchase(outcome: Outcome, group: np.ndarray) -> Points:
    return _points(over_time.repurchase_curve(outcome, group), "at_risk")


def _rebuy(outcome: Outcome, group: np.ndarray) -> Points:
    return _points(over_time.rebuy_curve(outcome, group), "buyers")


def _daily_active(outcome: Outcome, group: np.ndarray) -> Points:
    """Weighted daily active users [people at simulated scale], from day 0 on."""
    weight = outcome.kind_weight * kinds_of(outcome, group)
    active = (outcome.level("dau") * weight).sum(axis=1)[-outcome.first_day:]
    return _with_people(np.arange(len(active)), active, np.ones(len(active)), int(np.count_nonzero(group)))


def _points(frame: pd.DataFrame, bottom: str, people: int | None = None) -> Points:
    """The points of a curve whose denominator is a column of its `frame`, and so are its people unless stated."""
    denominator = frame[bottom].to_numpy()
    counted = frame["people"].to_numpy() if people is None else people
    return _with_people(frame["day"].to_numpy(), frame["value"].to_numpy() * denominator, denominator, counted)


def _with_people(day: np.ndarray, numerator: np.ndarray, denominator: np.ndarray, people: np.ndarray | int) -> Points:
    return Points(day, numerator, denominator, np.broadcast_to(people, len(day)))


CURVES: dict[str, Curve] = {
    "base_retention": _base_retention,
    "rebuy_rate": _rebuy,
    "repurchase": _repurchase,
    "daily_active_users": _daily_active,
}
