"""What to do with each scenario, and in which order: the rule behind the recommendation of page one.

    stop          it surely harms a group (`sim.paired.harm`), or a primary outcome is worse
    unprofitable  its net benefit is known and positive in at most PAYS_RARELY of the draws
    roll_out      a primary outcome is better by its worth for sure, and it pays in PAYS_MOSTLY of the draws or more
                  where that is known
    test          a primary outcome is better or may be, by its worth
    skip          every primary outcome is surely too small to matter, or can only be harmed
    endure        it has a crisis that the baseline has not: nobody chooses it, and what answers it is to be compared
                  with the same crisis as the baseline
    unknown       it names no outcome, or too little was simulated

Within an action the scenario comes first whose best primary outcome reaches its worth in the most draws. Scenarios
may name different outcomes and groups; the order is about reaching what each was meant for.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import pandas as pd

from sim.levers import is_crisis
from sim.paired import verdict as said
from sim.scenario.plan import Scenario

ROLL_OUT, TEST, UNKNOWN, SKIP, UNPROFITABLE, STOP = "roll_out", "test", "unknown", "skip", "unprofitable", "stop"
ENDURE = "endure"
ACTIONS = (ROLL_OUT, TEST, UNKNOWN, SKIP, UNPROFITABLE, STOP, ENDURE)
PAYS_RARELY, PAYS_MOSTLY = 0.1, 0.9
COLUMNS = ["place", "scenario", "action", "metric", "segment", "reaches_draws", "n", "harmed"]


def advice(table: pd.DataFrame, harms: pd.DataFrame, benefit: pd.DataFrame, arms: Sequence[Scenario]) -> pd.DataFrame:
    """COLUMNS, one row per scenario in the recommended order.

    `metric` and `segment` are of the primary outcome that reaches its worth most often, blank without one;
    `harmed` counts the groups and outcomes surely harmed.
    """
    pays = benefit.set_index("scenario")["paying_draws"] / benefit.set_index("scenario")["n"].where(lambda n: n > 0)
    rows = []
    for arm in arms[1:]:
        primary = table[(table["scenario"] == arm.name) & table["primary"]].to_dict("records")
        best = max(primary, key=_reaching, default=None)
        harmed = int((harms["scenario"] == arm.name).sum())
        action = ENDURE if has_new_crisis(arm, arms[0]) else _action(primary, harmed, float(pays[arm.name]))
        rows.append((arm.name, action, best["metric"] if best else "", best["segment"] if best else "",
                     best["reaches_draws"] if best else math.nan, best["n"] if best else 0, harmed,
                     _reaching(best) if best else (-1.0, 0.0)))  # fmt: skip
    rows.sort(key=lambda row: (ACTIONS.index(row[1]), *(-value for value in row[-1])))
    return pd.DataFrame([(place, *row[:-1]) for place, row in enumerate(rows, 1)], columns=COLUMNS)


def has_new_crisis(arm: Scenario, baseline: Scenario) -> bool:
    """Whether a crisis strikes the world of an arm that does not strike the baseline: then it is no option."""
    known = {strategy.name for strategy in baseline.strategies}
    return any(is_crisis(strategy.lever) and strategy.name not in known for strategy in arm.strategies)


def _reaching(row: dict[str, Any]) -> tuple[float, float]:
    """(share of draws that reach the worth, the chance to be better) of a primary outcome; -1 where it is unknown."""
    share = row["reaches_draws"] / row["n"] if row["n"] and math.isfinite(row["reaches_draws"]) else -1.0
    better = row["probability_better"]
    return share, better if math.isfinite(better) else -1.0


def _action(primary: Sequence[dict[str, Any]], harmed: int, pays: float) -> str:
    """What to do, from the rows of the primary outcomes, the groups harmed and the share of draws that pay."""
    verdicts = {(row["verdict"], row["outlook"]) for row in primary}
    words = {word for word, _ in verdicts}
    if harmed or said.WORSE in words:
        return STOP
    if pays <= PAYS_RARELY:
        return UNPROFITABLE
    if (said.BETTER, "") in verdicts and not pays < PAYS_MOSTLY:
        return ROLL_OUT
    hopeful = {(said.MAY_MATTER, said.MAY_HELP), (said.MAY_MATTER, said.EITHER_WAY)}
    if said.BETTER in words or hopeful & verdicts:
        return TEST
    return UNKNOWN if not words or said.UNDECIDED in words else SKIP
