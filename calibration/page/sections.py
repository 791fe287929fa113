"""The parts of the page about the numbers: the answer, the table, the figures, what they mean, what is missing."""

from __future__ import annotations

import math
from itertools import groupby

from calibration.page.figures import figures
from calibration.page.overview import misses
from calibration.page.view import ValidationView
from calibration.patterns import PATTERNS
from calibration.responses import RESPONSES
from sim.outcomes.metrics import METRICS
from sim.outcomes.metrics.definitions import definition
from sim.reports.blocks import Folded, Gallery, Grid, Listing, Row, Section, Words
from sim.reports.format import capital
from sim.reports.style import style
from sim.reports.validation import KINDS, NUMBERS, Line, lines, measure_name, shown_columns, summary
from sim.texts import text


def answer(view: ValidationView) -> Section:
    """What is met, the misses named first, and what the page rests on."""
    missed = [sentence(view, line) for line in lines(view.validation.rows, view.lang) if not line.met]
    run = view.validation.run
    worlds = view.say("answer.worlds", users=f"{run.levels()['mau']:,.0f}", days=run.outcome.days)
    with style(view.lang):
        overview = misses(view)
    blocks = [
        Words(view.say("answer.lead")),
        Words(summary(view.validation.rows, view.lang)),
        *([Words(view.say("answer.missed", count=len(missed))), Listing(missed)] if missed
          else [Words(view.say("answer.none_missed"))]),
        Words(view.say("answer.read")),
        Listing([*(view.say(f"answer.kinds.{kind}") for kind in KINDS), worlds]),
        Gallery([overview]),
    ]  # fmt: skip
    return view.section("answer", *blocks)


def sentence(view: ValidationView, line: Line) -> str:
    """One miss in words: what was reported, what came out, how far that is off."""
    key = "order" if line.kind == "order" else "unknown" if math.isnan(line.off) else "value"
    return view.say(f"answer.miss.{key}", name=capital(line.cells["target"]), reported=line.cells["reported"],
                    simulated=line.cells["simulated"], off=f"{abs(line.off):.1f}")  # fmt: skip


def table(view: ValidationView) -> Section:
    """Every target, theme by theme."""
    rows: list[Row] = []
    columns = shown_columns(view.validation.rows)
    for theme, group in groupby(lines(view.validation.rows, view.lang), key=lambda line: line.theme):
        rows.append(Row([text(f"report.validation.themes.{theme}", view.lang)], ["head"]))
        rows += [Row([capital(line.cells[column]) for column in columns], [] if line.met else ["missed"])
                 for line in group]  # fmt: skip
    heads = [text(f"report.validation.{column}", view.lang) for column in columns]
    numbers = [place for place, column in enumerate(columns) if column in NUMBERS]
    return view.section("table", Words(view.say("table.lead")), Grid(view.say("table.title"), heads, rows, numbers))


def drawn(view: ValidationView) -> Section:
    """The figures."""
    return view.section("figures", Words(view.say("figures.lead")), Gallery(figures(view)))


def definitions(view: ValidationView) -> Section:
    """What exactly is counted, for every metric, pattern and response of the table."""
    told = {*METRICS, *PATTERNS, *RESPONSES}
    names = [name for name in dict.fromkeys(view.validation.rows["metric"]) if name in told]
    rows = [Row([capital(measure_name(name, view.lang)), defined(view, name)]) for name in names]
    heads = [view.say("definitions.name"), view.say("definitions.definition")]
    folded = Folded(view.say("show"), [Grid(view.say("definitions.title"), heads, rows)])
    return view.section("definitions", folded)


def defined(view: ValidationView, name: str) -> str:
    """What exactly a metric, pattern or response counts."""
    if name in METRICS:
        return definition(name, view.lang).definition
    return text(f"{'responses' if name in RESPONSES else 'patterns'}.{name}.definition", view.lang)


def missing(view: ValidationView) -> Section:
    """What the model lacks, and what it chooses without data."""
    return view.section("missing", Words(view.say("missing.lead")), Listing(view.items("missing.items")),
                   Words(view.say("missing.choices")))  # fmt: skip
