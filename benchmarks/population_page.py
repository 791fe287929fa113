"""The page and the figure about the population's size, from the errors of `benchmarks.population_errors`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from textwrap import fill
from typing import Any

import matplotlib

matplotlib.use("svg")
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import LogLocator, NullLocator

from benchmarks import population_errors as errors
from benchmarks.population_errors import FEW, MANY, NAMES, SEGMENTS, SHOWN, USERS, Row, half_width, needed
from sim.reports.format import markdown_table
from sim.reports.names import lever_name, metric_name, segment_name
from sim.reports.palette import ARMS, SOFT
from sim.reports.style import style
from sim.scenario import load_scenario

EFFECT = ["strategy", "metric", "segment"]
COLOURS = dict(zip(SEGMENTS, ("#3b3f46", ARMS[0], ARMS[1], ARMS[2]), strict=True))
MARKS = dict(zip(SEGMENTS, "osD^", strict=True))


def number(value: float) -> str:
    """Two digits that mean something, or a count with commas."""
    if not np.isfinite(value):
        return "-"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def numbers(values: Iterable[float]) -> str:
    """Several in one cell."""
    return " · ".join(map(number, values))


def above(users: float) -> str:
    """A number of users, rounded up to two digits that mean something."""
    if users > 1e6 or users < 1:
        return "over 1,000,000" if users > 1 else "any"
    step = 10 ** max(0, len(str(int(users))) - 2)
    return f"{int(np.ceil(users / step)) * step:,}"


def measured(rows: list[Row], sizes: list[int], head: list[str]) -> str:
    """Means of the smallest and largest size, fixed; standard deviations of one replicate, drawn and fixed."""
    lines = ([*row.name, numbers(row.mean(users) for users in (sizes[0], sizes[-1])),
              *(numbers([row.measured(users, False), row.measured(users, True)]) for users in sizes)]
             for row in rows)  # fmt: skip
    return markdown_table([*head, "mean", *(f"{users:,}" for users in sizes)], lines)


def widths(rows: list[Row], sizes: list[int]) -> str:
    """Half widths of the interval with few and with many replicates."""
    lines = ([*row.name, *(numbers(row.width(n, users) for n in (FEW, MANY)) for users in sizes)] for row in rows)
    return markdown_table([*EFFECT, *(f"{users:,}" for users in sizes)], lines)


def needs(rows: list[Row], sizes: list[int]) -> str:
    """The parts of the error at USERS, users for a clear spread, replicates for WORTH (bold: the least computing)."""
    lines = []
    for row in rows:
        replicates = [needed(row.std(users)) for users in sizes]
        cells = [f"{n}" if n <= errors.MOST else f">{errors.MOST:,}" for n in replicates]
        cheapest = int(np.argmin((np.array(sizes) + errors.OVERHEAD) * replicates))
        cells[cheapest] = f"**{cells[cheapest]}**"
        parts = numbers(np.sqrt([row.draws, row.hosts, row.people / USERS]) * row.scale)
        lines.append([*row.name, parts, above(row.clear()), *cells])
    head = [*EFFECT, f"draws · hosts · {USERS:,} people", "users for a clear spread"]
    return markdown_table([*head, *(f"{users:,}" for users in sizes)], lines)


INTRO = """A comparison has two sizes: the users of one replicate, and the replicates. This page says how the error of
an effect depends on both, so that you pay for the one that helps.

Simulated over {days} days were the baseline (which has {oversample:g} times the share of silver users), elder mode and
shorter streams, at each number of users in some replicates ({replicates}). Every replicate ran twice: with strengths
and uncertain parameters *drawn*, as a comparison does, and *fixed* (`--fixed`). The variance of a replicate has parts:

- **people**: which people there are, and their luck. It vanishes with users.
- **hosts**: the hosts of a replicate, and all else that is drawn for it though parameters are fixed. It stays.
- **draws**: strengths and uncertain parameters. It stays; a comparison shows it as `likely_low..likely_high`.

All three shrink with replicates. Effects on base retention and rebuy rate are in percentage points, on repeat buyers
in users of 1,000 base users.

![Error of an effect against users, by metric, strategy and segment](img/population_size.svg)

*Half of the 95 % interval of an effect with {many} replicates. Filled marks and full lines: drawn; hollow marks and
dashed lines: fixed. Marks are measured, lines are the three parts fitted to all marks of a colour. Where a full line
is flat, more users buy nothing.*"""
NEEDS = """How well can an effect be known? The first three numbers are the standard deviations of one replicate that
come from draws, hosts and {users:,} people. *Users for a clear spread*: from there on, chance among people widens the
spread of the draws by less than {blur:.0%}. The rest are the **replicates that tell one percentage point (10 of 1,000
users) from zero** in {power:.0%} of comparisons, at each number of users; bold is what needs the least computing."""
WIDTHS = "Half of the 95 % interval of an effect with {few} and {many} replicates, drawn, by the lines of the figure."
MEASURED = """Standard deviation over replicates of one paired difference, drawn and fixed. *Mean* is the effect under
fixed parameters with the fewest and with the most users: where the two agree, small populations mislead nobody."""
ADVICE = """{users:,} users and {many} replicates know the effects on the primary outcomes of the two strategies to
±{least} points ({best}) at best and to ±{most} points ({worst}) at worst, and tell one point from zero in {enough} of
{named} of them{more}. Twice the users would narrow these intervals by {slow:.0%} to {fast:.0%}, twice the replicates
by {twice:.0%}, at about the same cost: **spend on replicates first**, and on users only for what replicates cannot
mend: rows that rest on fewer than 200 people, and the spread of the draws, which looks {blur:.0%} wider than it is
below {clear} users ({blurred}). **Oversample** a segment when it is a small part of all users and *people* is the
largest part of its variance: k times its members divides that part by almost k. Without the baseline's own
oversampling ±{silver} ({where}) would be up to ±{plain}. **Default sizes**: the fewest users of the tables below
that tell one point in every primary outcome are, with {few} replicates, {small}; with {many}, {medium}; with
{double}, {large}."""


def page(stored: dict[str, Any]) -> str:
    """The page of what is stored."""
    table, sizes = errors.spread(stored), errors.sizes_of(stored)
    rows, levels, users = errors.rows_of(table), errors.rows_of(table, ["baseline"]), list(sizes)
    counts = ", ".join(f"{size:,}: {count}" for size, count in sizes.items())
    intro = INTRO.format(days=stored["days"], oversample=oversampled(), replicates=counts, many=MANY)
    question = NEEDS.format(users=USERS, blur=errors.BLUR - 1, power=errors.POWER)
    parts = [
        "<!-- Written by python -m benchmarks.population_size from its json. -->",
        "# Population size: how many users, how many replicates", *intro.split("\n\n"),
        "## What to choose", advice(rows, users), "## One percentage point", question, needs(rows, users),
        "## Intervals", WIDTHS.format(few=FEW, many=MANY), widths(rows, users),
        "## As measured", MEASURED, measured(rows, users, EFFECT),
        "The same of the levels of the baseline.", measured(levels, users, EFFECT[1:]),
    ]  # fmt: skip
    return "\n\n".join(part if part[0] in "#|-!<" else fill(part, 118) for part in parts) + "\n"


def advice(rows: list[Row], sizes: list[int]) -> str:
    """One paragraph for a planner, its numbers from the primary outcomes of the strategies."""
    named = sorted(errors.primaries(rows), key=lambda row: row.width(MANY))
    lacking = [f"{label(row)}: {needed(row.std(USERS)):,}" for row in named if needed(row.std(USERS)) > MANY]
    doubled = [1 - row.std(2 * USERS) / row.std(USERS) for row in named]
    silver = max((row for row in named if row.segment == "silver"), key=lambda row: row.people)
    plain = np.sqrt(silver.std(USERS) ** 2 + (oversampled() - 1) * silver.people / USERS) * silver.scale
    clear = max(named, key=Row.clear)
    small, medium, large = (fewest(named, sizes, replicates) for replicates in (FEW, MANY, 2 * MANY))
    return ADVICE.format(
        users=USERS, few=FEW, many=MANY, double=2 * MANY, blur=errors.BLUR - 1, enough=len(named) - len(lacking),
        named=len(named), least=number(named[0].width(MANY)), best=label(named[0]), most=number(named[-1].width(MANY)),
        worst=label(named[-1]), more=f" (replicates needed: {'; '.join(lacking)})" if lacking else "",
        slow=min(doubled), fast=max(doubled), twice=1 - half_width(1, 2 * MANY) / half_width(1, MANY),
        clear=above(clear.clear()), blurred=label(clear), silver=number(silver.width(MANY)), where=label(silver),
        plain=number(half_width(plain, MANY)), small=small, medium=medium, large=large,
    )  # fmt: skip


def label(row: Row) -> str:
    """The row in words."""
    return ", ".join(row.name)


def fewest(rows: list[Row], sizes: list[int], replicates: int) -> str:
    """The smallest size at which so many replicates tell WORTH in all rows."""
    enough = (users for users in sizes if all(needed(row.std(users)) <= replicates for row in rows))
    return next((f"{users:,}" for users in enough), "none of them")


def draw(stored: dict[str, Any], path: Path) -> None:
    """The figure: a row of panels for each strategy, a column for each metric, a colour for each segment."""
    rows, sizes = errors.rows_of(errors.spread(stored)), list(errors.sizes_of(stored))
    with style("en"), plt.rc_context({"svg.hashsalt": "livesim"}):
        figure, axes = plt.subplots(len(SHOWN), len(NAMES), figsize=(9.6, 6.4), sharex=True, sharey="col",
                                    squeeze=False, layout="constrained")  # fmt: skip
        for line, what in zip(axes, SHOWN, strict=True):
            for axis, metric in zip(line, NAMES, strict=True):
                panel(axis, [row for row in rows if (row.what, row.metric) == (what, metric)], sizes)
                unit = "points" if metric != "repeat_buyers" else "of 1,000 users"
                title = f"{metric_name(metric, 'en')} [± {unit}]"
                axis.set_title(f"{lever_name(what, 'en')}\n{title}", fontsize=9)
        for axis in axes[-1]:
            axis.set_xlabel("thousand users", fontsize=9)
        figure.legend(handles=legend(), loc="outside lower center", ncols=6, frameon=False, fontsize=8.5)
        figure.savefig(path, metadata={"Date": None})
        plt.close(figure)


def panel(axis: Axes, rows: list[Row], sizes: list[int]) -> None:
    """Marks and lines of one strategy and metric."""
    fine, factor = np.geomspace(sizes[0], sizes[-1], 50), half_width(1.0, MANY)
    for row in rows:
        colour = COLOURS[row.segment]
        for fixed in (False, True):
            axis.plot(fine, [row.width(MANY, users, fixed) for users in fine], "--" if fixed else "-", color=colour,
                      linewidth=1.0 if fixed else 1.6)  # fmt: skip
            axis.plot(sizes, [row.measured(users, fixed) * factor for users in sizes], MARKS[row.segment], color=colour,
                      markersize=4.5, markerfacecolor="none" if fixed else colour)  # fmt: skip
    axis.set(xscale="log", yscale="log")
    axis.set_xticks(sizes, [f"{users / 1000:g}" for users in sizes])
    axis.set_xticks([], minor=True)
    axis.yaxis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0)))
    axis.yaxis.set_major_formatter("{x:g}")
    axis.yaxis.set_minor_locator(NullLocator())


def legend() -> list[Line2D]:
    """What colours, marks and dashes say."""
    segments = [Line2D([], [], color=COLOURS[name], marker=MARKS[name], markersize=4.5, linewidth=1.6,
                       label=segment_name(name, "en")) for name in SEGMENTS]  # fmt: skip
    drawn = Line2D([], [], color=SOFT, marker="o", markersize=4.5, linewidth=1.6, label="drawn")
    fixed = Line2D([], [], color=SOFT, marker="o", markersize=4.5, markerfacecolor="none", linewidth=1.0,
                   linestyle="--", label="fixed")  # fmt: skip
    return [*segments, drawn, fixed]


def oversampled() -> float:
    """How many times their share the baseline simulates silver users."""
    return load_scenario("baseline").population.oversample["silver"]
