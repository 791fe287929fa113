"""When the strategies of a plan act, as a chart: one bar a strategy, with its phases behind."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from sim.levers import is_crisis
from sim.reports.names import strategy_name
from sim.reports.palette import ARMS, GRID, INK, WARNING
from sim.scenario.plan import Scenario, Strategy
from sim.texts import text

if TYPE_CHECKING:
    import altair

ROW = 34
"""Height of a strategy's row [pixels]."""
DRESS = {"strategy": ARMS[0], "waiting": ARMS[1], "crisis": WARNING}
"""What a bar can be -> its colour; a strategy that is `waiting` acts only when its trigger fires."""


def bars(scenario: Scenario, lang: str) -> list[dict[str, Any]]:
    """A row for each strategy: its name, first day and the day after its last, and what it is."""
    return [{"name": strategy_name(strategy.name, lang), "start": _date(scenario, strategy.when.start),
             "end": _date(scenario, _end(strategy, scenario)), "kind": _kind(strategy, lang)}
            for strategy in scenario.strategies]


def timeline_chart(scenario: Scenario, lang: str) -> altair.LayerChart:
    """The chart of `bars`; phases are shaded behind them."""
    import altair as alt

    keys = ("what", "start", "end", "kind", "phase", "alt", *DRESS)
    words = {key: text(f"desk.timeline.{key}", lang) for key in keys}
    rows = bars(scenario, lang)
    kinds = list(dict.fromkeys(row["kind"] for row in rows))
    dress = {words[kind]: colour for kind, colour in DRESS.items()}
    when = alt.X("start:T", title=None, axis=alt.Axis(format="%Y-%m-%d", labelOverlap=True, tickCount=5),
                 scale=alt.Scale(domain=[_date(scenario, 0), _date(scenario, scenario.horizon.days)]))
    dates = [alt.Tooltip(f"{end}:T", title=words[end], format="%Y-%m-%d") for end in ("start", "end")]
    phases = [{"name": phase.name, "start": _date(scenario, phase.start), "end": _date(scenario, phase.end)}
              for phase in scenario.phases]  # fmt: skip
    behind = alt.Chart(alt.Data(values=phases)).mark_rect(fill=GRID, opacity=0.5, stroke="white").encode(
        x=when, x2="end:T", tooltip=[alt.Tooltip("name:N", title=words["phase"]), *dates])  # fmt: skip
    acting = alt.Chart(alt.Data(values=rows)).mark_bar(height=16, cornerRadius=3).encode(
        x=when, x2="end:T",
        y=alt.Y("name:N", title=None, sort=[row["name"] for row in rows], axis=alt.Axis(labelLimit=220)),
        color=alt.Color("kind:N", title=None, legend=alt.Legend(orient="top"),
                        scale=alt.Scale(domain=kinds, range=[dress[kind] for kind in kinds])),
        tooltip=[alt.Tooltip("name:N", title=words["what"]), *dates, alt.Tooltip("kind:N", title=words["kind"])],
    )  # fmt: skip
    chart = alt.layer(behind, acting).properties(height=ROW * max(len(rows), 1) + 80, description=words["alt"])
    return chart.configure_axis(labelColor=INK).configure_legend(labelColor=INK)


def _date(scenario: Scenario, day: int) -> str:
    return (scenario.horizon.start + datetime.timedelta(days=day)).isoformat()


def _end(strategy: Strategy, scenario: Scenario) -> int:
    return scenario.horizon.days if strategy.when.end is None else strategy.when.end


def _kind(strategy: Strategy, lang: str) -> str:
    name = "crisis" if is_crisis(strategy.lever) else "waiting" if strategy.when.trigger else "strategy"
    return text(f"desk.timeline.{name}", lang)
