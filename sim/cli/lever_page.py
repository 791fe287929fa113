"""The table of levers, reported effects beside simulated ones, on the terminal and as a page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sim.cli import output
from sim.cli.words import say

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import RenderableType

HEADS = (("lever", "effect"), ("evidence", "seen"), ("reported",), ("simulated", "interval"), ("ratio",), ("what",))
"""What stands above each other in the columns of the table of levers."""
NUMBERS = (2, 3, 4)
"""Columns that hold numbers."""
PREDICTED = ("covers", "misses_low", "misses_high")
"""What a prediction can be."""

Records = Sequence[Mapping[str, Any]]


def markdown(rows: pd.DataFrame, lang: str) -> str:
    """The table of levers as a page."""
    from sim.reports.format import markdown_table

    heads = [" / ".join(say(f"lever_table.{part}", lang) for part in column) for column in HEADS]
    records = rows.to_dict("records")
    cells = [[cell.replace("\n", "<br>") for cell in line] for row in records for line in _lines(row, lang)]
    parts = [f"# {say('lever_table.title', lang)}", say("lever_table.page", lang), _draws(records, lang),
             markdown_table(heads, cells), _misses(records, lang), f"## {say('lever_tests.title', lang)}",
             _bullets(_tests(records, lang, "long")), f"## {say('lever_table.notes', lang)}",
             _bullets(_notes(records))]  # fmt: skip
    return "\n\n".join(parts) + "\n"


def terminal(rows: pd.DataFrame, lang: str) -> list[RenderableType]:
    """The table of levers, the notes on how they are read, which rows are a test, and how many effects are missed."""
    records = rows.to_dict("records")
    heads = ["\n".join(say(f"lever_table.{part}", lang) for part in column) for column in HEADS]
    lines = [line for row in records for line in _lines(row, lang)]
    table = output.plain_table(say("lever_table.title", lang), heads, lines, NUMBERS)
    return [table, *output.listing(say("lever_table.notes", lang), _notes(records)),
            *output.listing(say("lever_tests.title", lang), _tests(records, lang, "short")),
            _misses(records, lang), _draws(records, lang)]  # fmt: skip


def noted(row: Mapping[str, Any], lang: str) -> str:
    """What a reader must know of how a row is read; what the source says where there is nothing."""
    from sim.texts import has

    key = f"lever_notes.{row['evidence']}"
    return say(key, lang) if has(f"cli.{key}", lang) else str(row["note"])


def _misses(records: Records, lang: str) -> str:
    """How many effects are predicted, and how."""
    what = [row["what"] for row in records]
    counts = {kind: what.count(kind) for kind in (*PREDICTED, "untestable", "out_of_reach")}
    return say("lever_table.misses", lang, predicted=sum(counts[kind] for kind in PREDICTED), **counts)


def _draws(records: Records, lang: str) -> str:
    """What the interval of a prediction is made of, said once."""
    most = max((row["draws"] for row in records if row["draws"] == row["draws"]), default=0)
    return say("lever_table.drawn", lang, draws=f"{most:.0f}")


def _tests(records: Records, lang: str, how: str) -> list[str]:
    """Which rows are still a test, and how good a one; `how` is "long" (with the mechanisms) or "short"."""
    from calibration.contrasts.validity import by_standing
    from sim.texts import text

    listed = text("report.format.list", lang)
    what = {row["evidence"]: row["what"] for row in records if row["what"] != "judged"}  # (which is of a lever)
    return [say(f"lever_tests.{how}.{standing}", lang, count=len(rows),
                rows=listed.join(_with_reason(row, what.get(row, ""), how, lang) for row in rows))
            for standing, rows in by_standing().items()]  # fmt: skip


def _with_reason(evidence: str, what: str, how: str, lang: str) -> str:
    """The row, with the mechanism that was chosen knowing it, or why a row that was kept tests nothing yet."""
    from calibration.contrasts.validity import MECHANISMS
    from calibration.evidence import is_held_out

    if evidence in MECHANISMS and how == "long":
        why = f"mechanisms.{MECHANISMS[evidence]}"
    elif is_held_out(evidence) and what not in PREDICTED:
        why = f"no_test.{what or 'not_simulated'}"
    else:
        return evidence
    return say("lever_tests.row", lang, row=evidence, why=say(f"lever_tests.{why}", lang))


def _bullets(lines: Iterable[str]) -> str:
    """The lines as a list of a page."""
    return "\n".join(f"- {line}" for line in lines)


def _notes(records: Records) -> list[str]:
    """How the rows that something reads are read, each after its id."""
    read = [row for row in records if row["what"] not in ("not_built", "judged")]
    return [f"{row['evidence']}: {row['note']}" for row in read if row["note"]]


def _lines(row: Mapping[str, Any], lang: str) -> list[list[str]]:
    """A row of the table of levers as printed ones: its own cells, and below them those of a second reading."""
    if not row["beside_metric"]:
        return [_cells(row, lang)]
    beside = _effect(row, "beside_metric", lang)
    if abs(row["beside_coverage"] - row["coverage"]) > 0.0:  # (NaN where users are reached)
        beside = _covered(row["beside_coverage"], lang)
    number = _simulated(row, "beside_", lang)
    return [_cells(row, lang), ["  " + say("lever_table.beside", lang, reading=beside), "", "", number, "", ""]]


def _cells(row: Mapping[str, Any], lang: str) -> list[str]:
    """The cells of the first reading."""
    from sim.reports.names import strategy_name

    effect, basis = "", ""
    if row["metric"]:
        effect = _effect(row, "metric", lang)
        basis = ", ".join(say(f"lever_table.{part}.{row[part]}", lang) for part in ("contrast", "reach") if row[part])
    names = [f"{_named('unbuilt', row['lever'], strategy_name, lang)}\n  {effect}", f"{row['evidence']}\n{basis}"]
    if row["coverage"] < 1.0 or row["beside_coverage"] < 1.0:
        names[1] += f"\n{_covered(row['coverage'], lang)}"
    ratio = "" if row["ratio"] != row["ratio"] else f"{row['ratio']:.2f}"
    what = say(f"lever_table.whats.{row['what']}", lang)
    if row["what"] in PREDICTED:
        what += "\n" + say(f"lever_table.tests.{row['test']}", lang)
    return [*(name.rstrip() for name in names), _number(row["reported"], row["kind"]), _simulated(row, "", lang), ratio,
            what]  # fmt: skip


def _effect(row: Mapping[str, Any], which: str, lang: str) -> str:
    """What is read and of whom: the metric of the column `which`, and the row's segment."""
    from sim.reports.names import metric_name, segment_name

    return say("lever_table.of", lang, metric=_named("metric", row[which], metric_name, lang),
               segment=segment_name(row["segment"], lang))


def _covered(share: float, lang: str) -> str:
    """In how many of all rooms the lever is pulled [share]."""
    return say("lever_table.coverage", lang, share=f"{share:.0%}")


def _named(kind: str, name: str, otherwise: Callable[[str, str], str], lang: str) -> str:
    """What the evidence alone knows by that name, else what everybody calls it."""
    from sim.texts import has

    key = f"lever_table.{kind}.{name}"
    return say(key, lang) if has(f"cli.{key}", lang) else otherwise(name, lang)


def _simulated(row: Mapping[str, Any], which: str, lang: str) -> str:
    """The number at the centre, or the median of the draws with their interval below it.

    `which` reading: "" is the first, "beside_" the second.
    """
    kind, untreated, median = row["kind"], row[f"{which}untreated"], row[f"{which}median"]
    if median != median:
        return _against(row[f"{which}simulated"], untreated, kind)
    ends = {end: _number(row[f"{which}{end}"], kind) for end in ("low", "high")}
    return f"{_against(median, untreated, kind)}\n{say('lever_table.from_to', lang, **ends)}"


def _against(value: float, untreated: float, kind: str) -> str:
    """A simulated number; a level with its change against the untreated world in brackets."""
    number = _number(value, kind)
    return f"{number} ({value / untreated - 1.0:+.0%})" if kind == "level" and untreated > 0.0 else number


def _number(value: float, kind: str) -> str:
    """A reported or simulated number: a change in per cent, an addition with its sign, a level; blank for none."""
    if value != value:
        return ""
    return f"{value:+.0%}" if kind == "change" else f"{value:+.3g}" if kind == "added" else f"{value:.3g}"
