"""`sweep`: run or resume a sweep, and its tables."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sim.base.numeric import whole
from sim.explore.analysis import analysed
from sim.explore.folder import SweepFolder
from sim.explore.load import load_sweep
from sim.explore.result import TABLES, Swept
from sim.explore.runner import Progressing, run_sweep, state_of
from sim.explore.sensitivity import sampled
from sim.explore.study import Study
from sim.explore.tables import effects_table, points_table, results_table, runs_table
from sim.running import manifest
from sim.running.pool import MakeExecutor
from sim.running.question import Simulate, plain, simulate
from sim.running.task import Progress


def sweep(
    source: str | Path | Study,
    out: str | os.PathLike[str],
    *,
    workers: int | None = None,
    executor: MakeExecutor | None = None,
    retry: bool = False,
    progress: Progress | None = None,
    analyse: Callable[[Swept], None] | None = None,
    simulate: Simulate = simulate,
    cache: bool = True,
) -> Swept:
    """The finished sweep of a file, a ready sweep's name or a study; what `out` has already is not run again.

    Args:
        out: results folder; any number of processes may fill it at the same time.
        workers: processes, one for each core when None; the results do not depend on it.
        executor: makes another executor than local processes, such as a cluster's.
        retry: do again what has failed.
        progress: called with (runs ended, runs wanted).
        cache: keep pasts that points share in the user's cache, and use them, which moves no number.
        analyse: fills the tables of the analysis, `sim.explore.analysis.analysed` unless given.

    Raises a LivesimError with one clear message for anything wrong in the file, or a folder of another sweep.
    """
    clock = manifest.Clock()
    workers = whole("workers", workers, 1, blank=True)
    study = source if isinstance(source, Study) else load_sweep(source)
    folder = SweepFolder(Path(out))
    folder.claim(study.meaning)
    keys = list(dict.fromkeys(map(study.sweep.key, study.sweep.points)))
    folder.describe({**described(study), "keys": keys})
    state = run_sweep(study, folder, workers=workers, make=executor, retry=retry, progress=progress, simulate=simulate,
                      cache=cache)
    description = {"kind": "sweep", **described(study), "failed": len(state.failed), "versions": manifest.versions(),
                   "machine": manifest.machine(), **clock.read()}  # fmt: skip
    swept = tabled(study, folder, state, description)
    (analyse or analysed)(swept)
    tables = {name: getattr(swept, name) for name in TABLES}
    folder.finish({name: table for name, table in tables.items() if table is not None}, description)
    return swept


def begun(path: str | os.PathLike[str]) -> Swept:
    """What a folder has by now, also of a sweep that is not finished.

    Raises StoreError when there is no sweep, or an unfinished one whose file is gone or was changed.
    """
    folder = SweepFolder(path)
    description = folder.description()
    study = load_sweep(description["source"], description.get("plugins"))
    if description["method"]:
        study = sampled(study, **description["method"])
    folder.claim(study.meaning)
    if folder.is_finished(described(study)):
        tables, description = folder.read()
        points, runs, results, effects = (tables[name] for name in TABLES[:4])
        return Swept(study.sweep, points, runs, results, effects, description, folder.path)
    return tabled(study, folder, state_of(study, folder), description)


def tabled(study: Study, folder: SweepFolder, found: Progressing, told: dict[str, Any]) -> Swept:
    """The tables of what a folder has by now."""
    results = results_table(study.sweep, folder, found, study.base)
    return Swept(
        study.sweep,
        points_table(study.sweep, results, found),
        runs_table(study.sweep, results, found),
        results,
        effects_table(study.sweep, results),
        told,
        folder.path,
    )


def described(study: Study) -> dict[str, Any]:
    """The sweep as plain JSON: what was varied, over which values, in which worlds."""
    sweep, world = study.sweep, study.base[1]
    return {
        "sweep": sweep.name,
        "source": study.source,
        "plugins": study.plugins,
        "method": study.method,
        "question": dict(sweep.question),
        "users": world.population.users,
        "days": world.horizon.days,
        "seed": world.seed,
        "replicates": sweep.replicates,
        "points": len(sweep.points),
        "design": plain(sweep.design),
        "factors": {f.name: {"fields": list(f.fields), "role": f.role, "unit": f.unit} for f in sweep.factors},
        "scenarios": list(sweep.scenarios),
    }
