"""Effects with both intervals: of one metric by option and group, of money by option, of paths by mechanism."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from sim.desk.charts.look import MARK, Arms, Chart, axis, intervals, shown, table, tips, told_as
from sim.paired.comparison import Comparison
from sim.reports import format as fmt
from sim.reports.explained.figure import paths_alt
from sim.reports.explained.view import Why
from sim.reports.forest import forest_alt
from sim.reports.money import money_summary
from sim.reports.names import per_of, scenario_name
from sim.reports.palette import ARMS, BASELINE
from sim.reports.rows import EffectRow, scenarios_of
from sim.reports.sheet import times
from sim.texts import text

ENDS = ["value", "low", "high", "likely_low", "likely_high"]
NET = "net_benefit"


def forest_chart(rows: Sequence[EffectRow], arms: Sequence[str], lang: str) -> Chart:
    """The effects of one metric, an option and group a line; hollow where too few people stand behind it."""
    unit, per = rows[0].data["unit"], per_of(rows[0].data["metric"])
    colours = Arms({arm: arm for arm in arms}, arms).colours
    worth = max((row.data["worth"] for row in rows if row.data["primary"]), default=math.nan)
    frame = pd.DataFrame([
        {"label": f"{fmt.capital(row.scenario)}{MARK}{row.segment}", "colour": colours[row.data["scenario"]],
         "hollow": bool(row.data["greyed"]), "option": row.scenario, "group": row.segment, "said": row.difference,
         "average": row.error, "possible": row.likely, "better": row.odds, "note": row.note,
         **{end: row.data[name] for end, name in zip(ENDS, ("difference", *ENDS[1:]), strict=True)}}
        for row in rows
    ])  # fmt: skip
    frame[ENDS] = frame[ENDS].apply(shown, args=(unit, per))
    told = tips(lang, option="option", group="group", said="effect", average="average", possible="possible",
                better="better", note="note")  # fmt: skip
    title = fmt.capital(text("report.forest.axis", lang, unit=fmt.unit_word(unit, per, lang)))
    drawing = intervals(frame, axis(lang, signed=True), told, worth=float(shown(pd.Series([worth]), unit, per).iloc[0]))
    words = forest_alt([*rows], lang)
    heads = [text(f"desk.chart.{name}", lang) for name in ("option", "group", "effect", "average", "possible",
                                                           "better", "note")]  # fmt: skip
    lines = [tuple(line) for line in frame[["option", "group", "said", "average", "possible", "better", "note"]]
             .itertuples(index=False)]  # fmt: skip
    return Chart(told_as(drawing, words), title, words, table(rows[0].metric, heads, lines, words=2))


def money_chart(comparison: Comparison, lang: str) -> Chart | None:
    """The net benefit of every option that has one, None where none has."""
    paid = [row for row in comparison.benefit.to_dict("records") if math.isfinite(row[NET])]
    if not paid:
        return None
    arms = scenarios_of(comparison)
    colours = Arms({arm: arm for arm in arms}, arms).colours
    frame = pd.DataFrame([_paid(row, colours, lang) for row in paid])
    told = tips(lang, label="option", said="net", average="average", possible="possible", pays="pays")
    drawing = intervals(frame, axis(lang, signed=True, large=True), told)
    title = text("report.format.with_unit", lang, name=text("report.money.net_benefit", lang),
                 unit=fmt.unit_word("yuan", 1.0, lang))  # fmt: skip
    words = text("report.forest.alt", lang, metric=text("report.money.net_benefit", lang),
                 values="; ".join(f"{row.label}: {row.said} ({row.possible})" for row in frame.itertuples()))
    sheet = money_summary(comparison, [*comparison.advice["scenario"]], lang)
    grid = table(sheet.title, sheet.heads, sheet.lines)
    return Chart(told_as(drawing, words), title, words, grid)


def _paid(row: Mapping[str, Any], colours: Mapping[str, str], lang: str) -> dict[str, Any]:
    """One option's net benefit as a line of the figure [yuan]."""
    numbers = {end: row[NET if end == "value" else f"{NET}_{end}"] for end in ENDS}
    error = (numbers["high"] - numbers["low"]) / 2
    average, possible = (fmt.format_range(numbers[low], numbers[high], "yuan", 1.0, lang, error=error)
                         for low, high in (("low", "high"), ("likely_low", "likely_high")))  # fmt: skip
    return {"label": fmt.capital(scenario_name(row["scenario"], lang)), "colour": colours[row["scenario"]],
            "hollow": False, "said": fmt.format_difference(numbers["value"], "yuan", 1.0, lang, error=error),
            "average": average, "possible": possible, "pays": times(row["paying_draws"], row["n"], lang), **numbers}


def paths_chart(why: Why) -> Chart:
    """The whole effect of a plan, then each path's part of it, the largest first."""
    lines, lang = [why.total, *why.shares], why.lang
    unit, per = why.total["unit"], per_of(why.metric)
    frame = pd.DataFrame([
        {"label": fmt.capital(why.named(line)) if line["path"] else why.say("sheet.total"), "hollow": False,
         "colour": BASELINE if place == 0 else ARMS[0] if line["effect"] >= 0 else ARMS[1], "value": line["effect"],
         "low": line["low"], "high": line["high"], "likely_low": math.nan, "likely_high": math.nan,
         "said": why.effect(line["effect"]), "average": why.span(line)}
        for place, line in enumerate(lines)
    ])  # fmt: skip
    frame[ENDS] = frame[ENDS].apply(shown, args=(unit, per))
    title = why.say("figure.axis" if why.divided else "figure.axis_alone", unit=fmt.unit_word(unit, per, lang))
    drawing = intervals(frame, axis(lang, signed=True), tips(lang, label="path", said="effect", average="average"))
    heads = [text(f"desk.chart.{name}", lang) for name in ("path", "effect", "average")]
    cells = [tuple(line) for line in frame[["label", "said", "average"]].itertuples(index=False)]
    words = paths_alt(why)
    return Chart(told_as(drawing, words), fmt.capital(title), words, table(why.title, heads, cells))
