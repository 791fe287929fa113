"""What became of budgets and coupons, over all replicates."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from sim.paired.tables import told_rows
from sim.paired.timeline import by_arm
from sim.replicate.record import Record
from sim.scenario.plan import Scenario

COUPONS = ("granted", "used", "expired", "void", "in_hand")
YUAN = ("budget", "spent", "reserved", "left")
KEYS = ["arm", "strategy", "lever"]
BUDGETS = ["scenario", "strategy", "lever", "ended", "times", "n", *COUPONS, *YUAN]


def budgets(records: Sequence[Record], arms: Sequence[Scenario]) -> pd.DataFrame:
    """BUDGETS: the median day from which a strategy's budget was used up, in `times` of `n` replicates.

    Beside it the means over the replicates of COUPONS [coupons] and YUAN [yuan] at the planner's scale
    (`sim.outcomes.outcome.Account`); what a strategy does not have is blank. granted = used + expired + void + in_hand,
    and budget = spent + reserved + left. A plan with a budget of its own has a row too, whose strategy is PLAN
    (`sim.outcomes.outcome`).
    """
    rows = []
    kept = told_rows(records, "accounts", [*KEYS, "ended", *COUPONS, *YUAN])
    for names, part in by_arm(kept, arms, KEYS):
        ended, means = part["ended"].astype(float), part[[*COUPONS, *YUAN]].astype(float).mean()
        rows.append((*names, ended.median(), int(ended.count()), len(records), *means))
    return pd.DataFrame(rows, columns=BUDGETS)
