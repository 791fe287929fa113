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
    order,
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

__all__ = ["choose", "churn", "community", "coupon", "fatigue", "favourite", "habit", "interact", "order",
           "part", "returns", "satisfaction", "stage", "trust", "visit", "watch"]
