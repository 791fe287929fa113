"""What a lever is: a small function that writes the parameters it declares, and nothing else.

Strategies write `add` first and `factor` second, then values are cut to their bounds, so the order of
strategies never matters. At strength 0 a lever writes `add 0` and `factor 1`: the baseline to the bit.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sim.base.errors import unknown
from sim.base.message import said
from sim.base.params import PARAMETERS
from sim.base.registry import Registry

COUPONS = ("task_reward", "winback_coupon", "coupon_value", "apology_coupon")
"""The parameters that make the platform grant coupons; of several on one day a user gets the first."""

STRATEGY, CRISIS, RESPONSE = KINDS = ("strategy", "crisis", "response")
COURSES = ("moment", "fades", "lasts")
"""A crisis is over on the evening of its first day, or its heat fades, or it lasts as long as its plan says."""


@dataclass(frozen=True)
class Option:
    """An own setting of a lever that a scenario may state, such as the likes a task needs."""

    name: str
    default: float
    unit: str
    low: float
    high: float


@dataclass
class Edit:
    """The changes that strategies make to one profile's parameters, and how they answer crises.

    `writes`: what the lever at work declares. `only`: of these the ones that are kept, None for all of them.
    """

    writes: tuple[str, ...] = ()
    only: tuple[str, ...] | None = None
    adds: dict[str, list[float]] = field(default_factory=dict)
    answers: list[tuple[float, float]] = field(default_factory=list)
    pays: list[float] = field(default_factory=list)
    factors: dict[str, list[float]] = field(default_factory=dict)

    def add(self, name: str, amount: float) -> None:
        """Add `amount` [the parameter's unit] to a declared parameter."""
        if self._kept(name):
            self.adds.setdefault(name, []).append(amount)

    def factor(self, name: str, factor: float) -> None:
        """Multiply a declared parameter by `factor`."""
        if self._kept(name):
            self.factors.setdefault(name, []).append(factor)

    def cool(self, hour: float, factor: float) -> None:
        """Multiply what is left of a crisis' heat by `factor` from so many hours [h] after its outbreak on."""
        if self._answers():
            self.answers.append((hour, factor))

    def pay(self, hour: float) -> None:
        """Grant the `apology_coupon` so many hours [h] after the outbreak of a crisis."""
        if self._answers():
            self.pays.append(hour)

    def changes(self) -> tuple[str, ...]:
        """The names of all that is changed."""
        return tuple(dict.fromkeys((*self.adds, *self.factors)))

    def changed(self, name: str, value: float) -> float:
        """`value` after all changes: rounded once, or in one order, so that the order of strategies never matters."""
        return (value + math.fsum(self.adds.get(name, ()))) * math.prod(sorted(self.factors.get(name, ())))

    def _answers(self) -> bool:
        """Whether a response answers: not when all that it writes is held back, for then it is not there."""
        return self.only is None or any(name in self.only for name in self.writes)

    def _kept(self, name: str) -> bool:
        """Whether a change of a parameter is kept. Raises ValueError for one that the lever does not declare."""
        if name not in self.writes:
            raise ValueError(said("a lever writes '{name}' without declaring it", name=name))
        return self.only is None or name in self.only


Values = Mapping[str, float]
Apply = Callable[[Edit, float, Values, Values], None]


@dataclass(frozen=True)
class Lever:
    """One strategy a planner can choose.

    `reach` says whose parameters it writes: those of `users` or of `rooms`. `evidence` names the rows
    that set its strength, `grade` how good they are. `costs` names the fields of a scenario's `cost:` that
    such a strategy usually has (`fixed`, `per_user`, `per_event.order`...). `picks` names the option that says which
    share of the users it picks among the well connected; "" for one that reaches all. `kind` is one of KINDS: what a
    planner may choose, what may strike, or what answers it; `course` says how a crisis goes on, one of COURSES.
    """

    name: str
    reach: str
    writes: tuple[str, ...]
    options: tuple[Option, ...]
    evidence: tuple[str, ...]
    grade: str
    apply: Apply
    note: str
    costs: tuple[str, ...] = ()
    picks: str = ""
    kind: str = STRATEGY
    course: str = ""

    @property
    def grants(self) -> bool:
        """True when it makes the platform grant coupons."""
        return any(name in COUPONS for name in self.writes)


LEVERS: Registry[Lever] = Registry("lever")


def is_crisis(name: str) -> bool:
    """Whether the lever of that name is a crisis, which strikes and which nobody chooses."""
    return LEVERS[name].kind == CRISIS


def lever(
    name: str,
    *,
    reach: str,
    writes: tuple[str, ...],
    evidence: tuple[str, ...],
    grade: str,
    options: tuple[Option, ...] = (),
    costs: tuple[str, ...] = (),
    picks: str = "",
    kind: str = STRATEGY,
) -> Callable[[Apply], Apply]:
    """Declare the decorated function `(edit, strength, options, sizes)` as a lever.

    `strength` is 1 for the effect as reported; `options` holds the lever's own settings; `sizes` the
    lever-scope parameters (what strength 1 moves). `picks` is that of Lever. `kind`: a strategy, a response, or how a
    crisis goes on (one of COURSES). Its docstring says what it writes and why.
    """
    if picks and picks not in {option.name for option in options}:
        raise ValueError(said("lever '{name}': it has no option '{picks}' to pick by", name=name, picks=picks))
    if reach not in ("users", "rooms"):
        raise ValueError(said("lever '{name}': reach is 'users' or 'rooms'", name=name))

    if kind not in (STRATEGY, RESPONSE, *COURSES):
        raise ValueError(unknown(said("kind of lever"), kind, (STRATEGY, RESPONSE, *COURSES)))
    course = kind if kind in COURSES else ""

    def declare(function: Apply) -> Apply:
        for written in writes:
            PARAMETERS[written]
        LEVERS.add(
            name,
            Lever(name, reach, writes, options, evidence, grade, function, function.__doc__ or "", costs, picks,
                  CRISIS if course else kind, course),
        )
        return function

    return declare
