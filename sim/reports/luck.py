"""Shared against independent luck in one picture: a dot for each pair of worlds, a bar for where the mean lies."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sim.paired.estimate import Estimate
from sim.paired.luck import TwoLucks
from sim.reports import format as fmt
from sim.reports.names import metric_name, per_of, scenario_name, segment_name
from sim.reports.palette import ARMS, INK, SOFT
from sim.texts import text

SIZE = (7.2, 3.4)
"""Of the figure [inch]: it is shown on a projector."""
SPREAD = 0.16
"""How far dots stand apart from their line, so that none hides another."""


def luck_figure(lucks: TwoLucks, lang: str) -> Figure:
    """Both ways below each other, on one axis, under the settings of `style`."""
    figure = Figure(figsize=SIZE, layout="constrained")
    axes = figure.subplots()
    axes.axvline(0, color=SOFT, linewidth=1)
    rows = (lucks.independent, lucks.shared)
    for place, (found, colour) in enumerate(zip(rows, (ARMS[1], ARMS[0]), strict=True)):
        _row(axes, found, place, colour)
    names = [text(f"report.luck.{name}", lang) for name in ("independent", "shared")]
    labels = [f"{name}\n± {_size(found, lang)}" for name, found in zip(names, rows, strict=True)]
    axes.set_yticks(range(len(rows)), labels, color=INK)
    axes.tick_params(length=0)
    axes.set_ylim(-0.45, 1.6)
    axes.grid(axis="y", visible=False)
    axes.spines["left"].set_visible(False)
    unit, per = rows[0].unit, per_of(rows[0].metric)
    axes.xaxis.set_major_locator(MaxNLocator(7))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: fmt.format_tick(value, unit, per, signed=True)))
    axes.set_xlabel(text("report.luck.axis", lang, metric=metric_name(rows[0].metric, lang),
                         segment=segment_name(rows[0].segment, lang), unit=fmt.unit_word(unit, per, lang)))  # fmt: skip
    figure.suptitle(title(lucks, lang), x=0.01, ha="left", fontsize=11, fontweight="bold")
    figure.legend(handles=_keys(lang), loc="outside lower left", ncols=2)
    return figure


def title(lucks: TwoLucks, lang: str) -> str:
    """What is asked, of how many pairs of worlds."""
    return text("report.luck.title", lang, scenario=scenario_name(lucks.shared.scenario, lang), n=lucks.shared.n)


def luck_lines(lucks: TwoLucks, lang: str) -> list[str]:
    """The picture in words."""
    effects = {name: _told(getattr(lucks, name), lang) for name in ("shared", "independent")}
    return [title(lucks, lang), *(text("report.luck.line", lang, luck=text(f"report.luck.{name}", lang), effect=effect)
                                  for name, effect in effects.items()),
            text("report.luck.times", lang, times=f"{lucks.times:.1f}",
                 worlds=f"{lucks.times_the_worlds:.0f}")]  # fmt: skip


def _told(found: Estimate, lang: str) -> str:
    """An effect with its simulation error."""
    effect = fmt.format_difference(found.difference, found.unit, per_of(found.metric), lang)
    return f"{effect} ± {_size(found, lang)}"


def _size(found: Estimate, lang: str) -> str:
    """Half of the interval, with its unit."""
    return fmt.format_effect_size(found.half_width, found.unit, per_of(found.metric), lang)


def _row(axes: Axes, found: Estimate, place: int, colour: str) -> None:
    """A dot for each pair of worlds, and above them the interval of the mean."""
    values = found.by_replicate.to_numpy()
    apart = np.linspace(-SPREAD, SPREAD, len(values)) if len(values) > 1 else np.zeros(1)
    axes.plot(values, place + apart, "o", color=colour, alpha=0.6, markersize=5)
    axes.plot([found.low, found.high], [place + 2 * SPREAD] * 2, color=colour, linewidth=5, solid_capstyle="butt")


def _keys(lang: str) -> list[Line2D]:
    """What the marks mean."""
    return [Line2D([], [], marker="o", linestyle="none", color=SOFT, label=text("report.luck.dot", lang)),
            Line2D([], [], color=SOFT, linewidth=5, label=text("report.luck.bar", lang))]  # fmt: skip
