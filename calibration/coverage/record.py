"""The study as a file: what the validation page prints, and what it was made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from ruamel.yaml import YAML
from scipy.stats import norm

from calibration.coverage.design import MadeUp
from calibration.coverage.inference import DRAWS, STEPS
from calibration.coverage.living import HORIZON, LUCKS, levers
from calibration.coverage.places import NARROWER
from calibration.coverage.ranks import NOMINAL, covered, uniform
from calibration.coverage.study import FEW, Ranked
from calibration.fitfile import short
from calibration.moments import Setting
from sim.base.files import write_whole
from sim.base.sources import digest_of

FILE = Path(__file__).with_name("study.yaml")
"""The study that the validation page prints."""
GRID = tuple(round(0.05 * k, 2) for k in range(1, 20))
"""Nominal shares of the figure."""
LIKELY_SHARE = 0.9
"""What the likely interval, from the 5 to the 95 % point of the draws, claims to hold."""
RARE = 0.05
"""A p-value below this one is counted as unlikely."""
MIXED = 1.1
"""R-hat above which chains do not agree."""


@cache
def sources() -> str:
    """A hash of what decides the numbers of a study: the model, the levers, the patterns, and the study itself."""
    return digest_of(("calibration/coverage", "calibration/posterior", "calibration/targets"),
                     endings=(".py",), also=levers())


def groups_of(made: MadeUp, ranked: Ranked) -> dict[str, np.ndarray]:
    """[truth, quantity] where truths stand among draws: of parameters, of baseline metrics, of effects."""
    effect = np.array([bool(strategy) for strategy, _, _ in made.quantities])
    parameters = len(made.places.names) - len(made.places.strategies)
    return {"parameters": ranked.places[:, :parameters], "levels": ranked.asked[:, ~effect],
            "effects": ranked.asked[:, effect]}


def record(made: MadeUp, ranked: Ranked, setting: Setting) -> dict[str, Any]:
    """All that is written of a study."""
    groups = groups_of(made, ranked)
    tests = [uniform(column) for group in groups.values() for column in group.T]
    least = np.array([min(one) for one in tests])
    return {
        "made_of": sources(),
        "setting": {**asdict(setting), "horizon": HORIZON, "lucks": LUCKS,
                    "platforms": len(made.platforms.places), "truths": len(ranked.places), "draws": DRAWS,
                    "steps": STEPS, "few": FEW, "narrower": NARROWER},
        "worlds": {"died": short(made.died), "unseen": short(made.unseen),
                   "pivots": {name: short(value) for name, value in made.apart.items()}},
        "coverage": {name: {str(nominal): _cover(group, nominal) for nominal in NOMINAL}
                     for name, group in groups.items()},
        "curve": {name: [[nominal, *_cover(group, nominal)[:2]] for nominal in GRID]
                  for name, group in groups.items()},
        "data": {"p": short(min(uniform(ranked.data))), "coverage": _cover(ranked.data[:, None], LIKELY_SHARE)},
        "ranks": {"tests": len(tests), "unlikely": int((least < RARE / 2).sum()),
                  "least": short(float(np.nanmin(least))),
                  "expected": short(RARE * len(tests))},
        "mixing": {"median": short(float(np.median(ranked.mixing))),
                   "above": short(float((ranked.mixing > MIXED).mean()))},
        "knows": {"parameters": _narrow(made, ranked), "targets": short(float(np.nanmedian(ranked.shown)))},
        "effects": [_effect(made, ranked, k) for k, key in enumerate(made.quantities) if key[0]],
        "levels": [_effect(made, ranked, k) for k, key in enumerate(made.quantities) if not key[0]],
    }  # fmt: skip


def _cover(placed: np.ndarray, nominal: float) -> list[float]:
    """[share, error, truths]."""
    found = covered(placed, nominal)
    return [short(found.share), short(found.error), found.truths]


def _narrow(made: MadeUp, ranked: Ranked) -> dict[str, float]:
    """Coordinate -> standard deviation of the draws over that of the prior, in the mean over truths."""
    ratio = np.sqrt(ranked.narrow.mean(axis=0)) / made.platforms.places.std(axis=0)
    return {name: short(float(value)) for name, value in zip(made.places.names, ratio, strict=True)}


def _effect(made: MadeUp, ranked: Ranked, k: int) -> dict[str, Any]:
    """What a study says of one quantity; widths are standard deviations."""
    strategy, metric, segment = made.quantities[k]
    low, high = ranked.few[:, k].T
    truth, known = ranked.truth[:, k], np.isfinite(ranked.truth[:, k])
    few = float(((low <= truth) & (truth <= high))[known].mean())
    width, prior, luck = (np.sqrt(np.mean(part[:, k] ** 2)) for part in (ranked.mean_width, ranked.prior_width,
                                                                        ranked.luck))
    return {
        "strategy": strategy, "metric": metric, "segment": segment,
        "coverage": {str(nominal): _cover(ranked.asked[:, k : k + 1], nominal) for nominal in NOMINAL},
        "few": [short(few), short(float(np.sqrt(LIKELY_SHARE * (1.0 - LIKELY_SHARE) / max(known.sum(), 1))))],
        "p": short(min(uniform(ranked.asked[:, k]))),
        "mean": short(float(np.nanmean(made.platforms.asked[:, k]))),
        "spread": {"prior": short(float(prior)), "posterior": short(float(width)), "luck": short(float(luck))},
        "foretold": short(float(ranked.explained[k])),
    }  # fmt: skip


def outside(share: float, error: float, nominal: float) -> bool:
    """True when a coverage is further from `nominal` than its own error explains (two sided, 5 %)."""
    return bool(abs(share - nominal) > norm.ppf(0.975) * error)


def write(content: Mapping[str, Any], path: Path = FILE) -> None:
    """Write a study, whole or not at all."""
    yaml = YAML()
    yaml.width = 120
    yaml.default_flow_style = None
    body = BytesIO()
    body.write(b"# Written by `python -m calibration.coverage`; the validation page prints it.\n")
    yaml.dump(dict(content), body)
    write_whole(path, body.getvalue())


def read(path: Path = FILE) -> dict[str, Any] | None:
    """What was written, None when there is no study."""
    if not path.exists():
        return None
    content: dict[str, Any] = YAML(typ="safe").load(path)
    return content


def is_stale(content: Mapping[str, Any]) -> bool:
    """True when the study was made of other sources."""
    return bool(content["made_of"] != sources())
