"""`livesim demo`: one idea of the simulator in one picture, made anew while a class looks on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from typer import Option

from sim.base.files import writing
from sim.cli import options, output
from sim.cli.options import SPOKEN
from sim.cli.progress import progress
from sim.cli.words import helped, say

NAME = "luck"


def show_luck(
    out: Annotated[Path, Option("--out", metavar="FOLDER", help=say("option.demo_out"))] = Path("results/luck"),
    seed: options.Seed = None,
    lang: options.Language = SPOKEN,
    quiet: options.Quiet = False,
) -> None:
    """Shared against independent luck."""
    with writing(out):  # said before the minute is waited
        out.mkdir(parents=True, exist_ok=True)
    with progress("replicates", lang, quiet) as bar:
        from sim.paired.luck import two_lucks

        lucks = two_lucks(seed=seed, progress=bar)
    from sim.reports.luck import luck_figure, luck_lines
    from sim.reports.style import save, style

    with style(lang):
        save(luck_figure(lucks, lang), out, NAME, png=True)
    output.show(*luck_lines(lucks, lang), say("said.picture", lang, path=out / f"{NAME}.png"))


app = typer.Typer(help=say("demo_about"), no_args_is_help=True, rich_markup_mode=None)
app.command("luck", help=helped("luck"))(show_luck)
