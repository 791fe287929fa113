"""Figures of the whole: how far every number is off, and what the fit knows."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, NullFormatter

from calibration.page.drawing import OTHER, PLAIN, REPORTED, SIMULATED, titled
from calibration.page.view import ValidationView
from sim.reports.blocks import Picture
from sim.reports.palette import GRID, INK, SOFT
from sim.reports.style import WIDTH, svg_of
from sim.reports.validation import Line, lines
from sim.texts import text

FAR = 4.0
"""Tolerances at which the axis ends; what lies further stands at the edge."""
LINE = 0.2
"""Height of one target [inch]."""


def misses(view: ValidationView) -> Picture:
    """Every number in tolerances from what was reported; the shaded ones count as met."""
    rows = [line for line in lines(view.validation.rows, view.lang) if line.kind != "order" and math.isfinite(line.off)]
    figure = Figure(figsize=(1.45 * WIDTH, LINE * len(rows) + 1.4), layout="constrained")
    axes = figure.subplots()
    axes.axvspan(-1.0, 1.0, color=GRID, alpha=0.7, linewidth=0)
    axes.axvline(0.0, color=SOFT, linewidth=1)
    for kind, colour, full in looks():
        here = [k for k, line in enumerate(rows) if look(line) == kind]
        axes.plot([max(-FAR, min(FAR, rows[k].off)) for k in here], here, marker="o", markersize=5, linestyle="none",
                  color=colour, markerfacecolor=colour if full else "white", markeredgewidth=1.4,
                  label=view.say(f"figures.misses.{kind}") if here else None)  # fmt: skip
    axes.set_yticks(range(len(rows)), [line.cells["target"] for line in rows], color=INK, fontsize=8)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_xlim(-FAR - 0.3, FAR + 0.3)
    axes.grid(axis="y", visible=False)
    axes.tick_params(length=0)
    axes.xaxis.set_major_formatter(PLAIN)
    axes.set_xlabel(view.say("figures.misses.x"))
    titled(figure, view.say("figures.misses.title"))
    figure.legend(loc="outside lower left", ncols=2)
    far = [view.say("figures.off", name=line.cells["target"], off=f"{line.off:+.1f}") for line in rows if not line.met]
    alt = view.say("figures.alt", title=view.say("figures.misses.title"),
                   values=text("report.format.clause", view.lang).join(far))  # fmt: skip
    return Picture("misses", svg_of(figure), alt, view.say("figures.misses.note"))


def looks() -> tuple[tuple[str, str, bool], ...]:
    """(kind of dot, its colour, whether it is filled)."""
    return (("met", SIMULATED, True), ("missed", REPORTED, True), ("unfitted_met", SIMULATED, False),
            ("unfitted_missed", REPORTED, False))  # fmt: skip


def look(line: Line) -> str:
    """The kind of dot of a target."""
    return ("unfitted_" if line.kind == "unfitted" else "") + ("met" if line.met else "missed")


def directions(view: ValidationView, known: Mapping[str, Any]) -> Picture:
    """What the targets say in each direction, and the loss along the one that they see least."""
    figure = Figure(figsize=(WIDTH, 4.4), layout="constrained")
    upper, lower = figure.subplots(2, 1)
    singular = np.maximum(np.array(known["singular"], float), 1e-6)
    upper.bar(range(1, len(singular) + 1), singular, color=[SIMULATED if s > 1.0 else OTHER for s in singular])
    upper.axhline(1.0, color=INK, linewidth=1)
    upper.set_yscale("log")
    upper.yaxis.set_major_formatter(PLAIN)
    upper.yaxis.set_minor_formatter(NullFormatter())
    upper.xaxis.set_major_locator(MaxNLocator(integer=True))
    distance, loss = zip(*known["profile"], strict=True)
    lower.plot(distance, loss, color=SIMULATED, marker="o", markersize=3.5, linewidth=1.6)
    lower.set_ylim(0.0, 1.15 * max(loss))
    for axes, part in ((upper, "singular"), (lower, "profile")):
        axes.set_title(view.say(f"figures.directions.{part}"), fontsize=9.5, fontweight="normal", color=SOFT)
        axes.set_xlabel(view.say(f"figures.directions.{part}_x"))
        axes.tick_params(length=0, labelcolor=INK)
    titled(figure, view.say("figures.directions.title"))
    alt = view.say("figures.directions.alt", identified=known["identified"], all=len(singular),
                   low=f"{min(loss):.3g}", high=f"{max(loss):.3g}")  # fmt: skip
    return Picture("directions", svg_of(figure), alt, view.say("figures.directions.note"))
