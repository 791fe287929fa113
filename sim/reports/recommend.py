"""The recommendation in words: what to do first and why, whom it would harm, what would change it, what is next."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sim.paired import ab_test
from sim.paired import advice as rule
from sim.paired.comparison import Comparison
from sim.reports import format as fmt
from sim.reports.basis import driver_name
from sim.reports.names import metric_name, scenario_name, segment_name
from sim.reports.repeat import as_typed, platform_facts
from sim.reports.rows import EffectRow
from sim.texts import text

CAUSES = 2
"""Unknowns named as those that would change a decision."""


@dataclass(frozen=True)
class Recommendation:
    """`first` says what to do and why, `others` what of the other options; `harms` whom it would hurt."""

    first: str
    others: tuple[str, ...]
    harms: tuple[str, ...]
    changes: tuple[str, ...]
    then: tuple[str, ...]


def recommendation(comparison: Comparison, rows: Sequence[EffectRow], lang: str) -> Recommendation:
    """What `comparison.advice` says, in words."""
    by_key = {(row.data["scenario"], row.data["metric"], row.data["segment"]): row for row in rows}
    advised = comparison.advice.to_dict("records")
    best = by_key.get(tuple(advised[0][name] for name in ("scenario", "metric", "segment")))
    return Recommendation(
        first=_first(advised, best, lang),
        others=tuple(_others(advised, lang)),
        harms=harm_sentences(comparison, rows, lang),
        changes=tuple(_changes(comparison, advised[0], best, lang)),
        then=tuple(_then(comparison, advised[0], best, lang)),
    )


def harm_sentences(
    comparison: Comparison, rows: Sequence[EffectRow], lang: str, scenario: str | None = None
) -> tuple[str, ...]:
    """Which group loses what by a scenario (by any when None), and how sure that is."""
    by_key = {(row.data["scenario"], row.data["metric"], row.data["segment"]): row for row in rows}
    sentences = []
    for harm in comparison.harms.to_dict("records"):
        if scenario in (None, harm["scenario"]):
            row = by_key[harm["scenario"], harm["metric"], harm["segment"]]
            sentences.append(fmt.capital(text(
                "report.page_one.harm", lang, option=row.scenario, metric=row.metric, segment=row.segment,
                change=row.difference, worth=row.worth, odds=fmt.format_odds(harm["harmed_draws"], harm["n"], lang),
            )))  # fmt: skip
    return tuple(sentences)


def _first(advised: Sequence[Mapping[str, Any]], best: EffectRow | None, lang: str) -> str:
    """The recommendation in one sentence with its reason."""
    first, how = advised[0], "one" if len(advised) == 1 else "several"
    values = {"option": scenario_name(first["scenario"], lang)}
    said = text(f"report.page_one.first.{first['action']}.{how}", lang, **values)
    if best is None:
        return fmt.capital(said)
    why = text("report.page_one.why", lang, metric=best.metric, segment=best.segment, change=best.difference,
               worth=best.worth, odds=best.reaches, share=best.reaches_share)  # fmt: skip
    if not math.isfinite(best.data["reaches_draws"]):
        why = text("report.page_one.why_fixed", lang, metric=best.metric, segment=best.segment, change=best.difference)
    return fmt.paragraph(map(fmt.capital, (said, why)), lang)


def _others(advised: Sequence[Mapping[str, Any]], lang: str) -> list[str]:
    """What to do with the options behind the first, those with the same advice in one sentence."""
    sentences = []
    for action in rule.ACTIONS:
        names = [scenario_name(row["scenario"], lang) for row in advised[1:] if row["action"] == action]
        if names:
            options = text("report.format.list", lang).join(names)
            sentences.append(fmt.capital(text(f"report.page_one.other.{action}", lang, options=options)))
    return sentences


def _changes(
    comparison: Comparison, first: Mapping[str, Any], best: EffectRow | None, lang: str
) -> list[str]:
    """The unknowns that the first option hangs on, and how much of its report has to be real."""
    sentences = []
    table = comparison.uncertainty
    for name in ("scenario", "metric", "segment"):
        table = table[table[name] == first[name]]
    causes = table[(table["parameter"] != "") | (table["strategy"] != "")].head(CAUSES)
    named = [
        text("report.page_one.cause", lang, cause=driver_name(row["parameter"], row["lever"], lang),
             share=fmt.format_part(round(row["share"], 2), lang))
        for row in causes.to_dict("records")
    ]  # fmt: skip
    if best is not None and len(comparison.uncertainty):
        listed = text("report.format.list", lang).join(named)
        key = "hangs_on" if named else "nothing_stands_out"
        values = {"option": scenario_name(first["scenario"], lang), "metric": best.metric, "segment": best.segment}
        sentences.append(fmt.capital(text(f"report.page_one.{key}", lang, causes=listed, **values)))
    return sentences + _turning(comparison, lang)


def _turning(comparison: Comparison, lang: str) -> list[str]:
    """What decides between the first two options on the same outcome; nothing where nothing stands out."""
    sentences = []
    for keys, part in comparison.turning.groupby(["metric", "segment", "first", "second"], sort=False):
        metric, segment, first, second = keys
        if metric not in set(comparison.table["metric"]):
            continue
        causes = [driver_name(row["parameter"], row["lever"], lang) for row in part.head(CAUSES).to_dict("records")]
        sentences.append(fmt.capital(text(
            "report.page_one.turning", lang, first=scenario_name(first, lang), second=scenario_name(second, lang),
            metric=metric_name(metric, lang), segment=segment_name(segment, lang),
            causes=text("report.format.list", lang).join(causes),
        )))  # fmt: skip
    return sentences


def _then(comparison: Comparison, first: Mapping[str, Any], best: EffectRow | None, lang: str) -> list[str]:
    """The next step: a real test of the first option, with its size, and the command that looks closer."""
    manifest = comparison.manifest
    sentences = []
    if best is not None and first["action"] in (rule.ROLL_OUT, rule.TEST, rule.UNKNOWN):
        test = ab_test.test_of(best.data, manifest["days"], platform_facts(manifest)["comparison_day"])
        if math.isfinite(test["users"]):
            users = fmt.format_people(test["users"], lang)
            sentences.append(text("report.page_one.test", lang, users=users, weeks=f"{test['weeks']:g}",
                                  worth=best.worth, metric=best.metric, segment=best.segment))  # fmt: skip
    command = f"livesim compare {as_typed(manifest, first['scenario'])} --break-even --lang {lang}"
    return [*sentences, text("report.page_one.closer", lang, command=command)]
