"""Everything that is fitted, fitted anew: the baseline, what is known of it, its steady state, the strengths."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

from calibration import fitfile
from calibration.contrasts.worlds import USERS
from calibration.evaluations import Evaluations
from calibration.fitting import Effort, Problem, free_of, search
from calibration.identify import knowledge
from calibration.levers import record, strengths
from calibration.moments import Setting
from calibration.posterior import posterior
from calibration.posterior.emulator import FEWEST
from calibration.targets import load_targets
from sim.base.errors import ParameterError, StoreError
from sim.base.message import said
from sim.base.params import defaults
from sim.base.places import no_file, no_folder
from sim.cast.fit import FITS, SHIPPED, STEADY, fitted, read, save_steady, start, steady_of
from sim.replicate.settling import donors
from sim.replicate.steady import LongRun, long_run

LEVERS = FITS / "levers.yaml"
"""Where the strengths of the levers are read from."""
STEADY_USERS = 6_000
STEADY_BURN_IN = 2_000
"""Days after which little of the start is left: half of the loyal leave within two years."""


def refit(setting: Setting, targets: str, out: Path, *, effort: Effort = Effort(), workers: int = 2,
          work: Path | None = None, tell: Callable[[str], None] = print, begin: Path | None = None) -> list[Path]:
    """The files written: `out`, its steady state beside it and, for the fit that ships, `levers.yaml`.

    Args:
        setting: size and luck of the simulations. targets: a target file. effort: of the search and
            of the posterior.
        workers: processes. work: folder of finished simulations, from which a killed fit goes on; beside `out`
            when None. begin: a fit file in whose values the search begins, in place of a scatter.
    """
    _check_place(out, work)
    if 0 < effort.posterior < FEWEST:
        raise ParameterError(said("the posterior cannot be learnt from {count} simulations; {least} are the fewest, "
                                  "and 0 leaves it out", count=effort.posterior, least=FEWEST))
    first = None if begin is None else _begin(begin)
    wanted = load_targets(targets)
    problem = Problem(wanted, setting, free_of(wanted))
    evaluations = Evaluations(work or out.with_suffix(".work"), workers, tell)
    fit = search(problem, evaluations, effort, tell, first)
    tell(said("what the fit knows"))
    known = knowledge(fit, evaluations)
    tell(said("steady state"))
    values, run = settle({name: value for name, value in fit.values.items() if name in problem.free}, setting.seed)
    values = fitfile.numbers(values)
    sure = posterior(fit, values, evaluations, tell, scatters=(effort.posterior,) * 2) if effort.posterior else None
    simulations = evaluations.simulated + evaluations.remembered
    steady = steady_of(out)
    vouched = {STEADY: save_steady(donors(run.world), sure.kept if sure else None, steady)}
    left_open = fitfile.of_posterior(sure) if sure else {}
    fitfile.write(fitfile.record(fit, known, values, targets, simulations) | left_open | vouched, out)
    more = refit_levers(setting.seed, tell, LEVERS, workers=workers) if out.resolve() == SHIPPED else []
    return [out, steady, *more]


def _begin(path: Path) -> dict[str, float]:
    """The values of an earlier fit, and the defaults of what it did not fit. Raises ParameterError for no fit."""
    if not path.is_file():
        raise ParameterError(no_file(path, said("there is no fit file '{name}'", name=path.name)))
    return defaults(read(path))


def _check_place(out: Path, work: Path | None = None) -> None:
    """Raise StoreError, before hours of work, for a file and a folder of work that cannot be written there."""
    if work is not None and work.is_file():
        raise StoreError(said("'{path}' is a file; name a folder", path=work))
    if wrong := next((path for path in (out, steady_of(out.absolute())) if path.is_dir()), None):
        raise StoreError(said("'{path}' is a folder; name a file", path=wrong))
    if not out.parent.is_dir():
        missing = said("there is no folder '{folder}'; make it first, or name another one", folder=out.parent)
        raise StoreError(no_folder(out.parent, missing))


def settle(free: Mapping[str, float], seed: int) -> tuple[dict[str, float], LongRun]:
    """The values with their own steady state's pivots and flows, and the run that shows it."""
    values = dict(free)
    for _ in range(2):
        run = long_run(defaults() | values, users=STEADY_USERS, burn_in=STEADY_BURN_IN, seed=seed,
                       threads=os.cpu_count() or 1)
        levels = run.levels()
        values |= {name: level for name, level in levels.items() if name != "mau"}
    return values, run


def refit_levers(seed: int, tell: Callable[[str], None], out: Path, *, users: int = USERS,
                 workers: int = 1) -> list[Path]:
    """Write the strengths of the levers, found in worlds of the fit that ships; the file is written at the end."""
    _check_place(out)
    fitted.cache_clear()
    start.cache_clear()
    fitfile.write(record(strengths(users, seed, workers, tell)), out)
    fitted.cache_clear()
    return [out]
