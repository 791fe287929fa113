"""A made-up comparison with every table of a real one: seeded numbers through the real statistics."""

from __future__ import annotations

import numpy as np
import pandas as pd

from calibration import validate
from sim.outcomes.metrics import METRICS
from sim.paired import break_even
from sim.paired.assembling import tables_of
from sim.paired.comparison import Comparison
from sim.paired.explaining.explanation import Explanation
from sim.paired.explaining.worlds import Explained
from sim.paired.interactions import alone
from sim.replicate.measure import COLUMNS
from sim.replicate.record import Drawn, Record
from sim.running import manifest
from sim.running.question import plain
from sim.scenario.plan import (
    Cost,
    Horizon,
    Population,
    PrimaryOutcome,
    Scenario,
    Strategy,
    Strength,
    When,
    Where,
    Who,
)
from tests.reports import plan

USERS, DAYS, START = 50_000, 180, 14
SEGMENTS = {"all": 1.0, "gen_z": 0.32, "new_middle": 0.5, "silver": 0.18, "lower_tier": 0.55}
METRICS_SHOWN = ("base_retention", "rebuy_rate", "repeat_buyers", "repurchase_rate", "retention_d30",
                 "minutes_per_active_user_day", "order_value", "bounce_rate", "trust")
LEVELS = {"share": 0.4, "count": 0.12, "minutes": 8.0, "yuan": 96.0, "score": 0.62, "days": 9.0}
PUSH = {
    "elder_mode": {"silver": 0.05, "gen_z": -0.001},
    "referral_tasks": {"all": 0.004, "gen_z": 0.02},
    "shorter_streams": {"gen_z": 0.015, "silver": -0.09},
}
UNKNOWN = ("open_trust", "open_satisfaction", "open_fatigue")


def scenarios(represents=12e6):
    """The baseline and three strategies, as a planner would write them."""
    world = {"population": Population(USERS, represents), "horizon": Horizon(days=DAYS), "seed": 7}
    worth = (PrimaryOutcome("base_retention", "silver", 0.01), PrimaryOutcome("rebuy_rate", "silver", 0.01))
    elder = Strategy("elder_mode", Who("silver", 0.5), when=When(START, ramp=14), name="elder_mode",
                     cost=Cost(fixed=200_000, per_user=0.3, budget=500_000, per_event={"coupon": 2.5}))
    referral = Strategy("referral_tasks", when=When(START, end=120), name="referral_tasks",
                        strength=Strength(0.6, 0.6, stated=True))
    shorter = Strategy("shorter_streams", when=When(START), strength=Strength(0.4, 0.8, stated=True),
                       name="shorter_streams")
    asked = {"en": "Does elder mode keep silver users?", "zh": "长辈模式能留住银发用户吗？"}
    if represents:
        world["money"] = plan.MARGINS
    more = {"goals": plan.GOALS, "phases": plan.PHASES} if represents else {}
    pulled = (elder, plan.COUPONS) if represents else (elder,)
    return (
        Scenario("baseline", **world),
        Scenario("elder_mode", asked, "strategy team", strategies=pulled, outcomes=worth, **world, **more),
        Scenario("referral_tasks", {"en": "Do tasks bring people back & <keep> them?"}, strategies=(referral,),
                 outcomes=(PrimaryOutcome("repeat_buyers", "gen_z", 0.002),), **world),
        Scenario("shorter_streams", strategies=(shorter,), **world),
    )


def strategy_about_rooms():
    """A strategy that uses every way to say who and where."""
    who = Who("all", behaviour="dormant", need="social")
    return Strategy("shorter_streams", who, Where(host=7, format="knowledge", share=0.3))


def comparison(represents=12e6, replicates=20, fixed=False, strengths=True, seed=5):
    """A Comparison as `compare` would hand it over."""
    arms = scenarios(represents)
    shares = break_even.SHARES if strengths else ()
    more = [break_even.at_share(arm, share) for arm in arms[1:] for share in shares]
    singles = [one for arm in arms[1:] for one in alone(arm)]
    generator = np.random.default_rng(seed)
    scale = represents and represents / USERS
    records = [_record(generator, n, [*arms, *more], singles, scale) for n in range(replicates)]
    single = [Explained(arms[2], "repeat_buyers", "gen_z")]  # a plan of one path, which needs no further worlds
    why = Explanation(single, frozenset(SEGMENTS)) if represents else None
    return Comparison(
        **tables_of(records, arms, fixed=fixed, strengths=strengths, singles=True, explained=why),
        manifest=_manifest(arms, replicates, scale, fixed, strengths),
    )


def _manifest(arms, replicates, scale, fixed, strengths):
    spent = {"elder_mode": 412_345.0}
    return manifest.describe(
        "comparison",
        [{**plain(arm), "spent": spent.get(arm.name)} for arm in arms],
        arms[0],
        UNKNOWN,
        replicates=replicates,
        scale=scale,
        options={"engine": "compiled", "fixed": fixed, "luck": "shared", "freeze": False, "metrics": None,
                 "segments": None},
        call={"replicates": replicates, "precision": {}, "strengths": strengths,
              "interactions": False},
        key="0" * 16,
        notes=["the budget of elder_mode ran out on day 151 (4 of 20 replicates)"],
        refused={},
    )


def _record(generator, n, arms, singles, scale):
    """One replicate: what it drew, and every arm's metrics and curves that follow from it."""
    luck = generator.normal(size=(len(METRICS_SHOWN), len(SEGMENTS)))
    drawn = {name: generator.uniform(0.5, 1.5) for name in UNKNOWN}
    strengths = {arm.name: _strength(arm, generator) for arm in arms}
    parts = []
    for arm in (*arms, *singles):
        name, _, alone_one = arm.name.partition("/")
        part = {"": 1.0, "elder_mode": 0.8, "five_yuan": 0.1}[alone_one]
        push = {segment: part * size * strengths[name] * drawn["open_trust"]
                for segment, size in PUSH.get(name.split("@")[0], {}).items()}
        noise = np.random.default_rng([3, n]) if alone_one else generator
        parts += [_metrics(arm.name, push, luck, noise), _curves(arm.name, push, luck[0])]
        if scale:
            parts.append(plan.figures(arm.name, n, SEGMENTS, USERS))
    drew = [Drawn(name, name, name, strength) for name, strength in strengths.items() if name in PUSH]
    record = Record(pd.concat(parts, ignore_index=True)[COLUMNS], drawn, drew, [], plan.spent(arms, n), scale)
    record.timeline, record.accounts = plan.timeline(arms, n), plan.accounts(arms, n)
    record.goals, record.lights = (plan.goals(n), plan.lights(n)) if scale else ([], [])
    return record


def _strength(arm, generator):
    return arm.strategies[0].strength.at(generator.uniform()) if arm.strategies else 0.0


def _metrics(arm, push, luck, generator):
    rows = []
    for m, name in enumerate(METRICS_SHOWN):
        level = LEVELS[METRICS[name].unit]
        for s, (segment, share) in enumerate(SEGMENTS.items()):
            people = int(USERS * share * (0.3 if "re" in name[:2] else 1.0))
            people = 9 if (name, segment) == ("repurchase_rate", "silver") else people
            noise = generator.normal() * 0.002 * (arm != "baseline")
            value = level * (1 + 0.03 * luck[m, s] + noise + push.get(segment, 0.0))
            came = 0.001 * value if name in ("repurchase_rate", "retention_d30") else 0.0
            rows.append((name, segment, value * people, people, people, value - 0.4 - came if arm == "baseline" else 0))
    frame = pd.DataFrame(rows, columns=["name", "segment", "numerator", "denominator", "people", "same"])
    counts = {"people_same": frame["people"], "people_only_baseline": 0, "people_only_treated": 12}
    same = 0.0 if arm == "baseline" else frame["name"].map(lambda name: 0.002 if "re" in name[:2] else 0.0005)
    return frame.assign(kind="metric", arm=arm, day=-1, same=same, **counts)


def _curves(arm, push, luck):
    days = np.linspace(START, DAYS - 1, 60).round()
    parts = []
    for s, segment in enumerate(("all", "gen_z", "silver", "lower_tier")):
        lift = 0.01 * luck[s] + push.get(segment, 0.0) * (days - START) / DAYS
        kept = 0.95 - 0.4 * (1 - np.exp(-(days - START) / 60)) + lift
        again = 0.6 * (1 - np.exp(-(days - START) / 45)) + lift * (days > START)
        active = USERS * SEGMENTS[segment] * (0.3 + lift)
        for name, value in (("base_retention", kept), ("repurchase", again), ("daily_active_users", active)):
            day = days - START if name == "repurchase" else days
            parts.append(pd.DataFrame({"name": name, "segment": segment, "day": day, "numerator": value}))
    frame = pd.concat(parts)
    blank = dict.fromkeys(("same", "people_same", "people_only_baseline", "people_only_treated"), np.nan)
    return frame.assign(kind="curve", arm=arm, denominator=1.0, people=1000, **blank)


def targets():
    """One target of each kind and fate; the last is the effect of a strategy."""
    none, why, told = float("nan"), {"en": "because", "zh": "因为"}, "reported"
    rows = [
        ("bounce_rate", "all", "", "share", 0.65, 0.65, 0.03, 0.66, 0.001, True, True, "B10", told, why),
        ("retention_d30", "silver", "", "share", 0.1, 0.1, 0.02, 0.2, 0.01, False, True, "W14", "published", why),
        ("dau_over_mau", "all", "", "share", 0.45, 0.65, 0.03, 0.43, 0.01, True, True, "W37", "published", why),
        ("visit_median_seconds", "all", "", "s", 2.0, 10.0, 1.0, 40.0, 1.0, False, False, "W01", "published", why),
        ("known_host_order_ratio", "all", "", "ratio", 9.95, 9.95, 2.0, none, none, False, True, "W08",
         "published", why),
        ("interaction_rate", "gen_z", "silver", "share", none, none, none, 0.03, 0.01, True, False, "P01", told, why),
        ("checkout_dropout", "silver", "gen_z", "share", none, none, none, -0.01, 0.0, False, False, "P02", told, why),
        ("shorter_streams", "gen_z", "", "relative", -0.2, -0.2, 0.05, -0.21, none, True, True, "L36", told, ""),
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(validate.COLUMNS))
