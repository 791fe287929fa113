"""The timeline of a plan: on which days its strategies acted, its phases, its budgets' ends, its alert lights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from sim.paired.comparison import Comparison
from sim.reports import format as fmt
from sim.reports.names import scenario_name, signal_name, strategy_name
from sim.reports.palette import ARMS, GRID, INK, SOFT
from sim.reports.rows import baseline_of, scenarios_of
from sim.reports.sheet import Sheet, heads, times
from sim.reports.style import WIDTH
from sim.texts import text

ROW = 0.29
"""Height of one line of the figure [inch]."""
LIT = ARMS[1]
LABEL = {True: 19, False: 10}
"""Letters of a label before it is broken, by whether they are all narrow."""


@dataclass(frozen=True)
class Course:
    """What one plan's figure shows; every line is (label, stretches with start, end and share, colour)."""

    scenario: str
    days: int
    phases: list[Mapping[str, Any]]
    budgets: pd.DataFrame
    strategies: list[tuple[str, pd.DataFrame]]
    lights: list[tuple[str, str, pd.DataFrame]]


def courses(comparison: Comparison) -> list[Course]:
    """One for each scenario; lights are those that it changes."""
    by_name = {scenario["name"]: scenario for scenario in comparison.manifest["scenarios"]}
    result = []
    for name in scenarios_of(comparison):
        arms = (baseline_of(comparison), name)
        acted = comparison.timeline[comparison.timeline["scenario"] == name]
        lights = [light for light in dict.fromkeys(comparison.lights["light"]) if changed(comparison, light, arms)]
        budgets = comparison.budgets[comparison.budgets["scenario"] == name]
        result.append(
            Course(
                name,
                comparison.manifest["days"],
                by_name[name].get("phases", []),
                budgets.set_index("strategy"),
                [(one["name"], acted[acted["strategy"] == one["name"]]) for one in by_name[name]["strategies"]],
                [
                    (light, arm, _of_light(comparison, light, arm)) for light in lights for arm in arms
                ],
            )
        )
    return result


def timeline_figure(course: Course, lang: str) -> Figure:
    """A bar for each strategy, phases behind them, and a strip for each alert light in both worlds."""
    lines = _lines(course, lang)
    figure = Figure(figsize=(WIDTH, ROW * len(lines) + 1.75), layout="constrained")
    axes = figure.subplots()
    for place, (_, stretches, colour) in enumerate(lines):
        height = 0.62 if place < len(course.strategies) else 0.36
        for start, end, share in stretches[["start", "end", "share"]].itertuples(index=False):
            axes.barh(place, end - start, left=start, height=height, color=colour, alpha=0.25 + 0.75 * share,
                      linewidth=0)  # fmt: skip
    for place, (name, _) in enumerate(course.strategies):
        if name in course.budgets.index and course.budgets.loc[name, "times"] > 0:
            axes.plot([course.budgets.loc[name, "ended"]], [place], marker="D", color=INK, markersize=5)
    _phases(axes, course)
    _frame(axes, course, [label for label, _, _ in lines], lang)
    figure.suptitle(fmt.capital(scenario_name(course.scenario, lang)), x=0.01, ha="left", fontsize=10.5,
                    fontweight="bold")  # fmt: skip
    figure.legend(handles=_keys(course, lang), loc="outside lower left", ncols=2, handlelength=1.6)
    return figure


def timeline_alt(course: Course, lang: str) -> str:
    """Every strategy, budget and light of the figure in words."""
    sentences = [
        text("report.timeline.acted", lang, name=strategy_name(name, lang), days=_days(stretches, lang))
        for name, stretches in course.strategies
    ]
    sentences += [
        text("report.timeline.lit", lang, light=signal_name(light, lang), arm=scenario_name(arm, lang),
             days=_days(stretches, lang))
        for light, arm, stretches in course.lights
    ]  # fmt: skip
    clause = text("report.format.clause", lang)
    return text("report.timeline.alt", lang, scenario=scenario_name(course.scenario, lang), said=clause.join(sentences))


def alert_sheet(comparison: Comparison, lang: str) -> Sheet:
    """A line for each light and world where a strategy changes it; lights that it leaves alone are said in a note."""
    n, lines, notes = comparison.manifest["replicates"], [], []
    for light in dict.fromkeys(comparison.lights["light"]):
        name = text(f"report.alerts.light.{light}", lang, signal=signal_name(light, lang))
        baseline, *others = (baseline_of(comparison), *scenarios_of(comparison))
        days = {arm: lit_days(comparison, light, arm) for arm in (baseline, *others)}
        moved = [arm for arm in others if fmt.significant(days[arm]) != fmt.significant(days[baseline])]
        if not moved:
            same = {"days": fmt.significant(days[baseline]), "all": f"{comparison.manifest['days']:,}"}
            notes.append(fmt.capital(text("report.alerts.same", lang, light=name, **same)))
        for arm in (baseline, *moved) if moved else ():
            part = _of_light(comparison, light, arm)
            first = f"{part['start'].min():g}" if len(part) else text("report.format.none", lang)
            most = times(round(part["share"].max() * n) if len(part) else 0, n, lang)
            names = (fmt.capital(name), fmt.capital(scenario_name(arm, lang)))
            lines.append((*names, fmt.significant(days[arm]), first, most))
    columns = ("alert", "world", "days", "first", "most")
    if not lines and not notes:
        notes = [text("report.alerts.none", lang)]
    title = text("report.alerts.title", lang)
    return Sheet(title, heads("alerts", columns, lang), lines, tuple(notes), words=(0, 1))


def changed(comparison: Comparison, light: str, arms: tuple[str, str]) -> bool:
    """Whether a light is on on other days in the second world than in the first, as far as it is shown."""
    first, second = (fmt.significant(lit_days(comparison, light, arm)) for arm in arms)
    return first != second


def lit_days(comparison: Comparison, light: str, arm: str) -> float:
    """On how many days a light was on in a world, the mean over replicates."""
    part = _of_light(comparison, light, arm)
    return float(((part["end"] - part["start"]) * part["share"]).sum())


def _of_light(comparison: Comparison, light: str, arm: str) -> pd.DataFrame:
    table = comparison.lights
    return table[(table["light"] == light) & (table["arm"] == arm)]


def _lines(course: Course, lang: str) -> list[tuple[str, pd.DataFrame, str]]:
    """(label, stretches, colour) from the top: strategies, then for each light a heading and both worlds."""
    lines = [(strategy_name(name, lang), stretches, ARMS[0]) for name, stretches in course.strategies]
    for place, (light, arm, stretches) in enumerate(course.lights):
        if place == 0 or course.lights[place - 1][0] != light:
            lines.append((text("report.timeline.light", lang, light=signal_name(light, lang)), stretches[:0], LIT))
        lines.append((scenario_name(arm, lang), stretches, SOFT if place % 2 == 0 else LIT))
    return lines


def _phases(axes: Axes, course: Course) -> None:
    """Every other phase shaded, all named above the bars, many of them in two heights so that names keep apart."""
    step = 11 if len(course.phases) > 2 else 0
    for place, phase in enumerate(course.phases):
        end = min(phase["end"], course.days)
        axes.axvspan(phase["start"], end, color=GRID, alpha=0.75 if place % 2 == 0 else 0.3, linewidth=0, zorder=0)
        axes.annotate(phase["name"].replace("_", " "), ((phase["start"] + end) / 2, 1.0),
                      xycoords=("data", "axes fraction"), xytext=(0, 3 + step * (place % 2)),
                      textcoords="offset points", ha="center", fontsize=8.5, color=SOFT)  # fmt: skip


def _frame(axes: Axes, course: Course, labels: list[str], lang: str) -> None:
    """Axes from day 0 to the end, a label for each line; the headings of lights stand out."""
    axes.set_xlim(0, course.days)
    axes.set_ylim(len(labels) - 0.4, -0.6)
    axes.set_yticks(range(len(labels)), ["\n".join(wrap(label, LABEL[label.isascii()])) for label in labels],
                    color=INK)  # fmt: skip
    strips = len(labels) - len(course.strategies)
    for place, label in enumerate(axes.get_yticklabels()[len(course.strategies):]):
        if strips and place % 3 == 0:
            label.set(fontweight="bold", color=SOFT)
    axes.tick_params(length=0)
    axes.grid(axis="y", visible=False)
    axes.spines["left"].set_visible(False)
    axes.set_xlabel(text("report.curves.day.daily_active_users", lang))


def _keys(course: Course, lang: str) -> list[Line2D | Patch]:
    """What the marks mean; only those that occur."""
    keys: list[Line2D | Patch] = [Patch(color=ARMS[0], label=text("report.timeline.acts", lang))]
    if (course.budgets["times"] > 0).any():
        label = text("report.timeline.used_up", lang)
        keys.append(Line2D([], [], marker="D", color=INK, linestyle="none", markersize=5, label=label))
    if course.lights:
        keys.append(Patch(color=LIT, label=text("report.timeline.on", lang)))
    return keys


def _days(stretches: pd.DataFrame, lang: str) -> str:
    """"days 14 to 59, days 80 to 90" of those in at least half of the replicates, in words."""
    usual = stretches[stretches["share"] >= 0.5]
    spans: list[list[int]] = []
    for start, end in zip(usual["start"], usual["end"], strict=True):
        if spans and spans[-1][1] == start:
            spans[-1][1] = end
        else:
            spans.append([start, end])
    words = [text("report.timeline.days", lang, first=first, last=end - 1) for first, end in spans]
    return text("report.format.list", lang).join(words) or text("report.timeline.never", lang)
