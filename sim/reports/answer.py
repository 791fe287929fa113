"""The answer in words: one short paragraph a scenario, with its certainty, cost and break-even."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from sim.paired.benefit import NET_BENEFIT
from sim.paired.break_even import DRAWS, FEW, STATED
from sim.paired.comparison import Comparison
from sim.paired.course import RISING
from sim.paired.headline import HEADLINES
from sim.reports import format as fmt
from sim.reports.blocks import Card, Facts, Verdict, Words
from sim.reports.names import per_of, scenario_name
from sim.reports.page_one import verdict_word
from sim.reports.recommend import harm_sentences
from sim.reports.rows import EffectRow, main_rows, rows_of, scenarios_of
from sim.texts import text

COST_PARTS = ("fixed", "per_user", "budget")


def answers(comparison: Comparison, lang: str) -> list[Card]:
    """One card for each scenario, in the order of the table: a verdict an outcome, then cost and break-even."""
    by_name = {scenario["name"]: scenario for scenario in comparison.manifest["scenarios"]}
    every = rows_of(comparison, lang)
    primary = [row for row in main_rows(every) if row.data["primary"]]
    cards = []
    for name in scenarios_of(comparison):
        rows = [row for row in primary if row.data["scenario"] == name]
        verdicts = [_verdict(row, comparison, lang) for row in rows]
        harms = [Words(sentence, "warning") for sentence in harm_sentences(comparison, every, lang, name)]
        facts = Facts([
            (text("report.answer.cost.title", lang), cost_sentence(by_name[name], lang)),
            (text("report.answer.break_even.title", lang),
             fmt.paragraph(break_even_sentences(comparison.break_even, name, rows, lang), lang)),
        ])  # fmt: skip
        none = [] if rows else [Words(text("report.answer.none", lang))]
        cards.append(Card("answer", [*verdicts, *none, *harms, facts], fmt.capital(scenario_name(name, lang))))
    return cards


def _verdict(row: EffectRow, comparison: Comparison, lang: str) -> Verdict:
    """What is said of one primary outcome: its verdict word, what changes, and how sure that is."""
    verdict = row.data["verdict"]
    why = f"{verdict}_{row.data['outlook']}" if row.data["outlook"] else verdict
    sentences = (
        text(f"report.answer.why.{why}", lang, worth=row.worth),
        _reaches(row, lang),
        _certainty(row, lang),
        text("report.answer.error", lang, error=row.error),
        row.note,
        _more(row, lang),
        _people(row, comparison.manifest, lang),
        course_sentence(comparison.course, row, lang),
    )
    return Verdict(verdict, verdict_word(row.data, lang), _change(row, lang),
                   fmt.paragraph(filter(None, sentences), lang))  # fmt: skip


def _reaches(row: EffectRow, lang: str) -> str:
    """In how many draws the worth is reached, blank where nothing was drawn."""
    if not math.isfinite(row.data["reaches_draws"]):
        return ""
    return text("report.answer.reaches", lang, worth=row.worth, odds=row.reaches, share=row.reaches_share)


def _more(row: EffectRow, lang: str) -> str:
    """What more replicates can settle of a verdict that leaves something open."""
    if not row.data["outlook"]:
        return ""
    return text(f"report.answer.more.{'settles' if row.data['settled_by_more'] else 'does_not'}", lang)


def course_sentence(course: pd.DataFrame, row: EffectRow, lang: str) -> str:
    """Whether the effect rises, holds or fades, with the figures; blank for a metric without a curve."""
    same = course
    for name in ("scenario", "metric", "segment"):
        same = same[same[name] == row.data[name]]
    if same.empty:
        return ""
    one = same.iloc[0]
    error, per = (one["change_high"] - one["change_low"]) / 2, per_of(row.data["metric"])
    values = {name: fmt.format_difference(one[name], one["unit"], per, lang, error=error)
              for name in ("effect", "earlier", "peak")}  # fmt: skip
    days = {name: f"{one[name]:g}" for name in ("day", "earlier_day", "peak_day")}
    trend = "rising_peak" if one["trend"] == RISING and one["peak_day"] < one["earlier_day"] else one["trend"]
    return text(f"report.answer.course.{trend}", lang, **values, **days)


def _change(row: EffectRow, lang: str) -> str:
    """What moves from where to where; no movement is claimed that the rounding does not show."""
    difference = float(row.data["difference"])
    way = "flat" if row.baseline == row.treated else ("up" if difference > 0 else "down")
    values = {"metric": row.metric, "segment": row.segment, "baseline": row.baseline}
    values |= {"treated": row.treated, "difference": row.difference}
    return fmt.capital(text(f"report.answer.{way}", lang, **values))


def _people(row: EffectRow, manifest: Mapping[str, Any], lang: str) -> str:
    """The effect as real people, where its direction is sure on average."""
    people = float(row.data["people"])
    if row.data["low"] <= 0 <= row.data["high"] or row.data["metric"] not in HEADLINES:
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
    needed = table.set_index(["scenario", "metric", "segment"]).sort_index()
    sentences = []
    for row in rows:
        key = (scenario, row.data["metric"], row.data["segment"])
        if key in needed.index:
            values = {"metric": row.metric, "segment": row.segment, "worth": row.worth}
            sentences.append(_share_needed("answer.break_even", needed.loc[key], values, lang))
    if (scenario, NET_BENEFIT, "all") in needed.index:
        sentences.append(_share_needed("money.break_even", needed.loc[(scenario, NET_BENEFIT, "all")], {}, lang))
    if len(table) and (table["way"] == DRAWS).any():
        sentences.append(text("report.answer.break_even.from_draws", lang))
    return list(dict.fromkeys(sentences)) or [text("report.answer.break_even.unasked", lang)]


def _share_needed(area: str, row: pd.Series, values: Mapping[str, str], lang: str) -> str:
    """The share in words with its interval; nothing is known below the least one looked at."""
    if row["way"] in (STATED, FEW):
        return text(f"report.answer.break_even.{row['way']}", lang)
    share, least = float(row["share_needed"]), float(row["share_least"])
    case = "never" if math.isnan(share) else ("always" if share <= least else "needed")
    high = row["share_high"] if math.isfinite(row["share_high"]) else math.inf
    end = text("report.answer.break_even.open", lang) if math.isinf(high) else fmt.format_part(round(high, 2), lang)
    low = row["share_low"]
    start = fmt.format_part(round(low, 2), lang) if math.isfinite(low) else end
    words = text("report.format.none", lang) if math.isnan(share) else fmt.format_part(round(share, 2), lang)
    span = text("report.format.range", lang, low=start, high=end)
    return fmt.capital(text(f"report.{area}.{case}", lang, **values, share=words, range=span))
