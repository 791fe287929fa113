"""`livesim crisis`: the same crisis in the same world with the same luck, answered at different hours and in kind."""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Option

from sim.base.errors import ParameterError, unknown
from sim.base.message import message_of, said
from sim.cli import options, output
from sim.cli.options import SPOKEN, EngineName, Format
from sim.cli.progress import working
from sim.cli.words import say

if TYPE_CHECKING:
    from sim.paired.options import Options
    from sim.scenario.crises import Answer
    from sim.scenario.plan import Scenario

HOURS, MINUTES = "1,4,24,72", "5,15,60"
"""When the answers begin where nobody says it, in hours after the outbreak, or in minutes of an outage."""
NEVER = ("never", "none", "从不", "从不应对", "不回应", "不应对")
GROUPS = ["all", "gen_z", "silver", "lower_tier"]


def crisis_desk(
    crisis: Annotated[str, Argument(metavar="CRISIS", help=say("option.crisis"))],
    hours: Annotated[str | None, Option("--hours", metavar="HOURS", help=say("option.hours"))] = None,
    minutes: Annotated[str | None, Option("--minutes", metavar="MINUTES", help=say("option.minutes"))] = None,
    money: Annotated[bool, Option("--money", help=say("option.money"))] = False,
    users: options.Users = None,
    days: options.Days = None,
    replicates: options.Replicates = None,
    quick: options.Quick = False,
    seed: options.Seed = None,
    workers: options.Workers = None,
    fixed: options.Fixed = False,
    set_: options.Set = None,
    segments: options.Segments = None,
    plugins: options.PlugIns = None,
    no_cache: options.NoCache = False,
    shown: options.Shown = Format.table,
    png: options.Png = False,
    out: options.Out = None,
    lang: options.Language = SPOKEN,
    quiet: options.Quiet = False,
) -> None:
    """Compare answers to a crisis."""
    from sim.cli.comparing import default_folder, in_replicates
    from sim.paired.options import Options

    asked = Options(users=users, days=days, replicates=replicates, quick=quick, seed=seed, workers=workers, fixed=fixed,
                    engine=EngineName.compiled.value, set_=options.settings(set_),
                    segments=options.segments(segments) or GROUPS, plugins=plugins, cache=not no_cache)  # fmt: skip
    arms = desk_of(crisis, (hours, minutes), asked, money=money)
    folder = out or default_folder([], asked, crisis_stem(arms), arms)
    comparison = in_replicates(arms, asked, folder, lang, quiet=quiet)
    undrawn: list[str] = []
    with working("report", lang, quiet):
        from sim.reports.crisis_page import write_desk

        typed = shlex.join(["livesim", *sys.argv[1:]]) if sys.argv[1:2] == ["crisis"] else f"livesim crisis {crisis}"
        report = write_desk(comparison, folder, lang, typed, undrawn.append, png=png)
    if shown is not Format.table:
        output.show_frame(comparison.crisis, shown, folder=str(folder), report=str(report))
    else:
        from sim.reports.crisis import brief_sheet, crisis_lines, days_sheet
        from sim.reports.terminal import sheet_table

        counts = {name: f"{comparison.manifest[name]:,}" for name in ("replicates", "users", "days")}
        output.show(*crisis_lines(comparison, lang), "", sheet_table(brief_sheet(comparison, lang)),
                    sheet_table(days_sheet(comparison, lang)),
                    say("said.same", lang, **counts, seed=comparison.manifest["seed"]),
                    say("said.report", lang, path=report))
    output.warn(undrawn)


def crisis_stem(arms: Sequence[Scenario]) -> str:
    """What the results folder is named after: the crisis."""
    from sim.scenario.crises import struck

    return struck(arms[1])[0].lever


def desk_of(
    crisis: str, written: tuple[str | None, str | None], asked: Options, *, money: bool
) -> tuple[Scenario, ...]:
    """The worlds that the command asks for. Raises a LivesimError for times or a crisis that make no sense."""
    from sim.scenario.crises import STANDBY, crisis_named, latest, response_to, struck, times, worlds

    hours, minutes = written
    if hours is not None and minutes is not None:
        raise ParameterError(said("--hours and --minutes say the same; leave one of them out"))
    scenario = crisis_named(crisis, asked.load)
    lever = response_to(struck(scenario)[0])
    if lever == STANDBY and money:
        raise ParameterError(said("--money: servers that take over pay nobody anything; leave it out for {crisis}",
                                  crisis=crisis))
    in_minutes = minutes is not None or (hours is None and lever == STANDBY)
    text = minutes or hours or (MINUTES if in_minutes else HOURS)
    found = read_times(text, in_minutes=in_minutes, most=latest(lever))
    answers: list[Answer] = times(found, money=money)
    return worlds(scenario, answers)


def read_times(written: str, *, in_minutes: bool, most: float) -> list[float]:
    """Hours after the outbreak [h] of times with commas between them; `never` is compared anyway.

    Raises ParameterError for what is no length of time, is negative, or later than `most` hours.
    """
    from sim.base.units import HOURS as IN_HOURS
    from sim.base.units import MINUTES as IN_MINUTES
    from sim.base.units import MINUTES_AN_HOUR, QuantityError, parse

    option, kind = ("--minutes", IN_MINUTES) if in_minutes else ("--hours", IN_HOURS)
    kind, size = replace(kind, bare=float("inf")), MINUTES_AN_HOUR if in_minutes else 1.0
    found = []
    for one in filter(None, (part.strip() for part in re.split("[,，、;]", written))):
        if one.casefold() in NEVER:
            continue
        if not re.search(r"[\d一二三四五六七八九十两半]", one):
            raise ParameterError(said("{option}: {why}", option=option, why=unknown(said("time"), one, ["never"])))
        try:
            hours = parse(one, kind) / size
        except QuantityError as error:
            raise ParameterError(said("{option}: {why}", option=option, why=message_of(error))) from None
        if not 0.0 <= hours <= most:
            raise ParameterError(said("{option}: '{time}' is out of bounds; allowed: 0 to {most}, or never",
                                      option=option, time=one, most=f"{most * size:g}"))
        found.append(hours)
    return found
