"""The table of a comparison: one row per scenario, metric and segment, with both intervals and a verdict."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import numpy as np
import pandas as pd

from sim.outcomes.metrics import METRICS
from sim.paired.statistics import effect, mean, mean_interval, simultaneous_level
from sim.paired.verdict import EXPLORATORY, UNDECIDED, unsure_size, verdict
from sim.replicate.measure import SPLIT
from sim.scenario.plan import PrimaryOutcome, Scenario
from sim.texts import text

FEW = 200
"""People in a denominator, pooled over replicates, below which a difference must not be read."""

COLUMNS = ["scenario", "metric", "unit", "segment", "baseline", "treated", "difference", "relative", "low",
           "high", "likely_low", "likely_high", "probability_better", "n", "correlation"]
MORE = ["variance_ratio", "people_baseline", "people_treated", "same_people", "who_came", "primary", "verdict",
        "greyed", "note", "better_draws", "denominator_baseline", "denominator_treated", "people_same",
        "people_only_baseline", "people_only_treated", "worth", "simultaneous_low", "simultaneous_high",
        "reason", "users_needed"]


def effects_table(replicates: pd.DataFrame, arms: Sequence[Scenario], fixed: bool) -> pd.DataFrame:
    """COLUMNS + MORE, from one row per replicate, arm, metric and segment.

    `baseline` and `treated` are means over replicates of each replicate's ratio of sums. `people_*` are
    pooled over replicates and counted without weights; `denominator_*` is the mean weighted denominator of
    a replicate. `same_people` + `who_came` = `difference`. Primary outcomes alone get a verdict, by
    intervals that hold for all arms and primary outcomes at once.
    """
    primaries = {(arm.name, o.metric, o.segment): o for arm in arms[1:] for o in arm.outcomes}
    level = simultaneous_level(len(primaries))
    groups = dict(iter(replicates.groupby(["arm", "metric", "segment"], sort=False)))
    place = {scenario.name: number for number, scenario in enumerate(arms)}
    table = []
    for (arm, metric, segment), rows in sorted(groups.items(), key=lambda item: place[item[0][0]]):
        if arm != arms[0].name:
            old = groups[(arms[0].name, metric, segment)]
            row = _numbers(old, rows, METRICS[metric].direction, fixed)
            row |= _judgement(row, old, rows, primaries.get((arm, metric, segment)), level)
            row |= _reason(row, arms[0].population.users)
            table.append({"scenario": arm, "metric": metric, "unit": METRICS[metric].unit, "segment": segment} | row)
    frame = pd.DataFrame(table, columns=[*COLUMNS, *MORE])
    return frame.assign(note=notes(frame))


def notes(table: pd.DataFrame, lang: str = "en") -> list[str]:
    """The column `note` in a language, from the other columns."""
    return [
        text(
            f"paired.note.{row['reason']}",
            lang,
            people=f"{min(row['people_baseline'], row['people_treated']):,}",
            few=FEW,
            users=f"{row['users_needed']:,.0f}",
        )
        if row["reason"]
        else ""
        for row in table.to_dict("records")
    ]


def _numbers(old: pd.DataFrame, new: pd.DataFrame, direction: int, fixed: bool) -> dict[str, Any]:
    before, after = old["value"].to_numpy(), new["value"].to_numpy()
    row = asdict(effect(before, after, direction, fixed))
    same = mean(new["same"].to_numpy()[np.isfinite(after - before)])
    return row | {
        "people_baseline": int(old["people"].sum()),
        "people_treated": int(new["people"].sum()),
        "denominator_baseline": float(old["denominator"].mean()),
        "denominator_treated": float(new["denominator"].mean()),
        "same_people": same,
        "who_came": row["difference"] - same,
        **{column: int(new[column].sum()) for column in SPLIT[1:]},
    }


def _judgement(
    row: dict[str, Any], old: pd.DataFrame, new: pd.DataFrame, primary: PrimaryOutcome | None, level: float
) -> dict[str, Any]:
    """Whether a verdict is due, the simultaneous interval, and the verdict."""
    greyed = min(row["people_baseline"], row["people_treated"]) < FEW
    if primary is None:
        blank = {"worth": math.nan, "simultaneous_low": math.nan, "simultaneous_high": math.nan}
        return {"primary": False, "verdict": EXPLORATORY, "greyed": greyed, **blank}
    change = new["value"].to_numpy() - old["value"].to_numpy()
    low, high = mean_interval(change[np.isfinite(change)], level)
    judged = verdict(low, high, primary.worth, METRICS[primary.metric].direction)
    return {
        "primary": True,
        "worth": primary.worth,
        "simultaneous_low": low,
        "simultaneous_high": high,
        "verdict": UNDECIDED if greyed else judged,
        "greyed": greyed,
    }


def _reason(row: dict[str, Any], users: int) -> dict[str, Any]:
    """The key of the row's note, blank for none, and the users that a greyed row would need."""
    people = min(row["people_baseline"], row["people_treated"])
    if people == 0:
        return {"reason": "nobody", "users_needed": math.nan}
    if row["greyed"]:
        return {"reason": "few_people", "users_needed": _rounded_up(users * FEW / people)}
    interval = row["simultaneous_low"], row["simultaneous_high"], row["worth"]
    direction = 1 if row["difference"] > 0 else -1
    if row["primary"] and row["verdict"] == "better" and unsure_size(*interval, direction):
        return {"reason": "unsure_size", "users_needed": math.nan}
    return {"reason": "", "users_needed": math.nan}


def _rounded_up(users: float) -> float:
    """The next number with two digits that mean something."""
    step = 10.0 ** max(0, math.floor(math.log10(users)) - 1)
    return math.ceil(users / step) * step
