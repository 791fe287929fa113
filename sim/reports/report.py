"""The report of a comparison: the page a planner reads, its answer first."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sim.paired.comparison import Comparison
from sim.reports import format as fmt
from sim.reports import html
from sim.reports import sections as parts
from sim.reports.blocks import Block, Page, Section
from sim.reports.crisis import crisis_blocks
from sim.reports.drawing import Figures, Tell, silent, tell_undrawn
from sim.reports.names import scenario_name, strategy_name
from sim.reports.repeat import platform_facts
from sim.reports.rows import baseline_of, rows_of, scenarios_of
from sim.reports.sections import ComparisonView
from sim.reports.style import style
from sim.texts import text

SECTIONS: dict[str, Callable[[ComparisonView], list[Block]]] = {
    "page_one": parts.first, "review": parts.review, "question": parts.question, "answer": parts.answer,
    "paths": parts.why,
    "timeline": parts.acting, "crisis": lambda view: crisis_blocks(view.comparison, view.figures, view.lang),
    "goals": parts.goals, "money": parts.money, "curves": parts.curves,
    "forest": parts.forest, "gains": parts.gains,
    "health": parts.health, "funnel": parts.funnel, "alerts": parts.alerts, "interactions": parts.interactions,
    "basis": parts.rests_on, "table": parts.table, "definitions": parts.definitions, "limits": parts.limits,
    "repeat": parts.repeat,
}  # fmt: skip
"""Address of every section -> what stands in it."""
ASKED = ("paths", "goals", "interactions", "crisis")
"""Sections that are left out when there is nothing to say in them."""


def write_report(
    comparison: Comparison, out: Path, lang: str = "en", tell: Tell = silent, *, png: bool = False
) -> Path:
    """`out`/report.html in `lang`, with every figure also as SVG in `out`/figures, with `png` as PNG too.

    `tell` gets one sentence for each figure that could not be drawn.
    """
    page = report(comparison, Figures(out / "figures", png), lang)
    tell_undrawn(page, tell)
    return html.write_page(page, out / "report.html", lang)


def report(comparison: Comparison, figures: Figures, lang: str = "en") -> Page:
    """The page in `lang`; its figures are written on the way."""
    view = ComparisonView(comparison, rows_of(comparison, lang), figures, lang)
    with style(lang):
        content = [Section(name, view.say(f"{name}.title"), SECTIONS[name](view)) for name in sections(comparison)]
    title, kind = heading(comparison, lang)
    return Page(f"{kind}: {title}", kind, title, content, facts=facts(comparison, lang))


def heading(comparison: Comparison, lang: str) -> tuple[str, str]:
    """What the page is called, and what kind of page it is."""
    arms = text("report.format.list", lang).join(scenario_name(name, lang) for name in scenarios_of(comparison))
    baseline = scenario_name(baseline_of(comparison), lang)
    return fmt.capital(text("report.subtitle", lang, arms=arms, baseline=baseline)), text("report.title", lang)


def sections(comparison: Comparison) -> list[str]:
    """The sections of the page, without those of ASKED that were not."""
    return [name for name in SECTIONS if name not in ASKED or len(getattr(comparison, name))]


def facts(comparison: Comparison, lang: str) -> list[str]:
    """How large the world was, how long it was simulated, how often, and what happens in the baseline too."""
    manifest, platform = comparison.manifest, platform_facts(comparison.manifest)
    users = fmt.format_people(manifest["users"], lang)
    size = text("report.facts.simulated", lang, users=users)
    if platform["represents"]:
        represents = fmt.format_people(platform["represents"], lang)
        size = text("report.facts.platform", lang, represents=represents, users=users)
    horizon = text("report.facts.horizon", lang, days=manifest["days"], comparison_day=platform["comparison_day"])
    often = "fixed" if manifest["options"]["fixed"] else "replicates"
    shared = [strategy_name(one["name"], lang) for one in manifest["scenarios"][0]["strategies"]]
    everywhere = [text("report.facts.shared", lang, strategies=text("report.format.list", lang).join(shared))]
    return [size, horizon, text(f"report.facts.{often}", lang, replicates=manifest["replicates"]),
            *(everywhere if shared else [])]
