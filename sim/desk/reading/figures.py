"""The interactive figures of an answer, each with its own pickers; all of them follow the chosen group."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from sim.desk.charts.crisis import recovery_chart
from sim.desk.charts.curves import curve_chart
from sim.desk.charts.effects import forest_chart, money_chart, paths_chart
from sim.desk.charts.gains import heat_chart
from sim.desk.reading.opened import Reading, part
from sim.desk.reading.shown import blocks, figure, folded_section, quiet
from sim.outcomes.metrics.definitions import definition
from sim.paired.headline import HEADLINES
from sim.paired.recovery import EVERYBODY, followed
from sim.replicate.daily import SIGNALS
from sim.reports import format as fmt
from sim.reports.blocks import Listing, Words
from sim.reports.crisis import loss_sheets, sentences
from sim.reports.curves import UNITS, panel_of
from sim.reports.explained import words
from sim.reports.explained.view import explained
from sim.reports.money import money_summary
from sim.reports.names import metric_name, segment_name
from sim.reports.rows import EffectRow, baseline_of, main_rows, metrics_of, scenarios_of
from sim.reports.sheet import sheet_blocks
from sim.texts import text


def group_picker(reading: Reading) -> str:
    """The group of users whom all figures follow; at first that of the first primary outcome."""
    table, lang = reading.comparison.table, reading.lang
    groups = [*dict.fromkeys(table["segment"])]
    few = set(table[table["greyed"] & (table["primary"] | table["metric"].isin(HEADLINES))]["segment"])
    named = [*reading.comparison.primary["segment"], EVERYBODY]

    def shown(group: str) -> str:
        name = fmt.capital(segment_name(group, lang))
        return reading.desk.say("answer.few", group=name) if group in few else name

    return _pick(reading, "group", groups, shown, first=next(one for one in named if one in groups),
                 help=reading.desk.say("answer.group_help"))  # fmt: skip


def _pick(reading: Reading, name: str, options: Sequence[str], shown: Callable[[str], str], *, first: str | None = None,
          help: str | None = None) -> str:
    """A choice that is kept as long as it is there; `first` is chosen before the reader chooses."""
    place = options.index(first) if first in options else 0
    chosen: str = st.selectbox(reading.desk.say(f"answer.{name}"), options, index=place, format_func=shown, help=help,
                               key=f"reading.{name}.{reading.answer.name}")  # fmt: skip
    return chosen


@part
def curves(reading: Reading, group: str) -> None:
    """Levels of every world over time, and differences from the baseline below."""
    comparison, lang = reading.comparison, reading.lang
    there = comparison.curves[["curve", "segment"]].drop_duplicates()
    if there.empty:
        st.write(text("report.curves.missing", lang))
        return
    kinds = [curve for curve in UNITS if curve in set(there["curve"])]
    curve = _pick(reading, "curve", kinds, lambda one: text(f"report.curves.{one}", lang),
                  help=text("report.curves.lead", lang))  # fmt: skip
    if group not in set(there[there["curve"] == curve]["segment"]):
        quiet(reading.desk.say("answer.no_curve", group=segment_name(group, lang)), reading.lang)
        group = EVERYBODY
    arms = [baseline_of(comparison), *scenarios_of(comparison)]
    panel = panel_of(comparison.curves, arms, comparison.manifest["scale"], curve, group)
    figure(reading, curve_chart(panel, lang), "levels")
    figure(reading, curve_chart(panel, lang, difference=True), "differences")


@part
def forest(reading: Reading, group: str) -> None:
    """The effects on one metric with both intervals: in the chosen group beside everybody, or in every group."""
    lang, every = reading.lang, reading.rows
    first = next((row.data["metric"] for row in main_rows(every)), None)
    metric = _metric(reading, "metric", metrics_of(every), first)
    own = [row for row in every if row.data["metric"] == metric]
    all_groups = st.toggle(reading.desk.say("answer.every_group"), key="reading.every_group")
    rows = own if all_groups else [row for row in own if row.data["segment"] in (group, EVERYBODY)]
    if not rows:
        quiet(reading.desk.say("answer.not_measured"), reading.lang)
        rows = own
    figure(reading, forest_chart(rows, scenarios_of(reading.comparison), lang), "forest")
    quiet(text("report.forest.lead", lang), reading.lang)
    _greyed(rows, lang)


def _metric(reading: Reading, name: str, metrics: Sequence[str], first: str | None) -> str:
    """A choice of metrics, with the definition of the chosen one where the pointer rests on the question mark."""
    before = st.session_state.get(f"reading.{name}.{reading.answer.name}") or first or metrics[0]
    told = definition(before, reading.lang).definition if before in metrics else None
    return _pick(reading, name, metrics, lambda one: fmt.capital(metric_name(one, reading.lang)), first=first,
                 help=told)  # fmt: skip


def _greyed(rows: Sequence[EffectRow], lang: str) -> None:
    """Which of the shown effects rest on too few people, and why."""
    notes = [f"{fmt.capital(row.scenario)}, {row.segment}: {row.note}" for row in rows if row.data["greyed"]]
    if notes:
        blocks([Words(text("report.forest.greyed", lang), "quiet"), Listing(notes)], lang)


@part
def gains(reading: Reading, group: str) -> None:
    """Who gains and who loses by one metric, an option beside the other."""
    every = reading.rows
    metrics = [one for one in metrics_of(every) if len({row.data["segment"] for row in every
                                                        if row.data["metric"] == one}) > 1]  # fmt: skip
    if not metrics:
        quiet(reading.desk.say("answer.not_measured"), reading.lang)
        return
    metric = _metric(reading, "gained", metrics, metrics[0])
    rows = [row for row in every if row.data["metric"] == metric]
    scaled = reading.comparison.manifest["scale"] is not None
    figure(reading, heat_chart(rows, group, scaled, reading.lang), "gains")
    quiet(text("report.gains.lead", reading.lang), reading.lang)


@part
def recovery(reading: Reading, group: str) -> None:
    """What a crisis costs, and how fast people are back."""
    comparison, lang = reading.comparison, reading.lang
    if told := sentences(comparison, lang):
        blocks([Listing(told)], lang)
    groups = followed(comparison.crisis)
    if group not in groups:
        quiet(reading.desk.say("answer.not_followed", group=segment_name(group, lang)), reading.lang)
        group = groups[0]
    signal = _pick(reading, "signal", SIGNALS, lambda one: text(f"report.crisis.curve.{one}", lang))
    figure(reading, recovery_chart(comparison, group, signal, lang), "recovery")
    quiet(reading.desk.say("answer.noise"), lang)
    blocks([block for sheet in loss_sheets(comparison, lang, group) for block in sheet_blocks(sheet, lang)], lang)
    folded_section(reading, "crisis", reading.desk.say("answer.every_table"))


def money(reading: Reading) -> None:
    """Net benefit of the options with both intervals, or why there is none; it is everybody's, not a group's."""
    comparison, lang = reading.comparison, reading.lang
    chart = money_chart(comparison, lang)
    if chart is not None:
        figure(reading, chart, "money", folded=False)  # its table stands below for everybody
    sheet = money_summary(comparison, [*comparison.advice["scenario"]], lang)
    blocks(sheet_blocks(sheet, lang), lang)


def why(reading: Reading) -> None:
    """Each explained effect: in sentences, by path; its tables and the diaries of twins open when asked for."""
    lang = reading.lang
    if not len(reading.comparison.paths):
        st.write(reading.desk.say("answer.no_why"))
        return
    for place, one in enumerate(explained(reading.comparison, lang)):
        blocks([Words(fmt.capital(one.title), "asked"), Listing(words.sentences(one))], lang)
        figure(reading, paths_chart(one), f"paths{place}")
    folded_section(reading, "paths", reading.desk.say("answer.diaries"))


def has(reading: Reading, table: str) -> bool:
    """Whether a table of the comparison has rows."""
    found: Any = getattr(reading.comparison, table)
    return len(found) > 0
