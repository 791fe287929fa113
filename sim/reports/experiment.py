"""A rehearsed experiment in words: the table of its tests, what each row means, and a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from sim.experiment.measures import AMOUNTS, amount_name
from sim.experiment.rehearsing import Rehearsal
from sim.reports import format as fmt
from sim.reports import html
from sim.reports.blocks import Block, Grid, Listing, Page, Row, Section, Words
from sim.reports.names import metric_name, per_of, scenario_name, segment_name
from sim.scenario.names import shown
from sim.texts import text
from sim.texts.messages import translated

COLUMNS = ("unit", "metric", "estimate", "interval", "truth", "spill_over", "covers")
NUMBERS = (2, 3, 4, 5, 6)
"""Columns that stand to the right."""


def title(result: Rehearsal, lang: str) -> str:
    """Which scenario is tested."""
    return _say("title", lang, scenario=scenario_name(result.manifest["scenarios"][0]["name"], lang))


def lead(result: Rehearsal, lang: str) -> str:
    """What share of the units, when, how often, in how large a world."""
    plan, told = result.manifest["plans"][0], result.manifest
    return _say("lead", lang, share=fmt.format_part(plan["share"], lang), start=plan["start"],
                last=plan["start"] + plan["days"] - 1, n=told["replicates"], users=f"{told['users']:,}")


def heads(lang: str) -> list[str]:
    """The heads of COLUMNS."""
    return [_say(f"head.{name}", lang) for name in COLUMNS]


def rows(result: Rehearsal, lang: str) -> list[list[str]]:
    """A row of words for each row of the table."""
    return [_row(row, lang) for row in result.table.to_dict("records")]


def sentences(result: Rehearsal, lang: str) -> list[str]:
    """What each row means, in a sentence."""
    return [_say("sentence", lang, unit=unit_name(row["unit"], lang), metric=asked_name(row, lang),
                 verdict=_verdict(row, lang)) for row in result.table.to_dict("records")]


def notes(result: Rehearsal, lang: str) -> list[str]:
    """What a reader has to know: broken splits first, then what the columns say."""
    told = result.table.to_dict("records")
    broken = [_say("note.broken", lang, unit=unit_name(row["unit"], lang), metric=asked_name(row, lang),
                   count=row["broken"], n=row["n"]) for row in told if row["broken"]]
    return [*(broken or [_say("note.split", lang)]), *_note_of_units(told, lang),
            *(_say(f"note.{name}", lang) for name in ("interval", "spill_over"))]


def refusals(result: Rehearsal, lang: str) -> list[str]:
    """What a unit could not answer, and why."""
    return [_say("sentence", lang, unit=unit_name(unit, lang), metric=name_of(metric, lang),
                 verdict=translated(why, lang)) for unit, metric, why in result.refused]


def write_experiment_page(result: Rehearsal, folder: Path, lang: str) -> Path:
    """`folder`/report.html in `lang`."""
    blocks: list[Block] = [Grid(_say("answer", lang), heads(lang), [Row(row) for row in rows(result, lang)],
                                numbers=NUMBERS)]
    sections = [Section("answer", _say("answer", lang), blocks)]
    for name, tell in (("sentences", sentences), ("refused", refusals), ("notes", notes)):
        if told := tell(result, lang):
            sections.append(Section(name, _say(name, lang), [Listing(told)]))
    question = result.manifest["scenarios"][0]["question"].get(lang)
    if question:
        sections[0] = Section("answer", _say("answer", lang), [Words(question, "asked"), *blocks])
    page = Page(title(result, lang), _say("kind", lang), title(result, lang), sections, lead=lead(result, lang))
    return html.write_page(page, folder / "report.html", lang)


def unit_name(unit: str, lang: str) -> str:
    """How a unit is called."""
    return shown("experiment unit", unit, lang)


def name_of(metric: str, lang: str) -> str:
    """How a metric, or an amount by room and day, is called."""
    return amount_name(metric, lang) if metric in AMOUNTS else metric_name(metric, lang)


def asked_name(row: Mapping[str, Any], lang: str) -> str:
    """The metric of a row, with its group where that is not everybody."""
    name = name_of(row["metric"], lang)
    if row["segment"] == "all":
        return name
    return _say("of_group", lang, metric=name, segment=segment_name(row["segment"], lang))


def _row(row: Mapping[str, Any], lang: str) -> list[str]:
    unit, per = row["metric_unit"], _per(row["metric"])
    half = (row["high"] - row["low"]) / 2
    spill = (row["spill_over_high"] - row["spill_over_low"]) / 2
    def plain(name: str, error: float) -> str:
        return fmt.plain_number(row[name], unit, per, lang, signed=True, error=error)

    return [
        unit_name(row["unit"], lang),
        _say("in_unit", lang, metric=asked_name(row, lang), unit=fmt.unit_word(unit, per, lang)),
        plain("difference", half),
        fmt.plain_range(row["low"], row["high"], unit, per, lang, error=half),
        plain("truth", (row["truth_high"] - row["truth_low"]) / 2),
        _say("plus_minus", lang, value=plain("spill_over", spill),
             error=fmt.plain_number(spill, unit, per, lang, error=spill)),
        fmt.format_odds(row["covers"], row["n"], lang),
    ]  # fmt: skip


def _verdict(row: Mapping[str, Any], lang: str) -> str:
    """The sentence of a row's verdict, with the reason where there is a bias."""
    spill = fmt.format_difference(row["spill_over"], row["metric_unit"], _per(row["metric"]), lang,
                                  error=(row["spill_over_high"] - row["spill_over_low"]) / 2)
    part = fmt.format_relative(abs(row["bias"]), lang, error=1.0).lstrip("+")
    return _say(f"verdict.{row['verdict']}", lang, spill=spill, part=part, why=_say(f"why.{row['unit']}", lang))


def _note_of_units(told: list[dict[str, Any]], lang: str) -> Iterator[str]:
    """The contacts that clusters cut, and what one side does to the other where both are split."""
    cuts = [row["edges_cut"] for row in told if row["unit"] == "cluster"]
    if cuts:
        yield _say("note.cut", lang, cut=fmt.format_value(cuts[0], "share", 1.0, lang))
    for row in told:
        if row["unit"] == "both_sides":
            sides = {key: fmt.format_difference(row[name], row["metric_unit"], _per(row["metric"]), lang)
                     for key, name in (("viewers", "viewers_elsewhere"), ("others", "others_here"))}
            yield _say("note.sides", lang, metric=asked_name(row, lang), **sides)


def _per(metric: str) -> float:
    return 1.0 if metric in AMOUNTS else per_of(metric)


def _say(key: str, lang: str, **values: object) -> str:
    return text(f"experiment.{key}", lang, **values)
