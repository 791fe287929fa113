"""Slides with native charts of a comparison: effects with both of their ranges, and curves over time."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import pandas as pd

from sim.paired.comparison import Comparison
from sim.paired.headline import ASKED
from sim.reports import format as fmt
from sim.reports.curves import LINES, UNITS, Panel, curve_alt, panels
from sim.reports.deck.charts import curves_chart, effects_chart
from sim.reports.deck.fitting import BOTTOM, LEFT, ROOM
from sim.reports.deck.plots import ENDS, Axis, Box, Curve, EffectMark, scale_of
from sim.reports.deck.writing import Deck
from sim.reports.forest import forest_alt
from sim.reports.lettering import width
from sim.reports.names import per_of, scenario_name, segment_name
from sim.reports.page_one import option_name, shown_rows
from sim.reports.palette import BASELINE
from sim.reports.rows import EffectRow, baseline_of, rows_of, scenarios_of
from sim.reports.sheet import Sheet
from sim.reports.style import arm_colours
from sim.texts import text

CAPTION = 12.0
"""Size of the words that say how to read a chart [points]."""
MARKS, LINES_BELOW = 12, 4
"""Effects in one chart at most, whose names stand below side by side, and lines that such a name may take."""
ENOUGH, GAP = 190.0, 8.0
"""Height that lets a chart stand below a table, else it has a slide to itself; and the gap above it [points]."""
OVER_TIME = (*ASKED, "daily_active_users")
"""Curves that are shown, where a run has them."""


def outcome_slides(deck: Deck, block: Sheet, metric: str, comparison: Comparison, notes: Sequence[str]) -> None:
    """A block of page one as a table, and its effects as marks with both ranges: below it where there is room."""
    lang, rows = deck.lang, rows_of(comparison, deck.lang)
    shown = [row for name in comparison.advice["scenario"] for row in shown_rows(metric, rows, name)
             if math.isfinite(row.data["difference"])]  # fmt: skip
    greyed = [f"{row.scenario}, {row.segment}: {row.note}" for row in shown if row.data["greyed"]]
    said = (*block.notes, *greyed, *notes)
    table = deck.table(block.title, block, notes=said)
    few = _side_by_side([_mark(row, comparison, lang) for row in shown])
    if 0 < len(shown) <= few and BOTTOM - table[1] >= ENOUGH:
        _effects(deck, table, shown, shown, comparison)
        return
    for page, at in enumerate(range(0, len(shown), few)):
        title = deck.titled(text("report.slides.effects", lang, outcome=block.title), page)
        _effects(deck, deck.slide(title, said), shown[at : at + few], shown, comparison)


def _effects(
    deck: Deck, place: tuple[Any, float], rows: Sequence[EffectRow], all_rows: Sequence[EffectRow],
    comparison: Comparison,
) -> None:  # fmt: skip
    """A chart of rows in the rest of a slide (slide, where that begins), on the scale of `all_rows`."""
    (slide, top), lang = place, deck.lang
    marks, others = ([_mark(row, comparison, lang) for row in some] for some in (rows, all_rows))
    scale = scale_of([0.0, *(end for mark in others for end in mark.ends if math.isfinite(end))])
    unit = fmt.unit_word(rows[0].data["unit"], per_of(rows[0].data["metric"]), lang)
    axis = Axis(text("report.forest.axis", lang, unit=unit), signed=True)
    end = deck.below(slide, _how_to_read(marks, lang), CAPTION)
    box = Box(LEFT, top + GAP, ROOM, end - top - GAP, forest_alt(list(rows), lang))
    effects_chart(slide, box, marks, [text(f"report.slides.series.{name}", lang) for name in ENDS], axis, scale)


def _side_by_side(marks: Sequence[EffectMark]) -> int:
    """How many marks of one chart have room for their names."""
    widest = max((width(mark.label, CAPTION) for mark in marks), default=1.0)
    return max(1, min(MARKS, int(ROOM / (1.2 * widest / LINES_BELOW))))


def _mark(row: EffectRow, comparison: Comparison, lang: str) -> EffectMark:
    """An effect in the unit of page one: shares in points, counts per so many."""
    data, factor = row.data, per_of(row.data["metric"]) * (100 if row.data["unit"] == "share" else 1)
    name = option_name(data["scenario"], comparison, lang)
    ranges = {end: float(data[end]) * factor for end in ("low", "high", "likely_low", "likely_high", "worth")}
    return EffectMark(text("report.page_one.of_group", lang, option=name, segment=row.segment),
                effect=float(data["difference"]) * factor, hollow=bool(data["greyed"]),
                colour=arm_colours(scenarios_of(comparison))[data["scenario"]], **ranges)  # fmt: skip


def _how_to_read(marks: Sequence[EffectMark], lang: str) -> str:
    """What the signs of a chart mean; only those that occur."""
    keys = ["read_effects"]
    keys += ["read_likely"] if any(math.isfinite(mark.likely_low) for mark in marks) else []
    keys += ["read_worth"] if any(math.isfinite(mark.worth) for mark in marks) else []
    keys += ["read_hollow"] if any(mark.hollow for mark in marks) else []
    return fmt.paragraph((text(f"report.slides.{key}", lang) for key in keys), lang)


def curve_slides(deck: Deck, comparison: Comparison, notes: Sequence[str]) -> None:
    """Levels and differences over time: for everybody, and for the groups that primary outcomes are about."""
    groups = {"all", *comparison.primary["segment"]}
    arms, scale = [baseline_of(comparison), *scenarios_of(comparison)], comparison.manifest["scale"]
    for panel in panels(comparison.curves, arms, scale):
        if panel.curve in OVER_TIME and panel.segment in groups and len(panel.arms[arms[0]]):
            _panel(deck, panel, notes)


def _panel(deck: Deck, panel: Panel, notes: Sequence[str]) -> None:
    """A slide with the levels of every world on the left, and what differs from the baseline on the right."""
    lang, count = deck.lang, UNITS[panel.curve] == "count"
    title = f"{text(f'report.curves.{panel.curve}', lang)} · {segment_name(panel.segment, lang)}"
    slide, top = deck.slide(title, notes)
    end = deck.below(slide, text("report.slides.read_curves", lang), CAPTION)
    difference = text("report.curves.difference", lang)
    if not count:
        unit = fmt.unit_word("share", 1.0, lang)
        difference = text("report.format.with_unit", lang, name=difference, unit=unit)
    sides = ((text(f"report.curves.y.{panel.curve}", lang), list(panel.arms), LINES[:3]),
             (difference, panel.compared, LINES[3:]))  # fmt: skip
    for place, (says, arms, columns) in enumerate(sides):
        box = Box(LEFT + place * ROOM / 2, top, ROOM / 2, end - top, curve_alt(panel, lang))
        axis = Axis(says, signed=place == 1, crowd=lang if count else "")
        curves = [_curve(panel, arm, columns, lang) for arm in arms]
        curves_chart(slide, box, _days(panel), curves, axis, text(f"report.curves.day.{panel.curve}", lang))


def _days(panel: Panel) -> list[int]:
    """The days of the baseline's curve, which are those of all."""
    return [int(day) for day in next(iter(panel.arms.values())).index]


def _curve(panel: Panel, arm: str, columns: Sequence[str], lang: str) -> Curve:
    """A world's line with its band."""
    rows = panel.arms[arm].reindex(_days(panel))
    factor = 100.0 if UNITS[panel.curve] == "share" else 1.0
    values = [_points(rows[column] * factor) for column in columns]
    name = fmt.capital(scenario_name(arm, lang))
    names = (name, *(text(f"report.slides.band.{end}", lang, name=name) for end in ("low", "high")))
    dash = panel.compared.index(arm) if arm in panel.compared else 0
    return Curve(names, values, arm_colours(panel.compared).get(arm, BASELINE), dash)


def _points(column: pd.Series) -> list[float | None]:
    return [float(value) if math.isfinite(value) else None for value in column]
