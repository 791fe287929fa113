"""`sensitivity`: which factors move the effects of the scenarios, by Morris or Sobol, on the runner of sweeps."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from sim.base.errors import ResultError
from sim.base.message import said
from sim.base.numeric import whole
from sim.explore.analysis import analysed
from sim.explore.load import load_sweep
from sim.explore.result import Swept
from sim.explore.sensitivity import sampled, sensitivities, unit_samples
from sim.explore.status import status_of
from sim.explore.study import Study
from sim.explore.sweeping import sweep


def sensitivity(
    source: str | Path | Study, out: str | os.PathLike[str], *, method: str = "morris", samples: int = 10, **how: Any
) -> Swept:
    """The sweep of the points that `method` takes from the factors' values, with its table `sensitivity`.

    Args:
        method: "morris" (elementary effects, Morris 1991) or "sobol" (shares of variance, Saltelli et al. 2010).
        samples: trajectories of Morris, or the base sample of Sobol (a power of 2).
        how: what `sweep` takes: workers, executor, retry, progress, cache.

    The design of the file is not used. Raises ResultError when runs failed: indices need them all.
    """
    samples = whole("samples", samples)
    study = source if isinstance(source, Study) else load_sweep(source)
    study = sampled(study, method, samples, study.sweep.design.seed)

    def analyse(swept: Swept) -> None:
        analysed(swept)
        _check_complete(swept)
        units = unit_samples(study.sweep, method, samples, study.sweep.design.seed)
        swept.sensitivity = sensitivities(swept.results, swept.sweep, units, method, study.sweep.design.seed)

    return sweep(study, out, analyse=analyse, **how)


def _check_complete(swept: Swept) -> None:
    """Raise ResultError when points have no run, as all of theirs failed."""
    count = len(swept.sweep.points)
    missing = count - swept.results["point"].nunique()
    if missing:
        reasons = [said("{why} ({count})", why=why, count=times)
                   for why, times in status_of(swept.folder).failures]
        raise ResultError(
            said("{missing} of {count} points have no run, and the indices need all of them. What failed: {reasons}. "
                 "--retry runs failed ones again; values that do not go together fail every time: narrow the ranges of "
                 "their factors", missing=missing, count=count, reasons=reasons)
        )
