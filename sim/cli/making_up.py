"""`livesim made-up` writes logs of a platform that does not exist, with the truth beside them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from typer import Option

from sim.cli import options, output
from sim.cli.options import SPOKEN
from sim.cli.progress import progress
from sim.cli.words import say


def make_up(
    out: Annotated[Path, Option("--out", metavar="FOLDER", help=say("option.made_up_out"))],
    users: Annotated[int, Option("--users", min=300, help=say("option.made_up_users"))] = 300_000,
    days: Annotated[int, Option("--days", min=30, max=400, help=say("option.made_up_days"))] = 120,
    raw: Annotated[bool, Option("--raw", help=say("option.made_up_raw"))] = False,
    lang: options.Language = SPOKEN,
    quiet: options.Quiet = False,
) -> None:
    """Write logs of a platform that does not exist, with the truth beside them."""
    with progress("making_up", lang, quiet) as bar:
        from calibration.made_up import make_platform
        from sim.running.pool import cores

        written = make_platform(out, users=users, days=days, raw=raw, threads=cores(), progress=bar)
    output.show(*(say("said.written", lang, path=path) for path in written))
