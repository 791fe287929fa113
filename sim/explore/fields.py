"""Where the value of a factor goes: `coupons.options.value`, `parameters.open_trust`, `population.users`."""

from __future__ import annotations

from collections.abc import Iterable

from sim.base.errors import ScenarioError, UnknownNameError, guess, unknown
from sim.base.message import said
from sim.base.yamlfile import Keys
from sim.scenario.form import HorizonForm, MoneyForm, PopulationForm, StrategyForm
from sim.scenario.names import resolve
from sim.scenario.plan import Scenario

WORLD = {"population": PopulationForm, "horizon": HorizonForm, "money": MoneyForm, "parameters": None, "seed": None}
"""First words of fields that hold for all arms, and the form that says what may follow."""
WHEN = "when"
"""A strategy's field that decides from which day on worlds differ."""
UNCERTAIN = ("parameters", "strength")


class Field:
    """A dotted field of a sweep. Raises ScenarioError when nothing in the scenarios can have it."""

    def __init__(self, written: str, scenarios: Iterable[Scenario]) -> None:
        self.written = written
        first, *rest = written.split(".")
        self.rest = tuple(rest)
        strategies = {word for s in scenarios for strategy in s.strategies for word in (strategy.name, strategy.lever)}
        self.first = first if first in strategies else _lever(first)
        if self.first not in WORLD and self.first not in strategies:
            names = [*sorted(strategies), *WORLD]
            raise ScenarioError(said(
                "'{written}' begins with '{first}'{guess} (allowed: a strategy of the scenarios, or a word for all "
                "arms: {names})", written=written, first=self.first, guess=guess(self.first, names), names=names))
        self._check_rest()

    @property
    def on_world(self) -> bool:
        """True when all arms get the value, the baseline too."""
        return self.first in WORLD

    @property
    def moves_past(self) -> bool:
        """True when points with other values of it cannot share a burn-in, a past and a baseline."""
        return self.on_world or self.rest[0] == WHEN

    @property
    def uncertain(self) -> bool:
        """True when nobody chooses it: a parameter, or how strong a strategy turns out."""
        return (self.first if self.on_world else self.rest[0]) in UNCERTAIN

    def keys(self, scenario: Scenario) -> list[Keys]:
        """The places in a scenario's document that get the value; none when it has no such strategy."""
        if self.on_world:
            return [(self.first, *self.rest)]
        return [
            ("strategies", place, *self.rest)
            for place, strategy in enumerate(scenario.strategies)
            if self.first in (strategy.name, strategy.lever)
        ]

    def _check_rest(self) -> None:
        """A field needs its path, `seed` none; the first step of the path is looked up, scenarios check the rest."""
        if self.first == "seed":
            if self.rest:
                raise ScenarioError(said("'{written}': seed is one number; write seed alone", written=self.written))
            return
        if not self.rest or not all(self.rest):
            example = "parameters.open_trust" if self.first == "parameters" else f"{self.first}.strength"
            raise ScenarioError(said("'{written}' names no field; write it as {example}",
                                     written=self.written, example=example))
        form = WORLD.get(self.first, StrategyForm)
        if form is not None and self.rest[0] not in form.model_fields:
            raise ScenarioError(said("'{written}': {why}", written=self.written,
                                     why=unknown("field", self.rest[0], form.model_fields)))
        if self.first not in WORLD and self.rest[0] in ("lever", "name"):
            raise ScenarioError(said("'{written}': a strategy's {field} cannot be varied; name two scenarios",
                                     written=self.written, field=self.rest[0]))


def _lever(written: str) -> str:
    """The own spelling of a lever; any other word as it is."""
    try:
        return resolve("lever", written)
    except UnknownNameError:
        return written
