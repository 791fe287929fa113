"""The factors of a sweep file: where each value goes, and the place of the file that messages name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sim.base.errors import ScenarioError, unknown
from sim.base.forms import Problems
from sim.base.message import all_of, message_of, said
from sim.base.params import PARAMETERS
from sim.base.units import QuantityError
from sim.base.yamlfile import Keys, Node, Place
from sim.explore.fields import Field
from sim.explore.form import FactorForm, SweepForm
from sim.explore.plan import RESERVED, Factor
from sim.explore.spread import SHAPES, Spread, Value, distributed, listed, ranged
from sim.scenario.examples import mark_of
from sim.scenario.plan import Scenario

SOURCES = ("values", "range", "distribution")


@dataclass(frozen=True)
class PlacedFactor:
    """A factor with its fields and the places of its values in the file; amounts may be an `example`."""

    plan: Factor
    fields: tuple[Field, ...]
    place: Place
    places: tuple[Place, ...] = field(default=())
    example: bool = False

    @property
    def moves_past(self) -> bool:
        """True when points with other values of it cannot share their past."""
        return any(one.moves_past for one in self.fields)

    def placed(self, keys: Keys, value: Value) -> list[tuple[Keys, Node]]:
        """What a value writes into a scenario's document at `keys`: itself, and that amounts are an example."""
        mark = mark_of(keys) if self.example else ()
        return [(keys, self.node(value)), *([(mark, Node(True, self.place, self.place))] if mark else [])]

    def node(self, value: Value) -> Node:
        """A value as it stands in the sweep file, to be laid into a scenario."""
        own = self.places and value in self.plan.spread.values
        place = self.places[self.plan.spread.values.index(value)] if own else self.place
        return Node(value, place, place)


def read_factors(form: SweepForm, scenarios: Sequence[Scenario], problems: Problems) -> tuple[PlacedFactor, ...]:
    """The factors of a form, in its order; what is wrong is noted."""
    factors = []
    for name, one in form.factors.items():
        keys: Keys = ("factors", name)
        if name in RESERVED:
            problems.at(keys, said("'{name}' is a column of the tables already; choose another name",
                                   name=name), at_key=True)
        fields = _fields(one, keys, scenarios, problems)
        source = _source(one, keys, problems)
        spread = _spread(one, source, (*keys, source), fields, problems) if source and fields else None
        if spread is None:
            continue
        role = one.role or ("uncertainty" if all(f.uncertain for f in fields) else "choice")
        titles = {lang: title for lang, title in one.title.stated().items() if title}
        plan = Factor(name, tuple(map(str, one.field)), role, spread, spread.levels(one.steps), titles)
        place = problems.root.find((*keys, source))[0]
        places = tuple(problems.root.find((*keys, source, i))[0] for i in range(len(spread.values)))
        factors.append(PlacedFactor(plan, tuple(fields), place, places, one.example))
    return tuple(factors)


def _fields(form: FactorForm, keys: Keys, scenarios: Sequence[Scenario], problems: Problems) -> list[Field]:
    fields = []
    for written in form.field:
        try:
            fields.append(Field(str(written), scenarios))
        except ScenarioError as error:
            problems.at((*keys, "field"), message_of(error))
    return fields


def _source(form: FactorForm, keys: Keys, problems: Problems) -> str:
    """Which of SOURCES the factor states, blank when it is not exactly one."""
    stated = [name for name in SOURCES if name in form.model_fields_set]
    if len(stated) == 1:
        return stated[0]
    problems.at(keys, said("states {stated}; state one of {sources}", stated=all_of(stated), sources=SOURCES) if stated
                else said("says no values; state one of {sources}", sources=SOURCES), at_key=True)
    return ""


def _spread(form: FactorForm, source: str, keys: Keys, fields: Sequence[Field], problems: Problems) -> Spread | None:
    try:
        if source == "values":
            return listed(form.values or [])
        if source == "range":
            return ranged(form.range, form.scale, form.whole)
        if form.distribution == "prior":
            return _prior(fields)
        (shape, terms), = form.distribution.items()
        if shape not in SHAPES:
            raise QuantityError(unknown("distribution", str(shape), SHAPES))
        if not isinstance(terms, dict):
            raise QuantityError(said("{shape} needs its terms, such as {{normal: {{mean: 5 yuan, sd: 1 yuan}}}}",
                                     shape=shape))
        return distributed(shape, terms, form.whole)
    except QuantityError as error:
        problems.at(keys, message_of(error))
        return None


def _prior(fields: Sequence[Field]) -> Spread:
    """The prior that the parameter was declared with."""
    first = fields[0]
    name = ".".join(first.rest)
    if first.first != "parameters" or name not in PARAMETERS:
        raise QuantityError(said("'prior' is what a parameter was declared with; '{written}' is none",
                                 written=first.written))
    prior = PARAMETERS[name].prior
    if prior is None:
        raise QuantityError(said("parameter '{name}' was declared without a prior; state a range such as "
                                 "0.5..1.5", name=name))
    return Spread("prior", prior=prior)
