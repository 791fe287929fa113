"""`rehearse`: the test that a planner would run in reality, run inside the world, where the truth is known."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from sim.base.errors import ResultError
from sim.base.files import write_whole
from sim.base.message import Message, packed, said
from sim.base.numeric import whole
from sim.experiment.measures import USUAL, AskedMetric, measure, metric_meant, refused
from sim.experiment.reading import read_test
from sim.experiment.table import table_of
from sim.experiment.worlds import live_tests
from sim.plugins import use
from sim.running import manifest
from sim.running.pool import cores, finished
from sim.running.question import listed, plain
from sim.running.task import Progress
from sim.scenario import load_scenario
from sim.scenario.experiment import possible_units, with_unit
from sim.scenario.load import Named
from sim.scenario.names import resolve
from sim.scenario.plan import Experiment, Scenario

REPLICATES = 20
"""Tests that are rehearsed, each in a world of its own."""


@dataclass(frozen=True)
class Rehearsal:
    """A test rehearsed many times, and the truth beside it.

    Attributes:
        table: one row a unit and metric (`sim.experiment.table`), in the metric's own unit.
        replicates: one row a replicate, unit and metric: what each single test showed.
        refused: (unit, metric, reason) of what a unit cannot answer.
        manifest: what was asked, with which parameters and versions. folder: where all this is kept, None when nowhere.
    """

    table: pd.DataFrame
    replicates: pd.DataFrame
    refused: list[tuple[str, str, Message]]
    manifest: dict[str, Any] = field(repr=False)
    folder: Path | None = None


@dataclass(frozen=True)
class _Task:
    """One replicate of all tests."""

    scenario: Scenario
    asked: tuple[tuple[Experiment, tuple[AskedMetric, ...]], ...]
    replicate: int
    fixed: bool
    freeze: bool
    threads: int

    def __str__(self) -> str:
        return f"replicate {self.replicate}"


def rehearse(
    scenario: Named, units: Sequence[str] | str | None = None, *, metrics: Sequence[str] | str | None = None,
    users: int | None = None, days: int | None = None, replicates: int | None = None, seed: int | None = None,
    fixed: bool = False, freeze: bool = False, workers: int | None = None,
    set_: Mapping[str, str | float] | None = None, plugins: str | os.PathLike[str] | None = None,
    out: str | os.PathLike[str] | None = None, progress: Progress | None = None,
) -> Rehearsal:
    """What tests of a scenario show, unit by unit, beside what treating everybody does to the same people.

    Args:
        units: "user", "cluster", "host", "both_sides", "time"; that of the scenario's `experiment` when None, or else
            the first that its strategies allow.
        metrics: what is asked; the scenario's primary outcomes when None.
        users, days, seed, set_, plugins: as `compare` takes them. replicates: tests, each in a world of its own.
        fixed: nothing uncertain is drawn. freeze: popularity, budgets and triggers do not react.
        workers: processes, one for each core when None. out: a folder for the tables. progress: (done, wanted).
    """
    clock = manifest.Clock()
    loaded = load_scenario(scenario, set_, plugins=plugins, users=users, days=days, seed=seed, judged=False)
    wanted = whole("replicates", replicates, 1, blank=True) or REPLICATES
    asked, reasons = _asked(loaded, _plans(loaded, units), metrics)
    workers = min(workers or cores(), wanted)
    tasks = [_Task(loaded, asked, n, fixed, freeze, cores() if workers == 1 else 1) for n in range(wanted)]
    rows: dict[int, list[dict[str, Any]]] = {}
    for position, found in finished(_answer, tasks, workers):
        rows[position] = found
        if progress is not None:
            progress(len(rows), wanted)
    frame = pd.DataFrame([{"replicate": n, **row} for n in sorted(rows) for row in rows[n]])
    options = {"fixed": fixed, "freeze": freeze, "units": [plan.unit for plan, _ in asked]}
    told = manifest.describe("experiment", [plain(loaded)], loaded, drawn=(), replicates=wanted, options=options,
                             plans=[plain(plan) for plan, _ in asked], **clock.read())
    result = Rehearsal(table_of(frame), frame, reasons, told, None if out is None else Path(out))
    if result.folder is not None:
        _write(result, result.folder)
    return result


def _plans(scenario: Scenario, units: Sequence[str] | str | None) -> list[Experiment]:
    """The tests that are asked for, one a unit. Raises a LivesimError for a unit that cannot be tested."""
    named = [resolve("experiment unit", unit) for unit in listed(units) or ()]
    stated = scenario.experiment
    if not named:
        possible = possible_units(scenario.strategies)
        named = [stated.unit if stated else possible[0]]
    return [with_unit(scenario, unit) for unit in dict.fromkeys(named)]


def _asked(scenario: Scenario, plans: Sequence[Experiment], metrics: Sequence[str] | str | None) -> tuple[
        tuple[tuple[Experiment, tuple[AskedMetric, ...]], ...], list[tuple[str, str, Message]]]:
    """What each test is asked, and why it is not asked the rest. Raises ResultError when nobody can answer anything."""
    segments = {outcome.metric: outcome.segment for outcome in scenario.outcomes}
    named = [metric_meant(name) for name in listed(metrics) or segments]
    asked, reasons = [], []
    for plan in plans:
        every = [measure(name, segments.get(name, plan.segment)) for name in dict.fromkeys(named)]
        why = {one.name: refused(plan.unit, one) for one in every}
        mine = [one for one in every if why[one.name] is None]
        if not mine and metrics is None:
            usual = (measure(name, plan.segment) for name in USUAL)
            mine = [one for one in usual if refused(plan.unit, one) is None]
        asked.append((plan, tuple(mine)))
        reasons += [(plan.unit, name, reason) for name, reason in why.items() if reason is not None]
    if not any(mine for _, mine in asked):
        raise ResultError(said("unit '{unit}': {why}", unit=reasons[0][0], why=reasons[0][2]))
    return tuple(asked), reasons


def _answer(task: _Task) -> list[dict[str, Any]]:
    """The rows of one replicate."""
    use(*task.scenario.plugins)
    plans = [plan for plan, asked in task.asked if asked]
    tests = live_tests(task.scenario, plans, replicate=task.replicate, fixed=task.fixed, freeze=task.freeze,
                       threads=task.threads)
    questions = [asked for _, asked in task.asked if asked]
    return [read_test(tested, one) for tested, asked in zip(tests, questions, strict=True) for one in asked]


def _write(result: Rehearsal, folder: Path) -> None:
    """The tables as CSV, and everything as JSON."""
    for name in ("table", "replicates"):
        frame: pd.DataFrame = getattr(result, name)
        write_whole(folder / f"{name}.csv", frame.to_csv(index=False).encode())
    rows = json.loads(result.table.to_json(orient="records", double_precision=15))
    refusals = [{"unit": unit, "metric": metric, "why": str(why)} for unit, metric, why in result.refused]
    body = json.dumps({**packed(result.manifest), "rows": rows, "refused": refusals}, ensure_ascii=False, indent=1)
    write_whole(folder / "experiment.json", body.encode())
