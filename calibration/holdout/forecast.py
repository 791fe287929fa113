"""From the logs of the training part and simulated worlds to predictions with intervals, and what came of them.

The variance of a prediction has two parts. Luck of people: that of the users' own doings around what their twins
do on average, and of how many newcomers come. Worlds: how much the worlds differ beyond what the few twins in each
explain; their parameters do where the fit holds a posterior, and what all users of a world share always does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.stats import t as student

from calibration.holdout.asked import FAMILIES, SHARES, Family, segments
from calibration.holdout.lives import WEEK, Doings, Lives, Whereabouts
from calibration.holdout.parting import Parting
from calibration.holdout.twins import BUYING, OPENING, Ladder, Likeness, Told, twins

LEVELS = (0.5, 0.8, 0.9, 0.95)
"""Shares of the truths that the intervals are to hold."""
ARRIVAL_WEEKS = 8
"""Weeks before the evening whose newcomers say how many come; fewer where the training part is shorter."""


class Arrivals(NamedTuple):
    """Newcomers of the last weeks of training: a day's number by segment, the days, and variance over mean of a week.

    A platform does not draw its newcomers by lot: campaigns make weeks differ by more.
    """

    daily: Mapping[str, float]
    days: int
    dispersion: float


def arrivals_of(standing: Whereabouts, parting: Parting) -> Arrivals:
    """The arrivals that the training part shows."""
    whole = max(1, min(ARRIVAL_WEEKS, parting.training // WEEK))
    days, week = WEEK * whole, standing.tenure // WEEK
    recent = week < whole
    by_week = np.bincount(week[recent], minlength=whole)
    uneven = by_week.var(ddof=1) / by_week.mean() if whole > 1 and by_week.any() else 1.0
    daily = {name: float((group & recent).sum() / days) for name, group in segments(standing).items()}
    return Arrivals(daily, days, max(1.0, float(uneven)))


class Foreseen(NamedTuple):
    """What one world says: [cell] of each family in turn, and what each user is expected to purchase."""

    mean: np.ndarray
    pool: np.ndarray
    luck: np.ndarray
    purchases: np.ndarray


def foreseen(standing: Whereabouts, arrivals: Arrivals, parting: Parting, world: Lives) -> Foreseen:
    """What a world says of the users in `standing` and of those who will join."""
    ladders: tuple[Ladder, ...] = (OPENING, BUYING)
    matched = {ladder: twins(standing, world.standing, ladder) for ladder in ladders}
    parts: list[Told] = []
    for family in FAMILIES.values():
        told = _told(family, matched[family.ladder], standing, arrivals, parting, world)
        parts.append(Told(*(rows.ravel() for rows in told)))
    mean, pool, luck = (np.concatenate(rows) for rows in zip(*parts, strict=True))
    return Foreseen(mean, pool, luck, matched[BUYING].expected(world.doings.purchases)[:, 0])


def _told(family: Family, matched: Likeness, standing: Whereabouts, arrivals: Arrivals, parting: Parting,
          world: Lives) -> Told:
    """[group, column] of a family."""
    groups = family.groups(standing)
    members = np.array(list(groups.values()))
    mean, pool, luck = matched.told(family.columns(world.doings), members)
    if family.newcomers:
        theirs, inside = family.columns(world.theirs), segments(world.newcomers)
        for row, name in enumerate(groups):
            own = theirs[inside.get(name, [])].astype(float)
            new = _of_newcomers(own, arrivals, arrivals.daily[name], parting.days)
            mean[row], pool[row], luck[row] = mean[row] + new.mean, pool[row] + new.pool, luck[row] + new.luck
    scale = family.scale(parting, mean.shape[1], members.sum(axis=1))
    return Told(mean * scale, pool * scale**2, luck * scale**2)


def _of_newcomers(doings: np.ndarray, arrivals: Arrivals, daily: float, days: int) -> Told:
    """[column] what newcomers add, of whom `daily` come a day, from the `doings` of simulated ones."""
    if not len(doings):
        return Told(*np.zeros((3, doings.shape[1])))
    mean, variance, coming = doings.mean(axis=0), doings.var(axis=0), daily * days
    luck = coming * (variance + arrivals.dispersion * mean**2)
    unsure_rate = (days * mean) ** 2 * arrivals.dispersion * daily / arrivals.days
    return Told(coming * mean, coming**2 * variance / len(doings), luck + unsure_rate)


def cells(standing: Whereabouts, doings: Doings) -> pd.DataFrame:
    """The cells in their order: family, group, part, people of the group on the evening."""
    rows = [(name, group, part, int(inside.sum())) for name, family in FAMILIES.items()
            for group, inside in family.groups(standing).items() for part in family.parts(doings)]
    return pd.DataFrame(rows, columns=["family", "group", "part", "people"])


def happened(lives: Lives, parting: Parting) -> np.ndarray:
    """[cell] what came of it; newcomers are counted by their own segments."""
    numbers = []
    for family in FAMILIES.values():
        groups = family.groups(lives.standing)
        members = np.array(list(groups.values()))
        sums = members.astype(float) @ family.columns(lives.doings)
        if family.newcomers:
            theirs, inside = family.columns(lives.theirs), segments(lives.newcomers)
            sums += np.array([theirs[inside[name]].sum(axis=0) if name in inside else 0 * sums[0] for name in groups])
        numbers.append((sums * family.scale(parting, sums.shape[1], members.sum(axis=1))).ravel())
    return np.concatenate(numbers)


def predicted(table: pd.DataFrame, said: Iterable[Foreseen]) -> pd.DataFrame:
    """The table of cells with: predicted, sd, from_worlds (share of the variance), low_50, high_50 ... high_95."""
    mean, pool, luck = (np.array(rows) for rows in zip(*((one.mean, one.pool, one.luck) for one in said), strict=True))
    count = len(mean)
    between = mean.var(axis=0, ddof=1)
    worlds = np.maximum(between - pool.mean(axis=0), 0.0)
    unsure = worlds + between / count  # the worlds themselves, and that their mean rests on a few of them
    total = unsure + luck.mean(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        freedom = np.nan_to_num((count - 1) * (total / unsure) ** 2, nan=1e9, posinf=1e9)  # Satterthwaite
        share = np.where(total > 0, worlds / total, 0.0)
    centre, sd = mean.mean(axis=0), np.sqrt(total)
    table = table.assign(predicted=centre, sd=sd, from_worlds=share)
    top = np.where(table["family"].isin(SHARES), 1.0, np.inf)
    for level in LEVELS:
        half = student.ppf(0.5 + level / 2, freedom) * sd
        table[f"low_{level * 100:.0f}"] = np.maximum(centre - half, 0.0)
        table[f"high_{level * 100:.0f}"] = np.minimum(centre + half, top)
    return table


def covered(table: pd.DataFrame) -> pd.DataFrame:
    """Of the cells of each family the share that lies in its interval: family, cells, within_50 ... within_95."""
    inside = pd.DataFrame({f"within_{level * 100:.0f}": table["actual"].between(
        table[f"low_{level * 100:.0f}"], table[f"high_{level * 100:.0f}"]) for level in LEVELS})
    grouped = inside.groupby(table["family"], sort=False)
    return grouped.mean().assign(cells=grouped.size()).reset_index()
