"""What people do, one behaviour a file. Importing this package declares the parameters of all rules."""

from __future__ import annotations

from sim.users.rules import (
    choose,
    churn,
    coupon,
    fatigue,
    favourite,
    habit,
    interact,
    news,
    order,
    outage,
    returns,
    satisfaction,
    stage,
    trust,
    visit,
    watch,
)

__all__ = ["choose", "churn", "coupon", "fatigue", "favourite", "habit", "interact", "news", "order", "outage",
           "returns", "satisfaction", "stage", "trust", "visit", "watch"]
