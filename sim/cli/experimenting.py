"""`livesim experiment`: a test inside the world beside the truth that it looks for."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from typer import Option

from sim.cli import options, output
from sim.cli.comparing import folder_of
from sim.cli.options import SPOKEN, Format
from sim.cli.progress import progress
from sim.cli.words import say

if TYPE_CHECKING:
    from sim.experiment import Rehearsal


def rehearse_experiment(
    scenario: options.Scenario,
    unit: Annotated[list[str] | None, Option("--unit", metavar="UNIT", help=say("option.experiment_unit"))] = None,
    metric: Annotated[
        list[str] | None, Option("--metric", metavar="METRIC", help=say("option.experiment_metric"))
    ] = None,
    users: options.Users = None,
    days: options.Days = None,
    replicates: Annotated[int | None, Option("--replicates", min=1, help=say("option.tests"))] = None,
    seed: options.Seed = None,
    workers: options.Workers = None,
    fixed: options.Fixed = False,
    freeze: options.Freeze = False,
    set_: options.Set = None,
    plugins: options.PlugIns = None,
    shown: options.Shown = Format.table,
    out: Annotated[Path | None, Option("--out", metavar="FOLDER", help=say("option.experiment_out"))] = None,
    lang: options.Language = SPOKEN,
    quiet: options.Quiet = False,
) -> None:
    """Rehearse an experiment."""
    with progress("replicates", lang, quiet) as bar:
        from sim.experiment import rehearse

        world: dict[str, Any] = {"set_": options.settings(set_), "plugins": plugins, "users": users, "days": days,
                                 "seed": seed}  # fmt: skip
        how: dict[str, Any] = {"metrics": metric, "replicates": replicates, "fixed": fixed, "freeze": freeze}
        folder = out or folder_of_test(scenario, world, {"units": unit, **how})
        result = rehearse(scenario, unit, **world, **how, workers=workers, out=folder, progress=bar)
    from sim.reports.experiment import write_experiment_page

    page = write_experiment_page(result, folder, lang)
    if shown is Format.table:
        _print(result, page, lang)
    else:
        output.show_frame(result.table, shown, folder=str(folder), report=str(page))


def folder_of_test(scenario: str, world: Mapping[str, Any], how: Mapping[str, Any]) -> Path:
    """results/experiment-<scenario>-<hash>: another question gets another folder, and so do more tests.

    Args:
        world: the settings of the scenario, as `load_scenario` takes them. how: what is asked of it.
    """
    from sim.scenario import load_scenario
    from sim.scenario.load import digest_of, file_of

    loaded = load_scenario(scenario, judged=False, **world)
    return folder_of(f"experiment-{file_of(scenario).stem}", [digest_of(loaded)], how)


def _print(result: Rehearsal, page: Path, lang: str) -> None:
    """The table, what it means, and where the rest is."""
    from sim.reports import experiment as words
    from sim.texts import text

    table = output.plain_table(None, words.heads(lang), words.rows(result, lang), right=words.NUMBERS)
    output.show(
        words.title(result, lang), words.lead(result, lang), "", table, *words.sentences(result, lang),
        *output.listing(text("experiment.refused", lang), words.refusals(result, lang)),
        *output.listing(text("experiment.notes", lang), words.notes(result, lang)),
        say("said.report", lang, path=page), say("said.tables_in", lang, path=result.folder),
    )  # fmt: skip
