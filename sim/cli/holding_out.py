"""`livesim holdout` predicts the last part of logs from the first, and says how well."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer import Argument, Option

from sim.base.errors import ParameterError
from sim.base.message import message_of, said
from sim.cli import options, output
from sim.cli.calibrating import LONG_RUN_USERS
from sim.cli.options import SPOKEN, Format
from sim.cli.progress import progress, working
from sim.cli.words import say

if TYPE_CHECKING:
    from calibration.holdout.page import HoldOutView
    from calibration.logs import Logs
    from sim.reports.blocks import Grid

INDUSTRY = "industry"
"""How the fit that ships is named."""


def predict_held_out(
    logs: Annotated[Path, Argument(metavar="LOGS", help=say("option.logs"))],
    train: Annotated[str, Option("--train", metavar="DAYS", help=say("option.train"))],
    out: Annotated[Path, Option("--out", metavar="FOLDER", help=say("option.holdout_out"))],
    own_fit: Annotated[str, Option("--fit", metavar="FILE", help=say("option.holdout_fit"))] = "",
    users: Annotated[int, Option("--users", min=100, help=say("option.world_users"))] = 4000,
    worlds: Annotated[int, Option("--worlds", min=3, help=say("option.worlds"))] = 20,
    seed: Annotated[int, Option("--seed", min=0, help=say("option.seed"))] = 1,
    workers: options.Workers = None,
    timezone: options.Timezone = None,
    drop_odd: options.DropOdd = False,
    shown: options.Shown = Format.table,
    lang: options.Language = SPOKEN,
    quiet: options.Quiet = False,
) -> None:
    """Part logs on an evening, predict what follows, and write a page that sets it beside what came."""
    from calibration.logs import read_logs

    days = days_of(train)
    if alone(output.existing(logs)):
        if own_fit:
            raise ParameterError(said("--fit: these logs hold orders alone; buyers are fitted to them, so "
                                      "leave it out"))
        show_alone(logs, days, out, workers, shown, lang, quiet)
        return
    read = read_logs(output.existing(logs), timezone=timezone, drop_odd=drop_odd)
    if not own_fit:
        own_fit = str(fit_training(read, days, logs.name, out, seed, workers, lang, quiet))
    with progress("holdout", lang, quiet) as bar:
        from calibration.holdout.fitting_part import dated
        from calibration.holdout.holding import WorldSize, hold_out, write_tables
        from calibration.holdout.page import HoldOutView, write_page
        from sim.running.pool import cores

        size = WorldSize(users, worlds, seed, workers or cores())
        result = hold_out(read.events, days, "" if own_fit == INDUSTRY else own_fit, out / "work", size, bar)
    view = HoldOutView(result, lang, dated(read))
    paths = [write_page(view, out), *write_tables(result, out)]
    if shown is Format.table:
        show(view)
    else:
        output.show_frame(result.predictions, shown)
    for path in paths:
        typer.echo(say("said.written", lang, path=path), err=shown is not Format.table)


def alone(logs: Path) -> bool:
    """Whether a folder holds orders alone."""
    from calibration.holdout.alone import holds_orders_alone

    return holds_orders_alone(logs)


def show_alone(logs: Path, days: int, out: Path, workers: int | None, shown: Format, lang: str, quiet: bool) -> None:
    """The hold-out of orders alone: buyers are fitted to the training part, and predict the rest beside the bars."""
    from calibration.holdout.alone import hold_out_alone, read_purchases
    from calibration.holdout.page.frequency import customers_table, miss_table
    from sim.base.files import write_whole
    from sim.running.pool import cores

    with working("fit", lang, quiet) as tell:
        result = hold_out_alone(read_purchases(logs), days, out / "work", workers or cores(), tell)
    table = out / "customers.csv"
    write_whole(table, result.customers.to_csv(index=False, float_format="%.6g").encode())
    if shown is Format.table:
        show_grids(customers_table(result.customers, list(result.misses), lang), miss_table(result.misses, lang))
    else:
        output.show_frame(result.customers, shown)
    typer.echo(say("said.written", lang, path=table), err=shown is not Format.table)


def days_of(train: str) -> int:
    """The length of the training part [days]. Raises ParameterError for what is no length of time."""
    from sim.base.units import DAYS, QuantityError, parse

    try:
        days = parse(train, DAYS)
    except QuantityError as error:
        raise ParameterError(said("--train: {why}", why=message_of(error))) from None
    if days != int(days):
        raise ParameterError(said("--train: '{value}' is no whole number of days", value=train))
    return int(days)


def fit_training(logs: Logs, days: int, name: str, out: Path, seed: int, workers: int | None, lang: str,
                 quiet: bool) -> Path:
    """The fit file in `out`, made of the training part alone; one that was stopped goes on."""
    from calibration.holdout.fitting_part import FIT, fitted_to, training_part
    from calibration.moments import Setting
    from calibration.targets.resampling import Resamples
    from sim.running.pool import cores

    part = training_part(logs, days)
    with working("fit", lang, quiet) as tell:
        fitted_to(part, out, say("said.training_part", lang, logs=name), Setting(users=LONG_RUN_USERS, seed=seed),
                  Resamples(seed=seed), workers=workers or cores(), tell=tell)
    return out / FIT


def show_grids(*grids: Grid) -> None:
    """Print tables of a page."""
    for grid in grids:
        rows = ([str(cell) for cell in row.cells] for row in grid.rows)
        output.show(output.plain_table(grid.caption, grid.heads, rows, grid.numbers))


def show(view: HoldOutView) -> None:
    """Print the answer, then purchases by frequency."""
    from calibration.holdout.page.sections import answer, by_frequency
    from sim.reports import blocks

    for block in (*answer(view).blocks, *by_frequency(view).blocks):
        match block:
            case blocks.Words(text):
                output.show(text)
            case blocks.Listing(items):
                output.show(*(f"  {item}" for item in items))
            case blocks.Grid():
                show_grids(block)
