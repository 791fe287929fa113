"""What a contrast is: a reported effect, its people and place, and how to read it off simulated worlds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from calibration.evidence import Fact
from sim.base.params import PARAMETERS
from sim.levers import LEVERS
from sim.outcomes.outcome import Outcome
from sim.scenario.plan import Population, Strategy, Strength, Where, Who

FULL = Strength(1.0, 1.0, stated=True)
DAYS = 42
"""Horizon of a contrast whose source does not say its own [days]."""
CHANGE, LEVEL, ADDED = "change", "level", "added"
"""How the reported number compares: treated over untreated world less 1, the treated level itself, treated less
untreated."""


def ranks(every: int, count: int) -> range:
    """Of `count` hosts every so-manyth by rank, from the middle of the first ones on."""
    return range(every // 2, count, every)


@dataclass(frozen=True)
class Contrast:
    """One reported effect, and how to read it.

    Attributes:
        evidence: id of the row. lever: what is pulled, from day 0 on.
        metric, segment: what is read (a metric, or what the reading itself makes), and of whom; a lever about
            users reaches this segment.
        read: how it is read; a function of an outcome and this contrast.
        size: the lever-scope parameter that the row sets, "" where it sets none.
        kind: one of CHANGE, LEVEL, ADDED.
        categories: whose rooms are changed; all rooms when there are none.
        every: of all rooms every so-manyth is changed, by rank, so that great and small hosts are among them.
        days: horizon. worlds: how many are averaged, so that the luck of the mean is about a hundredth.
        parameters: set in both worlds. upto: the greatest size that is tried, the parameter's own bound when None.
        both: how a contrast about members is read, whom the treated world alone knows: off both worlds at once, in
            place of `read`; gives (before, after).
    """

    evidence: str
    lever: str
    metric: str
    read: Callable[[Outcome, Contrast], float]
    segment: str = "all"
    size: str = ""
    kind: str = CHANGE
    categories: tuple[str, ...] = ()
    every: int = 1
    days: int = DAYS
    worlds: int = 2
    parameters: tuple[tuple[str, float], ...] = ()
    upto: float | None = None
    both: Callable[[Outcome, Outcome, Contrast], tuple[float, float]] | None = None

    @property
    def strategies(self) -> tuple[Strategy, ...]:
        """The lever pulled at full strength."""
        return self.pulled(FULL)

    def pulled(self, strength: Strength) -> tuple[Strategy, ...]:
        """The lever pulled for the segment, in all rooms, in those of every category, or in every so-manyth.

        All bear one name, so that a strength which is drawn is drawn once.
        """
        if LEVERS[self.lever].reach == "users":
            return (Strategy(self.lever, who=Who(self.segment), strength=strength, name=self.lever),)
        where = [Where(category=name) for name in self.categories] or [Where()]
        if self.every > 1:
            where = [Where(host=host) for host in ranks(self.every, Population().hosts)]
        return tuple(Strategy(self.lever, where=place, strength=strength, name=self.lever) for place in where)

    @property
    def bracket(self) -> tuple[float, float]:
        """The sizes between which the search looks."""
        bounds = PARAMETERS[self.size]
        return bounds.low, bounds.high if self.upto is None else self.upto

    def reported(self, row: Fact) -> float:
        """The number of its row that the simulated one is compared with."""
        return row.relative_change[0] if self.kind == CHANGE else row.after[0]

    def pair(self, untreated: Outcome, treated: Outcome) -> tuple[float, float]:
        """What is read of the two worlds: (before, after)."""
        if self.both is not None:
            return self.both(untreated, treated, self)
        return self.read(untreated, self), self.read(treated, self)

    def compare(self, before: float, after: float) -> float:
        """The simulated number, from what is read `before` (untreated) and `after` (treated); NaN for no number."""
        if self.kind == CHANGE:
            return after / before - 1.0 if before else float("nan")
        return after if self.kind == LEVEL else after - before
