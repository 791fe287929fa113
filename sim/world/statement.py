"""What became of every strategy's budget and coupons: the last account of a world [yuan, coupons, planner's scale]."""

from __future__ import annotations

from typing import cast

from sim.levers import LEVERS
from sim.outcomes.outcome import Account
from sim.world.budgets import reserved
from sim.world.coupons import in_hand
from sim.world.world import World


def accounts_of(world: World) -> dict[str, Account]:
    """Name of a strategy -> its account; see `sim.outcomes.outcome.Account`."""
    return {active.plan.name: _account(world, s) for s, active in enumerate(world.actives)}


def _account(world: World, s: int) -> Account:
    active = world.actives[s]
    account = Account(ended=active.ended)
    if LEVERS[active.plan.lever].grants:
        counts = {**active.coupons, "in_hand": in_hand(world, s)}
        account |= cast(Account, {name: number * active.yuan_scale for name, number in counts.items()})
    if active.priced:
        account |= {"spent": active.spent_fen / 100.0 * active.yuan_scale}
    if active.plan.cost.budget is not None:
        apart = reserved(world, s) / 100.0 * active.yuan_scale
        left = active.plan.cost.budget - active.spent_fen / 100.0 * active.yuan_scale - apart
        account |= {"budget": active.plan.cost.budget, "reserved": apart, "left": left}
    return account
