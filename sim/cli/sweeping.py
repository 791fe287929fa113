"""`livesim sweep` and `livesim sensitivity`: many settings, resumed, looked at while they run, and read as tables."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer import Argument, Option
from typer.core import TyperGroup

from sim.base.message import message_of
from sim.cli import options, output
from sim.cli.options import SPOKEN, Format
from sim.cli.progress import progress, working
from sim.cli.words import helped, say
from sim.texts.messages import translated

if TYPE_CHECKING:
    from sim.explore.result import Swept


class Method(StrEnum):
    """How a sensitivity analysis takes its points."""

    morris = "morris"
    sobol = "sobol"


class FileFirst(TyperGroup):
    """A group whose first word may be a file: that runs it."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """The arguments, with `run` before what is no command of the group."""
        if args and args[0] not in self.commands and args[0] != "--help":
            args = ["run", *args]
        return super().parse_args(ctx, args)


File = Annotated[str, Argument(metavar="SWEEP", help=say("option.sweep"))]
Folder = Annotated[Path, Argument(metavar="FOLDER", help=say("option.sweep_folder"))]
Cluster = Annotated[str | None, Option("--cluster", metavar="ADDRESS", help=say("option.cluster"))]
Retry = Annotated[bool, Option("--retry", help=say("option.retry"))]


def run_sweep_file(
    file: File,
    out: options.Out = None,
    workers: options.Workers = None,
    cluster: Cluster = None,
    retry: Retry = False,
    plugins: options.PlugIns = None,
    png: options.Png = False,
    no_cache: options.NoCache = False,
    lang: options.Language = SPOKEN,
    quiet: options.Quiet = False,
) -> None:
    """Run a sweep, or go on with one."""
    from sim.explore.load import load_sweep
    from sim.explore.sweeping import sweep

    def run(source: str, folder: Path, **how: Any) -> Swept:
        return sweep(load_sweep(source, plugins), folder, **how)

    how = {"workers": workers, "cluster": cluster, "retry": retry, "cache": not no_cache}
    _finish(file, out or Path("results") / Path(file).stem, how, run, lang, quiet, png=png)


def run_sensitivity(
    file: File,
    method: Annotated[Method, Option("--method", help=say("option.method"))] = Method.morris,
    samples: Annotated[int, Option("--samples", min=1, help=say("option.samples"))] = 8,
    out: options.Out = None,
    workers: options.Workers = None,
    cluster: Cluster = None,
    retry: Retry = False,
    plugins: options.PlugIns = None,
    png: options.Png = False,
    no_cache: options.NoCache = False,
    lang: options.Language = SPOKEN,
    quiet: options.Quiet = False,
) -> None:
    """Find which factors move the effects."""
    def run(source: str, folder: Path, **how: Any) -> Swept:
        from sim.explore.load import load_sweep
        from sim.explore.sensing import sensitivity

        return sensitivity(load_sweep(source, plugins), folder, method=method.value, samples=samples, **how)

    how = {"workers": workers, "cluster": cluster, "retry": retry, "cache": not no_cache}
    _finish(file, out or Path("results") / f"{Path(file).stem}-{method.value}", how, run, lang, quiet, png=png)


def check_sweeps(
    files: Annotated[list[str], Argument(metavar="SWEEP...", help=say("option.sweep"))],
    plugins: options.PlugIns = None,
    lang: options.Language = SPOKEN,
) -> None:
    """Say what is wrong with sweep files."""
    from sim.base.errors import LivesimError
    from sim.explore.load import load_sweep
    wrong = False
    for file in files:
        try:
            sweep = load_sweep(file, plugins).sweep
        except LivesimError as error:
            wrong = True
            typer.echo(translated(message_of(error), lang), err=True)
            continue
        counts = {"points": f"{len(sweep.points):,}", "runs": f"{len(sweep.points) * sweep.replicates:,}"}
        output.show(say("said.sweep_right", lang, name=sweep.name, **counts, replicates=sweep.replicates))
    if wrong:
        raise typer.Exit(output.WRONG)


def list_sweeps(lang: options.Language = SPOKEN) -> None:
    """List the sweeps that come with livesim."""
    from sim.explore.load import load_sweep, ready_sweeps

    rows = []
    for name in ready_sweeps():
        sweep = load_sweep(name).sweep
        factors = ", ".join(factor.titles.get(lang, factor.name) for factor in sweep.varied)
        rows.append((name, sweep.question.get(lang, ""), factors, f"{len(sweep.points):,}"))
    heads = [say(f"column.{key}", lang) for key in ("sweep", "question", "factors", "points")]
    output.show(output.plain_table(None, heads, rows, right=(3,)))


def print_sweep_schema() -> None:
    """Print the JSON Schema of sweep files."""
    from sim.explore.schema import schema_text

    typer.echo(schema_text(), nl=False)


def sweep_status(folder: Folder, lang: options.Language = SPOKEN) -> None:
    """Say how far a sweep is."""
    from sim.explore.status import status_of

    state = status_of(folder)
    counts = {key: f"{value:,}" for key, value in state.counts.items()}
    lines = [say("said.sweep_status", lang, name=state.name, **counts)]
    if state.minutes is not None:
        lines.append(say("said.sweep_rate", lang, rate=f"{state.rate:.1f}", minutes=f"{state.minutes:,.0f}"))
    failures = [f"{translated(why, lang)} ({count:,})" for why, count in state.failures]
    output.show(*lines, *output.listing(say("said.sweep_failures", lang), failures))


def sweep_table(
    folder: Folder,
    metric: Annotated[str | None, Option("--metric", help=say("option.sweep_metric"))] = None,
    by: Annotated[list[str] | None, Option("--by", metavar="FACTOR", help=say("option.by"))] = None,
    scenario: Annotated[str | None, Option("--scenario", help=say("option.sweep_scenario"))] = None,
    segment: Annotated[str | None, Option("--segment", help=say("option.segment"))] = None,
    value: Annotated[str, Option("--value", help=say("option.value"))] = "difference",
    save: Annotated[Path | None, Option("--save", metavar="FILE", help=say("option.save_table"))] = None,
    shown: options.Shown = Format.table,
    lang: options.Language = SPOKEN,
) -> None:
    """Print what a sweep found, by the values of one or more factors."""
    from sim.explore.reading import read_table, save_table
    from sim.reports.sweep.terminal import table_lines

    table, factors = read_table(folder, metric, by, scenario, segment, value)
    if save is not None:
        save_table(table, save)
        output.show(say("said.saved", lang, path=save))
    elif shown is not Format.table:
        output.show_frame(table, shown)
    else:
        title, heads, rows, right = table_lines(table, factors, value, lang)
        output.show(output.plain_table(title, heads, rows, right=right), say("said.bands", lang))


def _finish(
    file: str, folder: Path, how: dict[str, Any], run: Callable[..., Swept], lang: str, quiet: bool, *, png: bool
) -> None:
    """Run, report, and say what failed."""
    counted = [0, 0]
    with progress("runs", lang, quiet) as bar:

        def tell(done: int, wanted: int) -> None:
            counted[:] = done, wanted
            bar(done, wanted)

        try:
            swept = run(file, folder, progress=tell, **_engine(how))
        except KeyboardInterrupt:
            kept = say("said.runs_kept", lang, done=counted[0], wanted=counted[1], path=folder)
            raise output.fail(kept, output.INTERRUPTED) from None
    undrawn: list[str] = []
    with working("report", lang, quiet):
        from sim.reports.sweep.page import write_sweep_report

        report = write_sweep_report(swept, folder, lang, undrawn.append, png=png)
    _print(swept, report, lang)
    output.warn(undrawn)
    _judge(swept, folder, lang)


def _judge(swept: Swept, folder: Path, lang: str) -> None:
    """Ends with INCOMPLETE when runs failed, or when nothing of what was asked has a number; says which and why."""
    from sim.explore.blank import blank_outcomes

    blank = blank_outcomes(swept)
    told = [translated(why, lang) for why in blank.values()]
    if swept.failed:
        told.append(say("said.runs_failed", lang, failed=swept.failed, path=folder))
    if swept.failed or len(blank) == len(swept.sweep.outcomes):
        raise output.fail("\n".join(told), output.INCOMPLETE)
    for why in told:
        typer.echo(why, err=True)


def _engine(how: dict[str, Any]) -> dict[str, Any]:
    """Workers and executor: processes here, or those of a cluster."""
    cluster = how.pop("cluster")
    if cluster is None:
        return how
    from sim.explore.cluster import on_cluster

    executor, workers = on_cluster(cluster)
    return {**how, "workers": how["workers"] or workers, "executor": executor}


def _print(swept: Swept, report: Path, lang: str) -> None:
    """The best options, what matters, and where the rest is."""
    from sim.reports.sweep.terminal import ranking_lines, sensitivity_lines

    for title, heads, rows, right in (*ranking_lines(swept, lang), *sensitivity_lines(swept, lang)):
        output.show(output.plain_table(title, heads, rows, right=right))
    counts = {"points": f"{len(swept.points):,}", "runs": f"{len(swept.runs) - swept.failed:,}"}
    output.show(
        say("said.sweep_done", lang, **counts, users=f"{swept.manifest['users']:,}", days=swept.manifest["days"]),
        say("said.report", lang, path=report),
        say("said.tables_in", lang, path=report.parent),
    )


app = typer.Typer(cls=FileFirst, help=say("sweep_about"), no_args_is_help=True, rich_markup_mode=None)
app.command("run", help=helped("sweep"))(run_sweep_file)
app.command("status", help=helped("sweep_status"))(sweep_status)
app.command("table", help=helped("sweep_table"))(sweep_table)
app.command("check", help=helped("sweep_check"))(check_sweeps)
app.command("list", help=helped("sweep_list"))(list_sweeps)
app.command("schema", help=helped("sweep_schema"))(print_sweep_schema)
