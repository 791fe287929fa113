"""`livesim compare`: strategies against a baseline, the table, the report, the results folder."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from typer import Argument, Option

from sim.base.message import message_of
from sim.cli import options, output
from sim.cli.options import SPOKEN, EngineName, Format, Luck
from sim.cli.progress import Bar, Tell, progress, working
from sim.cli.words import say
from sim.texts import text
from sim.texts.messages import translated

if TYPE_CHECKING:
    from sim.paired.comparison import Comparison
    from sim.paired.options import Options
    from sim.scenario.load import Named
    from sim.scenario.plan import Scenario


def compare_scenarios(
    scenarios: Annotated[list[str], Argument(metavar="SCENARIO", help=say("option.scenarios"))],
    baseline: options.Baseline = "baseline",
    users: options.Users = None,
    days: options.Days = None,
    replicates: options.Replicates = None,
    quick: options.Quick = False,
    seed: options.Seed = None,
    workers: options.Workers = None,
    fixed: options.Fixed = False,
    luck: Annotated[Luck, Option("--luck", help=say("option.luck"))] = Luck.shared,
    freeze: options.Freeze = False,
    precision: Annotated[
        str | None, Option("--precision", metavar="METRIC=WIDTH", help=say("option.precision"))
    ] = None,
    set_: options.Set = None,
    segments: options.Segments = None,
    break_even: Annotated[bool, Option("--break-even", help=say("option.break_even"))] = False,
    interactions: Annotated[bool, Option("--interactions", help=say("option.interactions"))] = False,
    explain: Annotated[bool, Option("--explain", help=say("option.explain"))] = False,
    early: Annotated[bool, Option("--early", help=say("option.early"))] = False,
    engine: options.Engine = EngineName.compiled,
    plugins: options.PlugIns = None,
    no_cache: options.NoCache = False,
    shown: options.Shown = Format.table,
    rows: Annotated[bool, Option("--rows", help=say("option.rows"))] = False,
    one_page: Annotated[bool, Option("--one-page", help=say("option.one_page"))] = False,
    slides: Annotated[bool, Option("--slides", help=say("option.slides"))] = False,
    png: options.Png = False,
    out: options.Out = None,
    lang: options.Language = SPOKEN,
    quiet: options.Quiet = False,
) -> None:
    """Compare strategies with a baseline."""
    from sim.paired.options import Options

    asked = Options(users=users, days=days, replicates=replicates, quick=quick, seed=seed, workers=workers, fixed=fixed,
                    luck=luck.value, freeze=freeze, precision=precision, strengths=break_even,
                    interactions=interactions, explain=explain, early=early, engine=engine.value, plugins=plugins,
                    set_=options.settings(set_), segments=options.segments(segments), cache=not no_cache)  # fmt: skip
    if slides:
        from sim.reports.slides import check_installed

        check_installed()  # before a run that takes an hour
    folder = out or default_folder([baseline, *scenarios], asked)
    comparison = in_replicates([baseline, *scenarios], asked, folder, lang, quiet=quiet)
    undrawn: list[str] = []
    with working("report", lang, quiet):
        from sim.reports.report import write_report
        from sim.reports.workbook import write_workbook

        report = write_report(comparison, folder, lang, undrawn.append, png=png)
        write_workbook(comparison, folder / "summary.xlsx", lang)
        also = _carried(comparison, folder, lang, one_page=one_page, slides=slides)
    _print(comparison, report, shown, lang, rows=rows, also=also)
    output.warn(undrawn)
    _judge(comparison, lang)


def _carried(comparison: Comparison, folder: Path, lang: str, *, one_page: bool, slides: bool) -> list[str]:
    """Writes what is carried into a meeting, as far as it is wanted, and says where it is."""
    written = []
    if one_page:
        from sim.reports.one_page import write_one_page

        page, picture = write_one_page(comparison, folder, lang)
        written.append(say("said.one_page", lang, page=page, picture=picture))
    if slides:
        from sim.reports.slides import write_slides

        written.append(say("said.slides", lang, path=write_slides(comparison, folder / "slides.pptx", lang)))
    return written


def in_replicates(arms: Sequence[Named], asked: Options, folder: Path, lang: str, *, quiet: bool) -> Comparison:
    """The comparison of `arms`, a baseline first, kept in `folder`; an interruption says what is kept in it."""
    counted = [0, asked.replicates or 0]
    with progress("replicates", lang, quiet) as bar:
        try:
            asked = replace(asked, out=folder, progress=_counting(counted, bar), glimpse=_glimpse(bar, lang))
            return _finished(arms, asked, lang)
        except KeyboardInterrupt:
            kept = say("said.kept", lang, done=counted[0], wanted=counted[1], path=folder)
            raise output.fail(kept, output.INTERRUPTED) from None


NAMING = ("quick", "fixed", "luck", "freeze", "strengths", "interactions", "explain", "metrics", "engine", "segments")
"""Options that, beside the scenarios in their world, name a folder; with more replicates it is the same one."""


def default_folder(names: Sequence[str], asked: Options, stem: str = "", arms: Sequence[Scenario] = ()) -> Path:
    """results/<scenarios>-<hash>: the same question finds its folder again, another one gets its own.

    Worlds made up by a command are given as `arms`, and name the folder by their `stem`.
    """
    from sim.running.question import measured
    from sim.scenario.load import digest_of, file_of

    arms = arms or [asked.load(name) for name in names]
    meanings = [digest_of(arm) for arm in arms]
    how = {name: getattr(asked, name) for name in NAMING}
    how["segments"] = how["segments"] and measured(arms, how["segments"])
    return folder_of(stem or "-".join(file_of(name).stem for name in names[1:]), meanings, how)


def folder_of(stem: str, meanings: Sequence[str], how: Mapping[str, Any]) -> Path:
    """results/<stem>-<hash> of the digests of some scenarios, how they are asked, and the model."""
    from sim.running.manifest import model_digest

    digest = hashlib.sha256(json.dumps([meanings, how, model_digest()], sort_keys=True).encode()).hexdigest()
    return Path("results") / f"{stem[:60]}-{digest[:6]}"


def _finished(arms: Sequence[Named], asked: Options, lang: str) -> Comparison:
    """The comparison; a worker that dies again and again ends it with what was finished."""
    from sim.paired.comparing import compared
    from sim.running.pool import WorkerError

    try:
        return compared(arms[0], arms[1:], asked)
    except WorkerError as error:
        raise output.fail(translated(message_of(error), lang), output.INCOMPLETE) from None


def _counting(counted: list[int], bar: Tell) -> Tell:
    """Notes what is finished, for the message of an interruption, and moves the bar."""

    def tell(done: int, wanted: int) -> None:
        counted[:] = done, wanted
        bar(done, wanted)

    return tell


def _glimpse(bar: Bar, lang: str) -> Callable[[Mapping[str, Any]], None]:
    """Shows the first answer beside the bar, from the fifth replicate on: the first scenario's first outcome so far."""

    def tell(so_far: Mapping[str, Any]) -> None:
        from sim.reports import format as fmt
        from sim.reports import names

        per, unit = names.per_of(so_far["metric"]), so_far["unit"]
        effect = fmt.format_difference(so_far["effect"], unit, per, lang, error=so_far["error"])
        error = fmt.format_effect_size(so_far["error"], unit, per, lang)
        bar.beside(say("progress.so_far", lang, scenario=names.scenario_name(so_far["scenario"], lang),
                       metric=names.metric_name(so_far["metric"], lang), n=so_far["n"], effect=effect, error=error,
                       segment=names.segment_name(so_far["segment"], lang)))  # fmt: skip

    return tell


def _print(
    comparison: Comparison, report: Path, shown: Format, lang: str, *, rows: bool, also: Sequence[str]
) -> None:
    """Page one, with `rows` the tables behind it, and where the rest is; json and csv hold every row."""
    from sim.reports.notes import note_lines

    manifest, folder = comparison.manifest, report.parent
    notes = note_lines(manifest, lang)
    if shown is not Format.table:
        paths = {"folder": str(folder), "report": str(report)}
        output.show_frame(comparison.in_language(lang), shown, **paths, notes=notes)
        return
    from sim.reports.terminal import comparison_tables, page_one_lines

    counts = {name: f"{manifest[name]:,}" for name in ("replicates", "users", "days")}
    refused = (translated(why, lang) for why in manifest["refused"].values())
    output.show(
        *page_one_lines(comparison, lang),
        "",
        *(comparison_tables(comparison, lang) if rows else []),
        *(output.listing(say("said.notes", lang), notes) if rows else []),
        *(output.listing(say("said.refused", lang), refused) if rows else []),
        *([say("said.same", lang, **counts, seed=manifest["seed"])] if rows else []),
        say("said.report", lang, path=report),
        *also,
        say("said.tables", lang, path=folder, workbook=folder / "summary.xlsx"),
    )


def _judge(comparison: Comparison, lang: str) -> None:
    """Ends with INCOMPLETE when there were too few replicates for the wanted precision."""
    missed = [_miss(row, width, lang) for row, width in imprecise(comparison)]
    if missed:
        misses = text("report.format.clause", lang).join(missed)
        sentence = say("said.imprecise", lang, replicates=comparison.manifest["replicates"], misses=misses)
        raise output.fail(sentence, output.INCOMPLETE)


def imprecise(comparison: Comparison) -> list[tuple[dict[str, Any], float]]:
    """(row of the table, wanted half width) of every effect that is less precise."""
    table, result = comparison.table, []
    for metric, width in comparison.manifest["call"]["precision"].items():
        rows = table[table["metric"] == metric]
        segments = set(rows.loc[rows["primary"], "segment"]) or {"all"}  # where `sim.paired.precision` looks
        wide = rows["segment"].isin(segments) & ~((rows["high"] - rows["low"]) / 2 <= width)
        result += [(row, width) for row in rows[wide].to_dict("records")]
    return result


def _miss(row: Mapping[str, Any], width: float, lang: str) -> str:
    """One effect that is not known well enough, in words."""
    from sim.reports import format as fmt
    from sim.reports import names

    unit, per = row["unit"], names.per_of(row["metric"])
    sizes = {"width": (row["high"] - row["low"]) / 2, "wanted": width}
    return say(
        "said.imprecise_one", lang,
        metric=names.metric_name(row["metric"], lang), segment=names.segment_name(row["segment"], lang),
        scenario=names.scenario_name(row["scenario"], lang),
        **{key: fmt.format_effect_size(size, unit, per, lang) for key, size in sizes.items()},
    )  # fmt: skip
