"""The health index with its parts, and the funnel, by world."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd

from sim.outcomes.metrics import METRICS
from sim.paired.comparison import Comparison
from sim.paired.health import DIMENSIONS, INDEX, SCORES, Score
from sim.reports import format as fmt
from sim.reports.names import metric_name, per_of, scenario_name, segment_name
from sim.reports.rows import EffectRow, baseline_of, scenarios_of
from sim.reports.sheet import Sheet, heads, span, value_and_change
from sim.texts import text

FUNNEL = ("funnel_joined", "funnel_activated", "funnel_retained", "funnel_bought", "funnel_referred")
PARTS = (INDEX, *DIMENSIONS)


def health_sheet(comparison: Comparison, lang: str, *, wide: bool = True) -> Sheet:
    """A line for each world: index and dimensions of all users with their change; `wide` has its interval too."""
    table, baseline = comparison.health, baseline_of(comparison)
    points = table[table["segment"] == "all"].set_index(["arm", "part"])
    lines = []
    for arm in (baseline, *scenarios_of(comparison)):
        if (arm, INDEX) in points.index:
            cells = [_cell(points.loc[(arm, part)], arm == baseline, lang) for part in PARTS]
            if wide:
                cells.append("" if arm == baseline else _error(points.loc[(arm, INDEX)], lang))
            lines.append((fmt.capital(scenario_name(arm, lang)), *cells))
    columns = ("world", *PARTS, *(["error"] if wide else []))
    title = text("report.health.sheet", lang)
    return Sheet(title, heads("health", columns, lang), lines, _left_out(table, lang))


def group_sheet(comparison: Comparison, lang: str) -> Sheet:
    """The index of every group in every world."""
    index = comparison.health[comparison.health["part"] == INDEX]
    segments = dict.fromkeys(index["segment"])
    labels = [(segment, fmt.capital(segment_name(segment, lang))) for segment in segments]
    points = index.set_index(["segment", "arm"])
    return _by_world(comparison, "groups", "segment", points, labels, lang)


def score_sheet(comparison: Comparison, lang: str) -> Sheet:
    """The points of every single figure of all users in every world, with the levels that set them."""
    table = comparison.health[comparison.health["segment"] == "all"]
    measured = [score for score in SCORES if score.metric in set(table["part"])]
    labels = [(score.metric, _score_label(score, lang)) for score in measured]
    return _by_world(comparison, "scores", "figure", table.set_index(["part", "arm"]), labels, lang)


def funnel_sheet(comparison: Comparison, rows: Sequence[EffectRow], lang: str) -> Sheet:
    """The five stages of all users by world, as far as they were measured."""
    by_stage = {(row.data["metric"], row.data["scenario"]): row for row in rows if row.data["segment"] == "all"}
    names = scenarios_of(comparison)
    lines = []
    for stage in FUNNEL:
        members = [by_stage[(stage, name)] for name in names if (stage, name) in by_stage]
        if members:
            cells = [
                value_and_change(_plain(row, "treated", lang), _plain(row, "difference", lang), lang)
                for row in members
            ]
            lines.append((_stage(members[0], lang), _plain(members[0], "baseline", lang), *cells))
    arms = [fmt.capital(scenario_name(arm, lang)) for arm in (baseline_of(comparison), *names)]
    notes = () if lines else (text("report.funnel.blank", lang),)
    return Sheet(text("report.funnel.title", lang), (text("report.funnel.stage", lang), *arms), lines, notes)


def _stage(row: EffectRow, lang: str) -> str:
    """A stage with the unit of its numbers."""
    unit, per = row.data["unit"], per_of(row.data["metric"])
    unit = "%" if unit == "share" else fmt.unit_word(unit, per, lang)
    return text("report.format.with_unit", lang, name=fmt.capital(row.metric), unit=unit)


def _plain(row: EffectRow, column: str, lang: str) -> str:
    """A number of a row without its unit, signed when it is a change."""
    unit, per = row.data["unit"], per_of(row.data["metric"])
    return fmt.plain_number(row.data[column], unit, per, lang, signed=column == "difference")


def _by_world(
    comparison: Comparison, title: str, head: str, points: pd.DataFrame, labels: list[tuple[str, str]], lang: str
) -> Sheet:
    """A line for each (key, label) and a column for each world, from `points` by key and arm."""
    baseline = baseline_of(comparison)
    arms = [baseline, *scenarios_of(comparison)]
    lines = [(label, *(_cell(points.loc[(key, arm)], arm == baseline, lang) for arm in arms)) for key, label in labels]
    named = (fmt.capital(scenario_name(arm, lang)) for arm in arms)
    return Sheet(text(f"report.health.{title}", lang), (text(f"report.health.{head}", lang), *named), lines)


def _cell(points: pd.Series, baseline: bool, lang: str) -> str:
    value = _points(points["value"], lang)
    return value if baseline else value_and_change(value, _points(points["difference"], lang, signed=True), lang)


def _error(points: pd.Series, lang: str) -> str:
    """The interval of a change."""
    low, high = (_points(points[f"difference_{end}"], lang, signed=True) for end in ("low", "high"))
    return span(low, high, lang)


def _points(points: float, lang: str, *, signed: bool = False) -> str:
    """Points with one decimal."""
    if not math.isfinite(points):
        return text("report.format.none", lang)
    sign = fmt.MINUS if points < 0 else "+" if signed else ""
    return f"{sign if round(points, 1) else ''}{abs(points):.1f}"


def _score_label(score: Score, lang: str) -> str:
    """A figure with the levels worth 60 and 80 points, or that it is measured against the baseline."""
    name = fmt.capital(metric_name(score.metric, lang))
    if not score.anchors:
        return text("report.health.relative", lang, metric=name)
    metric = METRICS[score.metric]
    low, high = (fmt.format_value(level, metric.unit, metric.per, lang) for level in score.anchors[1:3])
    return text("report.health.anchored", lang, metric=name, low=low, high=high, evidence=score.evidence)


def _left_out(table: pd.DataFrame, lang: str) -> tuple[str, ...]:
    """Which figures of the index this run could not answer for all users, if any."""
    if table.empty:
        return (text("report.health.blank", lang),)
    known = set(table.loc[table["segment"] == "all", "part"])
    missing = [metric_name(score.metric, lang) for score in SCORES if score.metric not in known]
    if not missing:
        return ()
    return (text("report.health.left_out", lang, metrics=text("report.format.list", lang).join(missing)),)
