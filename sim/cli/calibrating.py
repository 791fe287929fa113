"""`livesim calibrate` fits the baseline to targets; `livesim patterns` says what logs show."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from typer import Argument, Option

from sim.cli import options, output
from sim.cli.options import SPOKEN, Format
from sim.cli.words import say
from sim.texts.messages import translated

LONG_RUN_USERS = 3000
"""Users of the long runs of a fit, unless stated."""


def calibrate_baseline(
    targets: Annotated[str, Option("--targets", help=say("option.targets"))] = "industry",
    out: Annotated[Path | None, Option("--out", metavar="FILE", help=say("option.fit_out"))] = None,
    levers: Annotated[bool, Option("--levers", help=say("option.levers_fit"))] = False,
    users: Annotated[int | None, Option("--users", min=100, help=say("option.long_run_users"))] = None,
    seed: Annotated[int, Option("--seed", min=0, help=say("option.seed"))] = 1,
    scatter: Annotated[int, Option("--scatter", min=0, help=say("option.scatter"))] = 64,
    coarse: Annotated[int, Option("--coarse", min=0, help=say("option.coarse"))] = 20,
    fine: Annotated[int, Option("--fine", min=0, help=say("option.fine"))] = 8,
    workers: Annotated[int | None, Option("--workers", min=1, help=say("option.workers"))] = None,
    work: Annotated[Path | None, Option("--work", metavar="FOLDER", help=say("option.work"))] = None,
    plugins: options.PlugIns = None,
    lang: options.Language = SPOKEN,
    quiet: options.Quiet = False,
) -> None:
    """Fit the baseline to targets, and the strengths of the levers to their effects."""
    if out is None:  # what ships is never overwritten by a line that does not name it
        file = "strengths.yaml" if levers else "ours.yaml"
        raise output.fail(say("said.fit_needs_out", lang, file=file), output.USAGE)
    if levers:
        calibrate_levers(out, users, seed, workers, lang, quiet)
        return
    options.use_plugins(plugins)
    with output.working("fit", lang, quiet) as tell:
        from calibration.fitting import Effort
        from calibration.moments import Setting
        from calibration.refit import refit
        from sim.running.pool import cores

        setting = Setting(users=users or LONG_RUN_USERS, seed=seed)
        paths = refit(setting, targets, out, effort=Effort(scatter, coarse, fine),
                      workers=workers or cores(), work=work, tell=tell)
    output.show(*(say("said.written", lang, path=path) for path in paths))


def calibrate_levers(out: Path, users: int | None, seed: int, workers: int | None, lang: str,
                     quiet: bool) -> None:
    """Find the strengths of the levers anew, told one by one; the file is written when all are there."""
    from calibration.contrasts.worlds import USERS
    from calibration.refit import refit_levers
    from sim.running.pool import cores

    def tell(line: str) -> None:
        if not quiet:
            typer.echo(translated(line, lang), err=True)

    paths = refit_levers(seed, tell, out, users=users or USERS, workers=workers or cores())
    output.show(*(say("said.written", lang, path=path) for path in paths))


def show_patterns(
    folder: Annotated[Path, Argument(metavar="FOLDER", help=say("option.logs"))],
    segment: Annotated[str, Option("--segment", help=say("option.segment"))] = "all",
    plugins: options.PlugIns = None,
    shown: options.Shown = Format.table,
    lang: options.Language = SPOKEN,
) -> None:
    """Say what logs show: every pattern and every metric that a target can be made of."""
    from calibration.counting import told
    from calibration.logs import read_logs
    from sim.outcomes.metrics import METRICS
    from sim.reports.names import metric_name
    from sim.texts import text

    options.use_plugins(plugins)
    rows = told(read_logs(output.existing(folder)), segment)
    if shown is not Format.table:
        output.show_frame(rows, shown)
        return
    heads = [say(f"patterns.{head}", lang) for head in rows.columns]
    names = [metric_name(n, lang) if n in METRICS else text(f"patterns.{n}.name", lang) for n in rows["name"]]
    cells = [(name, f"{value:.4g}", unit, str(people))
             for name, value, unit, people in zip(names, rows["value"], rows["unit"], rows["people"], strict=True)]
    output.show(output.plain_table(None, heads, cells, right=(1, 3)))
