"""What an answer rests on: parameters by grade with the weakest first, strengths, and what makes it unsure."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from sim.base.params import GRADES
from sim.levers import LEVERS
from sim.paired.comparison import Comparison
from sim.reports import format as fmt
from sim.reports.blocks import Block, Cell, Columns, Folded, Grid, Row, Words
from sim.reports.names import (
    lever_name,
    metric_name,
    origin_word,
    parameter_name,
    scenario_name,
    segment_name,
)
from sim.texts import text

SHOWN_SHARES = 8
"""Single causes listed for each primary outcome; the rest adds up to little."""


def strengths(manifest: Mapping[str, Any], lang: str) -> Grid:
    """Whose number the strength of every strategy of every scenario is, and on what evidence."""
    rows = [
        Row(_strength(scenario["name"], strategy, lang))
        for scenario in manifest["scenarios"]
        for strategy in scenario["strategies"]
    ]
    heads = _heads(("scenario", "lever", "strength", "fixed_by", "grade_column", "evidence"), lang)
    return Grid(text("report.basis.strengths", lang), heads, rows, names=1)


def _strength(scenario: str, strategy: Mapping[str, Any], lang: str) -> list[str]:
    lever, strength = LEVERS[strategy["lever"]], strategy["strength"]
    return [
        fmt.capital(scenario_name(scenario, lang)),
        fmt.capital(lever_name(lever.name, lang)),
        strength_range(strength, lang),
        text(f"report.basis.{'planner' if strength['stated'] else 'range'}", lang),
        text(f"report.basis.grade.{lever.grade}", lang),
        text("report.format.list", lang).join(lever.evidence),
    ]


def strength_range(strength: Mapping[str, Any], lang: str) -> str:
    """"25% to 100%", or one number when it is fixed."""
    low, high = (fmt.format_part(strength[end], lang) for end in ("low", "high"))
    return low if low == high else text("report.format.range", lang, low=low, high=high)


def shares(comparison: Comparison, lang: str) -> list[Block]:
    """For each primary outcome what explains its interval, as bars; or that nothing was drawn."""
    groups = comparison.uncertainty.groupby(["scenario", "metric", "segment"], sort=False)
    tables = [_outcome_shares(key, part, lang) for key, part in groups]
    if not tables:
        return [Words(text("report.basis.shares_blank", lang))]
    return [Words(text("report.basis.shares_lead", lang)), Columns(tables)]


def _outcome_shares(key: tuple[str, str, str], part: pd.DataFrame, lang: str) -> Grid:
    """Kinds of causes, then the single ones, which all stand out from shuffling."""
    scenario, metric, segment = key
    names = {"scenario": scenario_name(scenario, lang), "metric": metric_name(metric, lang)}
    outcome = text("report.basis.outcome_of", lang, **names, segment=segment_name(segment, lang))
    whole = (part["parameter"] == "") & (part["strategy"] == "")
    kinds, single = part[whole], part[~whole]
    top = single.head(SHOWN_SHARES)
    rows = [
        Row([text("report.basis.kinds", lang)], ["head"]),
        *(_bar(text(f"report.basis.groups.{group}", lang), share, lang)
          for group, share in zip(kinds["group"], kinds["share"], strict=True)),
        Row([text("report.basis.stand_out", lang)], ["head"]),
        *(_bar(driver_name(row.parameter, row.lever, lang), row.share, lang) for row in top.itertuples()),
    ]  # fmt: skip
    if top.empty:
        rows.append(Row([text("report.basis.none_stands_out", lang)], ["note"]))
    return Grid(fmt.capital(outcome), _heads(("parameter", "share"), lang), rows, captioned=True, look="bars")


def _bar(name: str, share: float, lang: str) -> Row:
    """Something that was drawn, and its share of an outcome's interval."""
    size = 0.0 if math.isnan(share) else float(share)
    return Row([fmt.capital(name), Cell(fmt.format_value(share, "share", 1.0, lang), bar=size)])


def driver_name(parameter: str, lever: str, lang: str) -> str:
    """What was drawn, in words: a parameter, or the strength of a lever where that is blank."""
    if parameter:
        return parameter_name(parameter, lang)
    return text("report.basis.strength_of", lang, strategy=lever_name(lever, lang))


def grades(manifest: Mapping[str, Any], lang: str) -> list[Folded]:
    """The parameters of every grade that occurs, folded; weakest grade first, those drawn anew first."""
    drawn = {entry["name"]: entry for entry in manifest["drawn"]}
    parameters = manifest["parameters"]
    blocks = []
    for grade in reversed(GRADES):
        part = [entry for entry in parameters if entry["grade"] == grade]
        if part:
            part.sort(key=lambda entry: entry["name"] not in drawn)
            title = text(f"report.basis.grade.{grade}", lang)
            share = fmt.format_value(len(part) / len(parameters), "share", 1.0, lang)
            rows = [_assumption(entry, drawn.get(entry["name"]), lang) for entry in part]
            grid = Grid(title, _heads(("parameter", "value", "source", "origin"), lang), rows)
            blocks.append(Folded(text("report.basis.count", lang, count=len(part), share=share), [grid], title))
    return blocks


def _assumption(entry: Mapping[str, Any], drawn: Mapping[str, Any] | None, lang: str) -> Row:
    """One parameter as it was used; words for one that is drawn, since it needs a planner's attention."""
    value, words = fmt.format_parameter(entry["value"], entry["unit"]), ""
    if drawn is not None:
        low, high = (fmt.format_parameter(drawn[end], "") for end in ("low", "high"))
        value = text("report.basis.drawn", lang, low=low, high=f"{high} {entry['unit']}")
        words = fmt.capital(parameter_name(entry["name"], lang))
    return Row([Cell(words, code=entry["name"]), value, entry["source"], origin_word(entry["origin"], lang)])


def _heads(columns: tuple[str, ...], lang: str) -> list[str]:
    return [text(f"report.basis.{column}", lang) for column in columns]
