"""`livesim levers`: every strategy that a plan can use; with a name, all that is known of one and lines to paste."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

from typer import Argument

from sim.cli import options, output
from sim.cli.options import SPOKEN, Format
from sim.cli.snippet import snippet
from sim.cli.words import say
from sim.texts import LANGUAGES, has, text

if TYPE_CHECKING:
    from rich.console import RenderableType

    from calibration.evidence import Evidence
    from sim.base.params import Parameter
    from sim.levers import Lever, Option

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
    from sim.scenario.names import shown as display_name
    return {"name": lever.name, "kind": lever.kind, "grade": _grade(lever.grade, lang),
            "shown": display_name("lever", lever.name, lang), "changes": say(f"levers.reach.{lever.reach}", lang),
            "evidence": text("report.format.list", lang).join(lever.evidence),
            "line": _words(lever, "line", lang) or lever.note.partition("\n")[0]}


def described(lever: Lever, lang: str) -> Cells:
    """Everything that is known about a lever: words, tables, and lines to paste into a scenario."""
    from calibration.evidence import rows_of
    from sim.scenario.names import shown as display_name

    rows = rows_of(lever.evidence, lever.grade)
    segment = _segment(lever, rows)
    return {
        "name": lever.name,
        "names": {spoken: display_name("lever", lever.name, spoken) for spoken in LANGUAGES},
        **{part: _words(lever, part, lang) for part in ("line", "why", "cost", "limits")},
        "reach": lever.reach, "segment": segment, "grade": lever.grade,
        "writes": writes(lever, segment, lang),
        "sizes": sizes(lever, lang),
        "options": [_option(o, _words(lever, f"options.{o.name}", lang), lang) for o in lever.options],
        "evidence": [evidence(row, lang) for row in rows],
        "costs": list(lever.costs),
        "snippet": snippet(lever, segment, lang),
    }


def writes(lever: Lever, segment: str, lang: str) -> list[Cells]:
    """What a lever writes: values of an ordinary member of `segment` in the baseline and at strength 1."""
    from sim.base.params import PARAMETERS, defaults
    from sim.cast.fit import fitted
    from sim.cast.segments import known
    from sim.levers import Edit
    from sim.texts.meanings import meaning

    values = defaults(fitted())
    theirs = values | {name: override.value for name, override in known()[segment].parameters.items()}
    edit = Edit(lever.writes)
    lever.apply(edit, 1.0, {option.name: option.default for option in lever.options}, values)

    def row(entry: Parameter) -> Cells:
        cut = min(entry.high, max(entry.low, edit.changed(entry.name, theirs[entry.name])))
        return {"name": entry.name, "meaning": meaning(entry.name, lang), "unit": entry.unit,
                "baseline": theirs[entry.name], "at_strength_1": cut}

    return [row(PARAMETERS[name]) for name in lever.writes]


def sizes(lever: Lever, lang: str) -> list[Cells]:
    """What strength 1 moves: the parameters of scope `lever` that are named after this one."""
    from sim.base.params import PARAMETERS
    from sim.cast.fit import fitted
    from sim.texts.meanings import meaning

    return [{"name": entry.name, "meaning": meaning(entry.name, lang), "unit": entry.unit, "source": entry.source,
             "value": fitted().get(entry.name, entry.default), "grade": _grade(entry.grade, lang)}
            for entry in PARAMETERS.values() if entry.scope == "lever" and entry.name.startswith(f"{lever.name}_")]


def evidence(row: Evidence, lang: str) -> Cells:
    """A row of the evidence: what was reported, of what and of whom."""
    from calibration.evidence import Fact, is_held_out
    from sim.reports.names import metric_name, segment_name

    held_out = say("levers.held_out", lang) if is_held_out(row.id) else ""
    of = segment_name(row.segment, lang) if isinstance(row, Fact) else row.population
    return {"id": row.id, "metric": metric_name(row.metric, lang), "segment": of, "reported": _reported(row, lang),
            "grade": _grade(row.grade, lang), "note": "\n".join(filter(None, (row.note, held_out)))}


def _segment(lever: Lever, rows: Iterable[Evidence]) -> str:
    """The users that the evidence of a lever is about; all where it names nobody we know, or rooms."""
    from calibration.evidence import Fact
    from sim.cast.segments import known

    named = [row.segment for row in rows if isinstance(row, Fact) and row.lever == lever.name]
    return next((name for name in named if lever.reach == "users" and name in known() and name != "all"), "all")


def _option(option: Option, title: str, lang: str) -> Cells:
    """An own setting of a lever, its values as a planner writes them."""
    from sim.scenario.strategies import option_kind

    low, default, high = map(option_kind(option).write, (option.low, option.default, option.high))
    return {"name": option.name, "shown": title or option.name, "default": default, "unit": option.unit,
            "allowed": say("params.range", lang, low=low, high=high)}


def _reported(row: Evidence, lang: str) -> str:
    """The numbers of a row of the evidence: a level, before and after, a relative change."""
    from calibration.evidence import Fact
    from sim.reports.format import significant

    if not isinstance(row, Fact):
        return f"{_cell(row.value)} {row.unit}".strip() if row.value else say("levers.no_number", lang)
    change = tuple(text("report.format.percent", lang, number=significant(share * 100, signed=True))
                   for share in row.relative_change)
    parts = (" → ".join(_cell(level) for level in (row.before, row.after) if level), _cell(change))
    return text("report.format.list", lang).join(filter(None, parts)) or say("levers.no_number", lang)


def _cell(value: Any) -> str:
    """A value as it is printed: numbers with four digits, several of them beside each other."""
    return " / ".join(f"{part:.4g}" if isinstance(part, float) else str(part)
                      for part in (value if isinstance(value, tuple) else (value,)))


def _words(lever: Lever, part: str, lang: str) -> str:
    """A text about a lever, blank where the catalogue has none."""
    return text(key, lang) if has(key := f"levers.{lever.name}.{part}", lang) else ""


def _grade(grade: str, lang: str) -> str:
    return text(f"report.basis.grade.{grade}", lang)


def _page(facts: Cells, lang: str) -> list[RenderableType]:
    """What is printed about one lever: words, then its tables, then the lines to paste."""
    from rich.padding import Padding
    from rich.text import Text

    from sim.reports.names import segment_name

    def part(key: str, words: str) -> list[RenderableType]:
        return [say(f"levers.part.{key}", lang), Padding(Text(words), (0, 0, 1, 2))] if words else []

    whom = segment_name(facts["segment"], lang) if facts["reach"] == "users" else say("levers.any_room", lang)
    tables = {key: [_table(say(f"levers.part.{key}", lang, whom=whom), columns, facts[key], lang)] if facts[key] else []
              for key, columns in PARTS.items()}
    reach, grade = say(f"levers.reach.{facts['reach']}", lang), _grade(facts["grade"], lang)
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
    heads = ["\n".join(say(f"levers.{field}", lang) for field in column) for column in columns]
    cells = (["\n".join(_cell(row[field]) for field in column) for column in columns] for row in rows)
    return output.plain_table(title, heads, cells, [i for i, column in enumerate(columns) if column[0] in NUMBERS])


def _flat(facts: Cells) -> list[Cells]:
    """part, name, field, value of everything that is known about a lever."""
    rows = []
    for part, value in facts.items():
        entries = value if part in PARTS else [value if part == "names" else {"": value}]
        rows += [{"part": part, "name": entry.get("name", entry.get("id", "")), "field": field, "value": content}
                 for entry in entries for field, content in entry.items()]
    return rows
