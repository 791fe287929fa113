"""Noise or effect? One world with a strategy in a line-up of worlds without one: can anybody see which it is?

All worlds of a line-up begin as one and have luck of their own from day 0 on, so that those without a strategy differ
from the grey world by luck alone (A/A). A line-up (Buja et al. 2009) is a test by eye:
who guesses is right once in PANELS.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from sim.chance.draws import mixed_seed
from sim.outcomes.outcome import Outcome
from sim.running.question import simulate
from sim.scenario.load import load_scenario

PANELS = 6
LETTERS = "ABCDEF"
WEEK, BEFORE = 7, 4
"""Days of a point, and weeks shown before the worlds part."""
PLACE = 1_000
"""Beside the number of a line-up, in the draw of where its strategy stands."""


@dataclass(frozen=True)
class Size:
    """How large the worlds of a line-up are: users, and days lived after they part."""

    users: int = 1000
    days: int = 84


BANK: tuple[dict[str, Any], ...] = (
    {"lever": "push_messages", "options": {"per_week": 3}},
    {"lever": "push_messages", "options": {"per_week": 1}},
    {"lever": "coupons", "options": {"value": "10 yuan", "every": "14d"}},
    {"lever": "shorter_streams"},
    {"lever": "interactive_segments"},
    {"lever": "elder_mode"},
    {"lever": "after_sales"},
    {"lever": "authentic_host"},
)
"""Strategies that stand in a line-up: some can be seen in a world of this size, some cannot."""


@dataclass(frozen=True)
class LineUp:
    """Daily active users [simulated people, mean of a week] of the grey world and of PANELS others.

    `weeks`: 0 begins on the day on which the worlds part. `answer`: which panel has the strategy `lever`.
    """

    lever: str
    answer: int
    weeks: np.ndarray
    grey: np.ndarray
    panels: Sequence[np.ndarray]

    @property
    def letter(self) -> str:
        """The right answer."""
        return LETTERS[self.answer]

    @property
    def changes(self) -> np.ndarray:
        """[panel, week]: how far each world lies above the grey one, as a share of it, since they parted."""
        since = self.weeks >= 0
        return np.stack([panel[since] / self.grey[since] - 1.0 for panel in self.panels])


def line_up(seed: int, number: int, size: Size | None = None) -> LineUp:
    """Line-up `number` (from 0) of a hidden seed: no strategy comes twice before all came once."""
    size = size or Size()
    order = sorted(range(len(BANK)), key=lambda one: mixed_seed(seed, one))
    strategy = BANK[order[number % len(BANK)]]
    answer = mixed_seed(seed, PLACE + number) % PANELS
    world = {"extends": "baseline", "population": {"users": size.users}, "horizon": {"days": size.days},
             "seed": mixed_seed(seed, 2 * PLACE + number) % 2**52}
    grey = load_scenario({"name": "grey", **world}, judged=False)
    treated = load_scenario({"name": "treated", **world, "strategies": [strategy]}, judged=False)
    arms = [treated if place == answer else replace(grey, name=LETTERS[place]) for place in range(PANELS)]
    lived = simulate((grey, *arms), replicate=number, fixed=True, luck="independent")
    weeks, *lines = _weekly(lived.outcomes)
    return LineUp(strategy["lever"], answer, weeks, lines[0], lines[1:])


def _weekly(outcomes: Sequence[Outcome]) -> list[np.ndarray]:
    """[week], then for every world its daily active users, weekly means."""
    first = -BEFORE * WEEK
    lines = []
    for outcome in outcomes:
        active = (outcome.level("dau") * outcome.kind_weight).sum(axis=1)[first - outcome.first_day :]
        lines.append(active[: len(active) // WEEK * WEEK].reshape(-1, WEEK).mean(axis=1))
    return [np.arange(len(lines[0])) - BEFORE, *lines]


def by_guessing(right: int, asked: int) -> float:
    """The chance (0..1) of at least so many right answers for somebody who guesses."""
    from scipy.stats import binom  # a second that playing need not wait for

    return float(binom.sf(right - 1, asked, 1.0 / PANELS))


def drawn_line(changes: Sequence[float], most: float, signs: str) -> str:
    """Changes as a line of `signs` from lowest to highest, the middle ones around 0; `most` is at either end."""
    span = most or 1.0
    steps = len(signs) - 1
    return "".join(signs[round(steps * (min(1.0, max(-1.0, change / span)) + 1) / 2)] for change in changes)
