"""What is wrong with a command line, in the language of the user; typer says it in English."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import typer

from sim.base.message import foreign, recognised
from sim.cli.words import LANG, say
from sim.texts import LANGUAGES
from sim.texts.messages import translated

UsageError: Any = typer.BadParameter.__mro__[1]
"""The base of all that typer says of a line; it stands in click or in typer's own copy of it."""

HELP = "NoArgsIsHelpError"
"""What typer raises to print help; it cannot be imported where typer has its own copy of click."""

SENTENCES = foreign(
    "Invalid value for {option}: {why}",
    "Invalid value: {why}",
    "Missing {what} {name}. Choose from: {choices}",
    "Missing {what} {name}.",
    "Missing command.",
    "No such option: {option} Did you mean {near}?",
    "No such option: {option} (Possible options: {near})",
    "No such option: {option}",
    "No such command {name}. Did you mean {near}?",
    "No such command {name}.",
    "Got unexpected extra argument ({extra})",
    "Got unexpected extra arguments ({extra})",
    "Got unexpected extra argument(s) ({extra})",
    "Option {option} requires an argument.",
    "Option {option} does not take a value.",
    "{value} is not one of {choices}.",
    "{value} is not a valid integer range.",
    "{value} is not a valid integer.",
    "{value} is not a valid float.",
    "{value} is not in the range {bounds}.",
    "Input should be a valid integer, unable to parse string as an integer",
    "Input should be a valid number, unable to parse string as a number",
    "Input should be greater than or equal to {bound}",
    "Input should be less than or equal to {bound}",
    "Value error, {why}",
    "argument",
    "option",
)


def spoken_in(args: Sequence[str]) -> str:
    """The language that a command line asks for with --lang, or else that of LIVESIM_LANG."""
    stated = [value for option, value in itertools.pairwise(args) if option == "--lang"]
    stated += [option.removeprefix("--lang=") for option in args if option.startswith("--lang=")]
    return next((lang for lang in stated if lang in LANGUAGES), LANG)


@contextmanager
def in_words(lang: str) -> Iterator[None]:
    """Ends the command with its usage and what is wrong with the line, where English is not what is spoken."""
    try:
        yield
    except UsageError as error:
        if lang == "en" or type(error).__name__ == HELP:
            raise
        if error.ctx is not None:
            usage = " ".join([error.ctx.command_path, *error.ctx.command.collect_usage_pieces(error.ctx)])
            typer.echo(say("usage", lang, usage=usage, help=f"{error.ctx.command_path} --help"), err=True)
        why = translated(recognised(error.format_message(), SENTENCES), lang)
        typer.echo(say("wrong_line", lang, why=why), err=True)
        raise typer.Exit(error.exit_code) from None
