"""The report a planner reads: one HTML file that needs no network, no script and no font of ours."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from sim.outcomes.metrics.definitions import definition
from sim.paired.comparison import Comparison
from sim.reports import basis, health, timeline
from sim.reports import format as shown
from sim.reports.answer import answers
from sim.reports.curves import curve_alt, curve_figure, panels
from sim.reports.forest import forest_alt, forest_figure
from sim.reports.gains import crowds, heats
from sim.reports.goals import goal_sheets
from sim.reports.joint import interaction_sheets
from sim.reports.money import money_sheets
from sim.reports.names import question_of, scenario_name
from sim.reports.repeat import command, platform_facts
from sim.reports.rows import Row, baseline_of, by_scenario, main_rows, metrics_of, rows_of, scenarios_of
from sim.reports.strategy import strategy_lines
from sim.reports.style import save, style, uri_of
from sim.texts import text, texts

SECTIONS = ("question", "answer", "timeline", "goals", "money", "curves", "forest", "gains", "health", "funnel",
            "alerts", "interactions", "basis", "table", "definitions", "limits", "repeat")
ASKED = ("goals", "interactions")
"""Sections that are left out when there is nothing to say in them."""


@dataclass(frozen=True)
class Picture:
    """A figure inside the page: a data URI of its SVG, the words for those who do not see it, its notes."""

    uri: str
    alt: str
    notes: tuple[str, ...] = ()


def write_report(comparison: Comparison, out: Path, lang: str = "en") -> Path:
    """`out`/report.html in `lang`, with every figure also as SVG and PNG in `out`/figures."""
    out.mkdir(parents=True, exist_ok=True)
    path = out / "report.html"
    path.write_text(render(comparison, out / "figures", lang), encoding="utf-8")
    return path


def render(comparison: Comparison, figures: Path, lang: str = "en") -> str:
    """The page's HTML; figures are written to `figures` on the way."""
    rows = rows_of(comparison, lang)
    page = environment(lang).get_template("report.html.j2")
    with style(lang):
        pictures = {
            "timelines": _timelines(comparison, figures, lang),
            "curves": _curves(comparison, figures, lang),
            "forests": _forests(comparison, rows, figures, lang),
        }
    return page.render(
        lang=lang,
        sections=sections(comparison),
        manifest=comparison.manifest,
        platform=platform_facts(comparison.manifest),
        command=command(comparison.manifest),
        tables=by_scenario(rows),
        arms=[scenario_name(name, lang) for name in scenarios_of(comparison)],
        baseline=scenario_name(baseline_of(comparison), lang),
        questions=_questions(comparison, lang),
        answers=answers(comparison, lang),
        **pictures,
        **_sheets(comparison, rows, lang),
        heats=heats(rows, lang),
        crowds=crowds(rows, lang),
        strengths=basis.strengths(comparison.manifest, lang),
        shares=basis.shares(comparison, lang),
        grades=basis.grades(comparison.manifest, lang),
        limits=texts("report.limits.items", lang),
        definitions=[definition(name, lang) for name in metrics_of(rows)],
    )


def sections(comparison: Comparison) -> list[str]:
    """The sections of the page, without those of ASKED that were not."""
    return [name for name in SECTIONS if name not in ASKED or len(getattr(comparison, name))]


def environment(lang: str) -> Environment:
    """Templates that escape everything, fail on anything undefined, and know the catalogue as `t`."""
    environment = Environment(
        loader=PackageLoader("sim.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    words: Callable[..., str] = partial(_words, lang)
    environment.filters.update(capital=shown.capital, paragraph=partial(shown.paragraph, lang=lang))
    environment.globals.update(t=words, people=partial(shown.format_people, lang=lang))
    return environment


def _words(lang: str, key: str, /, **values: Any) -> str:
    return text(f"report.{key}", lang, **values)


def _questions(comparison: Comparison, lang: str) -> list[dict[str, Any]]:
    """Name, question, author and strategies in words, of every compared scenario."""
    by_name = {scenario["name"]: scenario for scenario in comparison.manifest["scenarios"]}
    return [
        {
            "name": scenario_name(name, lang),
            "question": question_of(by_name[name], lang),
            "author": by_name[name]["author"],
            "strategies": strategy_lines(by_name[name], lang),
        }
        for name in scenarios_of(comparison)
    ]


def _sheets(comparison: Comparison, rows: list[Row], lang: str) -> dict[str, Any]:
    """The small tables of the page, and what is said beside them."""
    return {
        "budgets": timeline.budget_sentences(comparison, lang),
        "goals": goal_sheets(comparison, lang),
        "money": money_sheets(comparison, lang),
        "health": health.health_sheet(comparison, lang),
        "health_more": [health.group_sheet(comparison, lang), health.score_sheet(comparison, lang)],
        "funnel": health.funnel_sheet(comparison, rows, lang),
        "alerts": timeline.alert_sheet(comparison, lang),
        "interactions": interaction_sheets(comparison, lang),
    }


def _timelines(comparison: Comparison, figures: Path, lang: str) -> list[Picture]:
    return [
        _picture(
            save(timeline.timeline_figure(course, lang), figures, f"timeline_{course.scenario}"),
            timeline.timeline_alt(course, lang),
        )
        for course in timeline.courses(comparison)
    ]


def _curves(comparison: Comparison, figures: Path, lang: str) -> list[Picture]:
    arms, scale = [baseline_of(comparison), *scenarios_of(comparison)], comparison.manifest["scale"]
    return [
        _picture(save(curve_figure(panel, lang), figures, f"{panel.curve}_{panel.segment}"), curve_alt(panel, lang))
        for panel in panels(comparison.curves, arms, scale)
    ]


def _forests(comparison: Comparison, rows: list[Row], figures: Path, lang: str) -> list[Picture]:
    """One forest plot for each metric that is a primary outcome or a headline."""
    pictures = []
    for metric in metrics_of(main_rows(rows)):
        part = [row for row in rows if row.data["metric"] == metric]
        figure = forest_figure(part, scenarios_of(comparison), lang)
        notes = [f"{row.scenario}, {row.segment}: {row.note}" for row in part if row.data["greyed"]]
        pictures.append(_picture(save(figure, figures, f"effects_{metric}"), forest_alt(part, lang), notes))
    return pictures


def _picture(svg: bytes, alt: str, notes: list[str] | None = None) -> Picture:
    return Picture(uri_of(svg), alt, tuple(notes or ()))
