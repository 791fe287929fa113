"""Figures over time, as tidy tables: days, cohorts, and the wait for the next order.

`group` is a bool [person] everywhere, None for everybody. Tables read from the daily record need a group
that is made up of whole kinds of users.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.outcomes.metrics.base import remembered
from sim.outcomes.metrics.groups import column, kinds_of, newcomers
from sim.outcomes.metrics.order_window import decided, kept_order_days
from sim.outcomes.metrics.repurchase import earlier_buyers
from sim.outcomes.metrics.retention import WINDOW, returned, settled
from sim.outcomes.outcome import Outcome
from sim.users.counts import COUNTS, LEVELS, RETENTION_DAYS


def daily(outcome: Outcome, group: np.ndarray | None = None) -> pd.DataFrame:
    """One row a day with every level and count, weighted, people at simulated scale; `day` is a column."""
    weight = outcome.kind_weight * kinds_of(outcome, group)
    total = (outcome.daily * weight[None, :, None]).sum(axis=1)
    frame = pd.DataFrame(total, columns=[*LEVELS, *COUNTS])
    frame.insert(0, "day", outcome.first_day + np.arange(len(frame)))
    return frame


def base_retention_curve(outcome: Outcome, group: np.ndarray | None = None) -> pd.DataFrame:
    """Base retention as it would be on each `day`: day, value, base_users; on the last day it is the metric.

    From the comparison day on; the first 27 days still see days before it.
    """
    member = settled(outcome) if group is None else settled(outcome) & group
    base = float(column(outcome, "weight")[member].sum())
    weight = outcome.kind_weight * kinds_of(outcome, group)
    by_kind = np.ascontiguousarray(outcome.level("base_active_28").T) * weight[:, None]
    active = by_kind.sum(axis=0)[outcome.comparison_day - outcome.first_day :]  # kind after kind, as in `daily`
    day = outcome.comparison_day + np.arange(len(active))
    return pd.DataFrame({"day": day, "value": active / (base or np.nan), "base_users": base})


def joins(outcome: Outcome, group: np.ndarray | None = None) -> pd.DataFrame:
    """First opens a day by source, from the comparison day on: day, source (friends, own), joins."""
    frame = daily(outcome, group)
    frame = frame[frame["day"] >= outcome.comparison_day]
    sources = pd.DataFrame(
        {
            "day": frame["day"],
            "friends": frame["friend_arrivals"],
            "own": frame["arrivals"] - frame["friend_arrivals"],
        }
    )
    return sources.melt(id_vars="day", var_name="source", value_name="joins")


def retention_cohorts(outcome: Outcome, group: np.ndarray | None = None) -> pd.DataFrame:
    """One row per joining day, n and column: cohort, n, windowed, people, users, active, value, complete.

    `people` counts without weights, `users` and `active` with them. Cohorts whose days lie beyond the
    horizon have `complete` False and no value; Dn pools the complete ones.
    """
    chosen = newcomers(outcome, outcome.days - 1)
    chosen = chosen if group is None else chosen & group
    cohort = outcome.people["joined"][chosen] - outcome.comparison_day
    weight = outcome.people["weight"][chosen]
    length = outcome.days - outcome.comparison_day
    people, users = np.bincount(cohort, minlength=length), np.bincount(cohort, weight, length)
    parts = []
    for n in RETENTION_DAYS:
        for windowed, bits in ((False, "retained"), (True, "retained_window")):
            active = np.bincount(cohort, weight * returned(outcome, bits, n)[chosen], length)
            complete = np.arange(length) + n + (WINDOW - 1) * windowed < length
            parts.append(_cohorts(n, windowed, people, users, active, complete))
    frame = pd.concat(parts, ignore_index=True)
    frame["cohort"] += outcome.comparison_day
    return frame


def retention_points(outcome: Outcome, group: np.ndarray | None = None) -> pd.DataFrame:
    """One row per n and column, pooled over complete cohorts: n, windowed, value, people, not_pooled.

    `not_pooled` counts the newcomers whose cohort is not complete.
    """
    frame = retention_cohorts(outcome, group)
    frame["not_pooled"] = frame["people"].where(~frame["complete"], 0)
    pooled = frame.assign(**{c: frame[c].where(frame["complete"], 0) for c in ("people", "users", "active")})
    sums = pooled.groupby(["n", "windowed"])[["people", "users", "active", "not_pooled"]].sum().reset_index()
    sums["value"] = sums["active"] / sums["users"].where(sums["users"] > 0)
    return sums[["n", "windowed", "value", "people", "not_pooled"]]


def repurchase_curve(outcome: Outcome, group: np.ndarray | None = None) -> pd.DataFrame:
    """Kaplan-Meier share of buyers who bought again within `day` days: day, value, at_risk, again, people.

    The clock starts with the first kept order on or after the comparison day and stops with a kept order
    on a later day. Only the end of the decided orders censors: users who left stay at risk. `at_risk` and
    `again` are weighted, `people` counts those at risk without weights.
    """
    window = decided(outcome)
    wait, again, user = _waits(outcome)
    member = np.ones(len(user), dtype=bool) if group is None else group[user]
    wait, again, weight = wait[member], again[member], column(outcome, "weight")[user[member]]
    length = window.days
    at_risk = np.bincount(wait, weight, length)[::-1].cumsum()[::-1]
    people = np.bincount(wait, minlength=length)[::-1].cumsum()[::-1]
    bought = np.bincount(wait, weight * again, length)
    hazard = np.divide(bought, at_risk, out=np.zeros(length), where=people > 0)
    frame = pd.DataFrame(
        {
            "day": np.arange(length),
            "value": 1.0 - np.cumprod(1.0 - hazard),
            "at_risk": at_risk,
            "again": bought,
            "people": people,
        }
    )
    return frame[frame["people"] > 0].reset_index(drop=True)


def rebuy_curve(outcome: Outcome, group: np.ndarray | None = None) -> pd.DataFrame:
    """Share of the earlier buyers who have placed another kept order by `day`: day, value, buyers, people.

    From the comparison day to the last one whose return windows have all closed, where it is the rebuy rate.
    """
    window, buyers = decided(outcome), earlier_buyers(outcome)
    buyers = buyers if group is None else buyers & group
    weight = column(outcome, "weight")[buyers]
    again = np.bincount(_first_kept(outcome)[buyers] - window.first, weight, window.days + 1)[: window.days]
    total = float(weight.sum())
    return pd.DataFrame({"day": window.first + np.arange(window.days), "value": again.cumsum() / (total or np.nan),
                         "buyers": total, "people": int(buyers.sum())})  # fmt: skip


@remembered
def _first_kept(outcome: Outcome) -> np.ndarray:
    """Int [person]: day of the first kept order of the decided days, the day after them for none."""
    window = decided(outcome)
    user, day = kept_order_days(outcome, window).T
    first = np.full(len(outcome.people), window.last + 1)
    np.minimum.at(first, user, day)
    return first


@remembered
def _waits(outcome: Outcome) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Of all with a kept order in the decided days: days waited, whether an order ended the wait, and the user."""
    window = decided(outcome)
    order_days = kept_order_days(outcome, window)
    user, first = np.unique(order_days[:, 0], return_index=True)
    following = np.minimum(first + 1, max(len(order_days) - 1, 0))
    again = (order_days[following, 0] == user) & (following > first)
    end = np.where(again, order_days[following, 1], window.last)
    return end - order_days[first, 1], again, user


def _cohorts(
    n: int,
    windowed: bool,
    people: np.ndarray,
    users: np.ndarray,
    active: np.ndarray,
    complete: np.ndarray,
) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "cohort": np.arange(len(people)),
            "n": n,
            "windowed": windowed,
            "people": people,
            "users": users,
            "active": np.where(complete, active, np.nan),
            "value": np.where(complete & (users > 0), active / np.where(users > 0, users, 1.0), np.nan),
            "complete": complete,
        }
    )
