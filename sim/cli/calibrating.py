"""`livesim calibrate` fits the baseline to targets; `livesim patterns` says what logs show."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer import Argument, Option

from sim.cli import options, output
from sim.cli.options import SPOKEN, Format
from sim.cli.progress import working
from sim.cli.words import say
from sim.texts.messages import translated

if TYPE_CHECKING:
    import pandas as pd

    from calibration.logs import DataCheck

LONG_RUN_USERS = 3000
"""Users of the long runs of a fit, unless stated."""


def calibrate_baseline(
    targets: Annotated[str, Option("--targets", help=say("option.targets"))] = "industry",
    out: Annotated[Path | None, Option("--out", metavar="FILE", help=say("option.fit_out"))] = None,
    begin: Annotated[Path | None, Option("--from", metavar="FIT", help=say("option.fit_from"))] = None,
    levers: Annotated[bool, Option("--levers", help=say("option.levers_fit"))] = False,
    users: Annotated[int | None, Option("--users", min=100, help=say("option.long_run_users"))] = None,
    seed: Annotated[int, Option("--seed", min=0, help=say("option.seed"))] = 1,
    scatter: Annotated[int, Option("--scatter", min=0, help=say("option.scatter"))] = 64,
    coarse: Annotated[int, Option("--coarse", min=0, help=say("option.coarse"))] = 20,
    fine: Annotated[int, Option("--fine", min=0, help=say("option.fine"))] = 8,
    scattered: Annotated[int, Option("--posterior", min=0, help=say("option.posterior"))] = 220,
    workers: options.Workers = None,
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
    with working("fit", lang, quiet) as tell:
        from calibration.fitting import Effort
        from calibration.moments import Setting
        from calibration.refit import refit
        from sim.running.pool import cores

        setting = Setting(users=users or LONG_RUN_USERS, seed=seed)
        paths = refit(setting, targets, out, effort=Effort(scatter, coarse, fine, scattered),
                      workers=workers or cores(), work=work, tell=tell, begin=begin)
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
    timezone: options.Timezone = None,
    drop_odd: options.DropOdd = False,
    thinned: Annotated[bool, Option("--thinned", help=say("option.thinned"))] = False,
    plugins: options.PlugIns = None,
    shown: options.Shown = Format.table,
    lang: options.Language = SPOKEN,
) -> None:
    """Say what logs show: a check of the data, then every pattern and every metric that a target can be made of."""
    from calibration.counting import told
    from calibration.logs import read_logs

    options.use_plugins(plugins)
    logs = read_logs(output.existing(folder), timezone=timezone, drop_odd=drop_odd)
    rows = told(logs.events, segment, thinned)
    rows["why"] = [translated(why, lang) for why in rows["why"]]
    if shown is not Format.table:
        for line in check_lines(logs.check, lang):
            typer.echo(line, err=True)
        output.show_frame(rows, shown, data_check=data_of(logs.check, lang))
        return
    show_check(logs.check, lang)
    output.show(*check_lines(logs.check, lang), "")
    show_values(rows, lang)


def show_values(rows: pd.DataFrame, lang: str) -> None:
    """Print the numbers that logs show, then those that they do not, each with its reason."""
    from sim.outcomes.metrics import METRICS
    from sim.reports.names import metric_name
    from sim.texts import text

    names = [metric_name(n, lang) if n in METRICS else text(f"patterns.{n}.name", lang) for n in rows["name"]]
    heads = [say(f"patterns.{head}", lang) for head in ("name", "value", "unit", "people")]
    told = rows["value"].notna()
    units = [say(f"patterns.units.{unit}", lang) for unit in rows["unit"]]
    cells = [(name, f"{value:.4g}", unit, str(people)) for name, value, unit, people, there
             in zip(names, rows["value"], units, rows["people"], told, strict=True) if there]  # fmt: skip
    output.show(output.plain_table(say("patterns.title", lang), heads, cells, right=(1, 3)))
    reasons: dict[str, list[str]] = {}
    for name, why, there in zip(names, rows["why"], told, strict=True):
        if not there:
            reasons.setdefault(why, []).append(name)
    lines = [say("patterns.blank_because", lang, why=why, names=say("patterns.between", lang).join(found))
             for why, found in reasons.items()]  # fmt: skip
    output.show(*output.listing(say("patterns.blank", lang), lines))


def show_check(check: DataCheck, lang: str) -> None:
    """Print the table of a data check."""
    heads = [say(f"patterns.check.{head}", lang) for head in check.rows().columns]
    cells = [tuple(str(cell) for cell in row) for row in check.rows().itertuples(index=False)]
    output.show(output.plain_table(say("patterns.check.title", lang), heads, cells, right=(2, 3, 4)))


def check_lines(check: DataCheck, lang: str) -> list[str]:
    """What was left out of the logs and what to know, a line each."""
    return [
        say(f"patterns.check.{kind}", lang, file=table.file, what=translated(sentence, lang))
        for table in check.tables
        for kind, sentences in (("left_out", table.left_out), ("note", table.notes))
        for sentence in sentences
    ]


def data_of(check: DataCheck, lang: str) -> list[dict[str, Any]]:
    """The data check as plain data."""
    return [
        {**row, "left_out": [translated(sentence, lang) for sentence in table.left_out],
         "notes": [translated(sentence, lang) for sentence in table.notes]}
        for row, table in zip(check.rows().to_dict("records"), check.tables, strict=True)
    ]  # fmt: skip
