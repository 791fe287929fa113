"""`livesim explain`: the effect of one scenario on one outcome taken apart, in a terminal and as a page."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Option

from sim.cli import options, output
from sim.cli.comparing import default_folder, in_replicates
from sim.cli.options import SPOKEN, Format
from sim.cli.progress import working
from sim.cli.words import say

if TYPE_CHECKING:
    from sim.paired.comparison import Comparison
    from sim.paired.options import Options

USERS, REPLICATES = 5000, 8
"""Size of an explanation where nothing else is asked for: it lives several worlds a replicate."""


def explain_scenario(
    scenario: options.Scenario,
    metric: Annotated[str | None, Option("--metric", help=say("option.explained_metric"))] = None,
    segment: Annotated[str | None, Option("--segment", help=say("option.explained_segment"))] = None,
    baseline: options.Baseline = "baseline",
    users: Annotated[int | None, Option("--users", min=1, help=say("option.explained_users"))] = None,
    days: options.Days = None,
    replicates: Annotated[int | None, Option("--replicates", min=2, help=say("option.explained_replicates"))] = None,
    seed: options.Seed = None,
    workers: options.Workers = None,
    fixed: options.Fixed = False,
    freeze: options.Freeze = False,
    set_: options.Set = None,
    plugins: options.PlugIns = None,
    no_cache: options.NoCache = False,
    shown: options.Shown = Format.table,
    png: options.Png = False,
    out: options.Out = None,
    lang: options.Language = SPOKEN,
    quiet: options.Quiet = False,
) -> None:
    """Take the effect of a scenario on one outcome apart."""
    from sim.paired.options import Options

    asked = Options(users=users or USERS, days=days, replicates=replicates or REPLICATES, seed=seed, workers=workers,
                    fixed=fixed, freeze=freeze, set_=options.settings(set_), plugins=plugins,
                    cache=not no_cache)  # fmt: skip
    asked = _about(asked, scenario, metric, segment)
    folder = out or default_folder([baseline, scenario], asked)
    comparison = in_replicates([baseline, scenario], asked, folder, lang, quiet=quiet)
    _print(comparison, folder, shown, lang, quiet=quiet, png=png)


def _about(asked: Options, scenario: str, metric: str | None, segment: str | None) -> Options:
    """The options with what is explained: as stated, else the first primary outcome of the scenario."""
    from sim.base.errors import ScenarioError
    from sim.base.message import said
    from sim.scenario.names import resolve

    plan = asked.load(scenario)
    first = plan.outcomes[0] if plan.outcomes else None
    if metric is None and first is None:
        raise ScenarioError(said("'{name}' names no primary outcome; say with --metric what is to be explained, such "
                                 "as --metric base_retention", name=plan.name))  # fmt: skip
    own = resolve("metric", metric) if metric else first.metric if first else ""
    group = resolve("segment", segment, plan.segments) if segment else first.segment if first else "all"
    return replace(asked, explain=(own, group), metrics=[own], segments=["all", group])


def _print(comparison: Comparison, folder: Path, shown: Format, lang: str, *, quiet: bool, png: bool) -> None:
    """One screen and where the page is; json and csv hold the tables of paths."""
    undrawn: list[str] = []
    with working("report", lang, quiet):
        from sim.reports.explained.page import write_why

        page = write_why(comparison, folder, lang, undrawn.append, png=png)
    if shown is not Format.table:
        from sim.reports.explained.view import explained
        from sim.reports.explained.words import sentences

        told = [sentence for why in explained(comparison, lang) for sentence in sentences(why)]
        tables = {name: output.plain_rows(getattr(comparison, name)) for name in ("contributions", "arising")}
        output.show_frame(comparison.paths, shown, folder=str(folder), page=str(page), told=told, **tables)
    else:
        from sim.reports.explained.terminal import why_lines

        output.show(*why_lines(comparison, lang), say("said.explained", lang, page=page))
    output.warn(undrawn)
