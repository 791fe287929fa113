"""Targets against the simulation: what was reported, what came out, and whether it was met; misses included."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd
from rich.box import SIMPLE_HEAD
from rich.table import Table

from sim.metrics import METRICS
from sim.reports import format as shown
from sim.reports.names import metric_name, segment_name
from sim.texts import has, text

COLUMNS = ("target", "segment", "reported", "tolerance", "simulated", "met", "evidence", "grade", "note")
NUMBERS = ("reported", "tolerance", "simulated")


def validation_table(rows: pd.DataFrame, lang: str = "en") -> Table:
    """The table for a terminal. `rows` has COLUMNS and `metric`; `met` is None where nothing is judged."""
    table = Table(
        title=text("report.validation.title", lang), title_justify="left", box=SIMPLE_HEAD, pad_edge=False,
        padding=(0, 1, 0, 0), caption=summary(rows, lang), caption_justify="left",
    )  # fmt: skip
    for column in COLUMNS:
        justify = "right" if column in NUMBERS else "left"
        table.add_column(text(f"report.validation.{column}", lang), justify=justify, overflow="fold")  # type: ignore[arg-type]
    for record in rows.to_dict("records"):
        style = "dim" if _blank(record["met"]) else ("" if record["met"] else "red")
        table.add_row(*_cells(record, lang), style=style)
    return table


def validation_markdown(rows: pd.DataFrame, lang: str = "en") -> str:
    """The same table as Markdown, with its summary as the last line."""
    heads = [text(f"report.validation.{column}", lang) for column in COLUMNS]
    marks = ["---:" if column in NUMBERS else "---" for column in COLUMNS]
    lines = [[cell.replace("|", "\\|") for cell in _cells(record, lang)] for record in rows.to_dict("records")]
    table = "\n".join(f"| {' | '.join(line)} |" for line in (heads, marks, *lines))
    return f"{table}\n\n{summary(rows, lang)}\n"


def summary(rows: pd.DataFrame, lang: str = "en") -> str:
    """How many of the judged targets are met."""
    judged = [bool(met) for met in rows["met"] if not _blank(met)]
    return text("report.validation.summary", lang, met=sum(judged), judged=len(judged))


def _cells(record: Mapping[str, Any], lang: str) -> list[str]:
    met = "unknown" if _blank(record["met"]) else ("yes" if record["met"] else "no")
    return [
        _target(record, lang),
        segment_name(record["segment"], lang),
        *(_number(record[column], record["metric"], lang) for column in NUMBERS),
        text(f"report.validation.{met}", lang),
        str(record["evidence"]),
        text(f"report.basis.grade.{record['grade']}", lang),
        "" if _blank(record["note"]) else str(record["note"]),
    ]


def _target(record: Mapping[str, Any], lang: str) -> str:
    """The target's own words, or the metric's name when it has none."""
    metric = record["metric"]
    if not _blank(record["target"]):
        return str(record["target"])
    return metric_name(metric, lang) if has(f"metrics.{metric}.name", lang) else str(metric)


def _number(value: Any, metric: str, lang: str) -> str:
    """A number in its metric's unit; words (a range, a sign) stay as they are."""
    if isinstance(value, str):
        return value
    if _blank(value):
        return text("report.format.none", lang)
    if metric in METRICS:
        return shown.format_value(float(value), METRICS[metric].unit, METRICS[metric].per, lang)
    return shown.format_parameter(float(value), "")


def _blank(value: Any) -> bool:
    return value is None or value == "" or (isinstance(value, float) and math.isnan(value))
