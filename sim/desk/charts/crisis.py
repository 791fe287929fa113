"""How far a signal is below the untouched world after a crisis, one line an answer, and the noise of luck."""

from __future__ import annotations

import math

import altair as alt
import pandas as pd

from sim.desk.charts.look import Arms, Chart, axis, days, hovered, table, tips, told_as
from sim.paired.comparison import Comparison
from sim.replicate.daily import SIGNALS
from sim.reports import format as fmt
from sim.reports.crisis import arm_label, crisis_arms, days_sheet, is_desk, recovery_alt
from sim.reports.names import segment_name
from sim.reports.palette import BASELINE
from sim.reports.sheet import span
from sim.texts import text


def recovery_chart(comparison: Comparison, segment: str, signal: str, lang: str) -> Chart:
    """Weekly means of a signal in a group against the untouched world, with 95 % bands; the noise in grey."""
    course = comparison.crisis_course
    course = course[(course["segment"] == segment) & (course["signal"] == signal)]
    people = signal == SIGNALS[0]
    scale = (comparison.manifest["scale"] or 1.0) if people else 1.0
    struck, desk = crisis_arms(comparison), is_desk(comparison)
    arms = Arms({arm.name: arm_label(arm, desk, lang) for arm in struck}, [arm.name for arm in struck])
    frame = _frame(course, scale, arms, people, lang)
    noise = scale * float(course["noise"].iloc[0]) if len(course) else math.nan
    day = text("report.curves.day.base_retention", lang)
    base = alt.Chart(frame, height=arms.height).encode(x=days(day), color=arms.colour())
    value = alt.Y("value:Q", axis=axis(lang, signed=True, large=people))
    band = pd.DataFrame({"from": [-noise], "to": [noise], "zero": [0.0]})
    layers = [alt.Chart(band).mark_rect(color=BASELINE, opacity=0.12).encode(y="from:Q", y2="to:Q"),
              alt.Chart(band).mark_rule(color=BASELINE).encode(y="zero:Q"),
              base.mark_area(opacity=arms.band).encode(y=alt.Y("low:Q"), y2="high:Q"),
              base.mark_line(strokeWidth=2.2).encode(y=value, strokeDash=arms.dash())]  # fmt: skip
    told = tips(lang, arm="world", x="day", said="effect", band="average")
    drawing = hovered(layers, base.mark_point(size=60, filled=True).encode(y=value, tooltip=told))
    words = recovery_alt(comparison, signal, lang, segment)
    title = f"{text(f'report.crisis.curve.{signal}', lang)} · {segment_name(segment, lang)}"
    sheet = days_sheet(comparison, lang, segment)
    return Chart(told_as(drawing, words), title, words, table(sheet.title, sheet.heads, sheet.lines))


def _frame(course: pd.DataFrame, scale: float, arms: Arms, people: bool, lang: str) -> pd.DataFrame:
    """x, value, low, high, the world, and the numbers in words."""
    frame = pd.DataFrame({"x": course["day"], "arm": course["scenario"].map(arms.labels),
                          "value": scale * course["difference"], "low": scale * course["low"],
                          "high": scale * course["high"]})  # fmt: skip

    def worded(value: float) -> str:
        return fmt.format_people(value, lang, signed=True) if people else fmt.format_difference(value, "score", 1, lang)

    bands = [span(worded(low), worded(high), lang) for low, high in zip(frame["low"], frame["high"], strict=True)]
    return frame.assign(said=frame["value"].map(worded), band=bands)
