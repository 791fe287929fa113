"""The effect by how much of what was reported is real, beside what is worth acting on."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from sim.desk.charts.look import AXES, LINES, Chart, axis, shown, table, tips, told_as
from sim.paired.break_even import effect_at, good_way
from sim.reports import format as fmt
from sim.reports.palette import ARMS, INK, SOFT, WARNING
from sim.texts import text

STEP = 0.05
"""Between two shares of the line."""
SHADE = 0.14


def real_chart(row: Mapping[str, Any], per: float, share: float, lang: str) -> Chart:
    """The line on which a break-even was found, what is worth acting on, the share needed, and the chosen share."""
    unit, money = row["unit"], row["unit"] == "yuan"
    shares = [one for one in np.round(np.arange(0.0, 1.0 + STEP / 2, STEP), 4) if math.isfinite(effect_at(row, one))]
    effects = pd.Series([effect_at(row, one) for one in shares])
    said = [fmt.format_difference(effect, unit, per, lang) for effect in effects]
    frame = pd.DataFrame({"x": np.array(shares) * 100, "value": shown(effects, unit, per), "said": said,
                          "share": [fmt.format_part(one, lang) for one in shares]})  # fmt: skip
    base = alt.Chart(frame, height=LINES + AXES).encode(
        x=alt.X("x:Q", scale=alt.Scale(domain=[0, 100]),
                axis=alt.Axis(title=text("desk.chart.share", lang), grid=False, format="d", labelColor=SOFT,
                              titleColor=SOFT)),
        y=alt.Y("value:Q", axis=axis(lang, signed=True, large=money)))  # fmt: skip
    low, high = _ends(row)
    worth = float(shown(pd.Series([good_way(row["metric"]) * row["worth"]]), unit, per).iloc[0])
    marks = pd.DataFrame({"low": [100 * low], "high": [100 * high], "worth": [worth], "zero": [0.0],
                          "chosen": [100 * share]})  # fmt: skip
    still = alt.Chart(marks)
    layers = [still.mark_rule(color=SOFT, opacity=0.5).encode(y="zero:Q"),
              still.mark_rule(color=WARNING, strokeDash=[6, 4], strokeWidth=1.6).encode(y="worth:Q"),
              base.mark_line(color=ARMS[0], strokeWidth=2.4),
              base.mark_point(color=ARMS[0], filled=True, size=45).encode(tooltip=tips(lang, share="share",
                                                                                      said="effect")),
              still.mark_rule(color=INK, strokeWidth=1.6).encode(x="chosen:Q")]  # fmt: skip
    if math.isfinite(low):
        layers.insert(0, still.mark_rect(color=ARMS[0], opacity=SHADE).encode(x="low:Q", x2="high:Q"))
    words = "; ".join(f"{part}: {effect}" for part, effect in zip(frame["share"], said, strict=True))
    heads = [text("desk.chart.share", lang), text("desk.chart.effect", lang)]
    title = text("desk.chart.real", lang, unit=fmt.unit_word(unit, per, lang))
    grid = table(title, heads, [*zip(frame["share"], said, strict=True)])
    return Chart(told_as(alt.layer(*layers), words), title, words, grid)


def _ends(row: Mapping[str, Any]) -> tuple[float, float]:
    """Where the share needed lies (95 %); up to the whole where it may never be enough."""
    low, high = float(row["share_low"]), float(row["share_high"])
    return low, high if math.isfinite(high) else 1.0
