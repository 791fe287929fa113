"""`livesim import` makes a folder of logs of a platform's export, with hashes in the place of ids."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer import Argument, Option

from sim.base.errors import ParameterError
from sim.base.message import message_of, said
from sim.cli import options, output
from sim.cli.calibrating import check_lines, show_check
from sim.cli.options import SPOKEN
from sim.cli.progress import progress
from sim.cli.words import say
from sim.texts.messages import translated

if TYPE_CHECKING:
    from calibration.importing import Imported


def import_logs(
    export: Annotated[Path, Argument(metavar="EXPORT", help=say("option.export"))],
    mapping: Annotated[Path | None, Option("--map", metavar="FILE", help=say("option.mapping"))] = None,
    out: Annotated[Path | None, Option("--out", metavar="FOLDER", help=say("option.logs_out"))] = None,
    guess: Annotated[bool, Option("--guess", help=say("option.guess"))] = False,
    salt: Annotated[str | None, Option("--salt", envvar="LIVESIM_SALT", help=say("option.salt"))] = None,
    salt_file: Annotated[Path | None, Option("--salt-file", metavar="FILE", help=say("option.salt_file"))] = None,
    sample: Annotated[str, Option("--sample", metavar="SHARE", help=say("option.sample"))] = "100%",
    drop_odd: options.DropOdd = False,
    lang: options.Language = SPOKEN,
    quiet: options.Quiet = False,
) -> None:
    """Make a folder of logs that the other commands read, or guess how an export is to be read."""
    if guess:
        guess_mapping(export, mapping, lang)
        return
    if mapping is None or out is None:
        raise output.fail(say("said.import_needs", lang), output.USAGE)
    from calibration.importing import Order, import_export, read_salt

    order = Order(export, mapping, out, read_salt(salt, salt_file), share_of(sample), drop_odd)
    with progress("import", lang, quiet) as bar:
        done = import_export(order, bar)
    show_import(done, lang)


def share_of(written: str) -> float:
    """The share that `--sample` says. Raises ParameterError for what is none."""
    from sim.base.units import SHARE, QuantityError, parse

    try:
        return parse(written, SHARE)
    except QuantityError as error:
        raise ParameterError(said("--sample: {why}", why=message_of(error))) from None


def guess_mapping(export: Path, mapping: Path | None, lang: str) -> None:
    """Write a mapping as far as the export shows it, or print it."""
    from calibration.importing import guess

    text = guess(export, mapping, lang)
    if mapping is None:
        typer.echo(text, nl=False)
    else:
        output.show(say("said.written", lang, path=mapping), say("said.guessed", lang, path=mapping))


def show_import(done: Imported, lang: str) -> None:
    """Print what was written, its data check, and what the import left out."""
    from calibration.logs import check_of

    check = check_of(done.folder)
    show_check(check, lang)
    lines = [*(say("patterns.check.left_out", lang, file=done.folder.name, what=translated(what, lang))
               for what in done.left_out),
             *(say("patterns.check.note", lang, file=done.folder.name, what=translated(what, lang))
               for what in done.notes), *check_lines(check, lang)]  # fmt: skip
    output.show(*lines, "", say("said.written", lang, path=done.folder),
                say(f"said.imported_{done.kind}", lang, path=done.folder))

