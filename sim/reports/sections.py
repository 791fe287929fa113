"""The sections of a comparison's report, one function each, in the order of the page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from matplotlib.figure import Figure

from sim.outcomes.metrics.definitions import definition
from sim.paired.comparison import Comparison
from sim.reports import basis, timeline
from sim.reports import format as fmt
from sim.reports.answer import answers
from sim.reports.blocks import Block, Card, Facts, Folded, Gallery, Heading, Listing, Picture, Words
from sim.reports.budgets import budget_sheet
from sim.reports.curves import curve_alt, curve_figure, panels
from sim.reports.drawing import Figures, drawn
from sim.reports.explained.page import why_blocks
from sim.reports.forest import forest_alt, forest_figure
from sim.reports.gains import crowds, heats
from sim.reports.goals import goal_sheets
from sim.reports.health import funnel_sheet, group_sheet, health_sheet, score_sheet
from sim.reports.joint import interaction_sheets
from sim.reports.money import money_sheets
from sim.reports.names import question_of, scenario_name
from sim.reports.notes import note_lines
from sim.reports.page_one import page_one
from sim.reports.repeat import command
from sim.reports.review import review_sheet
from sim.reports.rows import EffectRow, baseline_of, main_rows, metrics_of, scenarios_of
from sim.reports.sheet import Sheet, sheet_blocks
from sim.reports.strategy import strategy_lines
from sim.reports.table import full_tables
from sim.texts import text, texts


@dataclass(frozen=True)
class ComparisonView:
    """A comparison, its rows in words, where its figures are kept, and the language of the words."""

    comparison: Comparison
    rows: list[EffectRow]
    figures: Figures
    lang: str

    def say(self, key: str, **values: object) -> str:
        """A text of the area `report`."""
        return text(f"report.{key}", self.lang, **values)

    def lead(self, section: str) -> Words:
        """What a section begins with."""
        return Words(self.say(f"{section}.lead"), "lead")

    def drawn(self, name: str, draw: Callable[..., Figure], alt: Callable[..., str], given: Sequence[Any],
              notes: Sequence[str] = ()) -> Picture:  # fmt: skip
        """A figure of what is `given`, and its words; `notes` say which groups are greyed, and why."""
        caption = self.say("forest.greyed") if notes else ""
        return drawn(name, draw, alt, (*given, self.lang), self.figures, self.lang, caption=caption, notes=notes)


def first(view: ComparisonView, *, notes: bool = True) -> list[Block]:
    """Page one: what was asked, what to do first and why, whom it harms, the options, what would change it.

    `notes` has the definitions below the blocks.
    """
    one = page_one(view.comparison, view.lang)
    said = one.recommendation
    headline = Card("answer", [
        *([Words(one.quick, "warning")] if one.quick else []),
        Words(fmt.paragraph(one.questions, view.lang), "asked"),
        Words(said.first, "first"),
        *(Words(harm, "warning") for harm in said.harms),
        *([Listing(said.others)] if said.others else []),
    ])  # fmt: skip
    kept = [sheet if notes or place == len(one.blocks) - 1 else replace(sheet, notes=())
            for place, sheet in enumerate(one.blocks)]  # fmt: skip
    sheets = [block for sheet in kept for block in sheet_blocks(sheet, view.lang)]
    return [headline, *sheets, Words(one.scale, "quiet"),
            Facts([(view.say(f"page_one.{name}"), fmt.paragraph(words, view.lang))
                   for name, words in (("would_change", said.changes), ("next", said.then)) if words])]  # fmt: skip


def review(view: ComparisonView) -> list[Block]:
    """The options as a campaign is reviewed."""
    return [view.lead("review"), *sheet_blocks(review_sheet(view.comparison, view.rows, view.lang), view.lang)]


def question(view: ComparisonView) -> list[Block]:
    """Name, question, author and strategies in words, of every compared scenario."""
    by_name = {scenario["name"]: scenario for scenario in view.comparison.manifest["scenarios"]}
    return [_question(by_name[name], view) for name in scenarios_of(view.comparison)]


def _question(scenario: dict[str, Any], view: ComparisonView) -> Card:
    question = question_of(scenario, view.lang) or view.say("question.unasked")
    does = Listing([*map(fmt.capital, strategy_lines(scenario, view.lang))], view.say("question.does"))
    author = scenario["author"]
    signed = [Words(view.say("question.author", author=author), "quiet")] if author else []
    return Card("question", [Words(question, "asked"), does, *signed],
                fmt.capital(scenario_name(scenario["name"], view.lang)))  # fmt: skip


def answer(view: ComparisonView) -> list[Block]:
    """A card for each scenario, then how to read both intervals."""
    read = ("answer.two_errors.error", "answer.two_errors.likely", "answer.exploratory")
    aside = Card("aside", [Words(view.say(key)) for key in read], view.say("answer.two_errors.title"))
    return [*answers(view.comparison, view.lang), aside]


def why(view: ComparisonView) -> list[Block]:
    """Why each primary outcome is what it is: by path, by people, over time, in diaries of twins."""
    return [view.lead("paths"), *why_blocks(view.comparison, view.figures, view.lang)]


def acting(view: ComparisonView) -> list[Block]:
    """On which days strategies acted, and what became of budgets and coupons."""
    pictures = [
        view.drawn(f"timeline_{course.scenario}", timeline.timeline_figure, timeline.timeline_alt, (course,))
        for course in timeline.courses(view.comparison)
    ]  # fmt: skip
    sheet = budget_sheet(view.comparison, view.lang)
    return [view.lead("timeline"), Gallery(pictures), *(sheet_blocks(sheet, view.lang) if sheet.lines else [])]


def goals(view: ComparisonView) -> list[Block]:
    """Which goals are reached, and how often."""
    return [view.lead("goals"), *_sheets(goal_sheets(view.comparison, view.lang), view.lang)]


def money(view: ComparisonView) -> list[Block]:
    """What each scenario brings and costs; one that states nothing has its title as a heading."""
    blocks: list[Block] = [view.lead("money")]
    for sheet in money_sheets(view.comparison, view.lang):
        blocks += [] if sheet.lines else [Heading(sheet.title)]
        blocks += sheet_blocks(sheet, view.lang)
    return blocks


def curves(view: ComparisonView) -> list[Block]:
    """All worlds over time."""
    arms, scale = [baseline_of(view.comparison), *scenarios_of(view.comparison)], view.comparison.manifest["scale"]
    pictures = [
        view.drawn(f"{panel.curve}_{panel.segment}", curve_figure, curve_alt, (panel,))
        for panel in panels(view.comparison.curves, arms, scale)
    ]
    return [view.lead("curves"), Gallery(pictures)] if pictures else [Words(view.say("curves.missing"))]


def forest(view: ComparisonView) -> list[Block]:
    """One forest plot for each metric that is a primary outcome or a headline."""
    pictures, arms = [], scenarios_of(view.comparison)
    for metric in metrics_of(main_rows(view.rows)):
        part = [row for row in view.rows if row.data["metric"] == metric]
        notes = [f"{row.scenario}, {row.segment}: {row.note}" for row in part if row.data["greyed"]]
        pictures.append(view.drawn(f"effects_{metric}", forest_figure, _forest_alt, (part, arms), notes))
    return [view.lead("forest"), Gallery(pictures)]


def _forest_alt(rows: list[EffectRow], _: list[str], lang: str) -> str:
    return forest_alt(rows, lang)


def gains(view: ComparisonView) -> list[Block]:
    """Who gains and who loses, and who was counted."""
    scaled = view.comparison.manifest["scale"] is not None
    return [view.lead("gains"), *heats(view.rows, scaled, view.lang), *crowds(view.rows, view.lang)]


def health(view: ComparisonView) -> list[Block]:
    """The health index by world; its groups and figures, folded."""
    more = (group_sheet(view.comparison, view.lang), score_sheet(view.comparison, view.lang))
    return [view.lead("health"), *sheet_blocks(health_sheet(view.comparison, view.lang), view.lang),
            *(Folded(sheet.title, sheet_blocks(sheet, view.lang)) for sheet in more if sheet.lines),
            Words(view.say("health.stands_for"))]  # fmt: skip


def funnel(view: ComparisonView) -> list[Block]:
    """The five stages by world."""
    return [view.lead("funnel"), *sheet_blocks(funnel_sheet(view.comparison, view.rows, view.lang), view.lang)]


def alerts(view: ComparisonView) -> list[Block]:
    """On how many days each alert light was on."""
    return [view.lead("alerts"), *sheet_blocks(timeline.alert_sheet(view.comparison, view.lang), view.lang)]


def interactions(view: ComparisonView) -> list[Block]:
    """Every strategy of a plan alone, and all of them together."""
    return [view.lead("interactions"), *_sheets(interaction_sheets(view.comparison, view.lang), view.lang)]


def rests_on(view: ComparisonView) -> list[Block]:
    """Strengths, what makes the answer unsure, and every parameter by grade."""
    manifest = view.comparison.manifest
    return [Heading(view.say("basis.strengths")), basis.strengths(manifest, view.lang),
            Heading(view.say("basis.shares")), *basis.shares(view.comparison, view.lang),
            Heading(view.say("basis.assumptions")), Words(view.say("basis.lead")),
            *basis.grades(manifest, view.lang)]  # fmt: skip


def table(view: ComparisonView) -> list[Block]:
    """Every row of the comparison."""
    baseline = scenario_name(baseline_of(view.comparison), view.lang)
    return [view.lead("table"), *full_tables(view.rows, baseline, view.lang)]


def definitions(view: ComparisonView) -> list[Block]:
    """What exactly is counted."""
    entries = [definition(name, view.lang) for name in metrics_of(view.rows)]
    pairs = [(fmt.capital(entry.name), entry.definition) for entry in entries]
    return [Facts([*pairs, (view.say("table.correlation"), view.say("definitions.shared"))], "definitions")]


def limits(view: ComparisonView) -> list[Block]:
    """What the numbers cannot say, and what happened on the way to them."""
    blocks: list[Block] = [Listing(texts("report.limits.items", view.lang))]
    if notes := note_lines(view.comparison.manifest, view.lang):
        blocks += [Heading(view.say("limits.notes")), Listing(notes)]
    return blocks


def repeat(view: ComparisonView) -> list[Block]:
    """How to get the same numbers again."""
    manifest = view.comparison.manifest
    versions = view.say("format.list").join(f"{name} {version}" for name, version in manifest["versions"].items())
    facts = Facts([(view.say("repeat.seed"), str(manifest["seed"])), (view.say("repeat.versions"), versions)])
    return [Words(view.say("repeat.lead")), Words(command(manifest), "code"), facts, Words(view.say("repeat.folder"))]


def _sheets(sheets: Sequence[Sheet], lang: str) -> list[Block]:
    """Sheets one below the other."""
    return [block for sheet in sheets for block in sheet_blocks(sheet, lang)]
