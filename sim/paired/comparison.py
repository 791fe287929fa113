"""What `compare` hands over: the tables of two or more worlds, and the folder they are kept in."""

from __future__ import annotations

import os
import shlex
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
from pydantic import TypeAdapter

from sim.base.errors import ResultError, StoreError
from sim.base.message import said, term
from sim.base.showing import shower_of
from sim.cast.segments import introduce
from sim.paired.estimate import Estimate, estimate, scenario_meant
from sim.paired.table import notes
from sim.running.folder import ResultsFolder
from sim.scenario.names import resolve
from sim.scenario.plan import Scenario

if TYPE_CHECKING:
    from sim.replicate.visited import WorldEvents

TABLES = ("table", "advice", "harms", "course", "ranking", "turning", "replicates", "curves", "break_even",
          "uncertainty", "drawn", "money", "benefit", "goals", "health", "interactions", "timeline", "lights",
          "budgets", "inputs", "paths", "contributions", "arising", "twins", "crisis", "crisis_draws", "crisis_course")


@dataclass
class Comparison:
    """A baseline against scenarios.

    Attributes:
        table: one row per scenario, metric and segment (`sim.paired.table`), in the metric's own unit.
        advice: what to do with each scenario, in the recommended order.
        harms: groups whose retention or repurchase a scenario surely lowers by more than the worth.
        course: whether the effect on each primary outcome rises, holds or fades, and its peak.
        ranking: all arms beside each other on retention, repurchase and net benefit, draw by draw.
        turning: what decides between the first two of each ranking.
        replicates: one row per replicate, arm, metric and segment, with numerator and denominator.
        curves: base retention, repurchase and daily active users by arm, segment and day, with bands.
        break_even: the share of each reported strength that is enough, from the draws or from arms of its own.
        uncertainty: which draws each primary outcome hangs on; empty under `fixed`.
        drawn: what every replicate drew.
        money: yuan spent by every strategy that states a cost, by replicate.
        benefit: net benefit of every scenario, with margin, cost and return; blank where nothing is stated.
        goals: in how many draws every goal was reached, when, and how far it was missed.
        health: the health index and its parts by arm and segment, 0 to 100 points.
        interactions: each strategy alone against the whole plan; empty unless asked for.
        timeline: the days on which strategies acted, with the share of replicates.
        lights: the days on which an alert light was on, with the share of replicates.
        budgets: what became of the budget and the coupons of every strategy (`sim.paired.budgets`), when the budget was
            used up, and in how many replicates.
        crisis: what crises cost each arm, and how many days recovery takes (`sim.paired.recovery`); empty without one.
        crisis_draws: the same by replicate. crisis_course: how far people are from the baseline, day by day.
        inputs: every stated cost, margin and budget, and whose it is (`sim.paired.inputs`).
        paths: what each written mechanism does to what is explained, with Shapley values; empty unless asked for.
        contributions: by whom what is explained is made: same people, who came, ages, tiers, behaviours.
        arising: when what is explained arises, and whether it lasts.
        twins: diaries of the same people in both worlds, in both languages.
        manifest: what was asked, with which parameters, versions and notes.
        folder: where all this is kept, None when it is not.
    """

    table: pd.DataFrame
    advice: pd.DataFrame
    harms: pd.DataFrame
    course: pd.DataFrame
    ranking: pd.DataFrame
    turning: pd.DataFrame
    replicates: pd.DataFrame
    curves: pd.DataFrame
    break_even: pd.DataFrame
    uncertainty: pd.DataFrame
    drawn: pd.DataFrame
    money: pd.DataFrame
    benefit: pd.DataFrame
    goals: pd.DataFrame
    health: pd.DataFrame
    interactions: pd.DataFrame
    timeline: pd.DataFrame
    lights: pd.DataFrame
    budgets: pd.DataFrame
    inputs: pd.DataFrame
    paths: pd.DataFrame
    contributions: pd.DataFrame
    arising: pd.DataFrame
    twins: pd.DataFrame
    crisis: pd.DataFrame
    crisis_draws: pd.DataFrame
    crisis_course: pd.DataFrame
    manifest: dict[str, Any] = field(repr=False)
    folder: Path | None = None

    @classmethod
    def load(cls, folder: str | os.PathLike[str]) -> Comparison:
        """The finished comparison of a results folder. Raises StoreError when there is none."""
        tables, manifest = ResultsFolder(folder).read()
        _check(tables, manifest, folder)
        for scenario in manifest["scenarios"]:
            introduce({segment["name"]: segment["names"] for segment in scenario["segments"]})
        return cls(**tables, manifest=manifest, folder=Path(folder))

    @property
    def primary(self) -> pd.DataFrame:
        """The rows of the primary outcomes: the only ones with a verdict."""
        return self.table[self.table["primary"]]

    def in_language(self, lang: str) -> pd.DataFrame:
        """The table with its notes in "en" or "zh"."""
        return self.table.assign(note=notes(self.table, lang))

    @property
    def arms(self) -> list[Scenario]:
        """The scenarios that were compared, the baseline first."""
        return TypeAdapter(list[Scenario]).validate_python(self.manifest["scenarios"])

    def effect(self, metric: str, segment: str = "all", scenario: str | None = None) -> Estimate:
        """One effect with its intervals and its value in every replicate; names as a planner may write them.

        `scenario` may be left out where only one was compared. Raises a LivesimError that says what is there.
        """
        arms = self.arms
        name = scenario_meant(scenario, [arm.name for arm in arms[1:]])
        asked = name, resolve("metric", metric), resolve("segment", segment, arms[0].segments)
        return estimate(self.table, self.replicates, arms[0].name, asked)

    def events(self, scenario: str | None = None, replicate: int = 0) -> WorldEvents:
        """Visits, orders and parcels of one world as tables, from day 0 on; the world is lived again for it.

        `scenario` may be left out where only one was compared; the baseline goes by its own name.
        """
        arms, count = self.arms, self.manifest["replicates"]
        if not 0 <= replicate < count:
            raise ResultError(said("there is no replicate {replicate}; there are those from 0 to {last}",
                                   replicate=replicate, last=count - 1))
        names = [arm.name for arm in arms]
        arm = 0 if scenario == names[0] else names.index(scenario_meant(scenario, names[1:]))
        how = {name: self.manifest["options"][name] for name in ("fixed", "freeze", "luck")}
        from sim.replicate.visited import world_events  # with the engine, which nobody needs who reads tables

        return world_events(arms, arm, replicate=replicate, **how)

    def plot(self, figure: str = "effects", metric: str | None = None, segment: str | None = None, *,
             scenario: str | None = None, lang: str | None = None) -> Any:
        """A figure of the report: "effects" of a metric by group, "curves" over time, "timeline" of a plan.

        What is left out is that of the first primary outcome. A notebook shows it; `save("name.png")` keeps it, as
        .svg too; `figure` is matplotlib's. `lang` is "en" or "zh", that of LIVESIM_LANG unless stated.
        """
        return shower_of("comparison").plot(self, figure, metric=metric, segment=segment, scenario=scenario, lang=lang)

    def page(self, lang: str | None = None) -> Any:
        """Page one of the report in "en" or "zh", as a notebook shows it."""
        return shower_of("comparison").page(self, lang)

    def _repr_html_(self) -> str:
        """Page one, in the language of LIVESIM_LANG."""
        return str(self.page()._repr_html_())


def _check(tables: Collection[str], manifest: Mapping[str, Any], folder: str | os.PathLike[str]) -> None:
    """Raise StoreError unless these are the tables of a comparison by this version of livesim."""
    if manifest["kind"] != "comparison":
        raise StoreError(said("{folder} holds a single {kind}, not a comparison; allowed: a folder of "
                              "compare", folder=folder, kind=term(manifest["kind"])))
    missing = [name for name in TABLES if name not in tables]
    if missing:
        raise StoreError(
            said("{folder} was written by livesim {version}, which kept no {missing}; simulate it again: livesim "
                 "repeat {typed} --out NEW_FOLDER", typed=shlex.quote(str(folder)),
                 folder=folder, version=manifest["versions"].get("livesim", "?"), missing=missing)
        )
