"""From the kept runs of a sweep to its tables: points, runs, results (a row per run and number), effects."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np
import pandas as pd

from sim.explore.folder import SweepFolder
from sim.explore.measures import MONEY, direction_of, unit_of
from sim.explore.plan import Sweep
from sim.explore.runner import Progressing
from sim.paired.benefit import accounts, costless
from sim.paired.precision import Precise
from sim.paired.statistics import effect
from sim.paired.tables import replicate_rows
from sim.replicate.record import Record
from sim.scenario.plan import Scenario

VALUES = ["baseline", "treated", "difference", "same_people"]
RESULT_KEYS = ["point", "replicate", "scenario", "metric", "segment"]
EFFECT = ["baseline", "treated", "difference", "low", "high", "likely_low", "likely_high", "probability_better", "n"]


def factor_columns(sweep: Sweep) -> pd.DataFrame:
    """point and the value of every factor: numbers in the factor's unit, or words; blank where a scenario's holds."""
    columns: dict[str, Any] = {"point": [point.number for point in sweep.points]}
    for place, factor in enumerate(sweep.factors):
        values = [factor.shown(point.values[place]) for point in sweep.points]
        columns[factor.name] = np.array(values, float) if factor.numeric else values
    return pd.DataFrame(columns)


def results_table(sweep: Sweep, folder: SweepFolder, found: Progressing, base: tuple[Scenario, ...]) -> pd.DataFrame:
    """RESULT_KEYS, factors and VALUES of every run that counts, sorted.

    With `precision` a point counts up to the first number of replicates that was enough, whatever else was run.
    """
    kept = list(_records(sweep, folder, found, base))
    if not kept:
        return pd.DataFrame(columns=[*RESULT_KEYS, *(f.name for f in sweep.factors), *VALUES])
    rows = _rows([record for *_, record in kept], costless(base))
    for place, name in enumerate(("point", "replicate")):
        rows[name] = np.array([run[place] for run in kept])[rows["run"]]
    keys = ["point", "replicate", "metric", "segment"]
    old = rows[rows["scenario"] == sweep.baseline].rename(columns={"value": "baseline"})[[*keys, "baseline"]]
    new = rows[rows["scenario"] != sweep.baseline].rename(columns={"value": "treated", "same": "same_people"})
    table = new.merge(old, on=keys, how="left").merge(factor_columns(sweep), on="point", how="left")
    table["difference"] = table["treated"] - table["baseline"]
    order = [*RESULT_KEYS[:2], *(f.name for f in sweep.factors), *RESULT_KEYS[2:], *VALUES]
    return table[order].sort_values(RESULT_KEYS, ignore_index=True)


def effects_table(sweep: Sweep, results: pd.DataFrame) -> pd.DataFrame:
    """The effect of every scenario at every point, with simulation error and the spread of the draws."""
    rows = []
    for (point, scenario, metric, segment), part in results.groupby(["point", "scenario", "metric", "segment"]):
        old, new = part["baseline"].to_numpy(), part["treated"].to_numpy()
        sizes = asdict(effect(old, new, direction_of(metric), sweep.fixed))
        rows.append({"point": point, "scenario": scenario, "metric": metric, "unit": unit_of(metric),
                     "segment": segment} | {name: sizes[name] for name in EFFECT})  # fmt: skip
    table = pd.DataFrame(rows, columns=["point", "scenario", "metric", "unit", "segment", *EFFECT])
    merged = table.merge(factor_columns(sweep), on="point", how="left")
    return merged[["point", *(f.name for f in sweep.factors), *table.columns[1:]]]


def points_table(sweep: Sweep, results: pd.DataFrame, found: Progressing) -> pd.DataFrame:
    """Every point with its key, its values, and how many replicates counted and failed."""
    counted = results.groupby("point")["replicate"].nunique()
    failed = pd.Series([number for number, _ in found.failed], dtype=int).value_counts()
    table = factor_columns(sweep)
    table.insert(1, "key", [sweep.key(point) for point in sweep.points])
    for name, counts in (("replicates", counted), ("failed", failed)):
        table[name] = counts.reindex(table["point"]).fillna(0).to_numpy(int)
    return table


def runs_table(sweep: Sweep, results: pd.DataFrame, found: Progressing) -> pd.DataFrame:
    """One row a run: point, factors, replicate, status ("done", "failed"), error."""
    done = results[["point", "replicate"]].drop_duplicates().assign(status="done", error="")
    failed = pd.DataFrame([(p, r, "failed", why) for (p, r), why in sorted(found.failed.items())],
                          columns=["point", "replicate", "status", "error"])
    parts = [part for part in (done, failed) if len(part)] or [done]
    table = pd.concat(parts, ignore_index=True).astype({"point": int, "replicate": int})
    order = ["point", *(f.name for f in sweep.factors), "replicate", "status", "error"]
    return table.merge(factor_columns(sweep), on="point", how="left")[order].sort_values(
        ["point", "replicate"], ignore_index=True
    )


def _records(
    sweep: Sweep, folder: SweepFolder, found: Progressing, base: tuple[Scenario, ...]
) -> Iterator[tuple[int, int, Record]]:
    """(point, replicate, record) of the runs that count."""
    for point in sweep.points:
        judge = Precise(base, sweep.precision)
        begun: list[Record] = []
        for replicate in sorted(found.done[point.number]):
            record = folder.record(sweep.key(point), replicate)
            yield point.number, replicate, record
            if sweep.precision and replicate == len(begun):
                begun.append(record)
                if judge(begun):
                    break


def _rows(records: Sequence[Record], free: Collection[str]) -> pd.DataFrame:
    """run (its place), scenario, metric, segment, value, same: the metrics of all arms, and their money where known.

    `free` are the strategies that cost nothing (`sim.paired.benefit.costless`).
    """
    metrics = replicate_rows(records)
    money = accounts(records, metrics, free)[list(MONEY)].rename_axis(columns="metric").stack().rename("value").dropna()
    amounts = money.reset_index().assign(segment="all", same=math.nan)
    rows = pd.concat([metrics, amounts], ignore_index=True) if len(amounts) else metrics
    return rows.rename(columns={"replicate": "run", "arm": "scenario"})[
        ["run", "scenario", "metric", "segment", "value", "same"]
    ]
