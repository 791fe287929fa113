"""The command line `livesim`. The simulation is imported inside the commands, so that help comes at once."""

from __future__ import annotations

import sys
from typing import Any

import typer
from typer.core import TyperGroup

from sim.base.errors import LivesimError
from sim.base.message import message_of
from sim.cli.caching import show_cache
from sim.cli.calibrating import calibrate_baseline, show_patterns
from sim.cli.comparing import compare_scenarios
from sim.cli.console import Lost, fits, make_readable
from sim.cli.crisis import crisis_desk
from sim.cli.day import print_day
from sim.cli.demo import app as demos
from sim.cli.desk import open_desk
from sim.cli.experimenting import rehearse_experiment
from sim.cli.explaining import explain_scenario
from sim.cli.holding_out import predict_held_out
from sim.cli.importing import import_logs
from sim.cli.levers import list_levers
from sim.cli.making_up import make_up
from sim.cli.output import INTERRUPTED, fail, notices_told
from sim.cli.params import list_params
from sim.cli.repeating_folder import repeat_folder
from sim.cli.running_once import run_scenario
from sim.cli.scenarios import check_scenarios, list_scenarios, new_scenario_file, print_schema, show_scenario
from sim.cli.sweeping import app as sweeps
from sim.cli.sweeping import run_sensitivity
from sim.cli.targeting import write_targets
from sim.cli.telling import tell_diary
from sim.cli.usage import in_words, spoken_in
from sim.cli.validating import validate_baseline
from sim.cli.words import LANG, helped, say
from sim.cli.workshop import app as workshop
from sim.texts.messages import translated


class Commands(TyperGroup):
    """Commands that answer a user's mistake with one message, and an interruption with what is kept.

    They do so in the language of --lang, wherever it stands in the line: a line that cannot be read says it too.
    """

    lang: str = LANG

    def make_context(self, info_name: str | None, args: list[str], *rest: Any, **more: Any) -> Any:
        """The command with its options read."""
        self.lang = spoken_in(args)
        with in_words(self.lang):
            return super().make_context(info_name, args, *rest, **more)

    def invoke(self, ctx: Any) -> Any:
        """What the command gives; the exit code says how it ended."""
        try:
            with in_words(self.lang), notices_told(self.lang):
                return super().invoke(ctx)
        except LivesimError as error:
            raise fail(translated(message_of(error), self.lang)) from None
        except KeyboardInterrupt:
            raise fail(say("said.interrupted", self.lang), INTERRUPTED) from None


app = typer.Typer(
    cls=Commands,
    help=say("about"),
    epilog=f"\b\n{say('codes')}",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,  # plain help comes in a quarter of the time
)
scenarios = typer.Typer(help=say("scenarios_about"), no_args_is_help=True, rich_markup_mode=None)

app.command("compare", help=helped("compare"))(compare_scenarios)
app.command("explain", help=helped("explain"))(explain_scenario)
app.command("crisis", help=helped("crisis"))(crisis_desk)
app.command("run", help=helped("run"))(run_scenario)
app.command("experiment", help=helped("experiment"))(rehearse_experiment)
app.command("repeat", help=helped("repeat"))(repeat_folder)
app.add_typer(sweeps, name="sweep")
app.command("sensitivity", help=helped("sensitivity"))(run_sensitivity)
app.add_typer(scenarios, name="scenarios")
app.command("levers", help=helped("levers"))(list_levers)
app.command("params", help=helped("params"))(list_params)
app.command("day", help=helped("day"))(print_day)
app.command("diary", help=helped("diary"))(tell_diary)
app.add_typer(demos, name="demo")
app.command("validate", help=helped("validate"))(validate_baseline)
app.command("calibrate", help=helped("calibrate"))(calibrate_baseline)
app.command("import", help=helped("import"))(import_logs)
app.command("patterns", help=helped("patterns"))(show_patterns)
app.command("targets", help=helped("targets"))(write_targets)
app.command("made-up", help=helped("made_up"))(make_up)
app.command("holdout", help=helped("holdout"))(predict_held_out)
app.command("cache", help=helped("cache"))(show_cache)
app.command("desk", help=helped("desk"))(open_desk)
app.add_typer(workshop, name="workshop")

scenarios.command("list", help=helped("list"))(list_scenarios)
scenarios.command("show", help=helped("show"))(show_scenario)
scenarios.command("check", help=helped("check"))(check_scenarios)
scenarios.command("schema", help=helped("schema"))(print_schema)
scenarios.command("new", help=helped("new"))(new_scenario_file)


def main() -> None:
    """Run the command that was typed."""
    make_readable()
    lang = spoken_in(sys.argv)
    try:
        try:
            app(prog_name="livesim")
        finally:
            sys.stdout.flush()
    except LivesimError as error:  # outside of a command it is help that could not be written, or the rest of a page
        sys.exit(fail(translated(message_of(error), lang)).exit_code)
    finally:
        if Lost.encoding:
            hints = (say("said.letters", spoken, encoding=Lost.encoding) for spoken in (lang, "en"))
            typer.echo(next(hint for hint in hints if fits(hint, Lost.encoding)), err=True)
