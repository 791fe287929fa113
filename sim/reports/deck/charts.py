"""Native charts: effects with both of their ranges, and curves over time with their bands.

python-pptx has no words for error bars, hidden entries of a legend and pale lines: these are written as XML, in the
order that ECMA-376 (part 1, 21.2) asks for.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.enum.dml import MSO_LINE_DASH_STYLE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Pt

from sim.reports.deck.plots import ENDS, Axis, Box, Curve, EffectMark, Scale, number_format, scale_of
from sim.reports.palette import GRID, INK, SOFT

SMALL = 11.0
"""Size of writing in a chart [points]."""
LABELS = 8
"""Days named below a chart of curves, about."""
DASHES = (MSO_LINE_DASH_STYLE.SOLID, MSO_LINE_DASH_STYLE.DASH, MSO_LINE_DASH_STYLE.ROUND_DOT,
          MSO_LINE_DASH_STYLE.DASH_DOT)  # fmt: skip
"""As those of the figures (`sim.reports.style.DASHES`)."""
PALE = 0.45
"""How much of white is mixed into the lines of a band."""


def effects_chart(page: Any, box: Box, marks: Sequence[EffectMark], names: Sequence[str], axis: Axis,
                  scale: Scale) -> None:  # fmt: skip
    """Marks side by side with a thick bar (low to high) and a thin line (likely_low to likely_high).

    A chart of lines without lines: the points have names below, and no bar begins at zero and looks like more than
    it is. Ranges are error bars, and their ends stand in the sheet behind the chart under `names` (those of ENDS).
    """
    data = CategoryChartData(number_format="General")
    data.categories = [mark.label for mark in marks]
    for name, values in zip(names, zip(*(mark.ends for mark in marks), strict=True), strict=True):
        data.add_series(name, [value if math.isfinite(value) else None for value in values])
    chart = _chart(page, box, XL_CHART_TYPE.LINE_MARKERS, data, legend=False)
    series = dict(zip(ENDS, chart.plots[0].series, strict=True))
    for end, one in series.items():
        one.smooth = False
        one.format.line.fill.background()
        dash = end.startswith(("worth", "likely"))
        style = XL_MARKER_STYLE.CIRCLE if end == "effect" else XL_MARKER_STYLE.DASH if dash else XL_MARKER_STYLE.NONE
        one.marker.style = style
        one.marker.size = {"effect": 11, "worth": 22, "worth_below": 22}.get(end, 7)
        _filled(one.marker.format, _grey(end), _grey(end))
    _range_bars(series["likely_low"], [mark.likely_high - mark.likely_low for mark in marks], 1.5, SOFT)
    _range_bars(series["low"], [mark.high - mark.low for mark in marks], 9.0, "#9aa3ae")
    for place, mark in enumerate(marks):
        _filled(series["effect"].points[place].marker.format, "#FFFFFF" if mark.hollow else mark.colour, mark.colour)
    _axes(chart, axis, "", scale)


def curves_chart(page: Any, box: Box, days: Sequence[int], curves: Sequence[Curve], axis: Axis, below: str) -> None:
    """Lines over days, each between the thin lines of its band; `below` is said at the axis of days."""
    data = CategoryChartData(number_format="General")
    data.categories = list(days)
    for curve in curves:
        for name, values in zip(curve.names, curve.values, strict=True):
            data.add_series(name, values)
    chart = _chart(page, box, XL_CHART_TYPE.LINE, data, legend=True)
    lines = list(chart.plots[0].series)
    for place, line in enumerate(lines):
        curve, main = curves[place // 3], place % 3 == 0
        line.smooth = False
        line.format.line.width = Pt(2.25 if main else 0.75)
        line.format.line.color.rgb = _rgb(curve.colour if main else _paler(curve.colour))
        line.format.line.dash_style = DASHES[curve.dash % len(DASHES)] if main else MSO_LINE_DASH_STYLE.SOLID
    _hide(chart.legend, [place for place in range(len(lines)) if place % 3])
    least = -math.inf if axis.signed else 0.0  # no level is below zero, whatever its band says
    known = [max(value, least) for curve in curves for values in curve.values for value in values if value is not None]
    _axes(chart, axis, below, scale_of(known))
    every = max(1, round(len(days) / LABELS))
    axes = chart.category_axis._element
    for tag in ("tickLblSkip", "tickMarkSkip"):
        axes.find(".//{*}noMultiLvlLbl").addprevious(parse_xml(f'<c:{tag} {nsdecls("c")} val="{every}"/>'))


def _chart(page: Any, box: Box, kind: XL_CHART_TYPE, data: CategoryChartData, *, legend: bool) -> Any:
    frame = page.shapes.add_chart(kind, Pt(box.left), Pt(box.top), Pt(box.wide), Pt(box.high), data)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", box.alt)
    chart = frame.chart
    chart.font.size, chart.font.color.rgb = Pt(SMALL), _rgb(INK)
    chart.has_title, chart.has_legend = False, legend
    if legend:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    return chart


def _axes(chart: Any, axis: Axis, below: str, scale: Scale) -> None:
    """Both axes of a chart: names at its foot, even where values are below zero."""
    values, names = chart.value_axis, chart.category_axis
    values.minimum_scale, values.maximum_scale, values.major_unit = scale
    values.major_gridlines.format.line.color.rgb = _rgb(GRID)
    values.format.line.fill.background()
    values.major_tick_mark = names.major_tick_mark = XL_TICK_MARK.NONE
    values.tick_labels.number_format, values.tick_labels.number_format_is_linked = number_format(axis, scale), False
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    names.format.line.color.rgb = _rgb(SOFT)
    names.tick_labels.font.size = Pt(SMALL)
    names._element.find("{*}txPr/{*}bodyPr").set("rot", "0")  # broken into lines, never written aslant
    for one, words in ((values, axis.title), (names, below)):
        one.has_title = bool(words)
        if words:
            one.axis_title.text_frame.text = words
            font = one.axis_title.text_frame.paragraphs[0].runs[0].font
            font.size, font.bold, font.color.rgb = Pt(SMALL), False, _rgb(SOFT)


def _range_bars(series: Any, lengths: Sequence[float], wide: float, colour: str) -> None:
    """Error bars upwards from every point of a series, so long and so wide [points]."""
    points = "".join(f'<c:pt idx="{place}"><c:v>{length!r}</c:v></c:pt>' for place, length in enumerate(lengths)
                     if math.isfinite(length))  # fmt: skip
    known = f'<c:numLit><c:formatCode>General</c:formatCode><c:ptCount val="{len(lengths)}"/>{points}</c:numLit>'
    bars = f"""<c:errBars {nsdecls("c", "a")}><c:errDir val="y"/><c:errBarType val="plus"/><c:errValType val="cust"/>
        <c:noEndCap val="1"/><c:plus>{known}</c:plus>
        <c:spPr><a:ln w="{int(wide * 12700)}" cap="flat"><a:solidFill><a:srgbClr val="{colour[1:]}"/></a:solidFill>
        <a:round/></a:ln></c:spPr></c:errBars>"""
    series._element.find("{*}cat").addprevious(parse_xml(bars))


def _hide(legend: Any, places: Sequence[int]) -> None:
    """Leave series out of a legend."""
    for place in reversed(places):
        entry = f'<c:legendEntry {nsdecls("c")}><c:idx val="{place}"/><c:delete val="1"/></c:legendEntry>'
        legend._element.find("{*}legendPos").addnext(parse_xml(entry))


def _filled(format: Any, inside: str, edge: str) -> None:
    format.fill.solid()
    format.fill.fore_color.rgb, format.line.color.rgb = _rgb(inside), _rgb(edge)


def _grey(end: str) -> str:
    return "#c3c9d0" if end.startswith("worth") else SOFT


def _rgb(colour: str) -> RGBColor:
    return RGBColor.from_string(colour[1:].upper())


def _paler(colour: str) -> str:
    """A colour mixed with white."""
    parts = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return "#" + "".join(f"{round(part + (255 - part) * PALE):02X}" for part in parts)
