"""Hand-made outcomes: name the columns that matter, everything else is a quiet default."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

import numpy as np

from sim.outcomes.outcome import KEPT, NEVER, ORDERS, PEOPLE, Outcome
from sim.users.counts import COUNTS, LEVELS


def make_outcome(
    people: int = 1,
    *,
    placed: Sequence[Mapping[str, int]] = (),
    daily: Mapping[str, np.ndarray] | None = None,
    hosts: Mapping[str, np.ndarray] | None = None,
    segments: Mapping[str, Sequence[bool]] | None = None,
    kind_weight: Sequence[float] = (1.0,),
    days: int = 100,
    comparison_day: int = 10,
    first_day: int = -120,
    return_window: int = 7,
    margin: Sequence[float] | None = None,
    return_cost: float = 0.0,
    date: datetime.date | None = None,
    **columns: object,
) -> Outcome:
    """An outcome of base users who joined long ago; `columns` sets columns of the people table.

    `daily` and `hosts` map a column to an int [day or host, kind]. An order in `placed` is kept and delivered on its
    day, unless it says otherwise.
    """
    kinds = len(kind_weight)
    return Outcome(
        people=_people(people, np.asarray(kind_weight), columns),
        orders=_orders(placed, return_window),
        daily=_counters(daily or {}, LEVELS + COUNTS, days - first_day, kinds),
        hosts=_counters(hosts or {}, COUNTS, len(next(iter(hosts.values()))) if hosts else 1, kinds),
        reached=np.zeros((0, people), dtype=bool),
        segments={"all": np.ones(people, dtype=bool)}
        | {name: np.asarray(mask, dtype=bool) for name, mask in (segments or {}).items()},
        kind_weight=np.asarray(kind_weight, dtype=float),
        first_day=first_day,
        days=days,
        comparison_day=comparison_day,
        return_window=return_window,
        scale=None,
        money={},
        margin=None if margin is None else np.asarray(margin, dtype=float),
        return_cost=return_cost,
        date=date,
    )


def active(*days_before_end: int) -> int:
    """The history of somebody active so many days before the last day."""
    return sum(1 << day for day in days_before_end)


def _people(count: int, kind_weight: np.ndarray, columns: Mapping[str, object]) -> np.ndarray:
    table = np.zeros(count, dtype=PEOPLE)
    table["id"], table["base"], table["joined"] = np.arange(count), True, -100
    for name, values in columns.items():
        table[name] = NEVER if values is None else values
    table["weight"] = columns.get("weight", kind_weight[table["kind"]])
    return table


def _orders(placed: Sequence[Mapping[str, int]], return_window: int) -> np.ndarray:
    table = np.zeros(len(placed), dtype=ORDERS)
    for row, order in zip(table, placed, strict=True):
        due = order.get("due", order["day"])
        values = {"status": KEPT, "due": due, "closes": due + return_window, "paid_fen": 10_000, **order}
        for name, value in values.items():
            row[name] = value
    return table


def _counters(given: Mapping[str, np.ndarray], names: Sequence[str], rows: int, kinds: int) -> np.ndarray:
    table = np.zeros((rows, kinds, len(names)), dtype=np.int64)
    for name, values in given.items():
        table[:, :, names.index(name)] = values
    return table
