"""The tables of one explained effect, and what its things are called."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from sim.levers.paths import path_name
from sim.paired.comparison import Comparison
from sim.paired.explaining.paths import ALONE, SHARE, TOTAL
from sim.reports import format as fmt
from sim.reports.names import metric_name, per_of, scenario_name, segment_name
from sim.texts import has, text

Line = dict[str, Any]
KEYS = ["scenario", "metric", "segment"]


@dataclass(frozen=True)
class Why:
    """What is told of one effect: its rows of each table of an explanation, in a language."""

    scenario: str
    metric: str
    segment: str
    paths: Sequence[Line]
    contributions: Sequence[Line]
    arising: Line | None
    twins: pd.DataFrame
    days: int
    lang: str

    def say(self, key: str, **values: object) -> str:
        """A text of the area `why`."""
        return text(f"why.{key}", self.lang, **values)

    @property
    def names(self) -> dict[str, str]:
        """What scenario, metric and segment are called."""
        return {"scenario": scenario_name(self.scenario, self.lang), "metric": metric_name(self.metric, self.lang),
                "segment": segment_name(self.segment, self.lang)}  # fmt: skip

    @property
    def title(self) -> str:
        return self.say("title", **self.names)

    @property
    def total(self) -> Line:
        """The line of the whole plan."""
        return next(line for line in self.paths if line["part"] == TOTAL)

    @property
    def divided(self) -> bool:
        """Whether the effect is divided among the paths; of too many paths it is not."""
        return any(line["part"] == SHARE for line in self.paths)

    @property
    def shares(self) -> list[Line]:
        """What each path does, the largest first: its share of the effect, or what it does alone."""
        part = SHARE if self.divided else ALONE
        return sorted((line for line in self.paths if line["part"] == part), key=lambda line: -abs(line["effect"]))

    def of(self, part: str, path: str = "") -> Line:
        """One line of the table of paths."""
        return next(line for line in self.paths if (line["part"], line["path"]) == (part, path))

    def named(self, line: Line) -> str:
        """What the path of a line is called."""
        return path_name(line["path"], self.lang)

    def piece(self, name: str) -> str:
        """What a piece of the people is called."""
        return self.say(f"people.{name}") if has(f"why.people.{name}", self.lang) else segment_name(name, self.lang)

    def effect(self, value: float) -> str:
        """A signed effect in the metric's unit."""
        return fmt.format_difference(value, self.total["unit"], per_of(self.metric), self.lang)

    def span(self, line: Line) -> str:
        """Where the mean of a line lies."""
        return fmt.format_range(line["low"], line["high"], line["unit"], per_of(self.metric), self.lang)

    def joined(self, words: Sequence[str]) -> str:
        """ "a, b and c"."""
        if len(words) < 2:
            return "".join(words)
        return self.say("last", others=self.say("list").join(words[:-1]), last=words[-1])


def explained(comparison: Comparison, lang: str) -> Iterator[Why]:
    """Every effect that a comparison explains, in its order."""
    for (scenario, metric, segment), part in comparison.paths.groupby(KEYS, sort=False):
        tables = [_of(table, scenario, metric, segment)
                  for table in (comparison.contributions, comparison.arising, comparison.twins)]  # fmt: skip
        arising = tables[1].to_dict("records")
        yield Why(scenario, metric, segment, part.to_dict("records"), tables[0].to_dict("records"),
                  arising[0] if arising else None, tables[2][tables[2]["lang"] == lang], comparison.manifest["days"],
                  lang)  # fmt: skip


def _of(table: pd.DataFrame, *names: str) -> pd.DataFrame:
    """The rows of a table about one effect."""
    return table[(table[KEYS] == [*names]).all(axis=1)] if len(table) else table
