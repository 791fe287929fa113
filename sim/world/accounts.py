"""What each strategy costs, whom its budget can still pay for, and the end of those whose budget has run out.

No budget is ever overspent: fixed costs are paid before anything else, new users are reached only while they
can be paid, and a strategy that pays for events, of which a coupon used is one, ends while its budget would not
pay for another day like its dearest; coupons of it that are not used by then become void. What events of a last
day cost beyond the budget is told in a note.
"""

from __future__ import annotations

import numpy as np

from sim.base.message import said
from sim.chance import decisions
from sim.chance.draws import uniforms
from sim.users.counts import COUNTS, LEVELS
from sim.users.rules.stage import PROSPECT
from sim.world.budgets import exhausted, left
from sim.world.coupons import close, make_void, take_expired
from sim.world.strategies import Active, alternative_of, reached_profiles
from sim.world.world import World

EVENT_COUNTS = {"order": "orders", "message": "messages", "share": "shares"}
"""The count that each priced event is read from; coupons used are read from the orders."""


def begin(world: World) -> None:
    """Note who acts today, and charge the fixed cost of strategies that begin."""
    for active in world.actives:
        if active.level(world.day) == 0.0:
            continue
        active.timing.note(world.day)
        if not active.begun:
            active.begun = True
            active.spent_fen += 100.0 * (active.plan.cost.fixed or 0.0) / active.yuan_scale


def rationed(active: Active) -> bool:
    """Whether the budget decides every day how many more users can be reached."""
    return active.budget_fen is not None and bool(active.plan.cost.per_user)


def affordable_users(world: World, s: int, mask: np.ndarray) -> np.ndarray:
    """Who of `mask` [person] is reached today: those of before, and in keyed order as many as cap and budget allow.

    Caps and budgets are a channel between users, so they bind nobody while channels are frozen.
    """
    active = world.actives[s]
    most, per_user = active.plan.who.most, active.plan.cost.per_user
    if (most is None and not rationed(active)) or world.frozen:
        return mask
    before = active.reached if len(active.reached) else np.zeros(len(mask), bool)
    new = np.flatnonzero(mask & ~before & world.alive & (world.state["stage"] != PROSPECT))
    order = uniforms(world.constants.seed, decisions.ROLLOUT, world.state["id"][new],
                     alternative=alternative_of(f"cap of {active.plan.name}"))
    new = new[np.argsort(order, kind="stable")]
    room = np.inf
    if most is not None:
        room = most / active.yuan_scale - world.weights(np.flatnonzero(before)).sum()
    if active.budget_fen is not None and per_user:
        room = min(room, left(world, s) / (100.0 * per_user))
    allowed = mask & before
    allowed[new[np.cumsum(world.weights(new)) <= room]] = True
    return allowed


def charge(world: World, counts: np.ndarray, placed: np.ndarray) -> None:
    """Charge today's coupons and events to every strategy; one whose budget is used up ends tomorrow.

    `counts` are today's [profile, LEVELS + COUNTS], `placed` today's order events.
    """
    used = placed[placed["coupon"] > 0]
    for s in range(len(world.actives)):
        charge_events(world, s, cost_of_day(world, s, counts, used))
    close(world, used["user"], "used")
    ending = [s for s in range(len(world.actives)) if exhausted(world, s)]
    take_expired(world)
    for s in ending:
        end(world, s)


def charge_users(world: World) -> None:
    """Charge the users whom each strategy reaches today for the first time, before coupons are promised."""
    for active in world.actives:
        if active.plan.cost.per_user is None or active.level(world.day) == 0.0:
            continue
        reached = float(world.weights(np.flatnonzero(active.reached & (world.state["stage"] != PROSPECT))).sum())
        active.spent_fen += 100.0 * active.plan.cost.per_user * (reached - active.users_charged)
        active.users_charged = reached


def cost_of_day(world: World, s: int, counts: np.ndarray, used: np.ndarray) -> float:
    """What strategy `s` has to pay for today [fen]: coupons used, even after it has ended, and events while it acts.

    Coupons that reserved their face value are charged at once: the budget holds their money apart.
    """
    active = world.actives[s]
    mine = used[world.payer[used["user"]] == s]
    coupons = float((mine["coupon"] * world.weights(mine["user"])).sum())
    events = 0.0 if active.level(world.day) == 0.0 else sum(
        100.0 * yuan * events_today(world, active, name, counts, used, s)
        for name, yuan in active.plan.cost.per_event.items())
    if active.plan.cost.reserve:
        active.spent_fen += coupons
        return events
    return coupons + events


def charge_events(world: World, s: int, fen: float) -> None:
    """Charge what today's events cost [fen], as far as the budget holds."""
    active, holds = world.actives[s], left(world, s)
    active.spent_fen += min(fen, holds)
    active.dearest = max(active.dearest, fen)
    if fen > holds:
        unpaid = (fen - holds) / 100.0 * active.yuan_scale
        world.notes.append(said("{name}: events of day {day} cost {unpaid:,.0f} yuan beyond its budget",
                                name=active.plan.name, day=world.day, unpaid=unpaid))


def end(world: World, s: int) -> None:
    """End strategy `s` tomorrow, for its budget is used up; coupons that it granted and did not reserve become void."""
    active = world.actives[s]
    active.ended = world.day + 1
    world.notes.append(said("{name}: budget used up on day {day}", name=active.plan.name, day=world.day))
    if not active.plan.cost.reserve:
        make_void(world, s)


def events_today(world: World, active: Active, name: str, counts: np.ndarray, used: np.ndarray, s: int) -> float:
    """Today's events [weighted] of the users reached, or in the rooms changed; `coupon` means one used."""
    reached = reached_profiles(world.combos, s)
    if name == "coupon":
        inside = active.mask[used["host"]] if active.on_rooms else reached[world.state["profile"][used["user"]]]
        return float(world.weights(used["user"][inside]).sum())
    column, kind_weight = COUNTS.index(EVENT_COUNTS[name]), world.constants.people.kind_weight
    if not active.on_rooms:
        assert world.combos is not None
        return float((counts[reached, len(LEVELS) + column] * kind_weight[world.combos[reached, 0]]).sum())
    so_far = float((world.host_counts[active.mask, :, column] * kind_weight).sum())
    new = so_far - active.room_events.get(name, 0.0)
    active.room_events[name] = so_far
    return new
