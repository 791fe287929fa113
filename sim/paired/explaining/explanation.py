"""An explanation as one thing: what is explained, the worlds and groups that it needs, and its tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from sim.base.errors import ResultError, ScenarioError
from sim.base.message import said
from sim.cast.segments import known
from sim.paired.arms import added
from sim.paired.explaining import paths, people, times, twins
from sim.paired.explaining.worlds import Explained, asked_of, groups_of, path_worlds
from sim.paired.options import Options
from sim.replicate.record import Record
from sim.running.question import measured, simulate
from sim.scenario.names import resolve
from sim.scenario.plan import Scenario


@dataclass(frozen=True)
class Explanation:
    """What is explained of a comparison; nothing by default.

    `shown`: the segments of the comparison itself; what else is measured is for the explanation alone. `twins`: write
    diaries, of worlds that are `frozen` or not.
    """

    asked: Sequence[Explained] = ()
    shown: frozenset[str] = frozenset()
    twins: bool = False
    frozen: bool = False

    @cached_property
    def worlds(self) -> list[Scenario]:
        """The arms that are lived beside those that are compared."""
        plans = {one.scenario.name: one for one in self.asked}
        return [world for one in plans.values() for world in path_worlds(one.scenario, one.shared)]

    @cached_property
    def groups(self) -> list[str]:
        """The groups that are measured beside the segments of the comparison."""
        return groups_of(self.asked)

    def without_groups(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Rows of the segments of the comparison itself."""
        return rows[rows["segment"].isin(self.shown)] if self.asked else rows

    def without_worlds(self, records: Sequence[Record]) -> Sequence[Record]:
        """Records without the rows and notes that are of the explanation alone."""
        if not self.asked:
            return records
        own = {world.name for world in self.worlds}
        return [replace(one, rows=self.without_groups(one.rows[~one.rows["arm"].isin(own)]),
                        notes=[note for note in one.notes if note.arm not in own]) for one in records]  # fmt: skip

    def check_answered(self, record: Record) -> None:
        """Raise ResultError for what is to be explained and was not measured in the first replicate."""
        answered = set(zip(record.rows["name"], record.rows["segment"], strict=True))
        for one in self.asked:
            if (one.metric, one.segment) not in answered:
                why = record.refused.get(one.metric, said("it is not among the metrics asked for"))
                raise ResultError(said("'{metric}' cannot be explained: {why}", metric=one.metric, why=why))

    def tables(self, rows: pd.DataFrame, records: Sequence[Record], arms: Sequence[Scenario],
               fixed: bool) -> dict[str, pd.DataFrame]:  # fmt: skip
        """paths, contributions, arising, twins: the tables of an explanation, empty where nothing is explained."""
        told = self.asked if self.twins else ()
        return {
            "paths": paths.path_effects(rows, arms[0].name, self.asked, fixed),
            "contributions": people.contributions(rows, arms[0].name, self.asked, fixed),
            "arising": times.over_time(records, arms, self.asked),
            "twins": twins.twin_rows(arms, told, fixed=fixed, freeze=self.frozen),
        }


def explanation(arms: Sequence[Scenario], options: Options) -> Explanation:
    """The explanation that `options` ask for, of the compared `arms`; the first is the baseline.

    Raises a LivesimError where there is nothing to explain.
    """
    if not options.explain:
        return Explanation()
    for arm in arms[1:]:
        if not added(arm, arms[0].strategies):
            raise ScenarioError(said("'{name}' has no strategy beside those of '{baseline}': there is no effect to "
                                     "explain", name=arm.name, baseline=arms[0].name))
    stated = None
    if not isinstance(options.explain, bool):
        metric, segment = options.explain
        stated = resolve("metric", metric), resolve("segment", segment, arms[0].segments)
    asked = asked_of(arms, stated)
    if not asked:
        raise ScenarioError(said("none of the scenarios names a primary outcome to explain; state 'outcomes' in the "
                                 "file, or ask for one with --metric and --segment"))
    shown = measured(arms, options.segments)
    return Explanation(asked, frozenset(known(arms[0].segments) if shown is None else shown),
                       twins=options.simulate is simulate, frozen=options.freeze)  # fmt: skip
