"""The forest plot of one metric: effects by scenario and group, simulation error and not knowing apart."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import groupby

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sim.reports import format as fmt
from sim.reports.names import per_of
from sim.reports.palette import GRID, INK, SOFT
from sim.reports.rows import EffectRow
from sim.reports.style import WIDTH, arm_colours
from sim.texts import text

ROW = 0.29
"""Height of one line of the plot [inch]."""


def forest_figure(rows: list[EffectRow], arms: list[str], lang: str) -> Figure:
    """Rows of one metric as marks with both intervals, a heading for each scenario.

    Where rows are primary outcomes, effects that are not worth having are shaded around zero.
    """
    worth = max((row.data["worth"] for row in rows if row.data["primary"]), default=math.nan)
    unit, per = rows[0].data["unit"], per_of(rows[0].data["metric"])
    lines = len(rows) + len({row.data["scenario"] for row in rows})
    figure = Figure(figsize=(WIDTH, ROW * lines + 1.55), layout="constrained")
    axes = figure.subplots()
    if math.isfinite(worth):
        axes.axvspan(-worth, worth, color=GRID, alpha=0.6, linewidth=0)
    axes.axvline(0, color=SOFT, linewidth=1)
    _marks(axes, rows, arm_colours(arms))
    axes.set_ylim(lines - 0.4, -0.7)
    axes.grid(axis="y", visible=False)
    axes.spines["left"].set_visible(False)
    axes.xaxis.set_major_locator(MaxNLocator(5))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: fmt.format_tick(value, unit, per, signed=True)))
    axes.set_xlabel(text("report.forest.axis", lang, unit=fmt.unit_word(unit, per, lang)))
    figure.suptitle(fmt.capital(rows[0].metric), x=0.01, ha="left", fontsize=10.5, fontweight="bold")
    hollow = any(row.data["greyed"] for row in rows)
    figure.legend(handles=_keys(lang, hollow, math.isfinite(worth)), loc="outside lower left", ncols=2)
    return figure


def forest_alt(rows: list[EffectRow], lang: str) -> str:
    """Every effect of the plot in words."""
    values = [f"{row.scenario}, {row.segment}: {row.difference} ({row.likely})" for row in rows]
    return text("report.forest.alt", lang, metric=rows[0].metric, values="; ".join(values))


def _lines(rows: list[EffectRow]) -> Iterator[tuple[str, str, EffectRow | None]]:
    """(arm, label, row) of every line from the top: a heading for each scenario, then its groups."""
    for arm, group in groupby(rows, key=lambda row: row.data["scenario"]):
        members = list(group)
        yield arm, members[0].scenario, None
        yield from ((arm, row.segment, row) for row in members)


def _marks(axes: Axes, rows: list[EffectRow], colours: dict[str, str]) -> None:
    lines = list(_lines(rows))
    axes.set_yticks(range(len(lines)), [label for _, label, _ in lines], color=INK)
    axes.tick_params(length=0)
    for place, (arm, _, row) in enumerate(lines):
        if row is None:
            axes.get_yticklabels()[place].set(color=colours[arm], fontweight="bold")
        else:
            _mark(axes, row, place, colours[arm])


def _mark(axes: Axes, row: EffectRow, place: int, colour: str) -> None:
    record = row.data
    axes.plot([record["likely_low"], record["likely_high"]], [place, place], color=colour, linewidth=1.1)
    axes.plot(
        [record["low"], record["high"]], [place, place], color=colour, linewidth=6, alpha=0.4,
        solid_capstyle="butt",
    )
    axes.plot(
        [record["difference"]], [place], marker="o", markersize=4.6, color=colour, linestyle="none",
        markerfacecolor="white" if record["greyed"] else colour, markeredgewidth=1.4,
    )


def _keys(lang: str, hollow: bool, worth: bool) -> list[Line2D | Patch]:
    """What the marks mean; only those that occur."""
    keys: list[Line2D | Patch] = [
        Line2D([], [], color=SOFT, linewidth=6, alpha=0.4, label=text("report.forest.error", lang)),
        Line2D([], [], color=SOFT, linewidth=1.1, label=text("report.forest.likely", lang)),
    ]
    if worth:
        keys.append(Patch(color=GRID, alpha=0.6, label=text("report.forest.worth", lang)))
    if hollow:
        label = text("report.forest.hollow", lang)
        keys.append(Line2D([], [], marker="o", markerfacecolor="white", color=SOFT, linestyle="none", label=label))
    return keys
