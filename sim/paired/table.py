"""The table of a comparison: one row per scenario, metric and segment, with both intervals and a verdict."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pandas as pd

from sim.outcomes.metrics import METRICS
from sim.paired.headline import HEADLINES, worth_of
from sim.paired.statistics import effect, mean, mean_interval, reached, simultaneous_level
from sim.paired.verdict import EXPLORATORY, LEAST, UNDECIDED, Range, outlook, verdict
from sim.replicate.measure import SPLIT
from sim.scenario.plan import Scenario
from sim.texts import text

FEW = 200
"""People in a denominator, pooled over replicates, below which a difference must not be read."""

COLUMNS = ["scenario", "metric", "unit", "segment", "baseline", "treated", "difference", "relative", "low",
           "high", "likely_low", "likely_high", "probability_better", "n", "correlation"]
MORE = ["variance_ratio", "people_baseline", "people_treated", "same_people", "who_came", "primary", "verdict",
        "greyed", "note", "better_draws", "denominator_baseline", "denominator_treated", "people_same",
        "people_only_baseline", "people_only_treated", "worth", "simultaneous_low", "simultaneous_high",
        "reason", "users_needed", "equal_draws", "reaches_draws", "reaches_low", "reaches_high", "outlook",
        "settled_by_more", "people"]


def effects_table(
    replicates: pd.DataFrame, arms: Sequence[Scenario], fixed: bool, scale: Sequence[float] | None = None
) -> pd.DataFrame:
    """COLUMNS + MORE, from one row per replicate, arm, metric and segment.

    `baseline` and `treated` are means over replicates of each replicate's ratio of sums. `people_*` are
    pooled over replicates and counted without weights; `denominator_*` is the mean weighted denominator of
    a replicate. `same_people` + `who_came` = `difference`. Primary outcomes alone get a verdict, by
    intervals that hold for all arms and primary outcomes at once, with its `outlook`; `settled_by_more` says
    whether more replicates could change it. `reaches_draws` of the `n` draws reach the `worth`, a share of all
    draws from `reaches_low` to `reaches_high` (95 %). `people` of HEADLINES is the difference as a head count, by
    the `scale` of each replicate [real people a simulated one], blank without it.
    """
    level = simultaneous_level(len({(arm.name, o.metric, o.segment) for arm in arms[1:] for o in arm.outcomes}))
    groups = _groups(replicates)
    place = {scenario.name: number for number, scenario in enumerate(arms)}
    table = []
    for (arm, metric, segment), rows in sorted(groups.items(), key=lambda item: place[item[0][0]]):
        if arm != arms[0].name:
            pair = Pair(groups[(arms[0].name, metric, segment)], rows, METRICS[metric].direction, fixed)
            row: dict[str, Any] = {"scenario": arm, "metric": metric, "unit": METRICS[metric].unit, "segment": segment}
            row |= _numbers(pair)
            primary = any((o.metric, o.segment) == (metric, segment) for o in arms[place[arm]].outcomes)
            row |= _worth(pair, worth_of(metric, segment, arms))
            row |= _judgement(row, pair, primary, level)
            table.append(row | _reason(row, arms[0].population.users) | {"people": _people(pair, metric, scale)})
    frame = pd.DataFrame(table, columns=[*COLUMNS, *MORE])
    return frame.assign(note=notes(frame))


def _groups(replicates: pd.DataFrame) -> dict[tuple[str, str, str], dict[str, np.ndarray]]:
    """(arm, metric, segment) -> column -> its values by replicate; plain arrays, for pandas is slow with small ones."""
    keys = ["arm", "metric", "segment"]
    columns = {name: replicates[name].to_numpy() for name in replicates if name not in keys}
    rows_of = replicates.groupby(keys, sort=False).indices
    return {key: {name: values[rows] for name, values in columns.items()} for key, rows in rows_of.items()}


@dataclass(frozen=True)
class Pair:
    """The replicates of one metric and segment in two worlds, and which direction is good."""

    old: Mapping[str, np.ndarray]
    new: Mapping[str, np.ndarray]
    direction: int
    fixed: bool

    @property
    def change(self) -> np.ndarray:
        """The effect [the metric's unit] in every replicate that has one."""
        change = self.new["value"] - self.old["value"]
        return change[np.isfinite(change)]


def notes(table: pd.DataFrame, lang: str = "en") -> list[str]:
    """The column `note` in a language, from the other columns."""
    return [
        text(
            f"paired.note.{row['reason']}",
            lang,
            people=f"{min(row['people_baseline'], row['people_treated']):,}",
            few=FEW,
            users=f"{row['users_needed']:,.0f}",
            draws=row["n"],
            least=LEAST,
        )
        if row["reason"]
        else ""
        for row in table.to_dict("records")
    ]


def _numbers(pair: Pair) -> dict[str, Any]:
    before, after = pair.old["value"], pair.new["value"]
    row = asdict(effect(before, after, pair.direction, pair.fixed))
    same = mean(pair.new["same"][np.isfinite(after - before)])
    return row | {
        "people_baseline": int(pair.old["people"].sum()),
        "people_treated": int(pair.new["people"].sum()),
        "denominator_baseline": float(pair.old["denominator"].mean()),
        "denominator_treated": float(pair.new["denominator"].mean()),
        "same_people": same,
        "who_came": row["difference"] - same,
        **{column: int(pair.new[column].sum()) for column in SPLIT[1:]},
    }


def _worth(pair: Pair, worth: float) -> dict[str, float]:
    """The worth, and how many draws reach it; blank where nobody says what is worth having."""
    share = reached(pair.direction * pair.change, worth, drawn=not pair.fixed and pair.direction != 0)
    return {"worth": worth, "reaches_draws": share.draws, "reaches_low": share.low, "reaches_high": share.high}


def _judgement(row: dict[str, Any], pair: Pair, primary: bool, level: float) -> dict[str, Any]:
    """Whether a verdict is due, the simultaneous interval, the verdict and what it leaves open."""
    greyed = min(row["people_baseline"], row["people_treated"]) < FEW
    if not primary:
        blank = {"simultaneous_low": math.nan, "simultaneous_high": math.nan, "settled_by_more": False}
        return {"primary": False, "verdict": EXPLORATORY, "greyed": greyed, "outlook": "", **blank}
    interval = Range(*mean_interval(pair.change, level))
    few = not pair.fixed and row["n"] < LEAST
    judged = [
        verdict(mean, Range(row["likely_low"], row["likely_high"]), row["worth"], pair.direction)
        for mean in (interval, Range(row["difference"], row["difference"]))
    ]
    word = UNDECIDED if greyed or few else judged[0]
    draws = Range(row["likely_low"], row["likely_high"])
    return {
        "primary": True,
        "simultaneous_low": interval.low,
        "simultaneous_high": interval.high,
        "verdict": word,
        "outlook": outlook(word, interval, draws, row["worth"], pair.direction),
        "settled_by_more": few or judged[0] != judged[1],
        "greyed": greyed,
    }


def _reason(row: dict[str, Any], users: int) -> dict[str, Any]:
    """The key of the row's note, blank for none, and the users that a greyed row would need."""
    people = min(row["people_baseline"], row["people_treated"])
    if people == 0:
        return {"reason": "nobody", "users_needed": math.nan}
    if row["greyed"]:
        return {"reason": "few_people", "users_needed": _rounded_up(users * FEW / people)}
    few = row["primary"] and row["verdict"] == UNDECIDED and 1 < row["n"] < LEAST
    return {"reason": "few_draws" if few else "", "users_needed": math.nan}


def _people(pair: Pair, metric: str, scale: Sequence[float] | None) -> float:
    """The effect as real people, the mean over replicates; blank where a difference counts nobody."""
    if metric not in HEADLINES or scale is None:
        return math.nan
    change = pair.new["numerator"] - pair.old["numerator"]
    return mean(change * np.array(scale)[pair.new["replicate"].astype(int)])


def _rounded_up(users: float) -> float:
    """The next number with two digits that mean something."""
    step = 10.0 ** max(0, math.floor(math.log10(users)) - 1)
    return math.ceil(users / step) * step
