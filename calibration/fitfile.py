"""A fit as a file: the values, how they were found, and what the fit knows of them."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from ruamel.yaml import YAML

from calibration.fitting import Fit
from calibration.identify import Knowledge
from calibration.posterior import Posterior
from sim.base.files import MARK, ZEROS, sealed, write_whole
from sim.cast.fit import SHIPPED

HEAD = b"# " + MARK + ZEROS + b"""
# This file is checked by the line above; who changes it by hand deletes that one, and 'steady'.
"""
METHOD = "least squares on simulated moments with keyed draws; calibration/fitting.py"
POSTERIOR = "pCN chains on an emulator taught around the Laplace approximation; calibration/posterior"
LISTED = 6
"""Parameters of the worst direction that the file lists, largest share first."""


def record(fit: Fit, known: Knowledge, values: Mapping[str, float], targets: str, simulations: int) -> dict[str, Any]:
    """All that is written of a fit; `values` are the settled ones, with the flows of the steady state."""
    setting = fit.problem.setting
    worst = sorted(known.worst.items(), key=lambda item: -abs(item[1]))[:LISTED]
    return {
        "method": METHOD, "targets": targets,
        "setting": {"users": setting.users, "burn_in": setting.burn_in, "days": setting.days, "seed": setting.seed},
        "simulations": simulations, "loss": short(fit.loss), "values": numbers(values),
        "knowledge": {
            "identified": known.identified, "singular": [short(value) for value in known.singular],
            "parameters": {name: {"error": short(known.error[name]), "luck": short(known.luck[name]),
                                  "prior": short(known.prior[name])} for name in sorted(known.error)},
            "unknown": known.unknown, "worst": {name: short(share) for name, share in worst},
            "profile": [[short(distance), short(loss)] for distance, loss in known.profile],
        },
        "simulated": {target.name: short(target.of(fit.shown.values)) for target in fit.problem.targets},
    }  # fmt: skip


def of_posterior(sure: Posterior) -> dict[str, Any]:
    """What is told of a posterior; its draws lie in the file beside the fit."""
    low, middle, high = np.quantile(sure.draws, (0.05, 0.5, 0.95), axis=0)
    return {"posterior": {
        "method": POSTERIOR, "draws": len(sure.draws), "simulations": sure.simulations,
        "accepted": short(sure.accepted), "mixing": short(sure.mixing),
        "emulator_error": short(float(np.median(sure.misjudged))),
        "parameters": {name: {"low": short(low[k]), "median": short(middle[k]), "high": short(high[k]),
                              **({"of_prior": short(sure.spread[name])} if name in sure.spread else {})}
                       for k, name in enumerate(sure.names)},
    }}  # fmt: skip


def short(value: float) -> float:
    """Five digits: more are luck."""
    return float(f"{value:.5g}")


def numbers(values: Mapping[str, float]) -> dict[str, float]:
    """Values by name, five digits each."""
    return {name: short(values[name]) for name in sorted(values)}


def write(content: Mapping[str, Any], path: Path) -> None:
    """Write a fit file, sealed, whole or not at all."""
    yaml = YAML()
    yaml.width = 1 << 16  # a name of two words that is broken between lines cannot be read again
    yaml.default_flow_style = None
    body = BytesIO()
    yaml.dump(dict(content), body)
    write_whole(path, sealed(HEAD + body.getvalue()))


def read_record(path: Path = SHIPPED) -> dict[str, Any]:
    """What `record` wrote."""
    content: dict[str, Any] = YAML(typ="safe").load(path)
    return content
