"""`livesim targets` writes a target file that says what logs show, and how surely."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from typer import Argument, Option

from sim.base.errors import StoreError
from sim.base.files import write_whole
from sim.base.message import said
from sim.cli import options, output
from sim.cli.calibrating import LONG_RUN_USERS, check_lines
from sim.cli.options import SPOKEN
from sim.cli.progress import progress
from sim.cli.words import say


def write_targets(
    folder: Annotated[Path, Argument(metavar="FOLDER", help=say("option.logs"))],
    out: Annotated[Path, Option("--out", metavar="FILE", help=say("option.targets_out"))],
    source: Annotated[str | None, Option("--source", metavar="WORDS", help=say("option.targets_source"))] = None,
    timezone: options.Timezone = None,
    drop_odd: options.DropOdd = False,
    resamples: Annotated[int, Option("--resamples", min=20, help=say("option.resamples"))] = 100,
    most: Annotated[int, Option("--most", min=500, help=say("option.most_resampled"))] = 20_000,
    fit_users: Annotated[int, Option("--fit-users", min=100, help=say("option.fit_users"))] = LONG_RUN_USERS,
    seed: Annotated[int, Option("--seed", min=0, help=say("option.seed"))] = 1,
    lang: options.Language = SPOKEN,
    quiet: options.Quiet = False,
) -> None:
    """Write a target file that says what logs show, and how surely."""
    check_place(out)
    output.existing(folder)
    with progress("resampling", lang, quiet) as bar:
        from calibration.logs import read_logs
        from calibration.targets.resampling import Resamples
        from calibration.targets.writing import targets_of

        logs = read_logs(folder, timezone=timezone, drop_odd=drop_odd)
        text = targets_of(logs, source or say("said.own_logs", lang, folder=folder.name), fit_users,
                          Resamples(resamples, most, seed, bar))
    write_whole(out, text.encode())
    for line in check_lines(logs.check, lang):
        typer.echo(line, err=True)
    measured = text.count(", source: ")
    output.show(say("said.written", lang, path=out),
                say("said.targets_measured", lang, measured=measured, all=text.count("  - {metric: ")),
                say("said.fit_targets", lang, path=out, fit=out.with_name(f"{out.stem}_fit.yaml")))


def check_place(out: Path) -> None:
    """Raise StoreError for a place where no target file can be written, or where one is that may hold changes."""
    if out.suffix not in (".yaml", ".yml"):
        raise StoreError(said("'{path}' does not end in .yaml; name a target file such as ours.yaml", path=out))
    if out.is_dir():
        raise StoreError(said("'{path}' is a folder; name a file", path=out))
    if out.exists():
        raise StoreError(said("'{path}' is there already, and may hold changes of yours; move it away or name another "
                              "file", path=out))
