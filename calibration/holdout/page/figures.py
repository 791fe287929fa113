"""The figures of the page: what was predicted as a line in its interval, what happened as dots."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from calibration.holdout.asked import WHOLE
from calibration.holdout.holding import OURS
from calibration.holdout.page.view import HoldOutView
from sim.reports.blocks import Picture
from sim.reports.palette import ARMS, BASELINE, INK, SOFT
from sim.reports.style import WIDTH, svg_of
from sim.texts import text

BAND = 0.18
"""Opacity of an interval."""
MARKERS = ("o", "s", "^", "D")


def figures(view: HoldOutView) -> list[Picture]:
    """Daily active users and orders week by week, cohorts, and purchases by frequency."""
    return [by_week(view, "daily_active"), by_week(view, "orders"), cohorts(view), frequency(view)]


def canvas(view: HoldOutView, name: str) -> Axes:
    """The axes of an empty figure with its title and the names of its axes."""
    figure = Figure(figsize=(WIDTH, 3.4), layout="constrained")
    axes = figure.subplots()
    figure.suptitle(view.say(f"figures.{name}.title"), x=0.01, ha="left", fontsize=10.5, fontweight="bold")
    axes.set_xlabel(view.say(f"figures.{name}.x"))
    axes.set_title(view.say(f"figures.{name}.y"), fontsize=9.5, fontweight="normal", color=SOFT)
    axes.tick_params(length=0, labelcolor=INK)
    return axes


def finished(view: HoldOutView, name: str, axes: Axes, values: list[str]) -> Picture:
    """The picture with its legend below, and its numbers in words."""
    figure = axes.get_figure(root=True)
    assert isinstance(figure, Figure)
    figure.legend(loc="outside lower left", ncols=2, handlelength=1.8)
    alt = view.say("figures.alt", title=view.say(f"figures.{name}.title"),
                   values=text("report.format.clause", view.lang).join(values))
    return Picture(name, svg_of(figure), alt, view.say(f"figures.{name}.note"))


def by_week(view: HoldOutView, family: str) -> Picture:
    """A family of everybody week by week, with the intervals of 90 and 50 %."""
    rows = view.result.cells(family, group=WHOLE)
    rows = rows[rows["part"] != WHOLE]
    axes, week = canvas(view, family), rows["part"].astype(int).to_numpy()
    for level, label in ((90, view.say("figures.interval", level=90)), (50, view.say("figures.interval", level=50))):
        axes.fill_between(week, rows[f"low_{level}"], rows[f"high_{level}"], color=ARMS[0], alpha=BAND, linewidth=0,
                          label=label)
    axes.plot(week, rows["predicted"], color=ARMS[0], linewidth=1.8, label=view.say("figures.predicted"))
    axes.plot(week, rows["actual"], color=BASELINE, marker="o", markersize=3.5, linestyle="none",
              label=view.say("heads.actual"))
    values = [view.say("figures.pair", name=part, predicted=view.number(family, p), actual=view.number(family, a))
              for part, p, a in zip(rows["part"], rows["predicted"], rows["actual"], strict=True)]
    if family == "orders":
        axes.set_ylim(bottom=0.0)
    return finished(view, family, axes, values)


def cohorts(view: HoldOutView) -> Picture:
    """Share of each cohort with an open, in the first and in the last block of 28 days."""
    rows = view.result.cells("retention")
    parts = list(dict.fromkeys([rows["part"].iloc[0], rows["part"].iloc[-1]]))
    axes, values = canvas(view, "retention"), []
    names = list(dict.fromkeys(rows["group"]))
    for place, part in enumerate(parts):
        shown = rows[rows["part"] == part]
        x = np.arange(len(shown)) + 0.24 * (place - 0.5 * (len(parts) - 1))
        label = view.say("figures.block", part=part if part != WHOLE else "1")
        axes.vlines(x, 100 * shown["low_90"], 100 * shown["high_90"], color=ARMS[place], alpha=0.45, linewidth=5)
        axes.plot(x, 100 * shown["predicted"], color=ARMS[place], marker="_", markersize=9, linestyle="none",
                  markeredgewidth=2, label=label)
        axes.plot(x, 100 * shown["actual"], color=BASELINE, marker="o", markersize=3.5, linestyle="none",
                  label=view.say("heads.actual") if place == 0 else None)
        values += [view.say("figures.pair", name=name, predicted=view.number("retention", p),
                            actual=view.number("retention", a))
                   for name, p, a in zip(shown["group"], shown["predicted"], shown["actual"], strict=True)]
    axes.set_xticks(range(len(names)), names, fontsize=8)
    axes.set_ylim(bottom=0.0)
    return finished(view, "retention", axes, values)


def frequency(view: HoldOutView) -> Picture:
    """Mean purchases of a customer by class: what happened, livesim with its interval, the bars."""
    result = view.result
    rows = result.customers[result.customers["group"] != WHOLE]
    told = result.cells("purchases").set_index("group").loc[rows["group"]]
    axes, x = canvas(view, "purchases"), np.arange(len(rows))
    axes.vlines(x, told["low_90"], told["high_90"], color=ARMS[0], alpha=0.3, linewidth=6)
    for place, name in enumerate(result.misses):
        axes.plot(x, rows[name], color=ARMS[place], marker=MARKERS[place], markersize=4 if name != OURS else 5,
                  linewidth=1.2, linestyle="-" if name == OURS else ":", label=view.forecast(name))
    axes.plot(x, rows["actual"], color=BASELINE, marker="o", markersize=5, markerfacecolor="white", linestyle="none",
              label=view.say("heads.actual"), zorder=5)
    axes.set_xticks(x, rows["group"])
    values = [view.say("figures.pair", name=name, predicted=f"{p:.2f}", actual=f"{a:.2f}")
              for name, p, a in zip(rows["group"], rows[OURS], rows["actual"], strict=True)]
    axes.set_ylim(bottom=0.0)
    return finished(view, "purchases", axes, values)
