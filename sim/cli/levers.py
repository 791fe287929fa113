"""`livesim levers`: every strategy that a plan can use; with a name, all that is known of one and lines to paste."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

from typer import Argument

from sim.cli import options, output
from sim.cli.options import SPOKEN, Format
from sim.cli.snippet import snippet
from sim.cli.words import say
from sim.texts import text

if TYPE_CHECKING:
    from rich.console import RenderableType

    from sim.levers import Lever

Cells = dict[str, Any]
LISTED = (("name", "shown"), ("changes", "grade"), ("evidence",), ("line",))
"""What stands above each other in the columns of the list."""
PARTS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "writes": (("name", "meaning"), ("baseline",), ("at_strength_1",), ("unit",)),
    "sizes": (("name", "meaning"), ("value", "unit"), ("source", "grade")),
    "options": (("name", "shown"), ("default", "unit"), ("allowed",)),
    "evidence": (("id", "grade"), ("metric", "segment"), ("reported",), ("note",)),
}
"""The tables about one lever, and what stands above each other in their columns."""
NUMBERS = {"baseline", "at_strength_1", "value", "default"}
"""Fields that hold numbers."""


def list_levers(
    name: Annotated[str, Argument(metavar="[NAME]", help=say("option.lever"))] = "",
    plugins: options.PlugIns = None,
    shown: options.Shown = Format.table,
    lang: options.Language = SPOKEN,
) -> None:
    """List the strategies that a plan can use, or explain one of them."""
    from sim.levers import KINDS, LEVERS
    from sim.scenario.names import resolve

    options.use_plugins(plugins)
    if name:
        facts = described(LEVERS[resolve("lever", name)], lang)
        _show(_page(facts, lang), _flat(facts) if shown is Format.csv else [facts], shown)
    else:
        rows = [summary(lever, lang) for lever in LEVERS.values()]
        tables = [_table(say(f"levers.titles.{kind}", lang, count=len(own)), LISTED, own, lang) for kind in KINDS
                  if (own := [row for row in rows if row["kind"] == kind])]
        _show([*tables, say("levers.next", lang)], rows, shown)


def _show(page: Iterable[RenderableType], rows: list[Cells], shown: Format) -> None:
    """Print the page, or the rows for a machine."""
    if shown is Format.table:
        output.show(*page)
    else:
        import pandas as pd
        output.show_frame(pd.DataFrame(rows), shown)


def summary(lever: Lever, lang: str) -> Cells:
    """A lever as one row of the list."""
    from sim.reports.known import grade_word, words
    from sim.scenario.names import shown as display_name
    return {"name": lever.name, "kind": lever.kind, "grade": grade_word(lever.grade, lang),
            "shown": display_name("lever", lever.name, lang),
            "changes": text(f"report.known.reach.{lever.reach}", lang),
            "evidence": text("report.format.list", lang).join(lever.evidence),
            "line": words(lever, "line", lang) or lever.note.partition("\n")[0]}


def described(lever: Lever, lang: str) -> Cells:
    """Everything that is known about a lever, and lines to paste into a scenario."""
    from sim.reports import known

    facts = known.described(lever, lang)
    return {**facts, "snippet": snippet(lever, facts["segment"], lang)}


def _page(facts: Cells, lang: str) -> list[RenderableType]:
    """What is printed about one lever: words, then its tables, then the lines to paste."""
    from rich.padding import Padding
    from rich.text import Text

    from sim.reports.known import grade_word
    from sim.reports.names import segment_name

    def part(key: str, words: str) -> list[RenderableType]:
        return [say(f"levers.part.{key}", lang), Padding(Text(words), (0, 0, 1, 2))] if words else []

    whom = segment_name(facts["segment"], lang) if facts["reach"] == "users" else text("report.known.any_room", lang)
    tables = {key: [_table(say(f"levers.part.{key}", lang, whom=whom), columns, facts[key], lang)] if facts[key] else []
              for key, columns in PARTS.items()}
    reach, grade = text(f"report.known.reach.{facts['reach']}", lang), grade_word(facts["grade"], lang)
    heading = "same" if facts["names"]["en"] == facts["name"] else "other"
    return [
        say(f"levers.heading.{heading}", lang, own=facts["name"], **facts["names"]),
        Padding(Text(f"{facts['line']}\n{say('levers.about', lang, reach=reach, grade=grade)}".strip()), (0, 0, 1, 2)),
        *part("why", facts["why"]),
        *tables["writes"], *tables["sizes"], *tables["options"],
        *part("cost", facts["cost"] or text("report.format.list", lang).join(facts["costs"])),
        *tables["evidence"], *part("limits", facts["limits"]),
        say("levers.part.snippet", lang), facts["snippet"],
    ]


def _table(title: str, columns: Sequence[Sequence[str]], rows: Iterable[Cells], lang: str) -> RenderableType:
    """Rows as a table whose columns hold several fields, one above the other."""
    from sim.reports.known import cell

    heads = ["\n".join(say(f"levers.{field}", lang) for field in column) for column in columns]
    cells = (["\n".join(cell(row[field]) for field in column) for column in columns] for row in rows)
    return output.plain_table(title, heads, cells, [i for i, column in enumerate(columns) if column[0] in NUMBERS])


def _flat(facts: Cells) -> list[Cells]:
    """part, name, field, value of everything that is known about a lever."""
    rows = []
    for part, value in facts.items():
        entries = value if part in PARTS else [value if part == "names" else {"": value}]
        rows += [{"part": part, "name": entry.get("name", entry.get("id", "")), "field": field, "value": content}
                 for entry in entries for field, content in entry.items()]
    return rows
