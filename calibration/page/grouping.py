"""Figures of buying again, of contacts, and of groups that must differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from calibration.moments import Key, values_of
from calibration.page.drawing import (
    PLAIN,
    REPORTED,
    SIMULATED,
    Mark,
    canvas,
    finished,
    published,
    titled,
)
from calibration.page.view import ValidationView
from calibration.patterns.buying import repurchase
from sim.reports.blocks import Picture
from sim.reports.format import capital
from sim.reports.names import segment_name
from sim.reports.palette import GRID, INK, SOFT
from sim.reports.style import WIDTH, svg_of
from sim.reports.validation import digits, kind_of, measure_name, number
from sim.texts import text

WAITS = (0, *range(1, 30), *range(30, 366, 5))
"""Days since the first order at which the curve is drawn."""
YEAR = {30: "W15", 90: "W16", 365: "W17"}
QUANTILES = (0.1, 0.25, 0.5, 0.75, 0.9)
"""Those of W24."""
PANEL = 1.02
"""Height of one number of the groups [inch]."""


def buying_again(view: ValidationView) -> Picture:
    """Share of first buyers who have ordered again by a day, over that of the last day that is known."""
    axes = canvas(view, "buying_again")
    shares = {days: repurchase(view.validation.events, days) if days else 0.0 for days in WAITS}
    known = [days for days, share in shares.items() if np.isfinite(share)]
    last = max([days for days in YEAR if days in known], default=365)
    whole = shares[last] if shares[last] > 0.0 else np.nan
    until = [days for days in known if days <= last]
    axes.plot(until, [shares[days] / whole for days in until], color=SIMULATED, linewidth=1.8,
              label=view.say("figures.simulated"))  # fmt: skip
    marks = []
    for days, evidence in YEAR.items():
        if days < last:
            wanted = published(evidence)[0] / published(YEAR[last])[0]
            marks.append(Mark(f"{evidence}/{YEAR[last]}", days, wanted, number(wanted, "share", view.lang),
                              number(shares[days] / whole, "share", view.lang)))  # fmt: skip
    axes.set_xticks([days for days in (0, 30, 90, 180, 270, 365) if days <= last])
    axes.set_ylim(0.0, 1.03)
    return finished(view, "buying_again", axes, marks)


def contacts(view: ValidationView) -> Picture:
    """Share of active users with at most so many contacts."""
    axes = canvas(view, "contacts")
    events = view.validation.events
    known = events.users["contacts"][events.active]
    users = np.linspace(0.0, 1.0, 201)
    numbers = np.quantile(known, users) if len(known) else np.full(len(users), np.nan)
    axes.plot(numbers, users, color=SIMULATED, linewidth=1.8, label=view.say("figures.simulated"))
    marks = [Mark("W24", x, share, number(x, "contacts", view.lang),
                  number(float(np.interp(share, users, numbers)), "contacts", view.lang))
             for x, share in zip(published("W24"), QUANTILES, strict=True)]  # fmt: skip
    axes.set_xscale("symlog", linthresh=3)
    axes.set_xticks([0, 1, 3, 10, 32, 100, 300])
    axes.set_xlim(-0.2, 450)
    axes.xaxis.set_major_formatter(PLAIN)
    return finished(view, "contacts", axes, marks)


def groups(view: ValidationView) -> list[Picture]:
    """For each demand on the groups (P01...) one figure: the groups beside everybody in every number of it."""
    demands: dict[str, list[Mapping[str, Any]]] = {}
    for record in view.validation.rows.to_dict("records"):
        if kind_of(record) == "order":
            demands.setdefault(record["evidence"], []).append(record)
    return [group_figure(view, evidence, records) for evidence, records in demands.items()]


def group_figure(view: ValidationView, evidence: str, records: Sequence[Mapping[str, Any]]) -> Picture:
    """One small panel for each number: who must lie above whom, and whether he does."""
    wanted = [(record["metric"], group) for record in records for group in compared(record)]
    values = values_of(view.validation.run, view.validation.events, wanted)
    figure = Figure(figsize=(WIDTH, PANEL * len(records) + 0.55), layout="constrained")
    panels = figure.subplots(len(records), 1, squeeze=False)[:, 0]
    sentences = [panel(view, axes, record, values) for axes, record in zip(panels, records, strict=True)]
    one, other = (segment_name(group, view.lang) for group in compared(records[0])[1:])
    title = view.say("figures.groups.title", evidence=evidence, one=capital(one), other=other)
    titled(figure, title)
    alt = view.say("figures.alt", title=title, values=text("report.format.clause", view.lang).join(sentences))
    return Picture(f"groups_{evidence.lower()}", svg_of(figure), alt, view.say("figures.groups.note"))


def compared(record: Mapping[str, Any]) -> list[str]:
    """Everybody, the group that must lie above, and the one below."""
    return ["all", record["segment"], record["above"]]


def panel(view: ValidationView, axes: Axes, record: Mapping[str, Any], values: Mapping[Key, float]) -> str:
    """Draw one number of all groups; gives what it says in words."""
    segments, unit = compared(record), str(record["unit"])
    numbers = [values[record["metric"], group] for group in segments]
    names = [segment_name(group, view.lang) for group in segments]
    colours = (SOFT, SIMULATED, REPORTED)
    axes.hlines(range(3), min(0.0, *numbers), numbers, color=GRID, linewidth=3, zorder=1)
    axes.scatter(numbers, range(3), color=colours, s=34, zorder=3)
    axes.set_yticks(range(3), names, color=INK, fontsize=8.5)
    axes.set_ylim(2.6, -0.6)
    axes.set_xlim(left=0.0)
    axes.tick_params(length=0, labelsize=8.5)
    axes.xaxis.set_major_locator(MaxNLocator(5))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: digits(value, unit)))
    verdict = text(f"report.validation.{'yes' if record['met'] else 'no'}", view.lang)
    name = measure_name(record["metric"], view.lang)
    axes.set_title(view.say("figures.groups.panel", name=name, unit=view.say(f"units.{unit}"), verdict=verdict),
                   fontsize=9, fontweight="normal", color=INK)  # fmt: skip
    pairs = [f"{group} {number(value, unit, view.lang)}" for group, value in zip(names, numbers, strict=True)]
    return f"{name}: {text('report.format.list', view.lang).join(pairs)}"
