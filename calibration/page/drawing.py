"""What the figures of the page share: reported numbers as diamonds with their ids, the simulation as lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke
from matplotlib.ticker import FuncFormatter, NullFormatter

from calibration.evidence import Finding, fitting_rows
from calibration.page.view import ValidationView
from sim.reports.blocks import Picture
from sim.reports.format import format_tick
from sim.reports.palette import ARMS, INK, SOFT
from sim.reports.style import WIDTH, svg_of
from sim.texts import text

SIMULATED, REPORTED, OTHER = ARMS[0], ARMS[1], ARMS[2]
SHARES = FuncFormatter(lambda value, _: format_tick(value, "share"))
PLAIN = FuncFormatter(lambda value, _: format_tick(value, ""))


@dataclass(frozen=True)
class Mark:
    """A reported number in a figure: where it stands, how it is written, and what the simulation shows there."""

    evidence: str
    x: float
    y: float
    reported: str
    simulated: str


def published(evidence: str) -> tuple[float, ...]:
    """The numbers of a published finding."""
    row = fitting_rows()[evidence]
    assert isinstance(row, Finding)
    return row.value


def canvas(view: ValidationView, name: str) -> Axes:
    """The axes of an empty figure with its title and the names of its axes."""
    figure = Figure(figsize=(WIDTH, 3.4), layout="constrained")
    axes = figure.subplots()
    titled(figure, view.say(f"figures.{name}.title"))
    axes.set_xlabel(view.say(f"figures.{name}.x"))
    axes.set_title(view.say(f"figures.{name}.y"), fontsize=9.5, fontweight="normal", color=SOFT)
    axes.tick_params(length=0, labelcolor=INK)
    return axes


def titled(figure: Figure, title: str) -> None:
    """Write the title where the report's figures have it."""
    figure.suptitle(title, x=0.01, ha="left", fontsize=10.5, fontweight="bold")


def logarithmic(axes: Axes, x: Sequence[float] = (), y: Sequence[float] = ()) -> None:
    """Make axes logarithmic, with these numbers along them; an axis without numbers stays as it is."""
    for axis, ticks, scale in ((axes.xaxis, x, axes.set_xscale), (axes.yaxis, y, axes.set_yscale)):
        if ticks:
            scale("log")
            axis.set_ticks(list(ticks))
            axis.set_minor_formatter(NullFormatter())
            axis.set_tick_params(which="minor", length=0)


def diamonds(axes: Axes, marks: Sequence[Mark], label: str) -> None:
    """Draw reported numbers with their ids."""
    axes.plot([m.x for m in marks], [m.y for m in marks], marker="D", markersize=5.5, linestyle="none",
              color=REPORTED, markeredgecolor="white", zorder=5, label=label)  # fmt: skip
    for m in marks:
        axes.annotate(m.evidence, (m.x, m.y), xytext=(6, 5), textcoords="offset points", fontsize=8.5, color=REPORTED,
                      fontweight="bold", zorder=6, path_effects=[withStroke(linewidth=2.5, foreground="white")])


def finished(
    view: ValidationView, name: str, axes: Axes, marks: Sequence[Mark], label: str = "figures.reported"
) -> Picture:
    """The picture: shares upwards, reported numbers as diamonds, a legend below, all numbers in words beside it."""
    axes.yaxis.set_major_formatter(SHARES)
    diamonds(axes, marks, view.say(label))
    figure = axes.get_figure(root=True)
    assert figure is not None
    figure.legend(loc="outside lower left", ncols=1, handlelength=2.4)
    pairs = [view.say("figures.pair", evidence=m.evidence, reported=m.reported, simulated=m.simulated) for m in marks]
    alt = view.say("figures.alt", title=view.say(f"figures.{name}.title"),
                   values=text("report.format.clause", view.lang).join(pairs))  # fmt: skip
    return Picture(name, svg_of(figure), alt, view.say(f"figures.{name}.note"))
