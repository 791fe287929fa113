"""What people do, one behaviour a file. Importing this package declares the parameters of all rules."""

from __future__ import annotations

from sim.users.rules import (
    choose,
    churn,
    community,
    coupon,
    fatigue,
    favourite,
    habit,
    interact,
    needs,
    news,
    order,
    outage,
    part,
    presence,
    returns,
    satisfaction,
    seed,
    stage,
    trust,
    visit,
    watch,
)

__all__ = ["choose", "churn", "community", "coupon", "fatigue", "favourite", "habit", "interact", "needs", "news",
           "order", "outage", "part", "presence", "returns", "satisfaction", "seed", "stage", "trust", "visit", "watch"]
