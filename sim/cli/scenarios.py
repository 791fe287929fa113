"""`livesim scenarios ...`: what there is, what it does, what is wrong with it, and a new one."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer
from typer import Argument, Option

from sim.base.errors import LivesimError
from sim.base.message import message_of
from sim.cli import options, output
from sim.cli.options import SPOKEN, Format
from sim.cli.words import say
from sim.texts.messages import translated

COLUMNS = ("name", "question", "strategies")


def list_scenarios(shown: options.Shown = Format.table, lang: options.Language = SPOKEN) -> None:
    """List the built-in scenarios."""
    from sim.reports.names import lever_name
    from sim.scenario import builtin_scenarios, load_scenario
    from sim.texts import text

    rows = []
    for scenario in map(load_scenario, builtin_scenarios()):
        question = scenario.question.get(lang) or next(iter(scenario.question.values()), "")
        levers = text("report.format.list", lang).join(lever_name(s.lever, lang) for s in scenario.strategies)
        rows.append((scenario.name, question, levers))
    if shown is not Format.table:
        import pandas as pd

        output.show_frame(pd.DataFrame(rows, columns=list(COLUMNS)), shown)
        return
    heads = [say(f"list.{column}", lang) for column in COLUMNS]
    output.show(output.plain_table(say("list.title", lang), heads, rows))


def show_scenario(
    scenario: options.Scenario,
    users: options.Users = None,
    days: options.Days = None,
    seed: options.Seed = None,
    set_: options.Set = None,
    plugins: options.PlugIns = None,
    lang: options.Language = SPOKEN,
) -> None:
    """Say in plain words what a scenario does."""
    from sim.scenario import load_scenario
    from sim.scenario.show import summary

    settings = options.settings(set_)
    output.show(*summary(load_scenario(scenario, settings, plugins=plugins, users=users, days=days, seed=seed), lang))


def check_scenarios(
    files: Annotated[list[str], Argument(metavar="FILE", help=say("option.files"))],
    plugins: options.PlugIns = None,
    lang: options.Language = SPOKEN,
) -> None:
    """Say what is wrong with scenario files."""
    from sim.scenario import load_scenario

    wrong = 0
    for file in files:
        try:
            typer.echo(say("said.right", lang, file=file, name=load_scenario(file, plugins=plugins).name))
        except LivesimError as error:
            wrong += 1
            typer.echo(translated(message_of(error), lang), err=True)
    if wrong:
        raise typer.Exit(output.WRONG)


def print_schema(
    folder: Annotated[Path | None, Option("--out", metavar="FOLDER", help=say("option.schema_folder"))] = None,
    plugins: options.PlugIns = None,
    lang: options.Language = SPOKEN,
) -> None:
    """Print the JSON Schema of scenario files, or write it into a folder."""
    from sim.scenario.schema import schema_text, write_schema

    options.use_plugins(plugins)
    if folder is None:
        typer.echo(schema_text(), nl=False)
    else:
        typer.echo(say("said.written", lang, path=write_schema(output.existing(folder))))


def new_scenario_file(
    folder: Annotated[Path, Option("--folder", help=say("option.folder"))] = Path(),
    lang: options.Language = SPOKEN,
) -> None:
    """Ask some questions and write a scenario file."""
    from sim.scenario.wizard import new_scenario

    path = new_scenario(_ask, lang, output.existing(folder))
    output.show(say("said.written", lang, path=path), say("said.next", lang, path=shlex.quote(str(path))))


def _ask(words: str, proposal: str) -> str:
    """The answer to one question; Enter takes the proposal."""
    return str(typer.prompt(words, default=proposal, show_default=bool(proposal), err=True))
