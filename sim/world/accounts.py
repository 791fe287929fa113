"""What each strategy costs, whom its budget can still pay for, and the end of those whose budget has run out.

No budget is ever overspent: fixed costs are paid before anything else, new users are reached only while they
can be paid, and a strategy that pays for events, of which a coupon used is one, ends while its budget would not
pay for another day like its dearest; coupons of it that are not used by then become void. What events of a last
day cost beyond the budget is told in a note. The budget of a whole plan works in the same way: a strategy whose
fixed cost it cannot pay does not begin, and when it is used up all end that still cost something.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from sim.base.message import said
from sim.chance import decisions
from sim.chance.draws import uniforms
from sim.levers import CRISIS
from sim.outcomes.outcome import PLAN
from sim.users.counts import COUNTS, LEVELS
from sim.users.rules.stage import PROSPECT
from sim.world.budgets import exhausted, left, plan_exhausted, plan_left, to_commit
from sim.world.coupons import close, make_void, take_expired
from sim.world.strategies import Active, alternative_of, reached_profiles
from sim.world.world import World

EVENT_COUNTS = {"order": "orders", "message": "messages", "share": "shares"}
"""The count that each priced event is read from; coupons used are read from the orders."""
ROUNDING = 1.0 + 1e-9
"""A budget that is the sum of fixed costs pays the last of them too, however the sum was rounded."""


def begin(world: World) -> None:
    """Note who acts today, and charge the fixed cost of strategies that begin; the plan has to be able to pay it.

    Crises cost nothing and strike after this, so that a response which the plan cannot pay does not answer them.
    """
    for active in (world.actives[s] for s in world.by_name()):
        if active.kind == CRISIS or active.level(world.day) == 0.0:
            continue
        fixed = 100.0 * (active.plan.cost.fixed or 0.0) / active.yuan_scale
        if not active.begun and fixed > plan_left(world) * ROUNDING:
            active.ended = world.day
            world.notes.append(said("{name}: not begun on day {day}, what is left of the budget of the plan does not "
                                    "pay its fixed cost", name=active.plan.name, day=world.day))
            continue
        active.timing.note(world.day)
        if not active.begun:
            active.begun = True
            active.spent_fen += fixed


def rationed(world: World, active: Active) -> bool:
    """Whether a budget decides every day how many more users can be reached."""
    return (active.budget_fen is not None or world.budget is not None) and bool(active.plan.cost.per_user)


def affordable_users(world: World, s: int, mask: np.ndarray) -> np.ndarray:
    """Who of `mask` [person] is reached today: those of before, and in keyed order as many as cap and budget allow.

    Caps and budgets are a channel between users, so they bind nobody while channels are frozen.
    """
    active = world.actives[s]
    most, per_user = active.plan.who.most, active.plan.cost.per_user
    if (most is None and not rationed(world, active)) or world.frozen:
        return mask
    before = active.reached if len(active.reached) else np.zeros(len(mask), bool)
    new = np.flatnonzero(mask & ~before & world.alive & (world.state["stage"] != PROSPECT))
    order = uniforms(world.constants.seed, decisions.ROLLOUT, world.state["id"][new],
                     alternative=alternative_of(f"cap of {active.plan.name}"))
    new = new[np.argsort(order, kind="stable")]
    room = np.inf
    if most is not None:
        room = most / active.yuan_scale - world.weights(np.flatnonzero(before)).sum()
    if per_user:
        room = min(room, to_commit(world, s) / (100.0 * per_user))
    allowed = mask & before
    allowed[new[np.cumsum(world.weights(new)) <= room]] = True
    return allowed


def charge(world: World, counts: np.ndarray, placed: np.ndarray) -> None:
    """Charge today's coupons and events to every strategy; those whose budget is used up end tomorrow.

    `counts` are today's [profile, LEVELS + COUNTS], `placed` today's order events.
    """
    used = placed[placed["coupon"] > 0]
    pay(world, [cost_of_day(world, s, counts, used) for s in range(len(world.actives))])
    close(world, used["user"], "used")
    ending = [s for s in range(len(world.actives)) if exhausted(world, s)]
    take_expired(world)
    for s in ending:
        world.notes.append(said("{name}: budget used up on day {day}", name=world.actives[s].plan.name, day=world.day))
        end(world, s)
    if plan_exhausted(world):
        end_plan(world)


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


def pay(world: World, due: Sequence[float]) -> None:
    """Charge what today cost each strategy [fen], as far as its budget holds; the plan's budget pays all alike."""
    paid = [min(fen, left(world, s)) for s, fen in enumerate(due)]
    for active, fen, held in zip(world.actives, due, paid, strict=True):
        active.dearest = max(active.dearest, fen)
        note_unpaid(world, active.plan.name, (fen - held) * active.yuan_scale)
    wanted, holds = math.fsum(paid), plan_left(world)
    part = holds / wanted if holds < wanted else 1.0
    for active, fen in zip(world.actives, paid, strict=True):
        active.spent_fen += part * fen
    if part < 1.0 and world.budget is not None:
        note_unpaid(world, PLAN, (wanted - holds) * world.budget.yuan_scale)


def note_unpaid(world: World, whose: str, fen: float) -> None:
    """Note what today's events cost beyond a budget [fen, at the planner's scale], if they did."""
    if fen > 0.0:
        world.notes.append(said("{name}: events of day {day} cost {unpaid:,.0f} yuan beyond its budget",
                                name=whose, day=world.day, unpaid=fen / 100.0))


def end(world: World, s: int) -> None:
    """End strategy `s` tomorrow, for a budget is used up; coupons that it granted and did not reserve become void."""
    active = world.actives[s]
    active.ended = world.day + 1
    if not active.plan.cost.reserve:
        make_void(world, s)


def end_plan(world: World) -> None:
    """End all strategies tomorrow that cost something by user, event or coupon: the plan's budget is used up."""
    assert world.budget is not None
    world.budget.ended = world.day + 1
    ending = [s for s in world.by_name() if world.actives[s].costs_more and world.actives[s].ended is None]
    for s in ending:
        end(world, s)
    names = [world.actives[s].plan.name for s in ending]
    world.notes.append(said("{name}: budget used up on day {day}; with it end {names}", name=PLAN, day=world.day,
                            names=names) if names else said("{name}: budget used up on day {day}", name=PLAN,
                                                            day=world.day))


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
