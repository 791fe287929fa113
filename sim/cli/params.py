"""`livesim params`: every number of the model, and where it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import Annotated, Any

from typer import Argument, Option

from sim.base.errors import UnknownNameError, unknown
from sim.cli import options, output
from sim.cli.options import SPOKEN, Format
from sim.cli.words import say
from sim.texts import text

COLUMNS = (("name", "meaning"), ("value", "unit"), ("allowed", "how"), ("source",), ("grade", "origin"))
"""What stands above each other in the columns of the table."""
NUMBERS = (1,)
"""Columns that hold numbers."""


def list_params(
    pattern: Annotated[str, Argument(metavar="[PATTERN]", help=say("option.pattern"))] = "",
    scenario: Annotated[str, Option("--scenario", help=say("option.of_scenario"))] = "baseline",
    set_: options.Set = None,
    plugins: options.PlugIns = None,
    shown: options.Shown = Format.table,
    lang: options.Language = SPOKEN,
) -> None:
    """List the parameters of the model."""
    from sim.running.manifest import parameters
    from sim.scenario import load_scenario

    entries = parameters(load_scenario(scenario, options.settings(set_), plugins=plugins))
    kept = [entry for entry in entries if matches(entry, pattern, lang)]
    if not kept:
        raise UnknownNameError(unknown("parameter", pattern, [entry["name"] for entry in entries]))
    if shown is not Format.table:
        import pandas as pd

        output.show_frame(pd.DataFrame([described(entry, lang) for entry in kept]), shown)
        return
    title = say("params.title", lang, shown=len(kept), all=len(entries))
    heads = ["\n".join(say(f"params.{part}", lang) for part in column) for column in COLUMNS]
    output.show(output.plain_table(title, heads, [_cells(entry, lang) for entry in kept], right=NUMBERS))


def matches(entry: Mapping[str, Any], pattern: str, lang: str) -> bool:
    """Whether name, source or meaning of a parameter holds the pattern; * and ? are allowed in names."""
    from sim.texts.meanings import meaning

    wanted = pattern.casefold()
    if any(sign in wanted for sign in "*?["):
        return fnmatchcase(entry["name"], wanted)
    return any(wanted in words.casefold() for words in (entry["name"], entry["source"], meaning(entry["name"], lang)))


def described(entry: Mapping[str, Any], lang: str) -> dict[str, Any]:
    """Everything that is known about a parameter, as one row of a table for machines."""
    from sim.base.params import PARAMETERS
    from sim.texts.meanings import meaning

    declared = PARAMETERS[entry["name"]]
    prior = declared.prior
    return {
        **entry,
        "default": declared.default,
        "lowest": declared.low,
        "highest": declared.high,
        "scope": declared.scope,
        "fitted": declared.fitted,
        "prior_low": prior.low if prior else None,
        "prior_high": prior.high if prior else None,
        "prior_shape": prior.shape if prior else None,
        "meaning": meaning(entry["name"], lang),
    }


def _cells(entry: Mapping[str, Any], lang: str) -> list[str]:
    """A parameter as the cells of the table."""
    from sim.base.params import PARAMETERS
    from sim.reports.names import origin_word
    from sim.texts.meanings import meaning

    declared = PARAMETERS[entry["name"]]
    how = "drawn" if declared.prior else "fitted" if declared.fitted else "fixed"
    ends = {"low": declared.prior.low, "high": declared.prior.high} if declared.prior else {}
    allowed = say("params.range", lang, low=f"{declared.low:g}", high=f"{declared.high:g}")
    known = say(f"params.{how}", lang, **{end: f"{value:g}" for end, value in ends.items()})
    grade = text(f"report.basis.grade.{entry['grade']}", lang)
    return [
        f"{entry['name']}\n  {meaning(entry['name'], lang)}",
        f"{entry['value']:.4g}\n{entry['unit']}",
        f"{allowed}\n{known}",
        entry["source"],
        f"{grade}\n{origin_word(entry['origin'], lang)}",
    ]
