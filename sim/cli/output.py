"""What commands print: tables on standard output, messages on standard error."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import sys
import warnings
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from sim.base.errors import Notice, StoreError
from sim.base.message import message_of, said
from sim.base.places import no_folder
from sim.cli.options import Format
from sim.texts.messages import translated

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import RenderableType
    from rich.table import Table

WRONG, USAGE, INCOMPLETE, INTERRUPTED = 1, 2, 3, 130
"""Exit codes beside 0 (done)."""

WIDTH = 100
"""Columns of a table where the terminal does not say how wide it is."""


def fail(message: str, code: int = WRONG) -> typer.Exit:
    """The end of a command with its `code`, after one message on standard error."""
    typer.echo(runnable(message), err=True)
    return typer.Exit(code)


def warn(sentences: Iterable[str]) -> None:
    """Say on standard error what went wrong and stopped nothing."""
    for sentence in sentences:
        typer.echo(sentence, err=True)


@contextmanager
def notices_told(lang: str) -> Iterator[None]:
    """Says every notice on standard error, a line each; other warnings go their way."""
    with warnings.catch_warnings():
        others = warnings.showwarning

        def show_warning(message: Warning | str, category: type[Warning], *place: Any, **more: Any) -> None:
            if isinstance(message, Notice):
                typer.echo(runnable(translated(message_of(message), lang)), err=True)
            else:
                others(message, category, *place, **more)

        warnings.simplefilter("always", Notice)
        warnings.showwarning = show_warning  # catch_warnings puts the old one back
        yield


COMMANDS = ("compare", "explain", "crisis", "experiment", "run", "repeat", "sweep", "sensitivity", "scenarios",
            "levers", "params", "day", "demo", "diary", "validate", "calibrate", "import", "patterns", "targets",
            "made-up", "holdout", "cache", "desk", "workshop")
"""The commands; they are told to typer in `sim.cli`, which imports this file."""


def runnable(words: str) -> str:
    """The words with their command lines as they can be typed here, where `livesim` may not be on the path."""
    called = program()
    return re.sub(rf"\blivesim (?=(?:{'|'.join(COMMANDS)})\b)", lambda _: f"{called} ", words)


def program() -> str:
    """What to type for livesim: its name where a shell finds it, else what was called."""
    if shutil.which("livesim"):
        return "livesim"
    called = Path(sys.argv[0])
    if called.parts[-3:] == ("sim", "cli", "__main__.py"):  # python -m sim.cli
        return f"{shlex.quote(sys.executable)} -m sim.cli"
    return shlex.quote(str(called)) if called.stem == "livesim" else "livesim"


def show(*parts: RenderableType) -> None:
    """Print tables and lines to standard output."""
    from rich.console import Console

    console = Console(width=None if sys.stdout.isatty() else WIDTH, highlight=False)
    for part in parts:
        part = runnable(part) if isinstance(part, str) else part
        console.print(part, markup=False, soft_wrap=isinstance(part, str))


def plain_table(
    title: str | None, heads: Sequence[str], rows: Iterable[Sequence[str]], right: Collection[int] = ()
) -> Table:
    """A table of words; the columns `right` hold numbers."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title, title_justify="left", box=SIMPLE_HEAD, pad_edge=False, padding=(0, 2, 0, 0))
    for place, head in enumerate(heads):
        table.add_column(head, justify="right" if place in right else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    return table


def existing(folder: Path) -> Path:
    """The folder, when there is one. Raises StoreError otherwise."""
    if not folder.is_dir():
        missing = said("there is no folder '{folder}'; make it first, or name another one", folder=folder)
        raise StoreError(no_folder(folder, missing))
    return folder


def show_frame(frame: pd.DataFrame, shown: Format, **more: Any) -> None:
    """Print a table as csv, or as json with what `more` says beside its `rows`."""
    if shown is Format.csv:
        typer.echo(frame.to_csv(index=False), nl=False)
    else:
        typer.echo(json.dumps({**more, "rows": plain_rows(frame)}, ensure_ascii=False, indent=1))


def plain_rows(frame: pd.DataFrame) -> Any:
    """The rows of a table as what JSON knows."""
    return json.loads(frame.to_json(orient="records", double_precision=15))


def listing(head: str, lines: Iterable[str]) -> list[str]:
    """The lines under their heading, nothing when there are none."""
    indented = [f"  {line}" for line in lines]
    return [head, *indented] if indented else []
