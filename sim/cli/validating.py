"""`livesim validate`: the baseline beside its targets, as a table and as a page."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from typer import Option

from sim.cli import options, output
from sim.cli.options import SPOKEN, Format
from sim.cli.words import say


def validate_baseline(
    users: Annotated[int, Option("--users", min=100, help=say("option.long_run_users"))] = 4000,
    replicates: Annotated[int, Option("--replicates", min=1, help=say("option.long_runs"))] = 1,
    seed: Annotated[int, Option("--seed", min=0, help=say("option.seed"))] = 2,
    targets: Annotated[str, Option("--targets", help=say("option.targets"))] = "industry",
    own_fit: Annotated[str, Option("--fit", metavar="FILE", help=say("option.fit"))] = "",
    page: Annotated[Path | None, Option("--page", metavar="FOLDER", help=say("option.page"))] = None,
    markdown: Annotated[Path | None, Option("--markdown", metavar="FOLDER", help=say("option.markdown"))] = None,
    strict: Annotated[bool, Option("--strict", help=say("option.strict"))] = False,
    shown: options.Shown = Format.table,
    lang: options.Language = SPOKEN,
    quiet: options.Quiet = False,
) -> None:
    """Put the simulated baseline beside the targets."""
    for folder in (page, markdown):
        if folder is not None:
            output.existing(next(path for path in (folder, *folder.absolute().parents) if path.exists()))
    with output.working("targets", lang, quiet) as tell:
        from calibration.moments import Setting
        from calibration.validate import validate
        from sim import fit
        from sim.reports import validation

        if own_fit:
            fit.digest_of(Path(own_fit))
        found = validate(Setting(users=users, seed=seed), replicates, targets, own_fit, tell)
    if shown is Format.table:
        output.show(validation.validation_table(found.rows, lang))
    else:
        output.show_frame(validation.told(found.rows, lang), shown)
    if page is not None or markdown is not None:
        from calibration.page import write_markdown, write_page

        written = write_page(found, page, lang, own_fit) if page is not None else []
        written += write_markdown(found, markdown, targets, own_fit) if markdown is not None else []
        for path in written:
            typer.echo(say("said.written", lang, path=path), err=shown is not Format.table)
    missed, judged = validation.strictly(found.rows)
    if strict and missed:
        raise output.fail(say("said.unmet", lang, missed=missed, judged=judged), output.INCOMPLETE)
