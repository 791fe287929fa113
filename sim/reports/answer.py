"""The answer in words: one short paragraph a scenario, with its certainty, cost and break-even."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from sim.paired.break_even import NET_BENEFIT, SHARES
from sim.paired.comparison import Comparison
from sim.reports import format as fmt
from sim.reports.blocks import Card, Facts, Verdict, Words
from sim.reports.names import per_of, scenario_name
from sim.reports.rows import EffectRow, main_rows, rows_of, scenarios_of
from sim.texts import text

COST_PARTS = ("fixed", "per_user", "budget")


def answers(comparison: Comparison, lang: str) -> list[Card]:
    """One card for each scenario, in the order of the table: a verdict an outcome, then cost and break-even."""
    by_name = {scenario["name"]: scenario for scenario in comparison.manifest["scenarios"]}
    primary = [row for row in main_rows(rows_of(comparison, lang)) if row.data["primary"]]
    cards = []
    for name in scenarios_of(comparison):
        rows = [row for row in primary if row.data["scenario"] == name]
        verdicts = [_verdict(row, comparison.manifest, lang) for row in rows]
        facts = Facts([
            (text("report.answer.cost.title", lang), cost_sentence(by_name[name], lang)),
            (text("report.answer.break_even.title", lang),
             fmt.paragraph(break_even_sentences(comparison.break_even, name, rows, lang), lang)),
        ])  # fmt: skip
        none = [] if rows else [Words(text("report.answer.none", lang))]
        cards.append(Card("answer", [*verdicts, *none, facts], fmt.capital(scenario_name(name, lang))))
    return cards


def _verdict(row: EffectRow, manifest: Mapping[str, Any], lang: str) -> Verdict:
    """What is said of one primary outcome: its verdict word, what changes, and how sure that is."""
    verdict = row.data["verdict"]
    sentences = (
        _people(row, manifest, lang),
        text(f"report.answer.why.{verdict}", lang, worth=_worth(row, lang)),
        row.note,
        _certainty(row, lang),
        text("report.answer.error", lang, error=row.error),
    )
    word = text(f"report.answer.verdict.{verdict}", lang)
    return Verdict(verdict, word, _change(row, lang), fmt.paragraph(filter(None, sentences), lang))


def _worth(row: EffectRow, lang: str) -> str:
    """The smallest effect worth having."""
    return fmt.format_effect_size(row.data["worth"], row.data["unit"], per_of(row.data["metric"]), lang)


def _change(row: EffectRow, lang: str) -> str:
    difference = float(row.data["difference"])
    way = "flat" if difference == 0 else ("up" if difference > 0 else "down")
    values = {"metric": row.metric, "segment": row.segment, "baseline": row.baseline}
    values |= {"treated": row.treated, "difference": row.difference}
    return fmt.capital(text(f"report.answer.{way}", lang, **values))


def _people(row: EffectRow, manifest: Mapping[str, Any], lang: str) -> str:
    people = float(row.data["difference"]) * row.users
    if not math.isfinite(people):
        return ""
    if manifest["scale"] is None:
        return text("report.answer.unscaled", lang)
    way = "more" if people >= 0 else "fewer"
    return text(f"report.answer.people_{way}", lang, people=fmt.format_people(abs(people), lang))


def _certainty(row: EffectRow, lang: str) -> str:
    if not math.isfinite(float(row.data["better_draws"])):
        return text("report.answer.fixed", lang)
    return text("report.answer.draws", lang, odds=row.odds, likely=row.likely)


def cost_sentence(scenario: Mapping[str, Any], lang: str) -> str:
    """What the scenario says it costs and what was spent [yuan], or that it says nothing."""
    parts = [part for strategy in scenario["strategies"] for part in _cost_parts(strategy["cost"], lang)]
    if not parts:
        return text("report.answer.cost.blank", lang)
    sentence = text("report.answer.cost.stated", lang, parts=text("report.format.list", lang).join(parts))
    if scenario.get("spent") is None:
        return sentence
    spent = fmt.format_value(scenario["spent"], "yuan", 1.0, lang)
    return fmt.paragraph((sentence, text("report.answer.cost.spent", lang, amount=spent)), lang)


def _cost_parts(cost: Mapping[str, Any], lang: str) -> list[str]:
    """Every stated part of a strategy's cost [yuan] in words."""
    stated: list[tuple[str, float, str]] = [(part, cost[part], "") for part in COST_PARTS if cost[part] is not None]
    stated += [
        ("per_event", amount, text(f"scenario.event.{event}", lang)) for event, amount in cost["per_event"].items()
    ]
    return [
        text(f"report.answer.cost.{part}", lang, amount=fmt.format_value(amount, "yuan", 1.0, lang), event=event)
        for part, amount, event in stated
    ]


def break_even_sentences(
    table: pd.DataFrame, scenario: str, rows: Sequence[EffectRow], lang: str
) -> list[str]:
    """How much of what was reported must be real: for each primary outcome of a scenario, and for it to pay."""
    needed = table.set_index(["scenario", "metric", "segment"])["share_needed"]
    sentences = []
    for row in rows:
        key = (scenario, row.data["metric"], row.data["segment"])
        if key in needed.index:
            values = {"metric": row.metric, "segment": row.segment, "worth": _worth(row, lang)}
            sentences.append(_share_needed("answer.break_even", float(needed[key]), 0.0, values, lang))
    if (scenario, NET_BENEFIT, "all") in needed.index:
        share = float(needed[(scenario, NET_BENEFIT, "all")])
        sentences.append(_share_needed("money.break_even", share, SHARES[0], {}, lang))
    return sentences or [text(f"report.answer.break_even.{'blank' if rows else 'unasked'}", lang)]


def _share_needed(area: str, share: float, least: float, values: Mapping[str, str], lang: str) -> str:
    """The share in words; nothing is known below `least`."""
    case = "never" if math.isnan(share) else ("always" if share <= least else "needed")
    words = text("report.format.none", lang) if math.isnan(share) else fmt.format_part(round(share, 2), lang)
    return fmt.capital(text(f"report.{area}.{case}", lang, **values, share=words))
