"""Targets against the simulation: what was reported, what came out, and whether it was met; misses included.

`rows` are the rows of a validation: COLUMNS of calibration/validate.py says what the columns hold.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import pandas as pd
from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from sim.levers import LEVERS
from sim.outcomes.metrics import METRICS
from sim.reports import format as fmt
from sim.reports.names import lever_name, metric_name, segment_name
from sim.texts import has, text

COLUMNS = ("target", "reported", "tolerance", "simulated", "spread", "verdict", "evidence", "grade", "note")
IN_TERMINAL = ("target", "reported", "tolerance", "simulated", "spread", "verdict", "evidence")
NUMBERS = ("reported", "tolerance", "simulated", "spread")
WIDTHS = {"target": (26, 44), "reported": (10, 18), "evidence": (6, 14)}
"""Least and greatest width of the columns whose words may go on in the next line."""
KINDS = ("fitted", "unfitted", "order", "strength")
"""A number that the fit looks at, one that it does not, an order of two groups, an effect that sets a strength."""
THEMES: Mapping[str, tuple[str, ...]] = {
    "visits": ("visit", "minutes_per_", "bounce_", "watch_", "interaction_", "weekly_"),
    "loyalty": ("top_host_", "known_host_"),
    "returning": ("dau_", "return_hazard_", "true_return_", "retention_", "base_retention", "new_lost_",
                  "uninstall"),
    "buying": ("conversion", "checkout_", "order", "buyer_", "repurchase_", "rebuy_", "repeat_", "purchase_", "return_",
               "unanswered_", "minutes_to_place_"),
    "people": ("population_", "contacts_", "shares_"),
    "responses": (),
    "other": ("",),
    "segments": (),
    "strategies": (),
}
"""Theme -> how the names of its metrics and patterns begin; the first theme that fits counts. The others are found by
what a number is: a response, an order of groups, the effect of a strategy."""
UNITS = {"share": "percent", "relative": "percent", "minutes": "minutes", "s": "seconds", "days": "days",
         "yuan": "yuan"}  # fmt: skip
"""Unit -> its word under `report.format`; the others are shown without one."""


@dataclass(frozen=True)
class Line:
    """One target in words.

    Attributes:
        cells: a word or number for each of COLUMNS; `target` has its group where that is not everybody.
        off: how many tolerances the simulation lies outside what is accepted, negative below; NaN for an order
            of two groups.
    """

    metric: str
    theme: str
    kind: str
    met: bool
    off: float
    cells: Mapping[str, str]


def lines(rows: pd.DataFrame, lang: str = "en") -> list[Line]:
    """The targets in words, theme by theme."""
    entries = [line_of(record, lang) for record in rows.to_dict("records")]
    return sorted(entries, key=lambda line: list(THEMES).index(line.theme))


def line_of(record: Mapping[str, Any], lang: str) -> Line:
    """One row in words."""
    kind, unit, value = kind_of(record), str(record["unit"]), float(record["simulated"])
    off = (value - min(record["high"], max(record["low"], value))) / float(record["tolerance"])
    cells = {
        "target": title(record, kind, lang), "reported": reported(record, lang),
        "tolerance": number(record["tolerance"], unit, lang, points=True),
        "simulated": number(value, unit, lang, signed=kind in ("order", "strength"), points=kind == "order"),
        "spread": number(record["spread"], unit, lang, points=True),
        "verdict": text(f"report.validation.{'yes' if record['met'] else 'no'}", lang),
        "evidence": str(record["evidence"]), "grade": text(f"report.basis.grade.{record['grade']}", lang),
        "note": note(record, lang),
    }  # fmt: skip
    return Line(record["metric"], theme_of(record), kind, bool(record["met"]), off, cells)


def title(record: Mapping[str, Any], kind: str, lang: str) -> str:
    """What a target is about: its measure, its group, and a mark when no fit looks at it."""
    name = measure_name(record["metric"], lang)
    if record["segment"] != "all":
        name = text("report.validation.of", lang, name=name, segment=segment_name(record["segment"], lang))
    return text("report.validation.unfitted", lang, name=name) if kind == "unfitted" else name


def kind_of(record: Mapping[str, Any]) -> str:
    """One of KINDS."""
    if record["metric"] in LEVERS:
        return "strength"
    if record["above"]:
        return "order"
    return "fitted" if record["fitted"] else "unfitted"


def theme_of(record: Mapping[str, Any]) -> str:
    """One of THEMES."""
    kind = kind_of(record)
    if kind in ("order", "strength"):
        return "segments" if kind == "order" else "strategies"
    if is_response(record["metric"]):
        return "responses"
    return next(theme for theme, starts in THEMES.items() if record["metric"].startswith(starts))


def measure_name(metric: str, lang: str) -> str:
    """What a metric, a pattern, a response or the effect of a strategy is called."""
    if metric in LEVERS:
        return text("report.validation.strength", lang, lever=lever_name(metric, lang))
    if metric in METRICS:
        return metric_name(metric, lang)
    return text(f"{'responses' if is_response(metric) else 'patterns'}.{metric}.name", lang)


def is_response(metric: str) -> bool:
    """Whether it tells what people do when something is changed (`calibration.responses`)."""
    return has(f"responses.{metric}.name")


def note(record: Mapping[str, Any], lang: str) -> str:
    """Why the tolerance is as it is, in words."""
    if record["metric"] in LEVERS:
        return text("report.validation.strength_note", lang)
    return record["note"][lang] if isinstance(record["note"], Mapping) else str(record["note"])


def reported(record: Mapping[str, Any], lang: str) -> str:
    """What was reported: a value, an interval, or the group that lies below."""
    if record["above"]:
        return text("report.validation.above", lang, segment=segment_name(record["above"], lang))
    unit, low, high = str(record["unit"]), record["low"], record["high"]
    if low == high:
        return number(low, unit, lang, signed=unit == "relative")
    ends = [digits(end, unit) for end in (low, high)]
    return with_unit(text("report.format.range", lang, low=ends[0], high=ends[1]), unit, lang)


def number(value: float, unit: str, lang: str, *, signed: bool = False, points: bool = False) -> str:
    """A number with its unit; `points` for a difference, which has percentage points where a level has per cent."""
    if not math.isfinite(value):
        return text("report.format.none", lang)
    return with_unit(digits(value, unit, signed=signed), unit, lang, points=points)


def digits(value: float, unit: str, *, signed: bool = False) -> str:
    """The number alone, three digits that mean something; shares times 100."""
    return fmt.significant(value * (100.0 if UNITS.get(unit) == "percent" else 1.0), signed=signed)


def with_unit(written: str, unit: str, lang: str, *, points: bool = False) -> str:
    """A written number, or a range, with its unit behind it."""
    word = "points" if points and UNITS.get(unit) == "percent" else UNITS.get(unit)
    return text(f"report.format.{word}", lang, number=written) if word else written


def validation_table(rows: pd.DataFrame, lang: str = "en") -> Table:
    """The table for a terminal, theme by theme; what is missed is marked in words and in red."""
    table = Table(
        title=text("report.validation.title", lang), title_justify="left", box=SIMPLE_HEAD, pad_edge=False,
        padding=(0, 1, 0, 0), caption=summary(rows, lang), caption_justify="left",
    )  # fmt: skip
    columns = shown_columns(rows, IN_TERMINAL)
    for column in columns:
        least, most = WIDTHS.get(column, (None, None))
        table.add_column(text(f"report.validation.{column}", lang), justify="right" if column in NUMBERS else "left",
                         overflow="fold", no_wrap=column not in WIDTHS, min_width=least, max_width=most)  # fmt: skip
    for theme, group in groupby(lines(rows, lang), key=lambda line: line.theme):
        table.add_row(Text(text(f"report.validation.themes.{theme}", lang), style="bold"))
        for line in group:
            table.add_row(*(Text(line.cells[column]) for column in columns), style="" if line.met else "red")
        table.add_section()
    return table


def shown_columns(rows: pd.DataFrame, columns: Sequence[str] = COLUMNS) -> list[str]:
    """The columns without the spread where only one world was simulated."""
    return [column for column in columns if column != "spread" or rows["spread"].notna().any()]


def told(rows: pd.DataFrame, lang: str = "en") -> pd.DataFrame:
    """The rows for machines, with what the targets are called and why in one language."""
    records = rows.to_dict("records")
    frame = rows.assign(note=[note(r, lang) for r in records]).drop(columns=["above", "low", "high"])
    frame.insert(0, "target", [measure_name(r["metric"], lang) for r in records])
    frame.insert(frame.columns.get_loc("tolerance"), "reported", [plainly(r) for r in records])
    return frame


def plainly(record: Mapping[str, Any]) -> float | str:
    """What was reported for a machine: a number, `low to high`, or `above` a group."""
    low, high = record["low"], record["high"]
    if record["above"]:
        return f"above {record['above']}"
    return float(low) if low == high else f"{low:g} to {high:g}"


def strictly(rows: pd.DataFrame) -> tuple[int, int]:
    """(missed, judged) of what must hold: everything but the numbers that no fit looks at."""
    judged = [bool(r["met"]) for r in rows.to_dict("records") if kind_of(r) != "unfitted"]
    return judged.count(False), len(judged)


def summary(rows: pd.DataFrame, lang: str = "en") -> str:
    """How many targets of each kind are met."""
    entries = lines(rows, lang)
    parts = []
    for kind in KINDS:
        met = [line.met for line in entries if line.kind == kind]
        if met:
            parts.append(text(f"report.validation.summary.{kind}", lang, met=sum(met), judged=len(met)))
    return text("report.validation.summary.whole", lang, parts=text("report.format.clause", lang).join(parts))
