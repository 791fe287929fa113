"""The hold-out that a page is about, the language in which it is written, and how its numbers are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from calibration.holdout.asked import SHARES, WHOLE
from calibration.holdout.holding import HoldOut
from calibration.logs.days import written
from sim.reports.blocks import Block, Section
from sim.reports.format import format_part, significant
from sim.reports.names import segment_name
from sim.texts import text, texts


@dataclass(frozen=True)
class HoldOutView:
    """A hold-out, a language, and whether the days of its logs are dates (since 1970)."""

    result: HoldOut
    lang: str
    dated: bool = False

    def say(self, key: str, **values: object) -> str:
        """A text of the area `holdout`."""
        return text(f"holdout.{key}", self.lang, **values)

    def items(self, key: str) -> list[str]:
        """The texts of a list in the area `holdout`."""
        return texts(f"holdout.{key}", self.lang)

    def section(self, name: str, *blocks: Block) -> Section:
        """A part of the page with the title that the catalogue has for it."""
        return Section(name, self.say(f"{name}.title"), blocks)

    def day(self, day: int) -> str:
        """A day as the logs write it."""
        return written(day, self.dated)

    def group(self, family: str, name: str) -> str:
        """The shown name of a group of a family."""
        if family in ("daily_active", "orders"):
            return segment_name(name, self.lang)
        if name == WHOLE:
            return self.say("groups.customers")
        return self.say(f"groups.{'cohort' if family == 'retention' else 'repeats'}", name=name)

    def forecast(self, name: str) -> str:
        """The shown name of a forecast."""
        return self.say(f"forecasts.{name}")

    def number(self, family: str, value: float) -> str:
        """A number of a family: a share in percent, few as they are, many without a fraction."""
        if np.isnan(value):
            return text("report.format.none", self.lang)
        if family in SHARES:
            return format_part(round(value, 3), self.lang)
        if family == "purchases":
            return f"{value:.2f}"
        return significant(value, whole=True) if abs(value) < 1000 else f"{value:,.0f}"

    def interval(self, family: str, row: pd.Series, level: int = 90) -> str:
        """An interval of a prediction."""
        low, high = (self.number(family, float(row[f"{side}_{level}"])) for side in ("low", "high"))
        return self.say("interval", low=low, high=high)

    def off(self, share: float) -> str:
        """How far a prediction lies from what happened."""
        return signed(share, self.lang)


def signed(share: float, lang: str) -> str:
    """A signed share."""
    if not np.isfinite(share):
        return text("report.format.none", lang)
    return f"{share:+.1%}".replace("-", "−")
