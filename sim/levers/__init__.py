"""Strategies a planner can choose, by theme. Importing this package fills the registry."""

from __future__ import annotations

import sim.cast.hosts  # noqa: F401  (declares what levers about rooms write)
import sim.users.rules  # noqa: F401  (declares what levers about users write)
from sim.levers import (
    audience,
    communities,
    content,
    crises,
    crossborder,
    responses,
    service,
    social,
    technology,
    trust,
)
from sim.levers.base import COUPONS, CRISIS, KINDS, LEVERS, RESPONSE, STRATEGY, Edit, Lever, Option, is_crisis

__all__ = ["COUPONS", "CRISIS", "KINDS", "LEVERS", "RESPONSE", "STRATEGY", "Edit", "Lever", "Option", "audience",
           "communities", "content", "crises", "crossborder", "is_crisis", "responses", "service", "social",
           "technology", "trust"]
