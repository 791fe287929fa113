"""`compare`: the same people and the same luck in two or more worlds that differ in strategies alone."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sim.base.errors import ResultError
from sim.base.message import Message, said
from sim.paired import break_even
from sim.paired.arms import in_one_world, judged
from sim.paired.assembling import tables_of
from sim.paired.comparison import TABLES, Comparison
from sim.paired.explaining.explanation import Explanation, explanation
from sim.paired.glimpse import FROM, first_answer
from sim.paired.interactions import alone
from sim.paired.options import Options
from sim.paired.precision import Precise, widths
from sim.paired.statistics import mean_interval
from sim.paired.verdict import LEAST
from sim.replicate.measure import DRIFT_DAYS
from sim.replicate.record import Record
from sim.running import manifest
from sim.running.folder import claimed
from sim.running.notes import facts
from sim.running.pool import MakeExecutor
from sim.running.question import Question, Simulate, plain, simulate
from sim.running.task import Progress, records
from sim.scenario import Scenario
from sim.scenario.load import Named, is_path

DRIFT = 0.05
"""Movement of a baseline's MAU in 90 days (docs/model.md section 6) from which a comparison says so."""


def compare(
    baseline: Named,
    scenarios: Named | Sequence[Named],
    *,
    users: int | None = None,
    days: int | None = None,
    replicates: int | None = None,
    seed: int | None = None,
    workers: int | None = None,
    fixed: bool = False,
    luck: str = "shared",
    freeze: bool = False,
    precision: str | Mapping[str, float] | None = None,
    strengths: bool = False,
    interactions: bool = False,
    explain: bool | tuple[str, str] = False,
    quick: bool = False,
    engine: str = "compiled",
    out: str | os.PathLike[str] | None = None,
    set_: Mapping[str, str | float] | None = None,
    metrics: Sequence[str] | None = None,
    segments: Sequence[str] | None = None,
    progress: Progress | None = None,
    simulate: Simulate = simulate,
    executor: MakeExecutor | None = None,
    plugins: str | os.PathLike[str] | None = None,
    cache: bool = True,
) -> Comparison:
    """What the scenarios change against the baseline, with intervals; see `Comparison`.

    Args:
        users, days, seed, set_: hold for all arms, in place of what the files say. plugins: a folder of levers,
            metrics, patterns and segments beside those of the files (docs/plugins.md).
        replicates: how many (with `precision`: at most); 20 when None.
        workers: processes, one for each core when None; the results do not depend on it.
        fixed: nothing uncertain is drawn: typical strengths, default parameters.
        luck: "shared" by the arms, or "independent" (to test the intervals, never to plan).
        freeze: popularity, stock, capacity and budgets do not react.
        precision: stop when these mean effects are known so well, such as "base_retention=0.5pp".
        strengths: add arms at 25, 50 and 100 % of what was reported, for break-even, else read from the draws.
        interactions: add an arm for each strategy alone, where a scenario adds several to the baseline's.
        explain: take each primary outcome, or one (metric, segment), apart (docs/why.md); adds an arm a set of paths.
        quick: a first look with wide intervals: at most 2,500 users and 8 replicates where `users` and
            `replicates` do not say otherwise. All else is as in the whole answer, and the page says what its size is.
        engine: "compiled", or "agents" (Mesa objects, for small worlds).
        out: results folder; the same call resumes it.
        metrics, segments: names of those to measure, all of them when None. A segment may be a combination such as
            "silver and lower_tier"; those of the primary outcomes are always measured.
        progress: called with (replicates finished, replicates wanted).
        simulate: another simulation, in tests alone. executor: another one than local processes, such as a cluster's.
        cache: use and fill the user's cache, which moves no number: arms lived before are not lived again.

    Raises a LivesimError with one clear message for anything that cannot be answered.
    """
    options = Options(users=users, days=days, replicates=replicates, seed=seed, workers=workers, fixed=fixed,
                      luck=luck, freeze=freeze, precision=precision, strengths=strengths, interactions=interactions,
                      explain=explain, quick=quick, engine=engine, out=out, set_=set_, metrics=metrics,
                      segments=segments, progress=progress, simulate=simulate, executor=executor, plugins=plugins,
                      cache=cache)  # fmt: skip
    return compared(baseline, scenarios, options)


def compared(baseline: Named, scenarios: Named | Sequence[Named], options: Options) -> Comparison:
    """The comparison that `options` ask for; see `compare`."""
    began = manifest.Clock()
    several = [scenarios] if isinstance(scenarios, (str, Path, Scenario, Mapping)) else scenarios
    arms, moved = in_one_world(options.load(baseline), [options.load(scenario) for scenario in several])
    arms, dropped = judged(arms, options.named_metrics)
    why = explanation(arms, options)
    question = options.question((*arms, *_extra_arms(arms[0], arms[1:], options), *why.worlds), why.groups)
    folder, place = claimed(options.out, question)
    typed = {arm.name: str(named) if is_path(named) else arm.name
             for arm, named in zip(arms, (baseline, *several), strict=True)}  # fmt: skip
    request = _Request(options, moved, dropped, began, typed, options.full_size(several[0]), why)

    def written(kept: list[Record], request: _Request = request) -> Comparison:
        """The comparison of these replicates, in its folder where there is one."""
        comparison = _comparison(question, arms, kept, request)
        if folder is not None:
            comparison.folder = folder.path
            folder.finish({name: getattr(comparison, name) for name in TABLES}, comparison.manifest)
        return comparison

    brief = replace(request, why=replace(why, twins=False))  # diaries take as long as some replicates
    early = partial(written, request=brief) if options.early else None
    return written(records(question, options.wanted, folder=place, enough=_Judge(arms, options, why, early),
                           workers=options.workers, progress=options.progress, make=options.executor,
                           cache=options.cache))


class _Judge:
    """Looks at the first replicate for answers that are missing, then at the precision; shows a first answer.

    `early` is called with the replicates so far, from FROM on, each time when there are half as many again.
    """

    def __init__(self, arms: Sequence[Scenario], options: Options, why: Explanation,
                 early: Callable[[list[Record]], object] | None = None) -> None:
        self.arms, self.precise, self.glimpse = arms, Precise(arms, widths(options.precision)), options.glimpse
        self.why, self.early, self.wanted, self.next = why, early, options.wanted, FROM

    def __call__(self, kept: list[Record]) -> bool:
        if len(kept) == 1:
            _check_answered(self.arms[1:], kept[0])
            self.why.check_answered(kept[0])
        if self.glimpse is not None and (so_far := first_answer(kept, self.arms)) is not None:
            self.glimpse(so_far)
        if self.early is not None and self.next <= len(kept) < self.wanted:
            self.early(kept)
            self.next = len(kept) * 3 // 2
        return self.precise(kept)


@dataclass(frozen=True)
class _Request:
    """What the manifest says besides the question.

    Options, what of the baseline was moved, which outcomes were dropped, when the run began, and how each arm was
    named: a name or a file's path. What the full size is where this is a quick look. What is explained.
    """

    options: Options
    moved: list[str]
    dropped: list[Message]
    began: manifest.Clock
    typed: Mapping[str, str]
    full_size: Mapping[str, int] | None
    why: Explanation


def _extra_arms(baseline: Scenario, scenarios: Sequence[Scenario], options: Options) -> list[Scenario]:
    """Arms that answer for break-even and interactions, and stay out of the main table."""
    shares = break_even.SHARES if options.strengths else ()
    arms = [break_even.at_share(scenario, share) for scenario in scenarios for share in shares]
    if options.interactions:
        arms += [arm for scenario in scenarios for arm in alone(scenario, baseline.strategies)]
    return arms


def _check_answered(scenarios: Sequence[Scenario], record: Record) -> None:
    """Raise ResultError for a primary outcome that the first replicate could not answer."""
    answered = set(zip(record.rows["name"], record.rows["segment"], strict=True))
    for scenario in scenarios:
        for outcome in scenario.outcomes:
            if (outcome.metric, outcome.segment) not in answered:
                why = record.refused[outcome.metric]
                raise ResultError(said("primary outcome of '{name}': {why}", name=scenario.name, why=why))


def _comparison(
    question: Question, arms: tuple[Scenario, ...], kept: list[Record], request: _Request
) -> Comparison:
    asked = request.options
    tables = tables_of(kept, arms, fixed=question.fixed, strengths=asked.strengths, singles=asked.interactions,
                       explained=request.why)
    return Comparison(**tables, manifest=_manifest(question, arms, kept, tables["money"], request))


def _checked_drift(baseline: Scenario, kept: list[Record]) -> float:
    """How much the baseline's MAU moves in DRIFT_DAYS, the mean of the replicates.

    Raises ResultError when it surely (its whole 95 % interval) moves by more than DRIFT without a cause, that
    is without a strategy or a parameter that the scenario states (docs/model.md section 6). Draws of a fit's posterior
    are each a little off their steady state, so fewer than LEAST of them say nothing of it.
    """
    drifts = np.array([record.drift for record in kept])
    mean, (low, high) = float(drifts.mean()), mean_interval(drifts)
    sure = len(drifts) >= LEAST and (low > DRIFT or high < -DRIFT)
    if sure and not baseline.strategies and not baseline.parameters:
        raise ResultError(
            said("The baseline is not in its steady state: MAU moves by {drift:+.1%} in {days} days with no strategy "
                 "and no stated parameter; at most {most:.0%} is accepted. Fit the baseline again (livesim calibrate).",
                 drift=mean, days=DRIFT_DAYS, most=DRIFT)
        )
    return mean


def _manifest(
    question: Question, arms: tuple[Scenario, ...], kept: list[Record], money: pd.DataFrame, request: _Request
) -> dict[str, Any]:
    spent = money.groupby(["arm", "replicate"])["yuan"].sum().groupby("arm").mean().to_dict()
    scales = [record.scale for record in kept if record.scale is not None]
    moved = ([said("The baseline was put into the scenarios' world: {moved}.", moved=request.moved)]
             if request.moved else [])
    drift = _checked_drift(arms[0], kept)
    if abs(drift) > DRIFT and not arms[0].strategies:
        moved.append(said("The baseline is not in its steady state: MAU moves by {drift:+.1%} in {days} days with no "
                          "strategy; at most {most:.0%} is accepted, so read levels with care.",
                          drift=drift, days=DRIFT_DAYS, most=DRIFT))
    return manifest.describe(
        "comparison",
        [{**plain(arm), "spent": spent.get(arm.name)} for arm in arms],
        arms[0],
        drawn=kept[0].drawn,
        baseline=arms[0].name,
        typed=dict(request.typed),
        replicates=len(kept),
        scale=sum(scales) / len(scales) if scales else None,
        options=question.asked,
        call=request.options.call,
        key=question.key,
        quick=request.full_size,
        notes=[*request.dropped, *moved, *facts(request.why.without_worlds(kept))],
        refused=kept[0].refused,
        drift=drift,
        **request.began.read(),
    )
