"""One row of a comparison in words: what the report's tables, the answer and the terminal all show."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sim.paired.comparison import Comparison
from sim.paired.headline import HEADLINES
from sim.reports import format as fmt
from sim.reports.names import metric_name, per_of, scenario_name, segment_name


@dataclass(frozen=True)
class EffectRow:
    """The shown texts of one effect, and `data`, the row of the comparison's table they come from.

    `reaches` says in how many draws the effect reaches the `worth`, and `reaches_share` the 95 % interval of that
    share. `users` are the people in the baseline's denominator and `people` the effect as a head count, both at the
    planner's scale when there is one; unknown for metrics that do not count people. Denominators are
    weighted, so an oversampled group counts as many as it is.
    """

    data: Mapping[str, Any]
    scenario: str
    metric: str
    segment: str
    baseline: str
    treated: str
    difference: str
    relative: str
    error: str
    likely: str
    odds: str
    reaches: str
    reaches_share: str
    worth: str
    users: float
    people: str
    counted: str
    luck: str
    note: str


_last: list[Any] = []
"""What the latest rows were made of, and these rows: page, print, workbook and terminal show the same ones."""


def rows_of(comparison: Comparison, lang: str) -> list[EffectRow]:
    """Every row of the comparison's table, in its order, in words."""
    table = comparison.table
    scale = comparison.manifest["scale"] or 1.0
    latest = _last[:]  # looked at once: another thread of a server may ask for other rows meanwhile
    if not (latest and latest[0][0] is table and latest[0][1:] == (scale, lang)):
        rows = [_row(record, scale, lang) for record in comparison.in_language(lang).to_dict("records")]
        latest = _last[:] = [(table, scale, lang), rows]
    return list(latest[1])


def main_rows(rows: list[EffectRow]) -> list[EffectRow]:
    """Primary outcomes first, then the headline metrics by group."""
    kept = [row for row in rows if row.data["primary"] or row.data["metric"] in HEADLINES]
    return sorted(kept, key=lambda row: (not row.data["primary"], *_place(row)))


def by_scenario(rows: list[EffectRow]) -> dict[str, list[EffectRow]]:
    """Shown name of a scenario -> all its rows: primary outcomes, then headlines, then the rest as they came."""
    groups: dict[str, list[EffectRow]] = {}
    for row in sorted(rows, key=lambda row: (not row.data["primary"], _place(row)[0])):
        groups.setdefault(row.scenario, []).append(row)
    return groups


def metrics_of(rows: list[EffectRow]) -> list[str]:
    """The metrics of rows, headlines first."""
    return list(dict.fromkeys(row.data["metric"] for row in sorted(rows, key=lambda row: _place(row)[0])))


def _place(row: EffectRow) -> tuple[int, str]:
    metric = row.data["metric"]
    return (HEADLINES.index(metric) if metric in HEADLINES else len(HEADLINES)), metric


def scenarios_of(comparison: Comparison) -> list[str]:
    """The names of the compared scenarios, baseline left out."""
    return [scenario["name"] for scenario in comparison.manifest["scenarios"][1:]]


def baseline_of(comparison: Comparison) -> str:
    """The name of the world that the others are compared with."""
    return str(comparison.manifest["scenarios"][0]["name"])


def error_of(record: Mapping[str, Any]) -> float:
    """Half of the simulation error's interval [the metric's unit]: how finely a row's numbers are shown."""
    return (float(record["high"]) - float(record["low"])) / 2


def _row(record: Mapping[str, Any], scale: float, lang: str) -> EffectRow:
    unit, per = record["unit"], per_of(record["metric"])
    users = float(record["denominator_baseline"]) * scale if record["metric"] in HEADLINES else math.nan
    error, n = error_of(record), int(record["n"])
    return EffectRow(
        data=record,
        scenario=scenario_name(record["scenario"], lang),
        metric=metric_name(record["metric"], lang),
        segment=segment_name(record["segment"], lang),
        baseline=fmt.format_value(record["baseline"], unit, per, lang, error=error),
        treated=fmt.format_value(record["treated"], unit, per, lang, error=error),
        difference=fmt.format_difference(record["difference"], unit, per, lang, error=error),
        relative=fmt.format_relative(record["relative"], lang),
        error=fmt.format_range(record["low"], record["high"], unit, per, lang, error=error),
        likely=fmt.format_range(record["likely_low"], record["likely_high"], unit, per, lang, error=error),
        odds=fmt.format_odds(record["better_draws"], n, lang, equal=record["equal_draws"]),
        reaches=fmt.format_odds(record["reaches_draws"], n, lang),
        reaches_share=fmt.format_part_range(record["reaches_low"], record["reaches_high"], lang),
        worth=fmt.format_worth(record["worth"], unit, per, lang),
        users=users,
        people=fmt.format_people(record["people"], lang, signed=True),
        counted=f"{int(record['people_baseline']):,} / {int(record['people_treated']):,}",
        luck=fmt.format_value(record["correlation"], "score", 1.0, lang),
        note=record["note"],
    )
