"""Figures of a sweep over its factors: heat maps, response curves and interactions."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, TwoSlopeNorm
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, MaxNLocator, NullFormatter

from sim.explore.measures import direction_of
from sim.explore.plan import Factor
from sim.reports import format as fmt
from sim.reports.names import scenario_name
from sim.reports.palette import ARMS, INK, SOFT
from sim.reports.style import DASHES, WIDTH, Dash, arm_colours, arm_dashes
from sim.reports.sweep.words import (
    CELLS,
    Measure,
    broken,
    difference,
    factor_axis,
    factor_title,
    level_name,
    levels_of,
    measure_of,
    outcome_name,
    place_of,
)
from sim.texts import text

MOST_TOGETHER = 3
"""More scenarios than this have a panel each: their bands would hide each other."""
MOST_TICKS = 6
"""Up to so many levels each has its tick."""
AXIS = 46
"""Width of a line of words beside an axis [narrow letters]."""
CURVED = ("log", "lognormal")
"""Shapes of a factor's spread that want a logarithmic axis."""


def heat_figure(table: pd.DataFrame, factors: Sequence[Factor], metric: str, title: str, lang: str) -> Figure:
    """The response over two factors: blue is better than the baseline, orange worse, numbers in the cells."""
    across, down = factors
    cells = {(row[across.name], row[down.name]): row for row in table.to_dict("records")}
    columns, rows = (levels_of(factor, table[factor.name]) for factor in factors)
    measure, size = measure_of(metric, table["mean"], lang), float(table["mean"].abs().max()) or 1.0
    letters = 8.5 if len(columns) < 6 else 7.0 if len(columns) < 8 else 6.0
    figure = Figure(figsize=(WIDTH, 0.42 * len(rows) + 1.75), layout="constrained")
    axes, good = figure.subplots(), direction_of(metric) or 1
    colours = LinearSegmentedColormap.from_list("good", [ARMS[1], "#ffffff", ARMS[0]])
    values = [[good * cells.get((c, r), {}).get("mean", float("nan")) for c in columns] for r in rows]
    axes.imshow(values, cmap=colours, norm=TwoSlopeNorm(0, -size, size), aspect="auto", origin="lower")
    for x, column in enumerate(columns):
        for y, row in enumerate(rows):
            if (cell := cells.get((column, row))) is not None:
                _cell(axes, x, y, cell, measure, letters, dark=abs(cell["mean"]) > 0.7 * size)
    axes.set_xticks(range(len(columns)), [broken(level_name(value, lang), 52 // len(columns)) for value in columns])
    axes.set_yticks(range(len(rows)), [broken(level_name(value, lang)) for value in rows])
    axes.tick_params(length=0, labelcolor=INK)
    axes.grid(visible=False)
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.set_xlabel(broken(factor_axis(across, lang), AXIS))
    axes.set_ylabel(broken(factor_axis(down, lang)), linespacing=1.5)
    heading(figure, title)
    axes.set_title(measure.axis(), fontsize=9.5, fontweight="normal", color=SOFT)
    names = ("better", "worse") if direction_of(metric) else ("more", "less")
    keys: list[Patch | Line2D] = []
    keys += [Patch(color=ARMS[n], label=text(f"sweep.figure.{name}", lang)) for n, name in enumerate(names)]
    keys.append(Line2D([], [], marker="$?$", color=INK, linestyle="none", label=text("sweep.figure.unsure", lang)))
    figure.legend(handles=keys, loc="outside lower left", ncols=3, columnspacing=1.1, handlelength=1.2)
    return figure


def heat_alt(table: pd.DataFrame, factors: Sequence[Factor], metric: str, title: str, lang: str) -> str:
    """The lowest and the highest cell in words."""
    ends = (table.loc[table["mean"].idxmin()], table.loc[table["mean"].idxmax()])
    cells = [
        text("sweep.alt.at", lang, value=difference(metric, row["mean"], lang),
             place=text("report.format.list", lang).join(place_of(f, row[f.name], lang) for f in factors))
        for row in ends
    ]  # fmt: skip
    return text("sweep.alt.heat", lang, title=title, low=cells[0], high=cells[1])


def response_figure(
    tables_by_scenario: Mapping[str, pd.DataFrame], factor: Factor, metric: str, lang: str, segment: str = "all"
) -> Figure:
    """The response of every scenario over one factor, with simulation error dark and what is not known light."""
    arms = list(tables_by_scenario)
    tables = [table.dropna(subset=[factor.name]) for table in tables_by_scenario.values()]
    measure = measure_of(metric, pd.concat([table["mean"] for table in tables]), lang)
    levels = levels_of(factor, pd.concat([table[factor.name] for table in tables]))
    panels = (len(arms) + 1) // 2 if len(arms) > MOST_TOGETHER else 1
    figure = Figure(figsize=(WIDTH, 1.5 * panels + 1.7 + 0.22 * ((len(arms) + 1) // 2)), layout="constrained")
    grid = figure.subplots(panels, 2 if panels > 1 else 1, sharex=True, sharey=True, squeeze=False)
    colours, dashes = arm_colours(arms), arm_dashes(arms)
    for axes in grid.flat:
        axes.axhline(0, color=SOFT, linewidth=1)
    for place, (arm, table) in enumerate(zip(arms, tables, strict=True)):
        axes = grid.flat[place if panels > 1 else 0]
        if factor.numeric:
            _band(axes, table.sort_values(factor.name), factor.name, colours[arm], dashes[arm])
        else:
            shift = 0.0 if panels > 1 else 0.6 * ((place + 0.5) / len(arms) - 0.5)
            _points(axes, table, [levels.index(value) + shift for value in table[factor.name]], colours[arm])
    for axes in grid.flat:
        _across(axes, factor, levels, lang, CELLS if panels > 1 else AXIS)
        axes.label_outer()
    grid.flat[-1].set_visible(panels == 1 or len(arms) % 2 == 0)
    _upright(grid.flat[0], measure)
    heading(figure, outcome_name(metric, lang, segment))
    keys = [Line2D([], [], color=colours[arm], linestyle=dashes[arm] if factor.numeric else "none",  # type: ignore[arg-type]
                   marker=None if factor.numeric else "o", label=scenario_name(arm, lang)) for arm in arms]  # fmt: skip
    keys.append(Line2D([], [], color=SOFT, linewidth=7, alpha=0.55, label=text("report.forest.error", lang)))
    if any(table["likely_low"].notna().any() for table in tables):
        keys.append(Line2D([], [], color=SOFT, linewidth=7, alpha=0.25, label=text("report.forest.likely", lang)))
    figure.legend(handles=keys, loc="outside lower left", ncols=2)
    return figure


def response_alt(
    tables_by_scenario: Mapping[str, pd.DataFrame], factor: Factor, metric: str, lang: str, segment: str = "all"
) -> str:
    """The response of every scenario at both ends of the factor, in words."""
    lines = []
    for arm, table in tables_by_scenario.items():
        rows = table.dropna(subset=[factor.name]).sort_values(factor.name)
        ends = [text("sweep.alt.at", lang, value=difference(metric, row["mean"], lang),
                     place=level_name(row[factor.name], lang, factor)) for _, row in rows.iloc[[0, -1]].iterrows()]
        lines.append(text("sweep.alt.line", lang, name=scenario_name(arm, lang), low=ends[0], high=ends[1]))
    return text("sweep.alt.response", lang, metric=outcome_name(metric, lang, segment),
                factor=factor_title(factor, lang), values=text("report.format.clause", lang).join(lines))  # fmt: skip


def interaction_figure(table: pd.DataFrame, factor: Factor, other: Factor, metric: str, lang: str) -> Figure:
    """The response over one factor, a line for each level of the other: parallel lines do not interact."""
    table = table.dropna(subset=[factor.name, other.name])
    levels, lines = levels_of(factor, table[factor.name]), levels_of(other, table[other.name])
    measure = measure_of(metric, table["mean"], lang)
    figure = Figure(figsize=(WIDTH, 3.2 + 0.22 * ((len(lines) + 1) // 2)), layout="constrained")
    axes = figure.subplots()
    axes.axhline(0, color=SOFT, linewidth=1)
    for place, level in enumerate(lines):
        rows = table[table[other.name] == level].sort_values(factor.name)
        at = rows[factor.name] if factor.numeric else [levels.index(value) for value in rows[factor.name]]
        axes.errorbar(at, rows["mean"], [rows["mean"] - rows["low"], rows["high"] - rows["mean"]], capsize=2,
                      color=ARMS[place % len(ARMS)], linestyle=DASHES[place % len(DASHES)], linewidth=1.7, marker="o",
                      markersize=3.5, elinewidth=1, label=level_name(level, lang, other))  # fmt: skip
    _across(axes, factor, levels, lang)
    _upright(axes, measure)
    heading(figure, outcome_name(metric, lang))
    title = fmt.capital(factor_title(other, lang))
    figure.legend(loc="outside lower left", ncols=2, handlelength=2.8, title=title, alignment="left")
    return figure


def interaction_alt(table: pd.DataFrame, factor: Factor, other: Factor, metric: str, lang: str) -> str:
    """How far each line goes, in words."""
    parts = {place_of(other, level, lang): rows for level, rows in table.groupby(other.name)}
    lines = []
    for name, rows in parts.items():
        ends = [text("sweep.alt.at", lang, value=difference(metric, row["mean"], lang),
                     place=level_name(row[factor.name], lang, factor))
                for _, row in rows.sort_values(factor.name).iloc[[0, -1]].iterrows()]  # fmt: skip
        lines.append(text("sweep.alt.line", lang, name=name, low=ends[0], high=ends[1]))
    return text("sweep.alt.response", lang, metric=outcome_name(metric, lang), factor=factor_title(factor, lang),
                values=text("report.format.clause", lang).join(lines))  # fmt: skip


def heading(figure: Figure, title: str) -> None:
    """The title of a figure, at its left edge."""
    figure.suptitle(fmt.capital(title), x=0.01, ha="left", fontsize=10.5, fontweight="bold")


def bars(axes: Axes, labels: list[str]) -> None:
    """Labels beside bars, the first at the top."""
    axes.set_yticks(range(len(labels)), [broken(label) for label in labels])
    axes.set_ylim(len(labels) - 0.4, -0.6)
    axes.tick_params(length=0, labelcolor=INK)
    axes.grid(axis="y", visible=False)
    axes.spines["left"].set_visible(False)


def _cell(
    axes: Axes, x: int, y: int, cell: Mapping[Hashable, Any], measure: Measure, size: float, *, dark: bool
) -> None:
    """The number of a cell, with a mark where luck alone could have made it."""
    number = measure.number(cell["mean"]) + ("?" if cell["low"] < 0 < cell["high"] else "")
    axes.text(x, y, number, ha="center", va="center", fontsize=size, color="white" if dark else INK)


def _band(axes: Axes, table: pd.DataFrame, name: str, colour: str, dash: Dash) -> None:
    if table["likely_low"].notna().any():
        axes.fill_between(table[name], table["likely_low"], table["likely_high"], color=colour, alpha=0.14, linewidth=0)
    axes.fill_between(table[name], table["low"], table["high"], color=colour, alpha=0.38, linewidth=0)
    axes.plot(table[name], table["mean"], color=colour, linestyle=dash, linewidth=1.8, marker="o", markersize=3)


def _points(axes: Axes, table: pd.DataFrame, places: list[float], colour: str) -> None:
    axes.vlines(places, table["likely_low"], table["likely_high"], color=colour, linewidth=5, alpha=0.22)
    axes.vlines(places, table["low"], table["high"], color=colour, linewidth=5, alpha=0.5)
    axes.plot(places, table["mean"], color=colour, linestyle="none", marker="o", markersize=5)


def _across(axes: Axes, factor: Factor, levels: list[object], lang: str, width: int = AXIS) -> None:
    """The axis of a factor: its numbers, logarithmic where they are spread so, or its words."""
    if not factor.numeric:
        ticks = [broken(level_name(level, lang), width // len(levels)) for level in levels]
        axes.set_xticks(range(len(levels)), ticks)
        axes.set_xlim(-0.6, len(levels) - 0.4)
    else:
        if factor.spread.shape in CURVED:
            axes.set_xscale("log")
            axes.xaxis.set_minor_formatter(NullFormatter())
        if len(levels) <= MOST_TICKS:
            axes.set_xticks([float(str(level)) for level in levels])
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: fmt.significant(value)))
    axes.set_xlabel(broken(factor_axis(factor, lang), width))
    axes.tick_params(length=0, labelcolor=INK, which="both")


def _upright(axes: Axes, measure: Measure) -> None:
    """The upright axis: differences in their unit, which stands above it."""
    axes.yaxis.set_major_locator(MaxNLocator(5))
    axes.yaxis.set_major_formatter(measure.ticks())
    axes.set_title(measure.axis(), fontsize=9.5, fontweight="normal", color=SOFT)
