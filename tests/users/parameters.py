"""Parameters and people for tests of single rules: the defaults, and what hypothesis may try instead."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from hypothesis import strategies as st

import sim.users.rules  # noqa: F401  (declares the parameters of all rules)
from sim.base.params import PARAMETERS, defaults, names
from sim.users.rules.favourite import NOBODY

USUAL = {name: defaults()[name] for name in names("user")}

share = st.floats(0.0, 1.0)
logit = st.floats(-4.0, 4.0)
minutes = st.floats(0.0, 600.0)
idle_days = st.integers(0, 2000)
harms = st.floats(0.0, 5.0)
LONG_AGO = -(10**9)
"""A day before all days."""


def table(**changes: float) -> Any:
    """The user-scope parameters with some `changes`."""
    return SimpleNamespace(**USUAL | changes)


def tables(*free: str) -> st.SearchStrategy[Any]:
    """Tables in which the parameters named in `free` take any value within their bounds."""
    bounds = {name: st.floats(PARAMETERS[name].low, PARAMETERS[name].high) for name in free}
    return st.fixed_dictionaries(bounds).map(lambda changes: table(**changes))


def person(**changes: Any) -> Any:
    """A user in the middle of every scale, with some `changes`."""
    middle = {"own": 0.0, "habit": 0.4, "satisfaction": 0.5, "fatigue": 0.3, "annoyance": 0.0, "good": 0.0, "bad": 0.0,
              "grievance": 0.0, "stock": 0.0, "received": 0, "sent_back": 0, "coupon_fen": 0, "coupon_until": LONG_AGO,
              "favourite": NOBODY, "attachment": 0.0, "second": NOBODY, "second_tie": 0.0,
              "belonging": 0.0}  # fmt: skip
    return SimpleNamespace(**middle | changes)


def people() -> st.SearchStrategy[Any]:
    """Anybody."""
    return st.builds(person, own=logit, habit=share, satisfaction=share, fatigue=share, annoyance=st.floats(0, 3),
                     grievance=harms)


def changed(user: Any, **changes: Any) -> Any:
    """The same person, but for some `changes`."""
    return SimpleNamespace(**vars(user) | changes)

