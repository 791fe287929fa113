"""What a simulated baseline shows: one function a pattern, on the tables of a long run."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import numpy as np

from sim.agents import AgentEngine
from sim.engine.run import live_one
from sim.metrics.aggregate import evaluate
from sim.rules.returns import problem_probability
from sim.state import BOUNCED, ORDERED
from sim.steady import LongRun

DIARY_DAYS = 4
"""Days that are lived once more with agents, whose single visits can be read."""
METRICS_USED = (
    "minutes_per_engaged_visit", "minutes_per_active_user_day", "bounce_rate", "retention_d1", "retention_d7",
    "retention_d30", "checkout_dropout", "return_rate", "interaction_rate", "dau_over_mau",
    "repurchase_rate_month", "repurchase_rate", "conversion", "click_through_rate",
)  # fmt: skip


def moments(run: LongRun) -> dict[str, float]:
    """Name -> simulated value of every pattern; the run's world moves on by a few days."""
    everybody = np.ones(len(run.outcome.people), bool)
    values = {name: evaluate(run.outcome, name, everybody).value for name in METRICS_USED}
    values |= {name: pattern(run) for name, pattern in PATTERNS.items()}
    return values | visit_patterns(run) | run.levels()


def uninstalled_30d(run: LongRun) -> float:
    """Of the users who joined 30 or more days before the end, the share gone within 30 days (W39)."""
    state = run.world.state
    mature = (state["joined"] >= 0) & (state["joined"] <= run.outcome.days - 31)
    gone = state["gone"] - state["joined"] <= 30
    return float(gone[mature].mean())


def problem_rate(run: LongRun) -> float:
    """The expected share of orders with a problem (W33): the rule's chance at each order's host."""
    fixed = run.world.fixed
    hosts, values = fixed.hosts, fixed.values
    gap = hosts["quality"] - 0.5 - values["overclaim"] * (1.0 - hosts["honesty"])
    chance = np.array([problem_probability(float(g), SimpleNamespace(**values)) for g in gap])
    return float(chance[run.outcome.orders["host"]].mean())


def mau_drift(run: LongRun) -> float:
    """Relative change of MAU over the last 90 days."""
    mau = run.outcome.level("mau").sum(axis=1)
    return float(mau[-1] / mau[-91] - 1.0)


def visit_patterns(run: LongRun) -> dict[str, float]:
    """Quantiles of visit length over the mean (W02, W03), and state dependence of buying (W08)."""
    bought = {(int(o["user"]), int(o["host"])) for o in run.outcome.orders}
    engine = AgentEngine()
    engine.keep_days = True
    for _ in range(DIARY_DAYS):
        live_one(run.world, engine)
    minutes: list[float] = []
    tried, ordered = [0, 0], [0, 0]
    for day in engine.days:
        for row, done in day.items():
            for n in range(int(done["visits"])):
                marks = int(done["visit_marks"][n])
                minutes.append(done["visit_milli"][n] / 1000.0)
                if not marks & BOUNCED:
                    known = (row, int(done["visit_room"][n])) in bought
                    tried[known] += 1
                    ordered[known] += bool(marks & ORDERED)
    length = np.array(minutes)
    rates = [ordered[k] / max(1, tried[k]) for k in (0, 1)]
    return {
        "visit_p90_over_mean": float(np.quantile(length, 0.9) / length.mean()),
        "visit_p99_over_mean": float(np.quantile(length, 0.99) / length.mean()),
        "favourite_order_ratio": rates[1] / rates[0] if rates[0] > 0 else float("nan"),
    }


PATTERNS: dict[str, Callable[[LongRun], float]] = {
    "uninstalled_30d": uninstalled_30d,
    "problem_rate": problem_rate,
    "mau_drift": mau_drift,
}
