"""`livesim validate`: the baseline beside its targets, as a table and as a page; or the levers beside their effects."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from typer import Option

from sim.base.files import write_whole
from sim.cli import options, output
from sim.cli.options import SPOKEN, Format
from sim.cli.progress import progress
from sim.cli.words import say
from sim.texts.messages import translated


def validate_baseline(
    users: Annotated[int, Option("--users", min=100, help=say("option.long_run_users"))] = 4000,
    replicates: Annotated[int, Option("--replicates", min=1, help=say("option.long_runs"))] = 1,
    seed: Annotated[int, Option("--seed", min=0, help=say("option.seed"))] = 2,
    targets: Annotated[str, Option("--targets", help=say("option.targets"))] = "industry",
    own_fit: Annotated[str, Option("--fit", metavar="FILE", help=say("option.fit"))] = "",
    levers: Annotated[bool, Option("--levers", help=say("option.levers_shown"))] = False,
    draws: Annotated[int | None, Option("--draws", min=2, help=say("option.effect_draws"))] = None,
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
        validate_levers(users, replicates, seed, draws, markdown, shown, lang, quiet)
        return
    if draws is not None:
        raise output.fail(say("said.only_of_levers", lang))
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


def validate_levers(users: int, times: int, seed: int, draws: int | None, markdown: Path | None, shown: Format,
                    lang: str, quiet: bool) -> None:
    """Print every reported effect of a strategy beside the simulated one, and write it as a page when asked."""
    with progress("levers", lang, quiet) as bar:
        from calibration.contrasts.draws import DRAWS
        from calibration.contrasts.valid import lever_table
        from sim.cli import lever_page
        from sim.running.pool import cores

        rows = lever_table(users, seed, times, draws or DRAWS, cores(),
                           lambda doing: bar.beside(translated(doing, lang)), bar)
    rows["note"] = [lever_page.noted(row, lang) for row in rows.to_dict("records")]
    if shown is Format.table:
        output.show(*lever_page.terminal(rows, lang))
    else:
        output.show_frame(rows, shown)
    if markdown is not None:
        write_whole(markdown / "predictions.md", lever_page.markdown(rows, lang).encode())
        typer.echo(say("said.written", lang, path=markdown / "predictions.md"), err=shown is not Format.table)
