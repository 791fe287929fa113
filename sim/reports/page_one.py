"""Page one in words: the question, what to do first and why, the options beside each other, what would change it.

The report, the terminal, the one-page print, the picture and the workbook all show these words, so that no two of
them can differ.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sim.outcomes.metrics.definitions import definition
from sim.paired.comparison import Comparison
from sim.paired.headline import ASKED
from sim.reports import format as fmt
from sim.reports.money import KNOWN, money_summary
from sim.reports.names import metric_name, per_of, question_of, scenario_name
from sim.reports.recommend import Recommendation, recommendation
from sim.reports.rows import EffectRow, error_of, rows_of, scenarios_of
from sim.reports.sheet import Sheet
from sim.texts import text

COLUMNS = ("option", "group", "effect", "error", "likely", "reaches", "verdict")
BRIEF = ("option", "effect", "brief_error", "brief_likely", "reaches", "verdict")
"""Columns where there is little room: the group stands beside the option, the unit above."""
WORDS = {"base_retention": "retention", "rebuy_rate": "repurchase"}
"""Metric of ASKED -> what it stands for."""


@dataclass(frozen=True)
class PageOne:
    """The words of page one; `blocks` are retention, repurchase, other outcomes that a scenario names, and money.

    `quick` says of a quick look what it is, and is blank otherwise.
    """

    questions: tuple[str, ...]
    recommendation: Recommendation
    blocks: tuple[Sheet, ...]
    scale: str
    quick: str


def page_one(comparison: Comparison, lang: str, *, brief: bool = False) -> PageOne:
    """Page one in `lang`; `brief` has one line an option in each block, that of the group it is meant for."""
    rows = rows_of(comparison, lang)
    order = list(comparison.advice["scenario"])
    blocks = [_block(metric, rows, order, comparison, lang, brief=brief) for metric in outcomes(rows)]
    blocks = [block for block in blocks if block.lines]
    return PageOne(
        questions(comparison, lang),
        recommendation(comparison, rows, lang),
        (*blocks, money_summary(comparison, order, lang, brief=brief)),
        _scale(comparison.manifest, lang),
        _quick(comparison.manifest, lang),
    )


def outcomes(rows: Sequence[EffectRow]) -> list[str]:
    """The metrics of page one: those of ASKED, then the others that a scenario names."""
    named = dict.fromkeys(row.data["metric"] for row in rows if row.data["primary"])
    return [*ASKED, *(metric for metric in named if metric not in ASKED)]


def shown_rows(metric: str, rows: Sequence[EffectRow], scenario: str, *, brief: bool = False) -> list[EffectRow]:
    """The rows of an option on an outcome: the group it is meant for, on retention and repurchase all users first.

    `brief` has all users only where the option is meant for nobody.
    """
    mine = [row for row in rows if row.data["metric"] == metric and row.data["scenario"] == scenario]
    shown = [row for row in mine if row.data["primary"]]
    if metric in ASKED and not (brief and shown):
        return [row for row in mine if row.data["segment"] == "all" and not row.data["primary"]] + shown
    return shown


def questions(comparison: Comparison, lang: str) -> tuple[str, ...]:
    """What the scenarios ask, each question once."""
    by_name = {scenario["name"]: scenario for scenario in comparison.manifest["scenarios"]}
    asked = [question_of(by_name[name], lang) for name in scenarios_of(comparison)]
    return tuple(dict.fromkeys(question for question in asked if question))


def option_name(scenario: str, comparison: Comparison, lang: str) -> str:
    """The shown name of an option, marked where it harms a group."""
    name = fmt.capital(scenario_name(scenario, lang))
    harmed = scenario in set(comparison.harms["scenario"])
    return text("report.page_one.harmful", lang, option=name) if harmed else name


def _block(
    metric: str, rows: Sequence[EffectRow], order: Sequence[str], comparison: Comparison, lang: str, *, brief: bool
) -> Sheet:
    """The options on an outcome, those of `shown_rows`."""
    own = [row for row in rows if row.data["metric"] == metric]
    lines: list[tuple[str, ...]] = []
    bold: list[int] = []
    for scenario in order:
        for place, row in enumerate(shown_rows(metric, own, scenario, brief=brief)):
            bold += [len(lines)] if row.data["primary"] else []
            name = option_name(scenario, comparison, lang) if place == 0 or brief else ""
            lines.append(_cells(name, row, lang, brief=brief))
    unit = fmt.unit_word(own[0].data["unit"], per_of(metric), lang) if own else ""
    words = {"metric": metric_name(metric, lang), "unit": unit, "worth": own[0].worth if own else ""}
    title = fmt.capital(text(f"report.page_one.{WORDS.get(metric, 'other_outcome')}", lang, **words))
    columns = BRIEF if brief else COLUMNS
    head = [text(f"report.page_one.{column}", lang, **words) for column in columns]
    note = () if brief else (definition(metric, lang).definition,)
    return Sheet(title, tuple(head), lines, note, words=(0, len(columns) - 1) if brief else (0, 1, 6), bold=bold)


def _cells(name: str, row: EffectRow, lang: str, *, brief: bool) -> tuple[str, ...]:
    """A line of a block: numbers without their unit, which the title has."""
    data, unit, per, error = row.data, row.data["unit"], per_of(row.data["metric"]), error_of(row.data)
    ranges = [fmt.plain_range(data[low], data[high], unit, per, lang, error=error)
              for low, high in (("low", "high"), ("likely_low", "likely_high"))]  # fmt: skip
    effect = fmt.plain_number(data["difference"], unit, per, lang, signed=True, error=error)
    who = (text("report.page_one.of_group", lang, option=name, segment=row.segment),) if brief else (name, row.segment)
    return *who, effect, *ranges, reached(row, lang, brief=brief), judged(row, lang)


def reached(row: EffectRow, lang: str, *, brief: bool = False) -> str:
    """In how many draws the worth is reached, with the interval of that share."""
    if not math.isfinite(row.data["reaches_draws"]):
        return text("report.format.none", lang)
    count = f"{row.data['reaches_draws']:g}/{row.data['n']}" if brief else row.reaches
    return text("report.page_one.with_share", lang, count=count, share=row.reaches_share)


def judged(row: EffectRow, lang: str) -> str:
    """The verdict of a primary outcome; of any other none is given."""
    return verdict_word(row.data, lang) if row.data["primary"] else text("report.format.none", lang)


def verdict_word(data: Mapping[str, Any], lang: str) -> str:
    """The verdict of a primary outcome in a word or two, with what it leaves open."""
    key = f"{data['verdict']}_{data['outlook']}" if data["outlook"] else data["verdict"]
    return text(f"report.answer.verdict.{key}", lang)


def money_lines(sheet: Sheet, lang: str) -> list[str]:
    """The block of money in lines, where a table has no room: costs in one, net benefits one by one."""
    none = text("report.format.none", lang)
    costs = [text("report.page_one.cost_of", lang, option=line[0], cost=line[1], whose=line[2])
             for line in sheet.lines if line[1] != none and (len(line) == KNOWN or line[KNOWN] == none)]  # fmt: skip
    names = ("option", "cost", "whose", "net", "error", "likely", "pays")
    benefits = [text("report.page_one.benefit_of", lang, **dict(zip(names, line, strict=True)))
                for line in sheet.lines if len(line) > KNOWN and line[KNOWN] != none]  # fmt: skip
    listed = text("report.format.clause", lang).join(costs)
    return [*benefits, *([text("report.page_one.titled", lang, title=sheet.title, said=listed)] if costs else [])]


def _quick(manifest: Mapping[str, Any], lang: str) -> str:
    """That this is a quick look, and how large the whole answer is."""
    full = manifest.get("quick")
    if not full or all(manifest[name] >= size for name, size in full.items()):
        return ""
    sizes = {name: f"{full[name]:,}" for name in ("users", "replicates")}
    few = {f"few_{name}": f"{manifest[name]:,}" for name in ("users", "replicates")}
    return text("report.page_one.quick", lang, **sizes, **few)


def _scale(manifest: Mapping[str, Any], lang: str) -> str:
    """What both intervals are, in one line."""
    often = "fixed" if manifest["options"]["fixed"] else "drawn"
    values = {name: f"{manifest[name]:,}" for name in ("replicates", "users", "days")}
    return text(f"report.page_one.scale.{often}", lang, **values)
