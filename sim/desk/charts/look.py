"""What every interactive figure is: a drawing, words for who does not see it, and its numbers as a table."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd

from sim.reports import format as fmt
from sim.reports.blocks import Grid, Row
from sim.reports.palette import BASELINE, GRID, INK, SOFT
from sim.reports.style import Dash, arm_colours, arm_dashes
from sim.texts import text

LINES, ENTRY, AXES = 230, 19, 60
"""Heights of the room for lines, of an entry of the legend, and of an axis with its title [pixels]."""
LEGEND = {"orient": "bottom", "direction": "vertical", "title": None, "labelLimit": 0, "symbolStrokeWidth": 2.5,
          "symbolSize": 260, "symbolType": "stroke", "symbolFillColor": "transparent", "symbolOpacity": 1,
          "labelColor": INK, "labelFontSize": 13}  # fmt: skip
BAND, DARKEST = 0.4, 0.18
"""How dark all bands are together, where they lie above each other, and one by itself at most."""
MARK = "\n"
"""Breaks the label of a line of a figure in two."""


@dataclass(frozen=True)
class Chart:
    """A figure (Altair), what is drawn upwards or to the right, what it says in words, its numbers as a table."""

    drawing: Any
    title: str
    alt: str
    table: Grid


@dataclass(frozen=True)
class Arms:
    """How worlds are told apart: their labels with a colour and a dash each, as in the figures of the report."""

    labels: dict[str, str]
    compared: Sequence[str]

    @property
    def height(self) -> int:
        """Height of a figure of their lines, with axis and legend [pixels]."""
        return LINES + AXES + ENTRY * len(self.labels)

    @property
    def band(self) -> float:
        """How dark each band is, so that all of them above each other stay light."""
        return min(DARKEST, BAND / len(self.labels))

    @property
    def colours(self) -> dict[str, str]:
        """Colour of every world, by its name."""
        return {arm: arm_colours([*self.compared]).get(arm, BASELINE) for arm in self.labels}

    def colour(self) -> alt.Color:
        """The worlds' colours, with the legend."""
        scale = alt.Scale(domain=[*self.labels.values()], range=[*self.colours.values()])
        return alt.Color("arm:N", scale=scale, legend=alt.Legend(**LEGEND))

    def dash(self) -> alt.StrokeDash:
        """The worlds' dashes, in the same legend."""
        dashes = arm_dashes([*self.compared])
        patterns = [pattern(dashes.get(arm, "-")) for arm in self.labels]
        scale = alt.Scale(domain=[*self.labels.values()], range=patterns)
        return alt.StrokeDash("arm:N", scale=scale, legend=alt.Legend(**LEGEND))


def pattern(dash: Dash) -> list[float]:
    """A dash of the report's figures as a browser draws it [pixels]."""
    return [1.0, 0.0] if isinstance(dash, str) else [2.0 * part for part in dash[1]]


def shown(values: pd.Series, unit: str, per: float = 1.0) -> pd.Series:
    """Numbers as an axis shows them: shares times 100, counts per so many."""
    return values.astype(float) * per * (100.0 if unit == "share" else 1.0)


def axis(lang: str, *, signed: bool = False, large: bool = False) -> alt.Axis:
    """An axis of numbers without a title; `large` ones (people, yuan) are written in millions or 万."""
    style = {"title": None, "gridColor": GRID, "labelColor": SOFT, "tickCount": 7}
    number = f"(datum.value ? format(datum.value / {{scale:g}}, '{'+' if signed else ''},~g') : '0')"
    if not large:
        return alt.Axis(labelExpr=number.format(scale=1), **style)
    huge, big = fmt.STEPS[lang]
    written = [_written(f"report.format.{name}_people", number.format(scale=scale), lang)
               for name, scale in (("huge", huge), ("large", big))]  # fmt: skip
    size = "abs(datum.value)"
    return alt.Axis(labelExpr=f"{size} >= {huge:g} ? {written[0]} : {size} >= {big:g} ? {written[1]} : "
                              f"{number.format(scale=1)}", **style)  # fmt: skip


def _written(key: str, number: str, lang: str) -> str:
    """The text of a key as a sum of strings and the number in it."""
    before, after = text(key, lang, number=MARK).split(MARK)
    return f"{json.dumps(before)} + {number} + {json.dumps(after)}"


def table(caption: str, heads: Sequence[str], lines: Sequence[Sequence[str]], words: int = 1) -> Grid:
    """A table whose first columns (`words`) hold words and the others numbers."""
    return Grid(caption, heads, [Row(line) for line in lines], range(words, len(heads)), look="sheet")


def days(title: str) -> alt.X:
    """The axis of days."""
    line = alt.Axis(title=title, grid=False, tickCount=8, tickMinStep=1, format="d", labelColor=SOFT, titleColor=SOFT)
    return alt.X("x:Q", axis=line, scale=alt.Scale(nice=False))


def told_as(drawing: Any, words: str) -> Any:
    """The drawing with the words that are read out in its place; its single marks are not read out."""
    return drawing.properties(description=words).configure(aria=False)


def tips(lang: str, **fields: str) -> list[alt.Tooltip]:
    """What is said where the pointer is: (field of the figure, key of its name under `desk.chart`)."""
    return [alt.Tooltip(field, type="nominal", title=text(f"desk.chart.{name}", lang))
            for field, name in fields.items()]  # fmt: skip


def hovered(layers: Sequence[Any], points: Any) -> Any:
    """Lines with a point that appears, and says its numbers, where the pointer is near."""
    near = alt.selection_point(fields=["x", "arm"], nearest=True, on="pointerover", empty=False, clear="pointerout")
    return alt.layer(*layers, points.encode(opacity=alt.condition(near, alt.value(1), alt.value(0))).add_params(near))


def intervals(frame: pd.DataFrame, x: alt.Axis, tooltip: Sequence[alt.Tooltip], *, worth: float = float("nan"),
              height: int = 44) -> Any:
    """Lines of a forest plot: a mark, a thick bar where the average lies, a thin line for the possible range.

    `frame` has the columns label, value, low, high, likely_low, likely_high [shown units], colour and hollow.
    """
    lines = alt.Axis(title=None, labelLimit=190, labelExpr=f"split(datum.label, {json.dumps(MARK)})", grid=False,
                     ticks=False, domain=False, labelLineHeight=15, labelColor=INK, labelFontSize=13)  # fmt: skip
    base = alt.Chart(frame, height=height * len(frame) + AXES).encode(
        y=alt.Y("label:N", sort=None, axis=lines), tooltip=tooltip)
    bars = base.encode(color=alt.Color("colour:N", scale=None))
    value = alt.X("value:Q", axis=x)
    zero = pd.DataFrame({"zero": [0.0], "from": [-worth], "to": [worth]})
    behind = [alt.Chart(zero).mark_rule(color=INK, opacity=0.6).encode(x="zero:Q")]
    if worth == worth:
        behind.insert(0, alt.Chart(zero).mark_rect(color=GRID, opacity=0.7).encode(x="from:Q", x2="to:Q"))
    if frame["likely_low"].notna().any():
        behind.append(bars.mark_rule(strokeWidth=1.3).encode(x=alt.X("likely_low:Q"), x2="likely_high:Q"))
    return alt.layer(
        *behind,
        bars.mark_rule(strokeWidth=8, opacity=0.4).encode(x=alt.X("low:Q"), x2="high:Q"),
        base.mark_point(size=70, filled=True, opacity=1, strokeWidth=1.8).encode(
            x=value, stroke=alt.Stroke("colour:N", scale=None),
            fill=alt.condition("datum.hollow", alt.value("white"), alt.Fill("colour:N", scale=None))),
    )
