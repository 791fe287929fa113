"""What a command prints: a comparison as one table a scenario, a run as one table, 100 columns at most."""

from __future__ import annotations

import math
from collections.abc import Iterable
from itertools import groupby

import pandas as pd
from rich.box import SIMPLE_HEAD
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from sim.outcomes.metrics import METRICS
from sim.outcomes.metrics.definitions import definition
from sim.paired.comparison import Comparison
from sim.reports import format as fmt
from sim.reports.goals import goal_sheets
from sim.reports.health import health_sheet
from sim.reports.money import money_sheets, stated
from sim.reports.names import per_of, scenario_name, segment_name
from sim.reports.page_one import money_lines, page_one, verdict_word
from sim.reports.rows import EffectRow, baseline_of, error_of, main_rows, rows_of, scenarios_of
from sim.reports.sheet import Sheet
from sim.texts import text

COLUMNS = ("segment", "baseline", "difference", "error", "likely", "better", "verdict")
WORDS = {"segment": 21, "verdict": 12}
"""Width of the columns that hold words; numbers take what they need."""

WIDTH = 100
MARK = " *"
"""Behind the name of a group with too few people."""


def page_one_lines(comparison: Comparison, lang: str = "en") -> list[RenderableType]:
    """Page one for a terminal of 100 columns, some 25 lines: question, recommendation, options, what is next."""
    one = page_one(comparison, lang, brief=True)
    said = one.recommendation
    quick = [one.quick, text("report.page_one.whole", lang)] if one.quick else []
    parts: list[RenderableType] = [Text(fmt.paragraph(quick, lang), style="bold")] if quick else []
    parts += [Text(asked, style="dim") for asked in one.questions[:1] if len(one.questions) == 1]
    parts += [Text(said.first, style="bold"), *(Text(harm, style="bold red") for harm in said.harms)]
    parts += [Text(fmt.paragraph(said.others, lang))] if said.others else []
    *tables, money = one.blocks
    for block in tables:
        parts += ["", _brief_table(block)]
    parts += map(Text, money_lines(money, lang))
    parts += [Text(fmt.paragraph(money.notes, lang), style="dim")] if money.notes else []
    return [*parts, *map(Text, (*said.changes, *said.then))]


def _brief_table(sheet: Sheet) -> Table:
    """A block of page one without rules: its title stands where the first column's head would."""
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="dim", width=WIDTH)
    for place, head in enumerate(sheet.heads):
        words = place in sheet.words
        name = Text(sheet.title, style="bold") if place == 0 else head
        table.add_column(name, justify="left" if words else "right", no_wrap=not words, ratio=1 if place == 0 else None)
    for line in sheet.lines:
        table.add_row(*map(Text, line))
    return table


def comparison_tables(comparison: Comparison, lang: str = "en") -> list[Table]:
    """One table a scenario: primary outcomes with their verdicts first, then the headlines by group.

    After them goals and money, where scenarios state them, and the health index.
    """
    rows = main_rows(rows_of(comparison, lang))
    baseline = scenario_name(baseline_of(comparison), lang)
    tables = [
        _scenario_table([row for row in rows if row.data["scenario"] == name], name, baseline, lang)
        for name in scenarios_of(comparison)
    ]
    sheets = goal_sheets(comparison, lang, wide=False)
    sheets += money_sheets(comparison, lang) if stated(comparison) else []
    return tables + [sheet_table(sheet) for sheet in (*sheets, health_sheet(comparison, lang, wide=False))]


def sheet_table(sheet: Sheet) -> Table:
    """A sheet of the report with its notes below."""
    table = _table(sheet.title)  # cells as Text: a bracket in them is no markup
    table.caption = _caption(sheet.notes)
    for place, head in enumerate(sheet.heads):
        if place in sheet.words:
            table.add_column(head, overflow="fold")
        else:
            table.add_column(head, justify="right")
    for place, line in enumerate(sheet.lines):
        table.add_row(*map(Text, line), style="bold" if place in sheet.bold else "")
    return table


def run_table(metrics: pd.DataFrame, scenario: str, lang: str = "en", segment: str = "all") -> Table:
    """The metrics of one world (`RunResult.metrics`) in one group: name, value, what exactly is counted."""
    title = text("report.terminal.run", lang, scenario=scenario_name(scenario, lang))
    if segment != "all":
        title = text("report.terminal.run_of", lang, run=title, segment=segment_name(segment, lang))
    table = _table(title)
    table.add_column(text("report.terminal.metric", lang), max_width=30, overflow="fold")
    table.add_column(text("report.terminal.value", lang), justify="right", no_wrap=True)
    table.add_column(text("report.terminal.definition", lang), style="dim", overflow="fold")
    for record in metrics[metrics["segment"] == segment].to_dict("records"):
        words, metric = definition(record["metric"], lang), METRICS[record["metric"]]
        value = fmt.format_value(record["value"], metric.unit, metric.per, lang)
        table.add_row(fmt.capital(words.name), value, first_sentence(words.definition))
    return table


def first_sentence(words: str) -> str:
    """The first sentence of a definition in English or Chinese."""
    ends = [at for at in (words.find(". "), words.find("。")) if at >= 0]
    return words[: min(ends) + 1] if ends else words


def _table(title: str) -> Table:
    return Table(
        title=fmt.capital(title), title_justify="left", caption_justify="left", box=SIMPLE_HEAD,
        pad_edge=False, padding=(0, 1, 0, 0), width=WIDTH,
    )  # fmt: skip


def _caption(notes: Iterable[str]) -> str | None:
    """Notes below a table, with a blank line to what follows."""
    return "".join(f"{note}\n" for note in notes) or None


def _scenario_table(rows: list[EffectRow], scenario: str, baseline: str, lang: str) -> Table:
    title = text("report.terminal.title", lang, scenario=scenario_name(scenario, lang), baseline=baseline)
    table = _table(title)
    table.caption = _caption(_footnotes(rows))
    for column in COLUMNS:
        head = text(f"report.terminal.{column}", lang)
        if column in WORDS:
            table.add_column(head, overflow="fold", width=WORDS[column])
        else:
            table.add_column(head, justify="right", no_wrap=True)
    for primary, part in groupby(rows, key=lambda row: bool(row.data["primary"])):
        for _, group in groupby(part, key=lambda row: row.data["metric"]):
            _add_group(table, list(group), primary, lang)
        table.add_section()
    return table


def _add_group(table: Table, rows: list[EffectRow], primary: bool, lang: str) -> None:
    """A heading with the metric and its unit, then one line a group."""
    unit = fmt.unit_word(rows[0].data["unit"], per_of(rows[0].data["metric"]), lang)
    table.add_row(Text(f"{fmt.capital(rows[0].metric)} [{unit}]", style="bold"))
    for row in rows:
        verdict = verdict_word(row.data, lang)
        mark = MARK if row.data["greyed"] else ""
        style = "dim" if row.data["greyed"] else ("bold" if primary else "")
        table.add_row(Text(f"  {row.segment}{mark}"), *_numbers(row, lang), verdict, style=style)


def _numbers(row: EffectRow, lang: str) -> Iterable[str]:
    """Baseline, effect and both intervals without their unit, which the heading has; good draws of all."""
    record = row.data
    unit, per, error = record["unit"], per_of(record["metric"]), error_of(record)
    yield fmt.plain_number(record["baseline"], unit, per, lang, error=error)
    yield fmt.plain_number(record["difference"], unit, per, lang, signed=True, error=error)
    for low, high in (("low", "high"), ("likely_low", "likely_high")):
        yield fmt.plain_range(record[low], record[high], unit, per, lang, error=error)
    drawn = math.isfinite(record["better_draws"])
    yield f"{record['better_draws'] - record['equal_draws'] / 2:g}/{record['n']}" if drawn else text(
        "report.format.none", lang)  # fmt: skip


def _footnotes(rows: list[EffectRow]) -> list[str]:
    """Why groups are marked, each reason once."""
    return list(dict.fromkeys(f"*{row.segment}: {row.note}" for row in rows if row.data["greyed"]))
