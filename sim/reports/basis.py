"""What an answer rests on: parameters by grade with the weakest first, strengths, and what makes it unsure."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sim.base.params import GRADES
from sim.levers import LEVERS
from sim.paired.comparison import Comparison
from sim.reports import format as shown
from sim.reports.names import lever_name, metric_name, parameter_name, scenario_name, segment_name
from sim.texts import has, text

SHOWN_SHARES = 8
"""Single causes listed for each primary outcome; the rest adds up to little."""


@dataclass(frozen=True)
class Assumption:
    """One parameter as it was used; `words` is blank for one that needs no planner's attention."""

    name: str
    words: str
    value: str
    source: str
    origin: str


@dataclass(frozen=True)
class Grade:
    """The parameters of one grade, those drawn anew first."""

    title: str
    share: str
    assumptions: list[Assumption]


@dataclass(frozen=True)
class StrengthUsed:
    """Whose number the strength of a strategy is, and on what evidence."""

    scenario: str
    lever: str
    strength: str
    fixed_by: str
    grade: str
    evidence: str


@dataclass(frozen=True)
class Driver:
    """Something that was drawn, and its share of an outcome's interval: in words, and as a number 0..1."""

    name: str
    share: str
    size: float


@dataclass(frozen=True)
class Shares:
    """Where the interval of one primary outcome comes from: kinds of causes, then single ones."""

    outcome: str
    groups: list[Driver]
    drivers: list[Driver]


def grades(manifest: Mapping[str, Any], lang: str) -> list[Grade]:
    """The parameters of every grade that occurs, weakest grade first."""
    drawn = {entry["name"]: entry for entry in manifest["drawn"]}
    parameters = manifest["parameters"]
    found = []
    for grade in reversed(GRADES):
        part = [entry for entry in parameters if entry["grade"] == grade]
        if part:
            share = shown.format_value(len(part) / len(parameters), "share", 1.0, lang)
            part.sort(key=lambda entry: entry["name"] not in drawn)
            assumptions = [_assumption(entry, drawn.get(entry["name"]), lang) for entry in part]
            title = text(f"report.basis.grade.{grade}", lang)
            found.append(Grade(title, text("report.basis.count", lang, count=len(part), share=share), assumptions))
    return found


def _assumption(entry: Mapping[str, Any], drawn: Mapping[str, Any] | None, lang: str) -> Assumption:
    value, words = shown.format_parameter(entry["value"], entry["unit"]), ""
    if drawn is not None:
        low, high = (shown.format_parameter(drawn[end], "") for end in ("low", "high"))
        value = text("report.basis.drawn", lang, low=low, high=f"{high} {entry['unit']}")
        words = parameter_name(entry["name"], lang)
    return Assumption(entry["name"], words, value, entry["source"], origin_word(entry["origin"], lang))


def origin_word(origin: str, lang: str) -> str:
    """Who set a value, in words; an origin that names a file stays as written."""
    key = f"report.basis.origins.{origin}"
    return text(key, lang) if has(key, lang) else origin


def strengths(manifest: Mapping[str, Any], lang: str) -> list[StrengthUsed]:
    """One line for every strategy of every scenario."""
    return [
        _strength(scenario["name"], strategy, lang)
        for scenario in manifest["scenarios"]
        for strategy in scenario["strategies"]
    ]


def _strength(scenario: str, strategy: Mapping[str, Any], lang: str) -> StrengthUsed:
    lever, strength = LEVERS[strategy["lever"]], strategy["strength"]
    return StrengthUsed(
        scenario=scenario_name(scenario, lang),
        lever=lever_name(lever.name, lang),
        strength=strength_range(strength, lang),
        fixed_by=text(f"report.basis.{'planner' if strength['stated'] else 'range'}", lang),
        grade=text(f"report.basis.grade.{lever.grade}", lang),
        evidence=text("report.format.list", lang).join(lever.evidence),
    )


def strength_range(strength: Mapping[str, Any], lang: str) -> str:
    """"25% to 100%", or one number when it is fixed."""
    low, high = (shown.format_part(strength[end], lang) for end in ("low", "high"))
    return low if low == high else text("report.format.range", lang, low=low, high=high)


def shares(comparison: Comparison, lang: str) -> list[Shares]:
    """For each primary outcome what explains its interval; single causes only where they stand out."""
    table = comparison.uncertainty
    found = []
    for (scenario, metric, segment), part in table.groupby(["scenario", "metric", "segment"], sort=False):
        names = {"scenario": scenario_name(scenario, lang), "metric": metric_name(metric, lang)}
        outcome = text("report.basis.outcome_of", lang, **names, segment=segment_name(segment, lang))
        whole = (part["parameter"] == "") & (part["strategy"] == "")
        grouped, single = part[whole], part[~whole]
        groups = [
            _driver(text(f"report.basis.groups.{group}", lang), share, lang)
            for group, share in zip(grouped["group"], grouped["share"], strict=True)
        ]
        top = single[single["sure"]].head(SHOWN_SHARES)
        drivers = [
            _driver(driver_name(row.parameter, row.lever, lang), row.share, lang) for row in top.itertuples()
        ]
        found.append(Shares(outcome, groups, drivers))
    return found


def driver_name(parameter: str, lever: str, lang: str) -> str:
    """What was drawn, in words: a parameter, or the strength of a lever where that is blank."""
    if parameter:
        return parameter_name(parameter, lang)
    return text("report.basis.strength_of", lang, strategy=lever_name(lever, lang))


def _driver(name: str, share: float, lang: str) -> Driver:
    size = 0.0 if math.isnan(share) else float(share)
    return Driver(name, shown.format_value(share, "share", 1.0, lang), size)
