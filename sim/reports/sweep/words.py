"""What a sweep's factors, levels, options and numbers are called in its figures and on its page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from matplotlib.ticker import FuncFormatter

from sim.explore.measures import MONEY, per_of, unit_of
from sim.explore.plan import Factor
from sim.reports import format as fmt
from sim.reports.names import metric_name, scenario_name, segment_name
from sim.texts import has, text

CELLS = 26
"""Width of a label's lines, in narrow letters; a Chinese one takes two."""
COLUMNS = ("option", "label", "scenario", "n", "points", "difference", "mean", "low", "high", "likely_low",
           "likely_high", "probability_best", "best_low", "best_high", "base_retention", "rebuy_rate", "cost",
           "on_front", "share_on_front")  # fmt: skip
"""Columns of options that are no choices."""


@dataclass(frozen=True)
class Measure:
    """How differences of a metric are written: large money in millions, 万 or more, said once in `word`."""

    metric: str
    lang: str
    scale: float
    word: str

    def number(self, value: float) -> str:
        """The signed digits alone."""
        unit, per = unit_of(self.metric), per_of(self.metric)
        return fmt.plain_number(value * self.scale, unit, per, self.lang, signed=True)

    def ticks(self) -> FuncFormatter:
        """Numbers of an axis."""
        unit, per = unit_of(self.metric), per_of(self.metric)
        return FuncFormatter(lambda value, _: fmt.format_tick(value * self.scale, unit, per, signed=True))

    def axis(self) -> str:
        """The words beside an axis of differences."""
        return text("sweep.figure.difference", self.lang, unit=self.word)


def levels_of(factor: Factor, values: pd.Series) -> list[object]:
    """The values that occur: numbers in their order, words in the order of the sweep file."""
    levels = list(values.dropna().drop_duplicates())
    if factor.numeric:
        return sorted(levels)
    order = [factor.shown(level) for level in factor.levels]
    return sorted(levels, key=lambda value: order.index(value) if value in order else len(order))


def measure_of(metric: str, values: pd.Series, lang: str) -> Measure:
    """How values of that size are written."""
    unit, size = unit_of(metric), float(values.abs().max())
    if unit == "yuan":
        for name, step in zip(("huge", "large"), fmt.STEPS[lang], strict=True):
            if size >= step:
                return Measure(metric, lang, 1 / step, text(f"sweep.unit.{name}_yuan", lang))
    return Measure(metric, lang, 1.0, fmt.unit_word(unit, per_of(metric), lang))


def outcome_name(metric: str, lang: str, segment: str = "all") -> str:
    """What a metric or money is called, with its group where that is not everybody."""
    name = text(f"sweep.money.{metric}", lang) if metric in MONEY else metric_name(metric, lang)
    if segment == "all":
        return name
    return text("sweep.figure.of", lang, name=name, segment=segment_name(segment, lang))


def factor_title(factor: Factor, lang: str) -> str:
    """What a factor is called: the file's own title, else its name."""
    return factor.titles.get(lang) or factor.name.replace("_", " ")


def factor_axis(factor: Factor, lang: str) -> str:
    """The factor with its unit."""
    title = fmt.capital(factor_title(factor, lang))
    unit = unit_name(factor.unit, lang)
    return text("report.format.with_unit", lang, name=title, unit=unit) if unit else title


def unit_name(unit: str, lang: str) -> str:
    """A unit of a scenario file in `lang`."""
    key = f"sweep.unit.{unit}"
    return text(key, lang) if has(key, lang) else unit


def level_name(value: object, lang: str, factor: Factor | None = None) -> str:
    """A factor's value in words, with its unit where the factor is given."""
    if value is None or value != value:
        return text("sweep.value.own", lang)
    if isinstance(value, str | bool):
        key = f"sweep.value.{str(value).lower()}"
        return text(key, lang) if has(key, lang) else str(value).replace("_", " ")
    number = fmt.significant(float(str(value)))
    unit = unit_name(factor.unit, lang) if factor else ""
    if unit == "%":
        return text("report.format.percent", lang, number=number)
    return text("sweep.value.number", lang, number=number, unit=unit) if unit else number


def broken(label: str, width: int = CELLS) -> str:
    """A label in lines short enough to stand beside bars; Chinese breaks anywhere, English between words."""
    lines, cells = [""], 0
    for piece in re.findall(r"[\u2e80-\uffef]|[^\s\u2e80-\uffef]+\s*|\s+", label):
        size = 2 * len(piece) if piece > "\u2e80" else len(piece)
        if cells and cells + len(piece.rstrip()) > width and piece not in ("，", "、", "）"):
            lines, cells = [*lines, ""], 0
        lines[-1], cells = lines[-1] + piece, cells + size
    return "\n".join(line.strip() for line in lines)


def place_of(factor: Factor, value: object, lang: str) -> str:
    """"coupon value 5 yuan"."""
    name, level = factor_title(factor, lang), level_name(value, lang, factor)
    return text("sweep.value.of", lang, name=name, level=level)


def option_words(options: pd.DataFrame, factors: Sequence[Factor], lang: str) -> list[str]:
    """What options are called: the plan and its choices with their titles and units; own values go unsaid."""
    chosen = [factor for factor in factors if factor.name in options]
    return [
        text("report.format.list", lang).join([
            scenario_name(row["scenario"], lang),
            *(place_of(factor, row[factor.name], lang) for factor in chosen if not pd.isna(row[factor.name]))])
        for row in options.to_dict("records")
    ]  # fmt: skip


def difference(metric: str, value: float, lang: str) -> str:
    """A difference of a metric or of money with its unit."""
    return fmt.format_difference(value, unit_of(metric), per_of(metric), lang)


def spoken(name: str) -> str:
    """A name of the file's own in words."""
    return name.replace("_", " ")


def option_labels(options: pd.DataFrame, lang: str) -> list[str]:
    """What options are called: as the column `label` says, else their scenario and the choices."""
    if "label" in options:
        return list(options["label"])
    choices = [name for name in options.columns if name not in COLUMNS]
    comma = text("report.format.list", lang)
    return [
        comma.join([scenario_name(row["scenario"], lang)] + [
            text("sweep.value.of", lang, name=spoken(name), level=level_name(row[name], lang))
            for name in choices if row[name] is not None and row[name] == row[name]])
        for row in options.to_dict("records")
    ]  # fmt: skip
