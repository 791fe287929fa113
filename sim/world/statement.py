"""What became of every strategy's budget and coupons: the last account of a world [yuan, coupons, planner's scale]."""

from __future__ import annotations

import math
from typing import cast

from sim.levers import LEVERS
from sim.outcomes.outcome import PLAN, Account
from sim.world.budgets import reserved
from sim.world.coupons import in_hand
from sim.world.strategies import PlanBudget
from sim.world.world import World


def accounts_of(world: World) -> dict[str, Account]:
    """Name of a strategy -> its account, and that of a plan with a budget; see `sim.outcomes.outcome.Account`."""
    accounts = {active.plan.name: _account(world, s) for s, active in enumerate(world.actives)}
    return accounts if world.budget is None else accounts | {PLAN: _plan_account(world, world.budget)}


def _plan_account(world: World, budget: PlanBudget) -> Account:
    """What all strategies spent and reserved of the plan's budget."""
    yuan = budget.yuan_scale / 100.0
    spent = yuan * math.fsum(active.spent_fen for active in world.actives)
    apart = yuan * math.fsum(reserved(world, s) for s in range(len(world.actives)))
    return Account(ended=budget.ended, budget=budget.yuan, spent=spent, reserved=apart,
                   left=budget.yuan - spent - apart)  # fmt: skip


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
