"""How a contrast is read off the outcome of one world; each function gives the level [the metric's unit]."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from calibration.contrasts.contrast import Contrast
from sim.base.params import defaults
from sim.cast.hosts import CATEGORIES, draw_hosts
from sim.outcomes.metrics.aggregate import evaluate
from sim.outcomes.metrics.groups import kinds_of
from sim.outcomes.metrics.order_window import between, kept_order_days, last_decided
from sim.outcomes.metrics.repurchase import WINDOW
from sim.outcomes.metrics.rooms import room_evaluate
from sim.outcomes.outcome import KEPT, Outcome


def hosts_of(categories: Iterable[str], count: int) -> np.ndarray:
    """bool [host]: the hosts of these categories, all when there are none; a host's category belongs to its rank."""
    wanted = [CATEGORIES.index(name) for name in categories] or range(len(CATEGORIES))
    return np.isin(draw_hosts(count, 1, defaults())["category"], wanted)


def people(outcome: Outcome, contrast: Contrast) -> float:
    """The metric of the segment."""
    return evaluate(outcome, contrast.metric, outcome.segments[contrast.segment]).value


def present(outcome: Outcome, contrast: Contrast) -> float:
    """The metric of those in the segment who were there on the last two days: who can be asked the day after."""
    there = outcome.people["history"] & 0b11 > 0
    return evaluate(outcome, contrast.metric, outcome.segments[contrast.segment] & there).value


def rooms(outcome: Outcome, contrast: Contrast) -> float:
    """The metric of the changed rooms, of the visits of the segment."""
    changed = hosts_of(contrast.categories, len(outcome.hosts))
    return room_evaluate(outcome, contrast.metric, changed, kinds_of(outcome, outcome.segments[contrast.segment])).value


def against_others(outcome: Outcome, contrast: Contrast) -> float:
    """The metric of the changed rooms over that of all others.

    Its change against the untreated world is a cross-section without the categories' own differences. Selection
    of better hosts and of loyal viewers is not in it, so what it sets is at most the causal strength.
    """
    changed = hosts_of(contrast.categories, len(outcome.hosts))
    kinds = kinds_of(outcome, outcome.segments[contrast.segment])
    inside, outside = (room_evaluate(outcome, contrast.metric, mask, kinds).value for mask in (changed, ~changed))
    return inside / outside


def cost_of_sharing(outcome: Outcome, contrast: Contrast) -> float:
    """Cost of a newcomer, in units of a campaign that costs the same in both worlds: 1 / shares per visit."""
    return 1.0 / rooms(outcome, replace(contrast, metric="share_rate"))


def visitors(outcome: Outcome, contrast: Contrast) -> float:
    """Visits to the changed rooms: nobody counts the distinct people of a room."""
    return room_evaluate(outcome, "bounce_rate", hosts_of(contrast.categories, len(outcome.hosts))).bottom


def bought_again(outcome: Outcome, contrast: Contrast) -> float:
    """Of the buyers of a changed room in the last 90 decided days, the share who bought there on two or more days."""
    last, orders = last_decided(outcome), outcome.orders
    window = between(outcome, last - WINDOW + 1, last)
    weight = np.where(outcome.segments[contrast.segment], outcome.people["weight"], 0.0)
    top = bottom = 0.0
    for host in np.flatnonzero(hosts_of(contrast.categories, len(outcome.hosts))):
        own = window._replace(orders=window.orders & (orders["host"] == host))
        days = np.bincount(kept_order_days(outcome, own)[:, 0], minlength=len(weight))
        top, bottom = top + weight[days >= 2].sum(), bottom + weight[days >= 1].sum()
    return float(top / bottom)


def delivery(outcome: Outcome, contrast: Contrast) -> float:
    """Days from order to parcel, of orders of the segment that were kept."""
    orders = outcome.orders
    own = outcome.segments[contrast.segment][orders["user"]] & (orders["day"] >= 0) & (orders["status"] == KEPT)
    return float((orders["due"] - orders["day"])[own].mean())
