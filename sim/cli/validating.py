"""`livesim validate`: the baseline beside its targets, as a table and as a page; or the levers beside their effects."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer import Option

from sim.base.files import write_whole
from sim.cli import options, output
from sim.cli.options import SPOKEN, Format
from sim.cli.progress import progress
from sim.cli.words import say
from sim.texts.messages import translated

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import RenderableType

HEADS = (("lever", "effect"), ("evidence", "seen"), ("reported",), ("simulated",), ("ratio",), ("what",))
"""What stands above each other in the columns of the table of levers."""
NUMBERS = (2, 3, 4)
"""Columns that hold numbers."""


def validate_baseline(
    users: Annotated[int, Option("--users", min=100, help=say("option.long_run_users"))] = 4000,
    replicates: Annotated[int, Option("--replicates", min=1, help=say("option.long_runs"))] = 1,
    seed: Annotated[int, Option("--seed", min=0, help=say("option.seed"))] = 2,
    targets: Annotated[str, Option("--targets", help=say("option.targets"))] = "industry",
    own_fit: Annotated[str, Option("--fit", metavar="FILE", help=say("option.fit"))] = "",
    levers: Annotated[bool, Option("--levers", help=say("option.levers_shown"))] = False,
    page: Annotated[Path | None, Option("--page", metavar="FOLDER", help=say("option.page"))] = None,
    markdown: Annotated[Path | None, Option("--markdown", metavar="FOLDER", help=say("option.markdown"))] = None,
    plugins: options.PlugIns = None,
    strict: Annotated[bool, Option("--strict", help=say("option.strict"))] = False,
    shown: options.Shown = Format.table,
    lang: options.Language = SPOKEN,
    quiet: options.Quiet = False,
) -> None:
    """Put the simulated baseline beside the targets, or the simulated effects of all levers beside the reported."""
    for folder in (page, markdown):
        if folder is not None:
            output.existing(next(path for path in (folder, *folder.absolute().parents) if path.exists()))
    options.use_plugins(plugins)
    if levers:
        if page is not None or own_fit or strict or targets != "industry":
            raise output.fail(say("said.not_of_levers", lang))
        validate_levers(users, replicates, seed, markdown, shown, lang, quiet)
        return
    with progress("targets", lang, quiet) as bar:
        from calibration.moments import Setting
        from calibration.validate import validate
        from sim.cast import fit
        from sim.reports import validation

        if own_fit:
            fit.digest_of(Path(own_fit))
        result = validate(Setting(users=users, seed=seed), replicates, targets, own_fit,
                          lambda doing: bar.beside(translated(doing, lang)), bar)
    if shown is Format.table:
        output.show(validation.validation_table(result.rows, lang))
    else:
        output.show_frame(validation.told(result.rows, lang), shown)
    if page is not None or markdown is not None:
        from calibration.page import write_markdown, write_page

        written = write_page(result, page, lang, own_fit) if page is not None else []
        written += write_markdown(result, markdown, targets, own_fit) if markdown is not None else []
        for path in written:
            typer.echo(say("said.written", lang, path=path), err=shown is not Format.table)
    missed, judged = validation.strictly(result.rows)
    if strict and missed:
        raise output.fail(say("said.unmet", lang, missed=missed, judged=judged), output.INCOMPLETE)


def validate_levers(users: int, times: int, seed: int, markdown: Path | None, shown: Format, lang: str,
                    quiet: bool) -> None:
    """Print every reported effect of a strategy beside the simulated one, and write it as a page when asked."""
    with progress("levers", lang, quiet) as bar:
        from calibration.contrasts.valid import lever_table
        from sim.running.pool import cores

        rows = lever_table(users, seed, times, cores(), lambda doing: bar.beside(translated(doing, lang)), bar)
    rows["note"] = [noted(row, lang) for row in rows.to_dict("records")]
    if shown is Format.table:
        output.show(*_lever_page(rows, lang))
    else:
        output.show_frame(rows, shown)
    if markdown is not None:
        write_whole(markdown / "predictions.md", _markdown(rows, lang).encode())
        typer.echo(say("said.written", lang, path=markdown / "predictions.md"), err=shown is not Format.table)


def _markdown(rows: pd.DataFrame, lang: str) -> str:
    """The table of levers as a page."""
    from sim.reports.format import markdown_table

    heads = [" / ".join(say(f"lever_table.{part}", lang) for part in column) for column in HEADS]
    records = rows.to_dict("records")
    cells = [[cell.replace("\n", "<br>") for cell in line] for row in records for line in _lines(row, lang)]
    notes = "\n".join(f"- {note}" for note in _notes(records))
    parts = [f"# {say('lever_table.title', lang)}", say("lever_table.page", lang), markdown_table(heads, cells),
             f"## {say('lever_table.notes', lang)}", notes]
    return "\n\n".join(parts) + "\n"


def noted(row: Mapping[str, Any], lang: str) -> str:
    """What a reader must know of how a row is read; what the source says where there is nothing."""
    from sim.texts import has

    key = f"lever_notes.{row['evidence']}"
    return say(key, lang) if has(f"cli.{key}", lang) else str(row["note"])


def _lever_page(rows: pd.DataFrame, lang: str) -> list[RenderableType]:
    """The table of levers, the notes on how they are read, and how many effects are missed."""
    records = rows.to_dict("records")
    heads = ["\n".join(say(f"lever_table.{part}", lang) for part in column) for column in HEADS]
    lines = [line for row in records for line in _lines(row, lang)]
    table = output.plain_table(say("lever_table.title", lang), heads, lines, NUMBERS)
    what = list(rows["what"])
    counts = {verdict: what.count(verdict) for verdict in ("misses_low", "misses_high", "untestable", "out_of_reach")}
    predicted = counts["misses_low"] + counts["misses_high"] + what.count("covers")
    return [table, *output.listing(say("lever_table.notes", lang), _notes(records)),
            say("lever_table.misses", lang, predicted=predicted, **counts)]


def _notes(records: Iterable[Mapping[str, Any]]) -> list[str]:
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
    number = _against(row["beside_simulated"], row["beside_untreated"], row["kind"])
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
    simulated = _against(row["simulated"], row["untreated"], row["kind"])
    ratio = "" if row["ratio"] != row["ratio"] else f"{row['ratio']:.2f}"
    return [*(name.rstrip() for name in names), _number(row["reported"], row["kind"]), simulated, ratio,
            say(f"lever_table.whats.{row['what']}", lang)]


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


def _against(value: float, untreated: float, kind: str) -> str:
    """A simulated number; a level with its change against the untreated world in brackets."""
    number = _number(value, kind)
    return f"{number} ({value / untreated - 1.0:+.0%})" if kind == "level" and untreated > 0.0 else number


def _number(value: float, kind: str) -> str:
    """A reported or simulated number: a change in per cent, an addition with its sign, a level; blank for none."""
    if value != value:
        return ""
    return f"{value:+.0%}" if kind == "change" else f"{value:+.3g}" if kind == "added" else f"{value:.3g}"
