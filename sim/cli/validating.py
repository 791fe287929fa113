"""`livesim validate` and `livesim calibrate`: the baseline beside its targets, and fitted to them anew."""

from __future__ import annotations

from typing import Annotated

from typer import Option

from sim.cli import options, output
from sim.cli.options import SPOKEN, Format
from sim.cli.words import say

Size = Annotated[int, Option("--users", min=100, help=say("option.long_run_users"))]


def validate_baseline(
    users: Size = 4000,
    replicates: Annotated[int, Option("--replicates", min=1, help=say("option.long_runs"))] = 1,
    seed: Annotated[int, Option("--seed", min=0, help=say("option.seed"))] = 2,
    strict: Annotated[bool, Option("--strict", help=say("option.strict"))] = False,
    shown: options.Shown = Format.table,
    lang: options.Language = SPOKEN,
    quiet: options.Quiet = False,
) -> None:
    """Put the simulated baseline beside the targets."""
    with output.working("targets", lang, quiet) as tell:
        from calibration.validate import validation_table
        from sim.reports import validation

        rows = validation_table(users=users, replicates=replicates, seed=seed, tell=tell)
    if shown is Format.table:
        output.show(validation.validation_table(rows, lang))
    else:
        output.show_frame(rows, shown)
    judged = [bool(met) for met in rows["met"].dropna()]
    if strict and not all(judged):
        missed = say("said.unmet", lang, missed=judged.count(False), judged=len(judged))
        raise output.fail(missed, output.INCOMPLETE)


def calibrate_baseline(
    users: Size = 6000,
    seed: Annotated[int, Option("--seed", min=0, help=say("option.seed"))] = 1,
    lang: options.Language = SPOKEN,
    quiet: options.Quiet = False,
) -> None:
    """Fit the baseline and the strengths of the levers anew."""
    with output.working("fit", lang, quiet) as tell:
        from calibration.refit import refit

        paths = refit(users=users, seed=seed, tell=tell)
    output.show(*(say("said.written", lang, path=path) for path in paths))
