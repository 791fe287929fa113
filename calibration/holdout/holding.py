"""The whole of a hold-out: logs parted, worlds simulated, predictions beside what happened and beside the bars."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from calibration.holdout.asked import MOST_REPEATS, WHOLE
from calibration.holdout.bars import BARS, Purchases
from calibration.holdout.forecast import arrivals_of, cells, covered, foreseen, happened, predicted
from calibration.holdout.lives import known_on, lives_of
from calibration.holdout.parting import Parting, parted, seen_by
from calibration.holdout.worlds import WorldTask, has_draws, worlds
from sim.base.errors import StoreError
from sim.base.files import write_whole
from sim.base.message import said
from sim.cast import fit
from sim.replicate.events import Events

LEAST_WORLDS = 3
"""Worlds: how much they differ cannot be told from fewer."""
OURS = "livesim"
TABLES = ("predictions", "coverage", "customers")


@dataclass(frozen=True)
class WorldSize:
    """How large and how many the worlds are: `users` monthly active at the beginning, and the first `seed`."""

    users: int = 4_000
    worlds: int = 20
    seed: int = 1
    workers: int = 1


@dataclass(frozen=True)
class HoldOut:
    """What a hold-out found.

    Attributes:
        parting: of the days. predictions: one row a cell: family, group, part, people, predicted, sd, from_worlds,
            low_50 ... high_95, actual, error (predicted - actual).
        coverage: family, cells, within_50 ... within_95. customers: one row a class of repeat purchases ("all" too):
            group, people, actual, and the mean that each forecast expects.
        misses: forecast -> its error in total (share), and its mean absolute and root mean square miss of a customer.
        parameters: bar -> its parameters. fit: name of the fit file, "" for the one that ships. drawn: its worlds
            have parameters of a posterior.
    """

    parting: Parting
    predictions: pd.DataFrame
    coverage: pd.DataFrame
    customers: pd.DataFrame
    misses: Mapping[str, Mapping[str, float]]
    parameters: Mapping[str, Mapping[str, float]]
    fit: str
    drawn: bool
    size: WorldSize

    def cells(self, family: str, **chosen: str) -> pd.DataFrame:
        """The predictions of a family, of one group or part where it is named."""
        rows = self.predictions[self.predictions["family"] == family]
        for column, value in chosen.items():
            rows = rows[rows[column] == value]
        return rows


def hold_out(events: Events, training: int, own_fit: str, work: Path, size: WorldSize = WorldSize(),
             progress: Callable[[int, int], None] = lambda done, wanted: None) -> HoldOut:
    """Predict the days after the first `training` ones of `events` [days], and set beside it what happened.

    Args:
        own_fit: path of a fit file, "" for the one that ships. work: folder of finished worlds. progress: called with
            (worlds done, wanted).

    Nothing of the held-out days reaches a prediction: it is made of `seen_by`, and of worlds that know of the logs
    only how long they are.
    """
    if size.worlds < LEAST_WORLDS:
        raise StoreError(said("worlds: {found}; at least {least} are needed to say how much they differ",
                              found=size.worlds, least=LEAST_WORLDS))
    digest = fit.digest_of(fit.file_of(own_fit))
    parting, drawn = parted(events, training), has_draws(own_fit)
    tasks = [WorldTask(own_fit, digest, drawn, parting.training, parting.days, size.users, size.seed, k)
             for k in range(size.worlds)]
    standing = known_on(events, parting)
    arrivals = arrivals_of(standing, parting)
    told = [foreseen(standing, arrivals, parting, world) for world in worlds(tasks, work, size.workers, progress)]
    lives = lives_of(events, parting)  # from here on the held-out days are looked at
    table = predicted(cells(standing, lives.doings), told)
    table["actual"] = happened(lives, parting)
    table["error"] = table["predicted"] - table["actual"]
    expected = np.mean([one.purchases for one in told], axis=0)
    customers, misses, parameters = beside_bars(events, parting, expected)
    return HoldOut(parting, table, covered(table), customers, misses, parameters,
                   Path(own_fit).name if own_fit else "", drawn, size)


def beside_bars(events: Events, parting: Parting, expected: np.ndarray
                ) -> tuple[pd.DataFrame, dict[str, dict[str, float]], dict[str, dict[str, float]]]:
    """The purchases of customers by class, the misses of every forecast, and the parameters of the bars.

    `expected` [user known on the evening] is what livesim expects. Bars and livesim see the same: the days with an
    order of the training part.
    """
    known = seen_by(events, parting.evening)
    inside = known.orders["day"] >= parting.first
    purchases = Purchases.of(known.orders["user"][inside], known.orders["day"][inside])
    seen = purchases.customers(parting.evening)
    actual = lives_of(events, parting).doings.purchases[seen.user, 0].astype(float)
    forecasts = {name: bar(purchases, parting.evening, parting.days) for name, bar in BARS.items()}
    rows = {OURS: expected[seen.user]} | {name: forecast.expected for name, forecast in forecasts.items()}
    return (by_class(seen.repeats, actual, rows), {name: missed(row, actual) for name, row in rows.items()},
            {name: dict(forecast.parameters) for name, forecast in forecasts.items()})


def by_class(repeats: np.ndarray, actual: np.ndarray, rows: Mapping[str, np.ndarray]) -> pd.DataFrame:
    """Mean purchases of a customer, by repeat purchases in the training part and of all."""
    kept = np.minimum(repeats, MOST_REPEATS)
    groups = {WHOLE: np.ones(len(kept), bool)} | {
        f"{x}+" if x == MOST_REPEATS else str(x): kept == x for x in range(MOST_REPEATS + 1)}
    return pd.DataFrame([
        {"group": name, "people": int(who.sum()), "actual": float(actual[who].mean())}
        | {forecast: float(row[who].mean()) for forecast, row in rows.items()}
        for name, who in groups.items() if who.any()])


def missed(expected: np.ndarray, actual: np.ndarray) -> dict[str, float]:
    """The error of the total as a share of it, and the misses of single customers."""
    miss = expected - actual
    return {"total": float(expected.sum() / actual.sum() - 1.0) if actual.any() else float("nan"),
            "mae": float(np.abs(miss).mean()), "rmse": float(np.sqrt((miss**2).mean()))}


def write_tables(result: HoldOut, folder: Path) -> list[Path]:
    """`folder`/predictions.csv, coverage.csv and customers.csv."""
    paths = []
    for name in TABLES:
        paths.append(folder / f"{name}.csv")
        write_whole(paths[-1], getattr(result, name).to_csv(index=False, float_format="%.6g").encode())
    return paths
