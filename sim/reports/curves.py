"""Curves of every arm over time for one group: levels with bands, and paired differences below."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from sim.reports import format as fmt
from sim.reports.names import scenario_name, segment_name
from sim.reports.palette import BASELINE, INK, SOFT
from sim.reports.style import WIDTH, Dash, arm_colours, arm_dashes
from sim.texts import text

FOR_ALL = ("repurchase", "daily_active_users")
"""Curves shown for everybody only: base retention and the rebuy rate say the same of the groups."""
LINES = ["value", "low", "high", "difference", "difference_low", "difference_high"]
UNITS = {"base_retention": "share", "rebuy_rate": "share", "repurchase": "share", "daily_active_users": "count"}


@dataclass(frozen=True)
class Panel:
    """The curves of one kind and one group: for each arm a table by day, baseline first."""

    curve: str
    segment: str
    arms: dict[str, pd.DataFrame]

    @property
    def compared(self) -> list[str]:
        """The arms without the baseline."""
        return list(self.arms)[1:]


def panels(curves: pd.DataFrame, arms: list[str], scale: float | None) -> list[Panel]:
    """One panel for each curve and group, curves in the order of UNITS; `arms` begin with the baseline.

    Counts of people are taken to the planner's scale when there is one.
    """
    result = []
    for curve in UNITS:
        groups = ["all"] if curve in FOR_ALL else dict.fromkeys(curves[curves["curve"] == curve]["segment"])
        result += [panel_of(curves, arms, scale, curve, segment) for segment in groups]
    return result


def panel_of(curves: pd.DataFrame, arms: list[str], scale: float | None, curve: str, segment: str) -> Panel:
    """The panel of one curve and group, without a day where it has none; see `panels`."""
    rows = curves[(curves["curve"] == curve) & (curves["segment"] == segment)].set_index("day")
    rows[LINES] = rows[LINES] * (scale or 1.0 if UNITS[curve] == "count" else 1.0)
    return Panel(curve, segment, {arm: rows[rows["arm"] == arm] for arm in arms})


def curve_figure(panel: Panel, lang: str) -> Figure:
    """Levels by arm with their band above, differences from the baseline with theirs below."""
    figure = Figure(figsize=(WIDTH, 4.3), layout="constrained")
    upper, lower = figure.subplots(2, 1, sharex=True, height_ratios=(3, 2))
    unit = UNITS[panel.curve]
    colours, dashes = arm_colours(panel.compared), arm_dashes(panel.compared)
    baseline = next(iter(panel.arms))
    lower.axhline(0, color=BASELINE, linewidth=1.2)
    for arm, rows in panel.arms.items():
        colour, dash = colours.get(arm, BASELINE), dashes.get(arm, "-")
        _line(upper, rows, LINES[:3], colour, dash, scenario_name(arm, lang))
        if arm != baseline:
            _line(lower, rows, LINES[3:], colour, dash)
    title = f"{text(f'report.curves.{panel.curve}', lang)} · {segment_name(panel.segment, lang)}"
    figure.suptitle(title, x=0.01, ha="left", fontsize=10.5, fontweight="bold")
    upper.set_title(text(f"report.curves.y.{panel.curve}", lang), fontsize=9.5, fontweight="normal", color=SOFT)
    lower.set_title(text("report.curves.difference", lang), fontsize=9.5, fontweight="normal", color=SOFT)
    lower.set_xlabel(text(f"report.curves.day.{panel.curve}", lang))
    upper.yaxis.set_major_formatter(_ticks(unit, lang, signed=False))
    lower.yaxis.set_major_formatter(_ticks(unit, lang, signed=True))
    figure.legend(loc="outside lower left", ncols=2, handlelength=2.8)
    return figure


def _ticks(unit: str, lang: str, *, signed: bool) -> FuncFormatter:
    """Numbers of an axis: shares times 100, head counts in short."""
    if unit == "count":
        return FuncFormatter(lambda value, _: fmt.format_people(value, lang, signed=signed))
    return FuncFormatter(lambda value, _: fmt.format_tick(value, unit, signed=signed))


def curve_alt(panel: Panel, lang: str) -> str:
    """What a reader who does not see the panel needs: every arm's mean on its last day, a dash where it has none."""
    unit, none = UNITS[panel.curve], text("report.format.none", lang)
    values = [
        f"{scenario_name(arm, lang)} {fmt.format_value(float(rows['value'].iloc[-1]), unit, 1.0, lang)}" if len(rows)
        else f"{scenario_name(arm, lang)} {none}"
        for arm, rows in panel.arms.items()
    ]
    return text(
        "report.curves.alt",
        lang,
        curve=text(f"report.curves.{panel.curve}", lang),
        segment=segment_name(panel.segment, lang),
        values=text("report.format.list", lang).join(values),
    )


def _line(
    axes: Axes, rows: pd.DataFrame, columns: list[str], colour: str, dash: Dash, label: str | None = None
) -> None:
    """The mean of an arm with its band."""
    value, low, high = (rows[column] for column in columns)
    axes.fill_between(rows.index, low, high, color=colour, alpha=0.16, linewidth=0)
    axes.plot(rows.index, value, color=colour, linestyle=dash, linewidth=1.8, label=label)
    axes.tick_params(length=0, labelcolor=INK)
