"""A sweep as its page sees it: what its factors, options, outcomes and numbers are called."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd
from matplotlib.figure import Figure

from sim.explore.measures import per_of, unit_of
from sim.reports import format as fmt
from sim.reports.blocks import Grid, Picture, Row, Words
from sim.reports.drawing import Figures, drawn
from sim.reports.names import scenario_name
from sim.reports.sweep.words import factor_title, option_words, outcome_name
from sim.texts import text

if TYPE_CHECKING:
    from collections.abc import Collection

    from sim.explore.result import Swept


@dataclass(frozen=True)
class SweepView:
    """A sweep, where its figures are kept, and the language of the words."""

    swept: Swept
    figures: Figures
    lang: str

    def say(self, key: str, **values: object) -> str:
        """A text of the area `sweep`."""
        return text(f"sweep.{key}", self.lang, **values)

    @property
    def main(self) -> tuple[str, str]:
        """The (metric, segment) that is judged first."""
        return self.swept.sweep.outcomes[0]

    def outcome(self, metric: str, segment: str) -> str:
        """What an outcome is called."""
        return outcome_name(metric, self.lang, segment)

    def listed(self, parts: Sequence[str]) -> str:
        """Parts one after the other."""
        return text("report.format.list", self.lang).join(parts)

    def factor(self, name: object) -> str:
        """What the factor of that name is called; a dash for none."""
        factor = next((one for one in self.swept.sweep.factors if one.name == name), None)
        return factor_title(factor, self.lang) if factor else text("report.format.none", self.lang)

    def labelled(self, options: pd.DataFrame) -> pd.DataFrame:
        """Options with the column `label`: the plan and its choices with their titles and units."""
        labels = option_words(options, self.swept.sweep.factors, self.lang)
        return options.assign(label=labels).rename(columns={"difference": "mean"})

    def option(self, name: str) -> str:
        """What the option of that name is called."""
        known = self.labelled(self.swept.ranking)
        return next(iter(known.loc[known["option"] == name, "label"]), scenario_name(name, self.lang))

    def span(self, low: float, high: float, metric: str) -> str:
        """A signed interval of a metric."""
        return fmt.format_range(low, high, unit_of(metric), per_of(metric), self.lang)

    def share(self, value: float) -> str:
        """A share in per cent, or a dash."""
        return fmt.format_part(value, self.lang) if value == value else text("report.format.none", self.lang)

    def words(self, key: str, **values: object) -> Words:
        """A paragraph with a text of the area `sweep`."""
        return Words(self.say(key, **values))

    def picture(self, name: str, draw: Callable[..., Figure], alt: Callable[..., str], given: Sequence[Any],
                caption: str = "") -> Picture:  # fmt: skip
        """A figure of what is `given`, and its words."""
        return drawn(name, draw, alt, given, self.figures, self.lang, caption=caption)

    def table(self, area: str, columns: Sequence[str], rows: Sequence[Sequence[str]], numbers: Collection[int] = (),
              caption: str = "title") -> Grid:  # fmt: skip
        """A table whose heads are the texts of an area; the columns `numbers` stand to the right."""
        heads = [self.say(f"{area}.{column}") for column in columns]
        return Grid(self.say(f"{area}.{caption}"), heads, [Row(cells) for cells in rows], numbers)
