"""The options that several commands share."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from typer import Argument, Option

from sim.base.errors import ParameterError
from sim.base.message import said
from sim.cli.words import LANG, say


class Format(StrEnum):
    """How a command prints its answer."""

    table = "table"
    json = "json"
    csv = "csv"


class Lang(StrEnum):
    """English or Simplified Chinese."""

    en = "en"
    zh = "zh"


class EngineName(StrEnum):
    """Which engine lives the days."""

    compiled = "compiled"
    agents = "agents"


class Luck(StrEnum):
    """Whether the worlds of a replicate share their luck."""

    shared = "shared"
    independent = "independent"


SPOKEN = Lang(LANG)


def hush(quiet: bool) -> bool:
    """Let figures and the libraries that draw them say what is worth a warning, or with --quiet nothing."""
    for library in ("sim", "matplotlib"):
        logging.getLogger(library).setLevel(logging.ERROR if quiet else logging.WARNING)
    return quiet


Scenario = Annotated[str, Argument(metavar="SCENARIO", help=say("option.scenario"))]
Baseline = Annotated[str, Option("--baseline", help=say("option.baseline"))]
Users = Annotated[int | None, Option("--users", min=1, help=say("option.users"))]
Days = Annotated[int | None, Option("--days", min=1, help=say("option.days"))]
Replicates = Annotated[int | None, Option("--replicates", min=1, help=say("option.replicates"))]
Quick = Annotated[bool, Option("--quick", help=say("option.quick"))]
Seed = Annotated[int | None, Option("--seed", min=0, help=say("option.seed"))]
Workers = Annotated[int | None, Option("--workers", min=1, help=say("option.workers"))]
Timezone = Annotated[str | None, Option("--timezone", metavar="ZONE", help=say("option.timezone"))]
DropOdd = Annotated[bool, Option("--drop-odd", help=say("option.drop_odd"))]
Fixed = Annotated[bool, Option("--fixed", help=say("option.fixed"))]
Set = Annotated[list[str] | None, Option("--set", metavar="PARAMETER=VALUE", help=say("option.set"))]
Engine = Annotated[EngineName, Option("--engine", help=say("option.engine"))]
Freeze = Annotated[bool, Option("--freeze", help=say("option.freeze"))]
Segments = Annotated[list[str] | None, Option("--segments", metavar="SEGMENT", help=say("option.segments"))]
Shown = Annotated[Format, Option("--format", help=say("option.format"))]
Language = Annotated[Lang, Option("--lang", help=say("option.lang"))]
Quiet = Annotated[bool, Option("--quiet", callback=hush, help=say("option.quiet"))]
Png = Annotated[bool, Option("--png", help=say("option.png"))]
PlugIns = Annotated[
    Path | None, Option("--plugins", metavar="FOLDER", envvar="LIVESIM_PLUGINS", help=say("option.plugins"))
]
NoCache = Annotated[bool, Option("--no-cache", help=say("option.no_cache"))]
Out = Annotated[Path | None, Option("--out", metavar="FOLDER", help=say("option.out"))]
Save = Annotated[Path | None, Option("--out", metavar="FOLDER", help=say("option.save"))]


def use_plugins(folder: Path | None) -> None:
    """Use the plug-ins of the folder, for a command that reads no scenario (reading one does this)."""
    from sim.plugins import named, use

    use(*named(folder))


def segments(written: Sequence[str] | None) -> list[str] | None:
    """Segments as written, one or several with commas to an option, and everybody; None when none is named."""
    named = [part.strip() for one in written or () for part in re.split("[,，、]", one) if part.strip()]
    return ["all", *named] if named else None


def settings(pairs: Sequence[str] | None) -> dict[str, str]:
    """Parameter -> value as written, from `--set` options. Raises ParameterError for one that is no pair."""
    values = {}
    for pair in pairs or ():
        name, equals, value = (part.strip() for part in pair.partition("="))
        if not (name and equals and value):
            raise ParameterError(said("--set '{pair}' is not PARAMETER=VALUE; write it as --set message_rate=0.2",
                                      pair=pair))
        values[name] = value
    return values
