"""What the baseline shows beside what was reported: the answer to "why should I believe this?"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

import numpy as np
import pandas as pd

from calibration.contrasts.contrast import Contrast
from calibration.contrasts.sizes import CONTRASTS, fact
from calibration.contrasts.valid import shipped
from calibration.contrasts.worlds import effect
from calibration.evidence import load
from calibration.moments import Setting, keys_of, seen
from calibration.targets import Target, load_targets, unit_of
from sim.base.message import said
from sim.cast import fit
from sim.replicate.events import Events
from sim.replicate.steady import LongRun, long_run

COLUMNS = ("metric", "segment", "above", "unit", "low", "high", "tolerance", "simulated", "spread", "met", "fitted",
           "evidence", "grade", "note")  # fmt: skip
"""`low`..`high` was reported, the same number twice for a value; for an order of two groups both are NaN and `above`
names the group that must lie below, else it is empty."""
QUICK = ("L03", "L36")
"""Effects that are shown with the baseline; `livesim validate --levers` shows all."""
UNSEEN = 2
"""The first seed of a validation; the fit that ships has seen seed 1."""


@dataclass(frozen=True)
class Validation:
    """The table of COLUMNS, and the last of the worlds that it rests on, to draw what it shows."""

    rows: pd.DataFrame
    run: LongRun
    events: Events


def validate(setting: Setting = Setting(seed=UNSEEN), replicates: int = 1, targets: str = "industry",
             own_fit: str = "", tell: Callable[[str], None] = lambda _: None,
             progress: Callable[[int, int], None] = lambda done, wanted: None) -> Validation:
    """The baseline that ships beside its targets, in worlds whose luck no fit has seen.

    Args:
        setting: size and first seed of the long runs. replicates: long runs with seeds from there on, whose
            mean is shown. targets: a target file. own_fit: path of a fit file in place of the one that ships;
            without it the effects QUICK at strength 1 are simulated too.
        tell: hears what is simulated. progress: called with (simulations done, wanted).
    """
    wanted, values = load_targets(targets), fit.fitted(own_fit)
    effects = [] if own_fit else [contrast for contrast in CONTRASTS if contrast.evidence in QUICK]
    steps = count(1)
    by_run = []
    for k in range(replicates):
        tell(said("long run {run} of {replicates}", run=k + 1, replicates=replicates))
        run = long_run(values, users=setting.users, burn_in=setting.burn_in, days=setting.days, seed=setting.seed + k)
        events, numbers = seen(run, keys_of(wanted), threads=2)
        by_run.append(numbers)
        progress(next(steps), replicates + len(effects))
    rows = [row_of(target, [target.of(one) for one in by_run]) for target in wanted]
    for contrast in effects:
        rows.append(lever_row(contrast, setting, tell))
        progress(next(steps), replicates + len(effects))
    return Validation(pd.DataFrame(rows, columns=list(COLUMNS)), run, events)


def row_of(target: Target, numbers: list[float]) -> dict[str, object]:
    """The row of a target; met means within one tolerance, inside the interval, or of the right sign."""
    simulated = float(np.mean(numbers))
    met = target.miss(simulated) == 0.0 if target.above else abs(target.miss(simulated)) <= 1.0
    low, high, tolerance = (np.nan,) * 3 if target.above else (target.low, target.high, target.tolerance)
    return {
        "metric": target.metric, "segment": target.segment, "above": target.above, "unit": unit_of(target.metric),
        "low": low, "high": high, "tolerance": tolerance, "simulated": simulated,
        "spread": float(np.std(numbers, ddof=1)) if len(numbers) > 1 else np.nan, "met": met,
        "fitted": target.fitted, "evidence": target.evidence, "grade": target.grade, "note": target.reason,
    }  # fmt: skip


def lever_row(contrast: Contrast, setting: Setting, tell: Callable[[str], None]) -> dict[str, object]:
    """The row of a lever's nearest effect at strength 1, which is set by it."""
    tell(said("strength 1 of {lever}", lever=contrast.lever))
    got, row = effect(contrast, shipped(), setting.users, setting.seed), fact(contrast.evidence)
    reported = contrast.reported(row)
    return {
        "metric": contrast.lever, "segment": contrast.segment, "above": "", "unit": "relative",
        "low": reported, "high": reported, "tolerance": 0.05, "simulated": got, "spread": np.nan,
        "met": abs(got - reported) <= 0.05, "fitted": True, "evidence": contrast.evidence,
        "grade": row.grade, "note": "",
    }  # fmt: skip


def held_out() -> pd.DataFrame:
    """The rows that no fit may read: id, strategy or topic, metric, reported, and what the source says."""
    rows = [(row.id, getattr(row, "lever", "") or getattr(row, "topic", ""), row.metric,
             " | ".join(f"{v:g}" for v in (getattr(row, "relative_change", ()) or getattr(row, "after", ())
                                           or getattr(row, "value", ()))), row.note)
            for row in load(("validate", "benchmark")).values()]
    return pd.DataFrame(rows, columns=["evidence", "about", "metric", "reported", "note"])
