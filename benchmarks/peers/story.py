"""What is given to every implementation of LC1: constants, people, rooms (README.md says what each is)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from benchmarks.peers.keyed import SLOTS, day_keys, normal_quantiles, uniforms

SEED = 20250301
OPEN, BOARD, CHOOSE, BOUNCE, MINUTES, BUY, CHECKOUT, BASKET = 1, 10, 12, 14, 15, 18, 19, 20
PROMISE, LOOK, PITCH, TRAIT = 43, 41, 42, 61
HOSTS, CATEGORIES, BOARD_PLACES, LOOKS_KEPT = 200, 8, 2, 6
LONGEST_IDLE, STEEPEST, PIVOT, NOBODY = 365, 30.0, 0.5, -1
LOOKS_MASK = (1 << 48) - 1
BOUNCE_BELOW, LONGEST_BOUNCE = 10.0 / 60.0, 9.95
LIST_PRICE = (120.0, 100.0, 50.0, 150.0, 600.0, 90.0, 80.0, 110.0)
CONSTANTS = {
    "open_intercept": 0.0, "open_habit": 1.5, "open_satisfaction": 1.5, "open_fatigue": 1.0, "open_idle": 0.83,
    "satisfaction_pivot": 0.5, "fatigue_pivot": 0.3,
    "relevance": 0.5, "none_weight": 1.0, "price_pull": 1.5, "usual_price": 0.9,
    "bounce_intercept": 0.62, "bounce_fit": 2.0, "bounce_same": 0.7, "bounce_seconds": 4.0, "bounce_sigma": 0.5,
    "watch_minutes": 1.5, "watch_sigma": 1.13, "watch_fit": 1.0, "patience": 300.0,
    "buy_intercept": -3.0, "buy_fit": 1.5, "buy_price": 2.0, "buy_minutes": 0.3, "checkout_intercept": 1.1,
    "basket_sigma": 0.6, "saturation_minutes": 10.0,
    "habit_rate": 0.044, "habit_loss": 0.008, "fatigue_rate": 0.048,
    "satisfaction_level": 0.5, "satisfaction_drift": 0.07, "satisfaction_watch": 0.04,
}
"""By livesim's names, at livesim's defaults; only opening and buying are easier, so that a day has about as many
opens as one of the fitted model, and short runs have orders."""
K = NamedTuple("K", [(name, float) for name in CONSTANTS])(**CONSTANTS)  # type: ignore[misc]


class Totals(NamedTuple):
    """What was counted, in integers: equal in every implementation."""

    opens: int = 0
    shown: int = 0
    visits: int = 0
    bounces: int = 0
    milliminutes: int = 0
    orders: int = 0
    spent_fen: int = 0


@dataclass
class People:
    """A column for each thing that a user is; the first six change from day to day."""

    habit: np.ndarray
    satisfaction: np.ndarray
    fatigue: np.ndarray
    last_open: np.ndarray
    looks: np.ndarray
    favourite: np.ndarray
    own: np.ndarray
    watch_own: np.ndarray
    buy_own: np.ndarray
    sensitivity: np.ndarray
    interest: np.ndarray

    def __len__(self) -> int:
        return len(self.habit)


@dataclass
class Rooms:
    """The rooms of all hosts on one day, and the tables of what is popular, in all and within each category."""

    category: np.ndarray
    list_price: np.ndarray
    price: np.ndarray
    look: np.ndarray
    popular: np.ndarray
    by_category: np.ndarray


def people_of(users: int) -> People:
    """The people of LC1 on the first morning."""
    keys = day_keys(SEED, 0, np.arange(users))
    u = [uniforms(keys, TRAIT, k) for k in range(6)]
    taste = -np.log(np.stack([uniforms(keys, TRAIT, 10 + c) for c in range(CATEGORIES)], axis=1))
    return People(
        habit=0.8 * u[4], satisfaction=np.full(users, 0.5), fatigue=np.full(users, 0.3),
        last_open=-1 - (10.0 * u[5]).astype(np.int64), looks=np.zeros(users, np.int64),
        favourite=np.full(users, NOBODY), own=0.8 * normal_quantiles(u[0]), watch_own=0.3 * normal_quantiles(u[1]),
        buy_own=0.5 * normal_quantiles(u[2]), sensitivity=u[3],
        interest=CATEGORIES * taste / taste.sum(axis=1, keepdims=True),
    )


def rooms_of(day: int) -> Rooms:
    """The rooms of a day."""
    hosts = np.arange(HOSTS)
    keys = day_keys(SEED, day, hosts)
    category = hosts % CATEGORIES
    popularity = (1.0 + hosts) ** -0.7
    pitch = 1 + (12.0 * uniforms(keys, PITCH)).astype(np.int64)
    return Rooms(
        category, np.take(LIST_PRICE, category), 1.0 - 0.2 * uniforms(keys, PROMISE),
        np.where(uniforms(keys, LOOK) < 0.7, pitch, 61 + hosts % 190),
        table(popularity), np.stack([table(popularity * (category == c)) for c in range(CATEGORIES)]),
    )


def table(weight: np.ndarray) -> np.ndarray:
    """SLOTS hosts, each as often as its weight: entry k is the host at the quantile (k + 1/2) / SLOTS."""
    cumulative = np.cumsum(weight)
    grid = (np.arange(SLOTS) + 0.5) / SLOTS * cumulative[-1]
    return np.minimum(np.searchsorted(cumulative, grid, side="right"), HOSTS - 1)


LOG_IDLE = np.log1p(np.arange(LONGEST_IDLE + 1.0))
"""log(1 + days idle), which every implementation may look up."""
