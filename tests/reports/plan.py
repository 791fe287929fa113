"""What a plan adds to a made-up comparison: money, goals, a timeline, alert lights, and the figures of the index."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.outcomes.goal import Goal
from sim.outcomes.outcome import PLAN
from sim.scenario.plan import Cost, Margins, Phase, Strategy, When

MARGINS = Margins(margin=0.2, return_cost=3.0)
PHASES = (Phase("warm_up", 0, 30), Phase("摩天轮上线", 30, 100), Phase("festival_618", 100, 130),
          Phase("rest", 130, 200))  # fmt: skip
GOALS = (
    Goal("G01", "minutes_per_active_user_day", 0.2, relative=True, evidence="G01"),
    Goal("silver_stay", "interaction_rate", 0.12, segment="silver", by=120),
    Goal("monthly_active_users", "monthly_active_users", 0.25, relative=True),
)
COUPONS = Strategy("coupons", when=When(60, every=20, lasts=5), cost=Cost(fixed=50_000), name="five_yuan")
LEVELS = {
    "interaction_rate": 0.11, "satisfied_share": 0.52, "willingness_to_recommend": 0.4, "conversion": 0.03,
    "gmv_per_base_user": 60.0, "shares_per_base_user": 0.8, "interactions_per_base_user": 3.0,
    "margin_per_base_user": 40.0, "funnel_joined": 0.05, "funnel_activated": 0.6, "funnel_retained": 0.3,
    "funnel_bought": 0.2, "funnel_referred": 0.1,
}  # fmt: skip
"""Metrics beside those of the main table."""


def figures(arm, n, segments, users):
    """Rows of LEVELS in every segment; elder mode raises all of them by some percent."""
    luck = np.random.default_rng([11, n]).normal(size=len(LEVELS))
    lift = 0.04 if arm.startswith("elder_mode") else 0.0
    lift *= {"25%": 0.25, "50%": 0.5}.get(arm.partition("@")[2], 1.0)
    rows = [
        (name, segment, level * (1 + 0.02 * z + lift * (1 + 0.3 * z)) * users * share, users * share)
        for (name, level), z in zip(LEVELS.items(), luck, strict=True)
        for segment, share in segments.items()
    ]
    frame = pd.DataFrame(rows, columns=["name", "segment", "numerator", "denominator"])
    people = frame["denominator"].astype(int)
    same = {"same": 0.0, "people_same": people, "people_only_baseline": 0, "people_only_treated": 0}
    return frame.assign(kind="metric", arm=arm, day=-1, people=people, **same)


def spent(arms, n):
    """Yuan by arm and strategy: only elder mode and its coupons state what they cost."""
    costs = {"elder_mode": 400_000.0 + 2_000 * n, "five_yuan": 50_000.0}
    return {arm.name: {strategy.name: costs.get(strategy.name) for strategy in arm.strategies} for arm in arms}


def goals(n):
    """The goals of elder mode in both worlds: the first mostly reached, the second seldom, the third never."""
    levels = {"G01": (8.0, 9.6, 9.9, 100 + n), "silver_stay": (0.10, 0.12, 0.11, 118 if n < 3 else None),
              "monthly_active_users": (50_000.0, 62_500.0, 51_000.0, None)}  # fmt: skip
    told = []
    for goal in GOALS:
        before, target, value, day = levels[goal.name]
        day = None if n == 7 else day
        common = {"goal": goal.name, "signal": goal.signal, "segment": goal.segment, "before": before,
                  "target": target, "by": goal.by}  # fmt: skip
        told.append({"arm": "baseline", "value": before, "day": None, **common})
        told.append({"arm": "elder_mode", "value": value + 0.001 * n * value, "day": day, **common})
    return told


def timeline(arms, n):
    """When every strategy acted."""
    told = []
    for arm in arms:
        for one in arm.strategies:
            ended = _ended(one, n)
            days = range(arm.horizon.days)
            acts = [day for day in days if one.when.due(day, arm.horizon.start) and day < (ended or 999)]
            starts = [day for day in acts if day - 1 not in acts]
            ends = [day + 1 for day in acts if day + 1 not in acts]
            told.append({"arm": arm.name, "strategy": one.name, "lever": one.lever,
                         "acted": [list(pair) for pair in zip(starts, ends, strict=True)]})  # fmt: skip
    return told


def accounts(arms, n):
    """What became of budgets and coupons; the budget of elder mode is used up in some replicates."""
    told = []
    for arm in arms:
        for one in arm.strategies:
            account = {"arm": arm.name, "strategy": one.name, "lever": one.lever, "ended": _ended(one, n)}
            if one.cost.budget is not None:
                spent = 412_345.0 + 1_000 * n
                account |= {"budget": one.cost.budget, "spent": spent, "reserved": 0.0, "left": one.cost.budget - spent}
            if one.lever == "coupons":
                account |= {"granted": 90_000.0, "used": 20_000.0, "expired": 60_000.0, "void": 7_000.0,
                            "in_hand": 3_000.0, "spent": 100_000.0}  # fmt: skip
            told.append(account)
    total = {"strategy": PLAN, "lever": "", "budget": 1e6, "spent": 6e5, "reserved": 0.0, "left": 4e5, "ended": None}
    return [*told, {"arm": "elder_mode", **total}]


def _ended(strategy, n):
    """The day from which the budget of a strategy is used up, None where it holds."""
    return 150 + n if strategy.name == "elder_mode" and n % 5 == 0 else None


def lights(n):
    """The light for interaction goes out earlier with elder mode; that for bouncing is always on."""
    bounce = [{"arm": arm, "light": "bounce_rate", "days": [[0, 180]]} for arm in ("baseline", "elder_mode")]
    end = {"baseline": 180, "elder_mode": 60 + n, "referral_tasks": 180}
    return bounce + [{"arm": arm, "light": "interaction_rate", "days": [[20, day]]} for arm, day in end.items()]
