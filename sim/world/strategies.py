"""From a plan to numbers: a strategy in one world, and the parameter table of a day."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter

import numpy as np

from sim.base.errors import ScenarioError
from sim.base.message import said
from sim.base.params import PARAMETERS, names, row_dtype
from sim.chance import decisions
from sim.chance.draws import ALTERNATIVES, day_key, uniform
from sim.levers import CRISIS, LEVERS, Edit
from sim.scenario.plan import Strategy
from sim.world.timing import Outbreak, Timing

MOST_PROFILES = 4096
COUPON_COUNTS = ("granted", "used", "expired", "void")
"""What is counted of the coupons of a strategy: granted, and how they left users' hands."""


@dataclass
class PlanBudget:
    """What all strategies of a world together may spend [yuan, at the planner's scale], and when it was used up."""

    yuan: float
    yuan_scale: float = 1.0
    ended: int | None = None

    @property
    def fen(self) -> float:
        """The budget at the scale of the simulation [fen]."""
        return 100.0 * self.yuan / self.yuan_scale


@dataclass
class Active:
    """A strategy in one world: its drawn strength and the people or hosts it can reach.

    `mask` is over people or over hosts, as the lever says. `ended` is the day on which its budget ran out;
    `paused`: it does not act for now, as in the untreated blocks of an experiment.
    Money is in fen at the scale of the simulation, `yuan_scale` real yuan for one of it; `users_charged` and
    `room_events` hold what was charged already, `dearest` the most that events of one day cost. `refused`: its
    budget could not reserve all of today's coupons. `coupons`: how many were granted and how they ended [weighted].
    """

    plan: Strategy
    strength: float
    mask: np.ndarray
    timing: Timing
    budget_fen: float | None = None
    yuan_scale: float = 1.0
    ended: int | None = None
    spent_fen: float = 0.0
    begun: bool = False
    paused: bool = False
    refused: bool = False
    users_charged: float = 0.0
    dearest: float = 0.0
    room_events: dict[str, float] = field(default_factory=dict)
    coupons: dict[str, float] = field(default_factory=lambda: dict.fromkeys(COUPON_COUNTS, 0.0))
    reached: np.ndarray = field(default_factory=lambda: np.zeros(0, bool))
    crisis: Outbreak = field(default_factory=Outbreak)

    @property
    def on_rooms(self) -> bool:
        """True when the lever writes the parameters of rooms."""
        return LEVERS[self.plan.lever].reach == "rooms"

    @property
    def kind(self) -> str:
        """Whether it is a strategy, a crisis or a response."""
        return LEVERS[self.plan.lever].kind

    @property
    def writes(self) -> tuple[str, ...]:
        """The parameters that it may write: its lever's, but for those that its plan holds back."""
        own = LEVERS[self.plan.lever].writes
        return own if self.plan.only is None else tuple(name for name in own if name in self.plan.only)

    @property
    def priced(self) -> bool:
        """True when its cost is known: the scenario states one, or it grants coupons, whose face value is stated."""
        return self.plan.cost.stated or LEVERS[self.plan.lever].grants

    @property
    def costs_more(self) -> bool:
        """True when it costs something besides its fixed cost: by user, event or coupon."""
        cost = self.plan.cost
        return cost.per_user is not None or bool(cost.per_event) or LEVERS[self.plan.lever].grants

    @property
    def commits(self) -> bool:
        """True when it promises money in the morning: for users whom it reaches, or coupons whose value it reserves."""
        return bool(self.plan.cost.per_user) or self.plan.cost.reserve

    def level(self, day: int) -> float:
        """The strength in force on `day`: drawn x ramp, or heat; 0 when it does not act or the budget ran out."""
        if self.kind == CRISIS:
            return self.strength * self.crisis.heat
        if self.paused or (self.ended is not None and day >= self.ended):
            return 0.0
        return self.strength * self.timing.level(day)


def strength_of(plan: Strategy, seed: int, fixed: bool) -> float:
    """The strength in one replicate: drawn by the strategy's name, or the typical one when `fixed`.

    By name, so that the order of strategies does not matter and a strategy alone is as strong as among others.
    """
    if fixed:
        return plan.strength.typical
    return plan.strength.at(uniform(day_key(seed, 0, 0), decisions.STRENGTH, alternative_of(plan.name)))


def alternative_of(name: str) -> int:
    """The alternative under which a named thing is drawn: by its name, so that a new one moves no other."""
    return zlib.crc32(name.encode()) % ALTERNATIVES


def assign_profiles(kinds: np.ndarray, masks: Sequence[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """The profile of everybody and, for each profile, (kind, bits of strategies): the combinations in use.

    Raises ScenarioError when more than 4,096 combinations are in use.
    """
    bits = np.zeros(len(kinds), np.int64)
    for s, mask in enumerate(masks):
        bits |= mask.astype(np.int64) << s
    combined = (bits << 16) | kinds
    used, profile = np.unique(combined, return_inverse=True)
    if len(used) > MOST_PROFILES:
        raise ScenarioError(
            said("{count:,} combinations of segments and strategies are in use; at most {most:,} are "
                 "allowed: use fewer strategies, or fewer that reach a share of the same users",
                 count=len(used), most=MOST_PROFILES)
        )
    return profile.astype(np.int64), np.stack([used & 0xFFFF, used >> 16], axis=1)


def reached_profiles(combos: np.ndarray | None, s: int) -> np.ndarray:
    """bool [profile]: which profiles strategy `s` reaches today."""
    assert combos is not None
    return (combos[:, 1] >> s & 1).astype(bool)


def table_of(scope: str, base: Sequence[Mapping[str, float]], combos: np.ndarray, levels: Sequence[float],
             actives: Sequence[Active], clipped: dict[str, float]) -> np.ndarray:
    """One row of a scope's parameters for each (base index, strategy bits) in `combos`.

    Strategies write add, then factor, then bounds; `clipped` collects values that met their bounds.
    """
    table = np.zeros(len(combos), row_dtype(scope))
    values_of = itemgetter(*names(scope))
    for row, (index, bits) in enumerate(combos):
        edit = Edit()
        for s, active in enumerate(actives):
            if bits >> s & 1:
                write(edit, active, levels[s], base[0])
        values = base[index]
        table[row] = values_of(values)
        for name in edit.changes():
            if PARAMETERS[name].scope == scope:
                table[name][row] = bounded(name, values[name], edit, clipped)
    return table


def write(edit: Edit, active: Active, level: float, sizes: Mapping[str, float]) -> None:
    """Let one strategy's lever write its changes at today's strength `level`."""
    lever = LEVERS[active.plan.lever]
    edit.writes, edit.only = lever.writes, active.plan.only
    options = {option.name: option_of(active.plan, option.name) for option in lever.options}
    lever.apply(edit, level, options, sizes)


def option_of(plan: Strategy, name: str) -> float:
    """The value of a lever's option in a strategy: the stated one, or the default."""
    if name in plan.options:
        return plan.options[name]
    return next(option.default for option in LEVERS[plan.lever].options if option.name == name)


def bounded(name: str, value: float, edit: Edit, clipped: dict[str, float]) -> float:
    """The value after add and factor, inside its bounds; a cut one is noted in `clipped`."""
    raw = edit.changed(name, value)
    entry = PARAMETERS[name]
    result = min(entry.high, max(entry.low, raw))
    if result != raw:
        clipped[name] = raw
    return result

