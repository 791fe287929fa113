"""What the baseline shows beside what was reported: the answer to "why should I believe this?"."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from calibration.evidence import load
from calibration.levers import CONTRASTS, effect
from calibration.moments import moments
from calibration.targets import Target, load_targets
from sim import fit
from sim.metrics import METRICS
from sim.params import PARAMETERS
from sim.steady import long_run

COLUMNS = ("target", "metric", "segment", "reported", "tolerance", "simulated", "met", "evidence", "grade", "note")


def validation_table(users: int = 4_000, replicates: int = 1, seed: int = 2,
                     tell: Callable[[str], None] = lambda _: None) -> pd.DataFrame:
    """One row for each target of the baseline and each lever's nearest effect: reported, simulated, met or not.

    Args:
        users: newcomers a day and size of the long runs. replicates: long runs with seeds from `seed` on,
            whose mean is shown; none of them has the seed of the fit. tell: hears what is being done.
    """
    runs = []
    for k in range(replicates):
        tell(f"long run {k + 1} of {replicates}")
        runs.append(moments(long_run(users=users, seed=seed + k)))
    simulated = {name: sum(run[name] for run in runs) / replicates for name in runs[0]}
    rows = [baseline_row(target, simulated[target.name]) for target in load_targets()]
    for contrast in CONTRASTS:
        tell(f"strength 1 of {contrast.lever}")
        got = effect(contrast, fit.fitted().get(contrast.size, PARAMETERS[contrast.size].default), users, seed)
        rows.append({
            "target": f"{contrast.lever}, strength 1", "metric": contrast.lever, "segment": contrast.segment,
            "reported": contrast.reported, "tolerance": 0.05, "simulated": got,
            "met": abs(got - contrast.reported) <= 0.05, "evidence": contrast.evidence,
            "grade": load()[contrast.evidence].grade, "note": "relative change; strength 1 is set by this row",
        })
    return pd.DataFrame(rows, columns=list(COLUMNS))


def baseline_row(target: Target, simulated: float) -> dict[str, object]:
    """The row of one baseline target; met means within one tolerance, or inside the accepted interval."""
    reported: object = target.low if target.low == target.high else f"{target.low:g} to {target.high:g}"
    return {
        "target": "" if target.name in METRICS else target.name, "metric": target.name,
        "segment": "all", "reported": reported,
        "tolerance": target.tolerance, "simulated": simulated, "met": abs(target.miss(simulated)) <= 1.0,
        "evidence": target.evidence, "grade": load()[target.evidence].grade, "note": target.reason,
    }
