"""The design: platforms drawn from the study's prior and lived once, remembered in a folder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from calibration.coverage.living import Platform
from calibration.coverage.places import Places
from calibration.coverage.scales import LOGIT, PLAIN, observed, to_scale
from calibration.coverage.study import Platforms
from calibration.evaluations import Evaluations
from calibration.moments import Setting, Shown, keys_of
from calibration.targets import Target, load_targets

SETTING = Setting(users=1_000, burn_in=200, days=275)
"""Of each platform: as small as the patterns allow; the days, with those that are watched, hold a year of parcels."""
POINTS = 500
"""Platforms of a study."""
SEED = 1_000
"""Of the first platform; each has its own."""
EMPTY = 0.1
"""A platform with fewer active users than this share of those who began has died out."""

ONE = 0.1
"""The share of the effects that are not 0 below which about what one person is worth lies."""

Quantity = tuple[str, str, str]
"""(strategy, or "" for the level without one; metric; segment)."""


@dataclass(frozen=True)
class MadeUp:
    """The platforms of a study, and what they are about.

    Attributes:
        places: the coordinates. targets: what is observed. quantities: what is asked besides the coordinates.
        platforms: the numbers. died: share of the platforms that died out. unseen: share of the targets' numbers that
            too few people showed. apart: root mean square difference of each pivot from the mean that it must equal.
    """

    places: Places
    targets: tuple[Target, ...]
    quantities: tuple[Quantity, ...]
    platforms: Platforms
    died: float
    unseen: float
    apart: dict[str, float]


def tasks_of(places: Places, targets: Sequence[Target], count: int, setting: Setting = SETTING) -> list[Platform]:
    """The simulations of the first `count` platforms."""
    keys = keys_of(targets)
    return [Platform(places.values(place), replace(setting, seed=SEED * setting.seed + k), keys,
                     strengths=places.strengths(place))
            for k, place in enumerate(places.drawn(count, setting.seed))]


def made_up(evaluations: Evaluations, count: int = POINTS, setting: Setting = SETTING, targets: str = "industry",
            places: Places | None = None) -> MadeUp:
    """The platforms of a study, from the folder of `evaluations` or lived now."""
    places = places or Places()
    wanted = tuple(target for target in load_targets(targets) if target.fitted)
    evaluations.most_users = count * setting.users
    shown = evaluations.answer(tasks_of(places, wanted, count, setting))
    return gathered(places, wanted, places.drawn(count, setting.seed), shown, setting)


def gathered(places: Places, targets: tuple[Target, ...], drawn: np.ndarray, shown: Sequence[Shown],
             setting: Setting) -> MadeUp:
    """The numbers of platforms that were lived, on their scales."""
    how = observed(targets)
    numbers = how.numbers(np.array([[target.of(one.values) for target in targets] for one in shown]))
    quantities = tuple(shown[0].effects)
    asked = np.stack([to_scale(np.array([one.effects[key] for one in shown]), PLAIN if key[0] else LOGIT)
                      for key in quantities], axis=1)
    active = np.array([one.levels["mau"] for one in shown])
    apart = {name.removesuffix(" set"): float(np.sqrt(np.nanmean(
                 [(one.levels[name] - one.levels[name.removesuffix(" set")]) ** 2 for one in shown])))
             for name in shown[0].levels if name.endswith(" set")}
    platforms = Platforms(drawn, places.bounds, numbers, how.noise, asked, steps_of(quantities, asked))
    died, unseen = (active < EMPTY * setting.users).mean(), np.isnan(numbers).mean()
    return MadeUp(places, targets, quantities, platforms, float(died), float(unseen), apart)


def steps_of(quantities: Sequence[Quantity], asked: np.ndarray) -> np.ndarray:
    """[quantity] about what one person is worth in each effect, 0 for levels, which are smooth enough."""
    steps = np.zeros(len(quantities))
    for k, (strategy, _, _) in enumerate(quantities):
        some = np.abs(asked[:, k][np.isfinite(asked[:, k]) & (asked[:, k] != 0.0)])
        if strategy and len(some):
            steps[k] = np.quantile(some, ONE)
    return steps
