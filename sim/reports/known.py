"""What is known of a strategy: its words, what it writes, its sizes and options, and the evidence behind it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sim.base.params import PARAMETERS, Parameter, defaults
from sim.cast.fit import fitted
from sim.cast.segments import known
from sim.levers import Edit, Lever, Option
from sim.reports.evidence import Evidence, Fact, is_held_out, rows_of
from sim.reports.format import format_part, significant
from sim.reports.names import metric_name, segment_name
from sim.scenario.names import shown
from sim.scenario.strategies import option_kind
from sim.texts import LANGUAGES, has, text
from sim.texts.meanings import meaning

Cells = dict[str, Any]
RELATIVE = "relative"
SHARES = ("share", "prob", RELATIVE)
"""Units of the evidence that are shown in percent."""
STATED_IN: Mapping[tuple[str, str], str] = {
    ("shorter_streams", "length"): "L36",
    ("local_warehouse", "delivery"): "L45",
    ("dormant_winback", "idle"): "T08",
    ("referral_tasks", "likes"): "L25",
    ("referral_tasks", "reward"): "L25",
    ("server_crash", "minutes"): "R01",
    ("failover", "minutes"): "R01",
    ("golden_24h", "team"): "R02",
    ("golden_24h", "statement"): "R02",
    ("golden_24h", "solution"): "R02",
    ("golden_24h", "apology"): "R02",
    ("golden_24h", "refund"): "R02",
}
"""Lever and option -> the row of its evidence that states the default; all other defaults are our choice."""


def described(lever: Lever, lang: str) -> Cells:
    """Everything that is known about a lever: words, and tables as rows of cells."""
    rows = rows_of(lever.evidence, lever.grade)
    segment = segment_of(lever, rows)
    return {
        "name": lever.name,
        "names": {spoken: shown("lever", lever.name, spoken) for spoken in LANGUAGES},
        **{part: words(lever, part, lang) for part in ("line", "why", "cost", "limits")},
        "reach": lever.reach, "segment": segment, "grade": lever.grade,
        "writes": writes(lever, segment, lang),
        "sizes": sizes(lever, lang),
        "options": [option_cells(lever, option, lang) for option in lever.options],
        "evidence": [evidence(row, lang) for row in rows],
        "costs": list(lever.costs),
    }


def writes(lever: Lever, segment: str, lang: str) -> list[Cells]:
    """What a lever writes: values of an ordinary member of `segment` in the baseline and at strength 1."""
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
    return [{"name": entry.name, "meaning": meaning(entry.name, lang), "unit": entry.unit,
             "source": text(key, lang) if has(key := f"evidence.size.{entry.name}", lang) else entry.source,
             "value": fitted().get(entry.name, entry.default), "grade": grade_word(entry.grade, lang)}
            for entry in PARAMETERS.values() if entry.scope == "lever" and entry.name.startswith(f"{lever.name}_")]


def evidence(row: Evidence, lang: str) -> Cells:
    """A row of the evidence: what was reported, of what and of whom, how it was compared, and who says so."""
    held_out = text("report.known.held_out", lang) if is_held_out(row.id) else ""
    note = "\n".join(filter(None, (_translated(row, "note", lang), held_out)))
    return {"id": row.id, "metric": _counted(row, lang), "segment": _of_whom(row, lang),
            "reported": _reported(row, lang), "grade": grade_word(row.grade, lang), "note": note,
            "contrast": _contrast(row, lang), "source": _source(row, lang)}


def _contrast(row: Evidence, lang: str) -> str:
    """What a row compared, blank where it does not say."""
    if not isinstance(row, Fact) or not row.contrast:
        return ""
    return text(f"report.known.contrast.{row.contrast}", lang)


def _source(row: Evidence, lang: str) -> str:
    """Who says what a row says."""
    if isinstance(row, Fact):
        return text("report.known.document", lang, section=row.section)
    return _translated(row, "source", lang)


def _counted(row: Evidence, lang: str) -> str:
    """What a row counted: a metric, or what the evidence alone knows by that name."""
    for key in (f"evidence.metric.{row.metric}", f"cli.lever_table.metric.{row.metric}"):
        if has(key, lang):
            return text(key, lang)
    return metric_name(row.metric, lang)


def _of_whom(row: Evidence, lang: str) -> str:
    """Whom a row is about: a segment, a group that is none, or people elsewhere."""
    if not isinstance(row, Fact):
        return _translated(row, "population", lang)
    key = f"report.known.whom.{row.segment}"
    return text(key, lang) if has(key, lang) else segment_name(row.segment, lang)


def _translated(row: Evidence, column: str, lang: str) -> str:
    """What a row says in a column; in English as it stands in the table."""
    key = f"evidence.{row.id}.{column}"
    return text(key, lang) if has(key, lang) else getattr(row, column)


def segment_of(lever: Lever, rows: Iterable[Evidence]) -> str:
    """The users that the evidence of a lever is about; all where it names nobody we know, or rooms."""
    named = [row.segment for row in rows if isinstance(row, Fact) and row.lever == lever.name]
    return next((name for name in named if lever.reach == "users" and name in known() and name != "all"), "all")


def option_cells(lever: Lever, option: Option, lang: str) -> Cells:
    """An own setting of a lever, its values as a planner writes them, and who says its default."""
    low, default, high = map(option_kind(option).write, (option.low, option.default, option.high))
    return {"name": option.name, "shown": words(lever, f"options.{option.name}", lang) or option.name,
            "default": default, "unit": option.unit, "allowed": text("report.format.range", lang, low=low, high=high),
            "source": STATED_IN.get((lever.name, option.name)) or text("report.known.our_choice", lang)}


def _reported(row: Evidence, lang: str) -> str:
    """The numbers of a row of the evidence: a level, before and after, a relative change."""
    if not isinstance(row, Fact):
        if row.unit in SHARES and row.value:
            return cell(tuple(_percent(share, lang, signed=row.unit == RELATIVE) for share in row.value))
        unit = unit_words(row.unit, lang)
        return f"{cell(row.value)} {unit}".strip() if row.value else text("report.known.no_number", lang)
    change = tuple(_percent(share, lang, signed=True) for share in row.relative_change)
    parts = (" → ".join(cell(level) for level in (row.before, row.after) if level), cell(change))
    return text("report.format.list", lang).join(filter(None, parts)) or text("report.known.no_number", lang)


def _percent(share: float, lang: str, *, signed: bool) -> str:
    return text("report.format.percent", lang, number=significant(share * 100, signed=signed))


def cell(value: Any) -> str:
    """A value as it is printed: numbers with four digits, several of them beside each other."""
    return " / ".join(f"{part:.4g}" if isinstance(part, float) else str(part)
                      for part in (value if isinstance(value, tuple) else (value,)))


def words(lever: Lever, part: str, lang: str) -> str:
    """A text about a lever, blank where the catalogue has none."""
    return text(key, lang) if has(key := f"levers.{lever.name}.{part}", lang) else ""


def amount(value: float, unit: str, lang: str) -> str:
    """A setting or a size with its unit in words, such as "2 messages", "30%" or "30 分钟"."""
    if unit == "share":
        return format_part(value, lang)
    return text("report.known.amount", lang, number=f"{value:.4g}", unit=unit_words(unit, lang)).strip()


def span(low: float, high: float, unit: str, lang: str) -> str:
    """From one amount to another, their unit said once."""
    first = amount(low, unit, lang) if unit == "share" else f"{low:.4g}"
    return text("report.format.range", lang, low=first, high=amount(high, unit, lang))


def unit_words(unit: str, lang: str) -> str:
    """A unit in words; one that the texts do not know stays as it is declared."""
    return text(key, lang) if has(key := f"report.known.unit.{unit}", lang) else unit


def grade_word(grade: str, lang: str) -> str:
    """How good a number is, in words."""
    return text(f"report.basis.grade.{grade}", lang)
