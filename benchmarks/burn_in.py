"""Why thirty days of burn-in: how levels settle after the start from donors (`python -m benchmarks.burn_in`)."""

from __future__ import annotations

from pathlib import Path

import matplotlib

matplotlib.use("svg")
import matplotlib.pyplot as plt
import numpy as np

from sim.cast.fit import start
from sim.chance.draws import mixed_seed
from sim.engines.kernel import CompiledEngine
from sim.replicate.days import live_one
from sim.replicate.past import BURN_IN, values_of
from sim.scenario.plan import Population, Scenario
from sim.users.counts import COUNTS, LEVELS
from sim.world.people import Beginning
from sim.world.world import create

FIGURE = Path(__file__).resolve().parent.parent / "docs" / "img" / "burn_in.svg"
DAYS, USERS, SEEDS = 120, 6_000, (1, 2, 3)
SHOWN = {
    "monthly active users": ("mau", None),
    "daily among monthly users": ("dau", "mau"),
    "engaged minutes per user and day": ("milliminutes", "joined_users"),
    "mean habit": ("habit_micro", "joined_users"),
    "mean trust": ("trust_micro", "joined_users"),
    "mean satisfaction": ("satisfaction_micro", "joined_users"),
}


def levels(seed: int) -> np.ndarray:
    """Counts [day, LEVELS + COUNTS] of a baseline from its first morning, under parameters drawn from their priors."""
    own = mixed_seed(seed)
    values = values_of(Scenario("baseline", seed=seed), 0, False).values
    world = create(Beginning(Population(users=USERS), values, own, 0, DAYS, start()))
    engine = CompiledEngine(1)
    for _ in range(DAYS):
        live_one(world, engine)
    return np.stack(world.daily).sum(axis=1)


def main() -> None:
    """Draw each level against its mean over the last thirty days, with the end of the burn-in marked."""
    names = LEVELS + COUNTS
    figure, axes = plt.subplots(2, 3, figsize=(10, 5), sharex=True, layout="constrained")
    for seed in SEEDS:
        counts = levels(seed).astype(float)
        for axis, (title, (top, bottom)) in zip(axes.flat, SHOWN.items(), strict=True):
            series = counts[:, names.index(top)]
            if bottom:
                series = series / counts[:, names.index(bottom)]
            axis.plot(series / series[-30:].mean(), linewidth=1)
            axis.set_title(title, fontsize=9)
    for axis in axes.flat:
        axis.axvline(BURN_IN, color="0.5", linestyle=":")
        axis.set_ylim(0.75, 1.25)
    figure.supxlabel(f"days since the start from donors; dotted: end of the burn-in; {len(SEEDS)} seeds", fontsize=9)
    figure.supylabel("level / its mean over days 90 to 120", fontsize=9)
    figure.savefig(FIGURE, metadata={"Date": None})


if __name__ == "__main__":
    main()
