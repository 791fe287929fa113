"""A sweep in a terminal: the best options, what matters, and results by factors, as columns of words."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import pandas as pd

from sim.explore.measures import per_of, unit_of
from sim.explore.plan import Factor
from sim.explore.result import Swept
from sim.explore.sensitivity import RANKED
from sim.reports import format as fmt
from sim.reports.names import scenario_name
from sim.reports.sweep.words import difference, factor_title, level_name, option_words, outcome_name
from sim.texts import text

Lines = tuple[str, list[str], list[tuple[str, ...]], Collection[int]]
"""Title, heads, rows, and which columns hold numbers."""
MOST = 10


def ranking_lines(swept: Swept, lang: str) -> list[Lines]:
    """The best options of the main outcome; nothing where there is one alone."""
    best = swept.ranking.head(MOST)
    if len(best) < 2:
        return []
    metric, segment = swept.sweep.outcomes[0]
    labels = option_words(best, swept.sweep.factors, lang)
    rows: list[tuple[str, ...]] = [
        (label, difference(metric, row["difference"], lang), _range(metric, row["low"], row["high"], lang),
         _range(metric, row["likely_low"], row["likely_high"], lang), fmt.format_part(row["probability_best"], lang))
        for label, row in zip(labels, best.to_dict("records"), strict=True)
    ]  # fmt: skip
    heads = _heads(("option", "difference", "error", "likely", "best"), lang)
    title = text("sweep.terminal.ranking", lang, outcome=outcome_name(metric, lang, segment))
    return [(title, heads, rows, range(1, 5))]


def sensitivity_lines(swept: Swept, lang: str) -> list[Lines]:
    """The factors that move the main outcome most, scenario by scenario, and those worth knowing before choosing."""
    metric, segment = swept.sweep.outcomes[0]
    tables: list[Lines] = []
    rows: list[tuple[str, ...]]
    if swept.sensitivity is not None:
        table = swept.sensitivity
        main = (table["metric"] == metric) & (table["segment"] == segment)
        leading = table[table["index"].isin(RANKED.values()) & main]
        top = leading[leading["rank"] <= 5].sort_values(["scenario", "rank"])
        rows = [
            (scenario_name(row["scenario"], lang), factor_title(swept.sweep.factor(row["factor"]), lang),
             f"{row['value']:.3g}", f"{row['low']:.3g} … {row['high']:.3g}")
            for row in top.to_dict("records")
        ]  # fmt: skip
        index = text(f"sweep.terminal.index.{leading['index'].iloc[0]}", lang) if len(leading) else ""
        title = text("sweep.terminal.sensitivity", lang, outcome=outcome_name(metric, lang, segment), index=index)
        if rows:
            tables.append((title, _heads(("scenario", "factor", "value", "interval"), lang), rows, range(2, 4)))
    if swept.worth is not None and len(swept.worth):
        rows = [
            (factor_title(swept.sweep.factor(row["factor"]), lang), difference(metric, row["value"], lang),
             difference(metric, row["by_chance"], lang), text(f"sweep.terminal.{'yes' if row['sure'] else 'no'}", lang))
            for row in swept.worth.head(MOST).to_dict("records")
        ]  # fmt: skip
        heads = _heads(("factor", "worth", "chance", "sure"), lang)
        tables.append((text("sweep.terminal.worth", lang), heads, rows, range(1, 3)))
    return tables


def table_lines(table: pd.DataFrame, factors: Sequence[Factor], value: str, lang: str) -> Lines:
    """Results by the values of factors."""
    metric, segment = str(table["metric"].iloc[0]), str(table["segment"].iloc[0])
    rows = []
    for row in table.to_dict("records"):
        levels = [level_name(row[factor.name], lang, factor) for factor in factors]
        numbers = _level(metric, row, lang) if value != "difference" else _effect(metric, row, lang)
        rows.append((scenario_name(row["scenario"], lang), *levels, *numbers, f"{row['points']:,}", f"{row['n']:,}"))
    named = [factor_title(factor, lang) for factor in factors]
    heads = [*_heads(("scenario",), lang), *named, *_heads((value, "error", "likely", "points", "n"), lang)]
    return outcome_name(metric, lang, segment), heads, rows, range(1 + len(named), len(heads))


def _effect(metric: str, row: dict[str, Any], lang: str) -> tuple[str, str, str]:
    return (difference(metric, row["mean"], lang), _range(metric, row["low"], row["high"], lang),
            _range(metric, row["likely_low"], row["likely_high"], lang))  # fmt: skip


def _level(metric: str, row: dict[str, Any], lang: str) -> tuple[str, ...]:
    none = text("report.format.none", lang)

    def span(low: float, high: float) -> str:
        ends = [fmt.format_value(end, unit_of(metric), per_of(metric), lang) for end in (low, high)]
        return none if none in ends else text("report.format.range", lang, low=ends[0], high=ends[1])

    mean = fmt.format_value(row["mean"], unit_of(metric), per_of(metric), lang)
    return mean, span(row["low"], row["high"]), span(row["likely_low"], row["likely_high"])


def _range(metric: str, low: float, high: float, lang: str) -> str:
    return fmt.format_range(low, high, unit_of(metric), per_of(metric), lang)


def _heads(keys: Sequence[str], lang: str) -> list[str]:
    return [text(f"sweep.terminal.{key}", lang) for key in keys]
