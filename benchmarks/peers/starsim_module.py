"""LC1 in Starsim: a module with states, stepped by its loop; in NumPy, as Starsim's own modules are.

Its random numbers are replaced by the keyed draws, the rules on the states' arrays are those of whole_columns.py.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields

import numpy as np
import starsim as ss

from benchmarks.peers import story as of
from benchmarks.peers.story import People, Totals
from benchmarks.peers.whole_columns import live

ss.options(precision=64)  # else its states are of 32 bits, and totals differ
MOST_DAYS = 400
WHOLE = ("last_open", "looks", "favourite")


def version() -> str:
    """The tool's version."""
    return f"Starsim {ss.__version__}"


def ready(users: int) -> Callable[[int], Totals]:
    """A function that lives a day of so many users."""
    module = LC1()
    sim = ss.Sim(n_agents=users, modules=module, copy_inputs=False, verbose=0,
                 start="2025-03-01", dur=ss.days(MOST_DAYS), dt=ss.days(1))
    sim.init()

    def day_of(day: int) -> Totals:
        sim.run_one_step()
        assert module.day == day + 1
        return module.totals

    return day_of


class LC1(ss.Module):
    """Users with the fields of `People`; `totals` is what was counted on the last day lived."""

    def __init__(self) -> None:
        super().__init__(name="lc1")
        columns = [field.name for field in fields(People) if field.name != "interest"]
        self.define_states(*(ss.IntArr(name) if name in WHOLE else ss.FloatArr(name) for name in columns))
        self.day, self.totals = 0, Totals()

    def init_post(self) -> None:
        """Give everybody his first state."""
        super().init_post()
        people = of.people_of(len(self.sim.people))
        self.interest, self.ids = people.interest, np.arange(len(people))
        for name, column in vars(people).items():
            if name != "interest":
                getattr(self, name)[:] = column

    def step(self) -> None:
        """Live one day of all."""
        states = {field.name: getattr(self, field.name) for field in fields(People)}
        people = People(**{name: np.asarray(state.values if name != "interest" else state)
                           for name, state in states.items()})
        self.totals = live(people, self.ids, of.rooms_of(self.day), self.day)
        for name, state in states.items():
            if name != "interest":
                state[:] = getattr(people, name)
        self.day += 1
