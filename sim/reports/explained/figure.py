"""The paths of an effect as bars with their intervals, the whole plan above them."""

from __future__ import annotations

from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sim.reports import format as fmt
from sim.reports.explained.view import Line, Why
from sim.reports.names import per_of
from sim.reports.palette import ARMS, BASELINE, INK, SOFT
from sim.reports.style import WIDTH

ROW = 0.36
"""Height of one bar [inch]."""


def paths_figure(why: Why) -> Figure:
    """The whole effect, then every path, the largest first: their share, or of too many paths what each does alone."""
    lines = [why.total, *why.shares]
    unit, per = why.total["unit"], per_of(why.metric)
    figure = Figure(figsize=(WIDTH, ROW * len(lines) + 1.1), layout="constrained")
    axes = figure.subplots()
    for place, line in enumerate(lines):
        axes.barh(place, line["effect"], height=0.6, color=BASELINE if place == 0 else _colour(line), linewidth=0)
        axes.plot([line["low"], line["high"]], [place, place], color=INK, linewidth=1.4)
    axes.axvline(0, color=SOFT, linewidth=1)
    axes.set_yticks(range(len(lines)), [_label(why, line) for line in lines], color=INK)
    axes.set_ylim(len(lines) - 0.4, -0.6)
    axes.tick_params(length=0)
    axes.grid(axis="y", visible=False)
    axes.spines["left"].set_visible(False)
    axes.xaxis.set_major_locator(MaxNLocator(5))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: fmt.format_tick(value, unit, per, signed=True)))
    axis = why.say("figure.axis" if why.divided else "figure.axis_alone", unit=fmt.unit_word(unit, per, why.lang))
    axes.set_xlabel(f"{axis}\n{why.say('figure.error')}")
    return figure


def paths_alt(why: Why) -> str:
    """Every bar in words."""
    values = "; ".join(f"{_label(why, line)} {why.effect(line['effect'])}" for line in [why.total, *why.shares])
    return why.say("figure.alt", title=why.title, values=values)


def _label(why: Why, line: Line) -> str:
    return fmt.capital(why.named(line)) if line["path"] else why.say("sheet.total")


def _colour(line: Line) -> str:
    """Blue for what raises the metric, vermilion for what lowers it."""
    return ARMS[0] if line["effect"] >= 0 else ARMS[1]
