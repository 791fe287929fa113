"""A hold-out of orders alone: what livesim's buyers and the bars say of customers, beside what they bought."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from calibration.holdout.bars import BARS, Purchases
from calibration.holdout.buyers import fit_buyers, livesim_of
from calibration.holdout.holding import OURS, by_class, missed
from calibration.holdout.parting import LEAST_HELD_OUT, LEAST_TRAINING, Parting
from calibration.logs.odd import LogError
from sim.base import yamlfile
from sim.base.message import said

MANIFEST, KIND, ORDERS = "import.yaml", "kind", "orders"
"""Where `livesim import` says that a folder holds orders alone."""


@dataclass(frozen=True)
class BuyersHoldOut:
    """What a hold-out of orders alone found; its fields are those of a `HoldOut`. `fitted`: livesim's parameters."""

    parting: Parting
    customers: pd.DataFrame
    misses: Mapping[str, Mapping[str, float]]
    parameters: Mapping[str, Mapping[str, float]]
    fitted: Mapping[str, float]


def holds_orders_alone(folder: Path) -> bool:
    """Whether an imported folder holds orders and nothing of who opened and watched."""
    path = folder / MANIFEST
    if not path.is_file():
        return False
    kind = yamlfile.read(path, path.name).value.get(KIND)
    return kind is not None and kind.value == ORDERS


def read_purchases(folder: Path) -> Purchases:
    """The purchase days [days since 1970] of a folder of orders alone. Raises LogError when it cannot be read."""
    path = folder / "orders.parquet"
    try:
        table = pd.read_parquet(path, columns=["user", "day"])
        days = pd.to_datetime(table["day"]).to_numpy("datetime64[D]").astype(np.int64)
    except (OSError, ValueError, KeyError):
        raise LogError(said("{source}: is not as livesim import writes it; import the orders again",
                            source=path.name)) from None
    return Purchases.of(pd.factorize(table["user"])[0], days)


def hold_out_alone(purchases: Purchases, training: int, work: Path, workers: int = 1,
                   tell: Callable[[str], None] = lambda _: None) -> BuyersHoldOut:
    """Fit buyers to the first `training` days from the first purchase on [days], and predict the rest.

    Args:
        work: folder of finished simulations, from which a stopped run goes on. tell: hears how far it is.
    """
    first, last = int(purchases.day.min()), int(purchases.day.max())
    whole = last - first + 1
    if training < LEAST_TRAINING or whole - training < LEAST_HELD_OUT:
        raise LogError(said("the orders span {whole} days; a training part of {days} leaves {left}; each part needs "
                            "at least {least}", whole=whole, days=training, left=max(0, whole - training),
                            least=LEAST_TRAINING))
    parting = Parting(first, first + training - 1, last)
    seen = purchases.until(parting.evening)
    buyers = fit_buyers(seen, parting.evening, workers=workers, work=work, tell=tell)
    forecasts = {OURS: livesim_of(buyers, seen, parting.evening, parting.days)}
    forecasts |= {name: bar(seen, parting.evening, parting.days) for name, bar in BARS.items()}
    customers = seen.customers(parting.evening)
    actual = purchases.bought(customers.user, parting.evening, parting.last).astype(float)
    rows = {name: forecast.expected for name, forecast in forecasts.items()}
    return BuyersHoldOut(parting, by_class(customers.repeats, actual, rows),
                         {name: missed(row, actual) for name, row in rows.items()},
                         {name: dict(forecasts[name].parameters) for name in BARS}, buyers.parameters)
