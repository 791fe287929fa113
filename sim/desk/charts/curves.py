"""The curves of every world in one group: levels, or differences from the baseline, with their bands."""

from __future__ import annotations

import altair as alt
import pandas as pd

from sim.desk.charts.look import Arms, Chart, axis, days, hovered, shown, table, tips, told_as
from sim.reports import format as fmt
from sim.reports.blocks import Grid
from sim.reports.curves import LINES, UNITS, Panel, curve_alt
from sim.reports.names import scenario_name, segment_name
from sim.reports.sheet import span
from sim.texts import text

EVERY = 7
"""Days between two lines of the table beside a curve; the last day has its line too."""


def curve_chart(panel: Panel, lang: str, *, difference: bool = False) -> Chart:
    """Levels by world, or with `difference` the paired differences from the baseline; bands are 95 %."""
    names = panel.compared if difference else [*panel.arms]
    arms = Arms({arm: fmt.capital(scenario_name(arm, lang)) for arm in names}, panel.compared)
    unit, frame = UNITS[panel.curve], _frame(panel, arms, lang, difference=difference)
    title, day = _title(panel, lang, difference=difference), text(f"report.curves.day.{panel.curve}", lang)
    base = alt.Chart(frame, height=arms.height).encode(x=days(day), color=arms.colour())
    value = alt.Y("value:Q", scale=alt.Scale(zero=difference), axis=axis(lang, signed=difference,
                                                                         large=unit == "count"))  # fmt: skip
    told = tips(lang, arm="world", x="day", said="effect" if difference else "level", band="average")
    layers = [base.mark_area(opacity=arms.band).encode(y=alt.Y("low:Q"), y2="high:Q"),
              base.mark_line(strokeWidth=2.2).encode(y=value, strokeDash=arms.dash())]  # fmt: skip
    drawing = hovered(layers, base.mark_point(size=60, filled=True).encode(y=value, tooltip=told))
    words = _difference_alt(frame, title, lang) if difference else curve_alt(panel, lang)
    return Chart(told_as(drawing, words), title, words, _weekly(frame, arms, day, title))


def _difference_alt(frame: pd.DataFrame, title: str, lang: str) -> str:
    """The difference of every world on its last day, in words."""
    last = frame.drop_duplicates("arm", keep="last")
    values = (f"{row.arm} {row.said}" for row in last.itertuples())
    return text("desk.chart.differences", lang, title=title, values=text("report.format.list", lang).join(values))


def _title(panel: Panel, lang: str, *, difference: bool) -> str:
    """What is drawn of whom, with its unit."""
    key = "report.curves.difference" if difference else f"report.curves.y.{panel.curve}"
    title = text(key, lang)
    if difference and UNITS[panel.curve] == "share":
        title = text("report.format.with_unit", lang, name=title, unit=fmt.unit_word("share", 1.0, lang))
    return f"{title} · {segment_name(panel.segment, lang)}"


def _frame(panel: Panel, arms: Arms, lang: str, *, difference: bool) -> pd.DataFrame:
    """x, value, low, high [shown units], the world, and the numbers in words, of every day and world."""
    columns, unit = LINES[3:] if difference else LINES[:3], UNITS[panel.curve]
    parts = []
    for arm, label in arms.labels.items():
        rows = panel.arms[arm]
        numbers = {name: shown(rows[column], unit) for name, column in zip(("value", "low", "high"), columns,
                                                                           strict=True)}  # fmt: skip
        said = [_written(value, unit, lang, signed=difference) for value in rows[columns[0]]]
        ends = [[_written(end, unit, lang, signed=difference) for end in rows[column]] for column in columns[1:]]
        band = [span(low, high, lang) for low, high in zip(*ends, strict=True)]
        parts.append(pd.DataFrame({"x": rows.index, **numbers, "arm": label, "said": said, "band": band}))
    return pd.concat(parts, ignore_index=True)


def _written(value: float, unit: str, lang: str, *, signed: bool) -> str:
    if unit == "count":
        return fmt.format_people(value, lang, signed=signed)
    write = fmt.format_difference if signed else fmt.format_value
    return write(value, unit, 1.0, lang)


def _weekly(frame: pd.DataFrame, arms: Arms, day: str, caption: str) -> Grid:
    """The numbers of some days in words, a column a world."""
    every = sorted(set(frame["x"]))
    kept = [one for place, one in enumerate(every) if place % EVERY == 0 or one == every[-1]]
    said = frame.assign(cell=frame["said"] + " (" + frame["band"] + ")").pivot(index="x", columns="arm", values="cell")
    labels = [*arms.labels.values()]
    lines = [(f"{one:g}", *said.loc[one].reindex(labels).fillna("")) for one in kept]
    return table(caption, (day, *labels), lines)
