"""LC1 in mesa-frames: users are the rows of a Polars table, opening and evening are expressions over its columns.

The keyed draws are NumPy's and join the table as a column; what openers do is that of whole_columns.py on their rows.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import version as version_of

import numpy as np
import polars as pl
from mesa_frames import AgentSetPolars, ModelDF

from benchmarks.peers import keyed as draw
from benchmarks.peers import story as of
from benchmarks.peers.story import K, Totals
from benchmarks.peers.whole_columns import day_of_openers

GIVEN = ("sensitivity", "watch_own", "buy_own", "looks", "favourite")


def version() -> str:
    """The tool's version."""
    return f"mesa-frames {version_of('mesa-frames')} (Polars {pl.__version__})"


def ready(users: int) -> Callable[[int], Totals]:
    """A function that lives a day of so many users."""
    model = ModelDF()
    crowd = Users(model, users)
    model.agents += crowd

    def day_of(day: int) -> Totals:
        crowd.day = day
        model.agents.do("step")
        return crowd.totals

    return day_of


class Users(AgentSetPolars):
    """All users; `totals` is what was counted on the last day lived."""

    def __init__(self, model: ModelDF, users: int) -> None:
        super().__init__(model)
        self.day, self.totals = 0, Totals()
        columns = vars(of.people_of(users))
        self.interest = columns.pop("interest")
        self += pl.DataFrame({"unique_id": np.arange(users), **columns})

    def step(self) -> None:
        """Live one day of all."""
        day, c = self.day, pl.col
        keys = draw.day_keys(of.SEED, day, self.agents["unique_id"].to_numpy())
        x = (K.open_intercept + c("own") + K.open_habit * c("habit")
             + K.open_satisfaction * (c("satisfaction") - K.satisfaction_pivot)
             - K.open_fatigue * (c("fatigue") - K.fatigue_pivot)
             - K.open_idle * (day - c("last_open")).clip(upper_bound=of.LONGEST_IDLE + 1).cast(pl.Float64).log())
        opens = pl.Series(draw.uniforms(keys, of.OPEN)) < 1.0 / (1.0 + (-x.clip(-of.STEEPEST, of.STEEPEST)).exp())
        who = self.agents.select(opens.arg_true()).to_series().to_numpy()
        given = {name: self.agents[name].to_numpy()[who] for name in GIVEN}
        visits = day_of_openers(keys[who], of.rooms_of(day), self.interest[who], **given)
        self.totals = visits.totals
        self.agents = self.evening(self.agents, who, visits)

    def evening(self, agents: pl.DataFrame, who: np.ndarray, visits: object) -> pl.DataFrame:
        """The table after the day."""
        c, full = pl.col, {}
        for name in ("minutes", "fit", "same"):
            full[name] = np.zeros(len(agents))
            full[name][who] = getattr(visits, name)
        for name, value in (("last_open", self.day), ("looks", visits.looks), ("favourite", visits.favourite)):
            full[name] = agents[name].to_numpy().copy()
            full[name][who] = value
        minutes, saturation = c("minutes"), 1.0 - (-c("minutes") / K.saturation_minutes).exp()
        satisfied = c("satisfaction") + K.satisfaction_drift * (K.satisfaction_level - c("satisfaction"))
        lifted = K.satisfaction_watch * (c("fit") / of.PIVOT) * saturation * (1.0 - satisfied)
        return agents.with_columns(**{name: pl.Series(values) for name, values in full.items()}).with_columns(
            habit=pl.when(minutes > 0.0).then(c("habit") + K.habit_rate * (1.0 - c("habit")) * saturation)
            .otherwise(c("habit") * (1.0 - K.habit_loss)),
            satisfaction=satisfied + pl.when(minutes > 0.0).then(lifted).otherwise(0.0),
            fatigue=c("fatigue") + K.fatigue_rate * (c("same") - c("fatigue")),
        ).drop("minutes", "fit", "same")
