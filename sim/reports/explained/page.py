"""An explanation as blocks of a page: sentences, one figure, two tables, and diaries that open when asked for."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd

from sim.paired.comparison import Comparison
from sim.paired.explaining.paths import ALONE, INTERACTION, LEFT_OUT, TOTAL
from sim.paired.explaining.twins import ADDED_UP, DAY, PORTRAIT
from sim.reports import format as fmt
from sim.reports import html
from sim.reports.blocks import Block, Card, Folded, Gallery, Grid, Listing, Page, Picture, Row, Section, Words
from sim.reports.drawing import Figures, Tell, drawn, silent, tell_undrawn
from sim.reports.explained.figure import paths_alt, paths_figure
from sim.reports.explained.view import Line, Why, explained
from sim.reports.explained.words import part_of, sentences, sure
from sim.reports.names import per_of
from sim.reports.sheet import Sheet, sheet_blocks
from sim.reports.style import style

Draw = Callable[..., Picture]


def why_blocks(comparison: Comparison, figures: Figures, lang: str) -> list[Block]:
    """All that is explained, one effect below the other."""
    return [block for why in explained(comparison, lang) for block in _blocks(why, figures)]


def write_why(comparison: Comparison, out: Path, lang: str, tell: Tell = silent, *, png: bool = False) -> Path:
    """`out`/why.html: the explanation as a page of its own."""
    figures, whys = Figures(out / "figures", png), list(explained(comparison, lang))
    with style(lang):
        parts = [Section(f"why_{place}", fmt.capital(why.title), list(_blocks(why, figures)))
                 for place, why in enumerate(whys)]  # fmt: skip
    heading = fmt.capital(whys[0].say("page", scenario=whys[0].names["scenario"]))
    page = Page(heading, whys[0].say("sort"), heading, parts)
    tell_undrawn(page, tell)
    return html.write_page(page, out / "why.html", lang)


def _blocks(why: Why, figures: Figures) -> Iterator[Block]:
    yield Card("answer", [Listing(sentences(why))], fmt.capital(why.title))
    yield Gallery([drawn(f"why_{why.scenario}_{why.metric}_{why.segment}".replace(" ", "_"), paths_figure, paths_alt,
                         (why,), figures, why.lang)])  # fmt: skip
    for sheet in (path_sheet(why), people_sheet(why)):
        yield from sheet_blocks(sheet, why.lang)
    yield from _twins(why)


def path_sheet(why: Why) -> Sheet:
    """Every path: its share, alone, what is lost without it; then the sum, the interaction and the whole."""
    columns = (["part", "shapley", "error"] if why.divided else []) + ["alone", "left_out"]
    lines = [(fmt.capital(why.named(line)), *_cells(why, line)) for line in why.shares]
    total, touch = why.of(TOTAL), why.of(INTERACTION)
    whole = (why.effect(total["effect"]), _percent(why, total), why.span(total)) if why.divided else ()
    lines += [(why.say("sheet.interaction"), *("",) * len(whole), why.effect(touch["effect"]), ""),
              (why.say("sheet.total"), *whole, why.effect(total["effect"]), why.effect(total["effect"]))]  # fmt: skip
    note = why.say("sheet.note" if why.divided else "sheet.note_many")
    heads = tuple(why.say(f"sheet.{name}") for name in ("path", *columns))
    return Sheet(why.say("sheet.paths"), heads, lines, (note,), bold=[len(lines) - 1])


def _cells(why: Why, line: Line) -> tuple[str, ...]:
    """The numbers of a path."""
    single = tuple(why.effect(why.of(part, line["path"])["effect"]) for part in (ALONE, LEFT_OUT))
    return (why.effect(line["effect"]), _percent(why, line), why.span(line), *single) if why.divided else single


def _percent(why: Why, line: Line) -> str:
    """A share in percent, a dash where the whole is not sure."""
    part = part_of(why, line)
    return f"{100 * part:.0f}%".replace("-", fmt.MINUS) if sure(why.total) and math.isfinite(part) else "–"


def people_sheet(why: Why) -> Sheet:
    """What every piece of the people contributes."""
    lines = [
        (fmt.capital(why.say(f"people.cuts.{line['cut']}")), fmt.capital(why.piece(line["piece"])),
         why.effect(line["effect"]), why.span(line), fmt.format_difference(line["own"], line["unit"],
                                                                         per_of(why.metric), why.lang),
         f"{line['people']:,}")
        for line in why.contributions
    ]  # fmt: skip
    heads = ("", *(why.say(f"sheet.{name}") for name in ("piece", "effect", "error", "own", "size")))
    return Sheet(why.say("sheet.people"), heads, lines, (why.say("sheet.people_note"),), words=(0, 1))


def _twins(why: Why) -> Iterator[Block]:
    if not len(why.twins):
        return
    yield Words(why.say("twins.lead"), "quiet")
    for (role, user), rows in why.twins.groupby(["role", "user"], sort=False):
        title = why.say(f"twins.{role}", user=user)
        yield Folded(f"{title}. {_portrait(rows)['baseline']}", list(_diary(why, rows)))


def _portrait(rows: pd.DataFrame) -> Line:
    return dict(rows[rows["line"] == PORTRAIT].iloc[0])


def _diary(why: Why, rows: pd.DataFrame) -> Iterator[Block]:
    """Where the worlds part for somebody, the days that differ, and what they add up to."""
    portrait, worlds = _portrait(rows), (why.say("twins.baseline"), why.names["scenario"])
    yield Words(portrait["treated"])
    days = rows[rows["line"] == DAY].to_dict("records")
    if days:
        cells = [Row([f"{day['day']} ({day['date']})", day["baseline"], day["treated"], day["why"]]) for day in days]
        yield Grid(why.say("twins.title"), [why.say("twins.day"), *worlds, why.say("twins.behind")], cells)
    if portrait["left_out"]:
        yield Words(why.say("twins.left", count=portrait["left_out"]), "quiet")
    sums = [Row([one["why"], one["baseline"], one["treated"]])
            for one in rows[rows["line"] == ADDED_UP].to_dict("records")]  # fmt: skip
    yield Grid(why.say("sheet.sum"), ["", *worlds], sums, numbers=(1, 2))
