"""The page of the crisis desk."""

from __future__ import annotations

from pathlib import Path

from sim.paired.comparison import Comparison
from sim.reports import html
from sim.reports.blocks import Block, Heading, Listing, Page, Section, Words
from sim.reports.crisis import crisis_blocks
from sim.reports.drawing import Figures, Tell, silent, tell_undrawn
from sim.reports.names import scenario_name
from sim.reports.notes import note_lines
from sim.reports.report import facts
from sim.reports.style import style
from sim.scenario.crises import struck
from sim.texts import text, texts


def write_desk(comparison: Comparison, out: Path, lang: str, command: str, tell: Tell = silent, *,
               png: bool = False) -> Path:
    """`out`/report.html: the page of the crisis desk; `command` is the line that makes it again."""
    figures = Figures(out / "figures", png)
    crisis = struck(comparison.arms[1])[0].lever
    title = text("report.crisis.heading", lang, crisis=scenario_name(crisis, lang))
    with style(lang):
        content = [Section("crisis", text("report.crisis.desk", lang), crisis_blocks(comparison, figures, lang))]
    limits: list[Block] = [Listing(texts("report.limits.items", lang))]
    if notes := note_lines(comparison.manifest, lang):
        limits += [Heading(text("report.limits.notes", lang)), Listing(notes)]
    content += [Section("limits", text("report.limits.title", lang), limits),
                Section("repeat", text("report.repeat.title", lang), [
                    Words(text("report.repeat.lead", lang)), Words(command, "code")])]
    kind = text("report.crisis.kind", lang)
    page = Page(f"{kind}: {title}", kind, title, content, facts=facts(comparison, lang))
    tell_undrawn(page, tell)
    return html.write_page(page, out / "report.html", lang)
