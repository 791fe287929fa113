"""`livesim run`: one scenario in one world."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from typer import Option

from sim.cli import options, output
from sim.cli.options import SPOKEN, EngineName, Format
from sim.cli.progress import progress
from sim.cli.words import say
from sim.texts.messages import translated

if TYPE_CHECKING:
    import pandas as pd

    from sim.running.single import RunResult


def run_scenario(
    scenario: options.Scenario,
    users: options.Users = None,
    days: options.Days = None,
    seed: options.Seed = None,
    replicate: Annotated[int, Option("--replicate", min=0, help=say("option.replicate"))] = 0,
    drawn: Annotated[bool, Option("--drawn", help=say("option.drawn"))] = False,
    freeze: options.Freeze = False,
    set_: options.Set = None,
    engine: options.Engine = EngineName.compiled,
    plugins: options.PlugIns = None,
    no_cache: options.NoCache = False,
    segments: options.Segments = None,
    segment: Annotated[str, Option("--segment", help=say("option.segment"))] = "all",
    shown: options.Shown = Format.table,
    out: options.Save = None,
    lang: options.Language = SPOKEN,
    quiet: options.Quiet = False,
) -> None:
    """Simulate one scenario once."""
    with progress("days", lang, quiet) as bar:
        from sim.reports.notes import note_lines
        from sim.running.single import run

        result = run(scenario, users=users, days=days, seed=seed, engine=engine.value, replicate=replicate,
                     fixed=not drawn, freeze=freeze, out=out, set_=options.settings(set_),
                     segments=options.segments(segments), plugins=plugins, progress=bar,
                     cache=not no_cache)  # fmt: skip
    chosen = result.metrics_of(segment)  # refuses a group that nobody knows
    if shown is Format.table:
        _print(result, chosen, lang)
    else:
        output.show_frame(result.metrics, shown, notes=note_lines(result.manifest, lang), spent=result.spent)


def _print(result: RunResult, chosen: pd.DataFrame, lang: str) -> None:
    """What was measured in one group, the money, and what a reader has to know."""
    from sim.reports.format import format_value
    from sim.reports.names import scenario_name
    from sim.reports.notes import note_lines
    from sim.reports.terminal import run_table

    refused = (translated(why, lang) for why in result.manifest["refused"].values())
    spent = {name: yuan for name, yuan in result.spent.items() if yuan is not None}
    output.show(
        run_table(chosen, result.manifest["scenarios"][0]["name"], lang, chosen["segment"].iloc[0]),
        *(say("said.spent", lang, strategy=scenario_name(name, lang), yuan=format_value(yuan, "yuan", 1.0, lang))
          for name, yuan in spent.items()),
        *output.listing(say("said.notes", lang), note_lines(result.manifest, lang)),
        *output.listing(say("said.refused", lang), refused),
        *([say("said.tables_in", lang, path=result.folder)] if result.folder else []),
    )  # fmt: skip
