"""How a contrast is read off the outcome of one world; each function gives the level [the metric's unit]."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from calibration.contrasts.contrast import Contrast, ranks
from calibration.patterns.base import distinct
from sim.base.params import defaults
from sim.cast.hosts import CATEGORIES, draw_hosts
from sim.levers import LEVERS
from sim.outcomes.metrics.aggregate import evaluate
from sim.outcomes.metrics.community import beside_others, by_joining, joiners
from sim.outcomes.metrics.groups import kinds_of
from sim.outcomes.metrics.order_window import between, kept_order_days, last_decided
from sim.outcomes.metrics.repurchase import WINDOW
from sim.outcomes.metrics.rooms import room_evaluate
from sim.outcomes.outcome import KEPT, Outcome
from sim.scenario.plan import Population


def hosts_of(categories: Iterable[str], count: int) -> np.ndarray:
    """bool [host]: the hosts of these categories, all when there are none; a host's category belongs to its rank."""
    wanted = [CATEGORIES.index(name) for name in categories] or range(len(CATEGORIES))
    return np.isin(draw_hosts(count, 1, defaults())["category"], wanted)


def changed(contrast: Contrast, count: int = Population().hosts) -> np.ndarray:
    """bool [host]: those of `count` hosts whose rooms the contrast changes."""
    every = np.isin(np.arange(count), ranks(contrast.every, count))
    return hosts_of(contrast.categories, count) & every


def coverage(contrast: Contrast) -> float:
    """The share of all rooms that are changed; NaN for a lever that changes no room but reaches users."""
    return float("nan") if LEVERS[contrast.lever].reach == "users" else float(changed(contrast).mean())


def people(outcome: Outcome, contrast: Contrast) -> float:
    """The metric of the segment."""
    return evaluate(outcome, contrast.metric, outcome.segments[contrast.segment]).value


def rooms(outcome: Outcome, contrast: Contrast) -> float:
    """The metric of the changed rooms, of the visits of the segment."""
    kinds = kinds_of(outcome, outcome.segments[contrast.segment])
    return room_evaluate(outcome, contrast.metric, changed(contrast, len(outcome.hosts)), kinds).value


def against_others(outcome: Outcome, contrast: Contrast) -> float:
    """The metric of the changed rooms over that of all others.

    Its change against the untreated world is a cross-section without the categories' own differences. Selection
    of better hosts and of loyal viewers is not in it, so what it sets is at most the causal strength.
    """
    treated = changed(contrast, len(outcome.hosts))
    kinds = kinds_of(outcome, outcome.segments[contrast.segment])
    inside, outside = (room_evaluate(outcome, contrast.metric, mask, kinds).value for mask in (treated, ~treated))
    return inside / outside


def cost_of_sharing(outcome: Outcome, contrast: Contrast) -> float:
    """Cost of a newcomer, in units of a campaign that costs the same in both worlds: 1 / shares per visit."""
    return 1.0 / rooms(outcome, replace(contrast, metric="share_rate"))


def visitors(outcome: Outcome, contrast: Contrast) -> float:
    """Visits to the changed rooms: nobody counts the distinct people of a room."""
    return room_evaluate(outcome, "bounce_rate", changed(contrast, len(outcome.hosts))).bottom


def bought_again(outcome: Outcome, contrast: Contrast) -> float:
    """Of the buyers of a changed room in the last 90 decided days, the share who bought there on two or more days."""
    last, orders = last_decided(outcome), outcome.orders
    window = between(outcome, last - WINDOW + 1, last)
    weight = np.where(outcome.segments[contrast.segment], outcome.people["weight"], 0.0)
    top = bottom = 0.0
    for host in np.flatnonzero(changed(contrast, len(outcome.hosts))):
        own = window._replace(orders=window.orders & (orders["host"] == host))
        days = np.bincount(kept_order_days(outcome, own)[:, 0], minlength=len(weight))
        top, bottom = top + weight[days >= 2].sum(), bottom + weight[days >= 1].sum()
    return float(top / bottom)


def by_earlier_buyers(outcome: Outcome, contrast: Contrast) -> float:
    """Of the kept orders of changed rooms in the last 90 decided days, the share of who had bought there before.

    What a room itself sees when it says how much is bought again; the record goes back to before the horizon.
    """
    last, orders, hosts = last_decided(outcome), outcome.orders, changed(contrast, len(outcome.hosts))
    own = outcome.segments[contrast.segment][orders["user"]]
    kept = orders[(orders["status"] == KEPT) & hosts[orders["host"]] & own]
    _, _, place = distinct(kept["user"], kept["host"])
    first = np.full(len(kept), outcome.days)
    np.minimum.at(first, place, kept["day"])
    counted = (kept["day"] > last - WINDOW) & (kept["day"] <= last)
    weight = np.where(counted, outcome.people["weight"][kept["user"]], 0.0)
    return float(weight[kept["day"] > first[place]].sum() / weight.sum())


def delivery(outcome: Outcome, contrast: Contrast) -> float:
    """Days from order to parcel, of orders of the segment that were kept."""
    orders = outcome.orders
    own = outcome.segments[contrast.segment][orders["user"]] & (orders["day"] >= 0) & (orders["status"] == KEPT)
    return float((orders["due"] - orders["day"])[own].mean())


def members_beside_others(untreated: Outcome, treated: Outcome, contrast: Contrast) -> tuple[float, float]:
    """The metric of others and of members of a group in the treated world: a cross-section, selection and all."""
    return beside_others(treated, contrast.metric, treated.segments[contrast.segment])


def by_joining_alone(untreated: Outcome, treated: Outcome, contrast: Contrast) -> tuple[float, float]:
    """The metric of those who join in the treated world, of the same people in both: what joining causes."""
    return by_joining(untreated, treated, contrast.metric, treated.segments[contrast.segment])


def visits_by_joining(untreated: Outcome, treated: Outcome, contrast: Contrast) -> tuple[float, float]:
    """`by_joining_alone` of weekly room visits, what stands beside the members' multiple of them."""
    return by_joining_alone(untreated, treated, replace(contrast, metric="weekly_room_visits"))


def revenue_of_joiners(untreated: Outcome, treated: Outcome, contrast: Contrast) -> tuple[float, float]:
    """What those who join in the treated world spend in both [fen], in the second half of the horizon."""
    mine = treated.segments[contrast.segment] & joiners(treated)

    def spent(outcome: Outcome) -> float:
        orders = outcome.orders[outcome.orders["day"] >= outcome.days // 2]
        weight = np.where(mine, outcome.people["weight"], 0.0)
        return float((orders["paid_fen"] * weight[orders["user"]]).sum())

    return spent(untreated), spent(treated)


def followers_of_shares(untreated: Outcome, treated: Outcome, contrast: Contrast) -> tuple[float, float]:
    """Follows that a campaign adds for each share that it adds, 0 where it adds none; nothing is added without it."""
    added = {name: sum((outcome.people[name] * outcome.people["weight"]).sum() * sign
                       for outcome, sign in ((untreated, -1.0), (treated, 1.0))) for name in ("follows", "shares")}
    return 0.0, float(added["follows"] / added["shares"]) if added["shares"] else 0.0


def of_those_brought(outcome: Outcome, contrast: Contrast) -> float:
    """The metric of newcomers whom a seed brought, over that of newcomers who came without one; 1 where nobody was.

    A cross-section as it was reported: who comes by himself is another kind of person than who is brought.
    """
    people = outcome.people
    new = outcome.segments[contrast.segment] & (people["joined"] >= 0) & (people["joined"] < outcome.days)
    if not (new & people["by_seed"]).any():
        return 1.0
    inside, outside = (evaluate(outcome, contrast.metric, new & mask).value
                       for mask in (people["by_seed"], ~people["by_seed"]))
    return inside / outside


def waited(outcome: Outcome, contrast: Contrast) -> float:
    """Of the opens that met an outage, the share that waited for its end; 1 where none met one."""
    lost = evaluate(outcome, contrast.metric).value
    return 1.0 - lost if np.isfinite(lost) else 1.0


def uninstalls(outcome: Outcome, contrast: Contrast) -> float:
    """Users who uninstall, over the horizon [weighted]."""
    return float((outcome.level("left") * outcome.kind_weight).sum(axis=1)[-outcome.days:].sum())


def daily_activity(outcome: Outcome, contrast: Contrast) -> float:
    """Daily active users over joined users: the activity of a platform."""
    active, joined = ((outcome.level(name) * outcome.kind_weight)[-outcome.days:].sum()
                      for name in ("dau", "joined_users"))
    return float(active / joined)
