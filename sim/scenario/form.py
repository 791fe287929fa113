"""The fields of a scenario file, as a planner writes them (the example is in every built-in scenario)."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field, model_validator

from sim.base.chinese import plain
from sim.base.forms import (
    Date,
    Form,
    Reads,
    Text,
    Truth,
    is_date,
    quantity,
    quantity_schema,
    read_date,
    within,
)
from sim.base.message import said
from sim.base.units import DAYS, NUMBER, PEOPLE, SHARE, STRENGTH, YUAN, Kind, found, parse, parse_range
from sim.scenario.conditions import Sentence, read_state, read_trigger
from sim.scenario.names import named

MAX_STRENGTH = 2.0
"""A planner may claim up to twice what was reported; more is outside everything that was ever measured."""
HORIZON_DAYS = Kind("number of days", {**DAYS.units, "": "1"}, "{}", bare=3650, also=DAYS.also, around=DAYS.around)

Share = Annotated[float, quantity(SHARE, 0, 1)]
Yuan = Annotated[float, quantity(YUAN)]
SegmentName = Annotated[str, named("segment")]


def read_moment(value: object, _: object = None) -> int | datetime.date:
    """Whole days since the start of the horizon, or a date."""
    if is_date(value):
        return read_date(value)
    return int(within(parse(value, DAYS), DAYS, 0, float("inf"), whole=True))


def read_strength(value: object, _: object = None) -> tuple[float, float]:
    """(low, high) of the share of the reported effect that a strategy has."""
    low, high = parse_range(value, STRENGTH)
    return within(low, STRENGTH, 0, MAX_STRENGTH), within(high, STRENGTH, 0, MAX_STRENGTH)


def read_name(value: object, _: object = None) -> str:
    """A name that can also name a file."""
    if not isinstance(value, str) or not re.fullmatch(r"\w[\w.-]*", plain(value)):
        raise ValueError(said("{value} is not a name; use letters, digits, '_' and '-', no blanks",
                              value=found(value)))
    return plain(value)


MOMENT = {"anyOf": [{"type": "string", "format": "date"}, quantity_schema(DAYS)]}
RANGE = {"type": ["string", "number"], "examples": ["25%..100%", "60%"]}
Name = Annotated[str, Reads(read_name, {"type": "string", "pattern": r"^[^\s/\\]+$"})]
Moment = Annotated[Any, Reads(read_moment, MOMENT)]


def _read_trigger(value: object, context: Mapping[str, Any]) -> Sentence:
    """A trigger's sentence, which may name a planner's own segment."""
    return read_trigger(value, context.get("segments", ()))


Days = Annotated[int, quantity(DAYS, 1, 3650, whole=True)]
SENTENCE = {"type": "string", "examples": ["bounce_rate 10% above its last 28 days for 3d"]}
STATE = {"type": "string", "examples": ["idle above 7d", "trust below 0.5"]}


class QuestionForm(Form):
    """What the scenario is to answer, in one or both languages."""

    en: Text = ""
    zh: Text = ""


class PopulationForm(Form):
    """Simulated users, and the real platform they stand for."""

    users: Annotated[int, quantity(PEOPLE, 1, 1e8, whole=True)] = 0
    represents: Annotated[float, quantity(PEOPLE, 1, 1e10)] | None = None
    hosts: Annotated[int, quantity(NUMBER, 1, 10_000, whole=True)] = 0
    oversample: dict[SegmentName, Annotated[float, quantity(NUMBER, 0.01, 1000)]] = Field(default_factory=dict)


class HorizonForm(Form):
    """Day 0 and the number of days after it."""

    start: Date | None = None
    days: Annotated[int, quantity(HORIZON_DAYS, 1, 3650, whole=True)] = 0


class WhoForm(Form):
    """Whom a strategy about users reaches; `most` caps them at the planner's scale."""

    segment: SegmentName = "all"
    share: Share = 1.0
    behaviour: Annotated[str, named("behaviour")] = ""
    need: Annotated[str, named("need")] = ""
    state: list[Annotated[Any, Reads(lambda value, _: read_state(value), STATE)]] = Field(default_factory=list)
    most: Annotated[float, quantity(PEOPLE, 1, 1e10)] | None = None


class WhereForm(Form):
    """Which rooms a strategy about rooms changes."""

    host: Annotated[int, quantity(NUMBER, 0, 9_999, whole=True)] | None = None
    category: Annotated[str, named("category")] = ""
    format: Annotated[str, named("format")] = ""
    share: Share = 1.0


class WhenForm(Form):
    """When a strategy acts: days after the start of the horizon, or dates; a sentence alone is its trigger.

    `lasts` is how long it acts: of every `every`, or after its `trigger`, which then rests for `cooldown`.
    """

    start: Moment = None
    end: Moment = None
    ramp: Annotated[int, quantity(DAYS, whole=True)] = 0
    every: Days | None = None
    lasts: Days | None = None
    on: list[Annotated[str, named("calendar")]] = Field(default_factory=list)
    trigger: Annotated[Any, Reads(_read_trigger, SENTENCE)] = None
    cooldown: Days | None = None
    most: Days | None = None
    phase: Text = ""

    @model_validator(mode="before")
    @classmethod
    def _sentence(cls, value: Any) -> Any:
        """A bare sentence is a trigger; names of the calendar in `on` may stand in a line, as 【618、双11】."""
        if isinstance(value, str):
            return {"trigger": value}
        if isinstance(value, dict) and isinstance(value.get("on"), (str, int, list)):
            listed = value["on"] if isinstance(value["on"], list) else [value["on"]]
            return {**value, "on": [name for names in listed for name in re.split("[,，、]", str(names).strip("【】"))]}
        return value


class PhaseForm(Form):
    """A named part of the plan."""

    start: Moment = 0
    end: Moment = None


class MoneyForm(Form):
    """What is earned on kept orders and lost on returned ones; nothing has a default. `example`: not the planner's."""

    margin: Share | None = None
    by_category: dict[Annotated[str, named("category")], Share] = Field(default_factory=dict)
    return_cost: Yuan | None = None
    example: Truth = False


class GoalForm(Form):
    """A level to reach: one of the known goals (G01...), or a signal and its target."""

    goal: Annotated[str, named("goal")] = ""
    name: Name = ""
    metric: Annotated[str, named("goal signal")] = ""
    segment: SegmentName = "all"
    target: Any = None
    by: Moment = None


class CostForm(Form):
    """What a strategy costs at the planner's scale; `example` says that the amounts are not the planner's."""

    fixed: Yuan | None = None
    per_user: Yuan | None = None
    per_event: dict[Annotated[str, named("event")], Yuan] = Field(default_factory=dict)
    budget: Yuan | None = None
    reserve: Truth = False
    example: Truth = False


class StrategyForm(Form):
    """One lever, pulled."""

    lever: Annotated[str, named("lever")]
    name: Name = ""
    who: WhoForm | None = None
    where: WhereForm | None = None
    when: WhenForm = WhenForm()
    strength: Annotated[tuple[float, float] | None, Reads(read_strength, RANGE)] = None
    options: dict[str, Any] = Field(default_factory=dict)
    cost: CostForm = CostForm()


class OutcomeForm(Form):
    """A primary outcome and the smallest effect worth having."""

    metric: Annotated[str, named("metric")]
    segment: SegmentName = "all"
    worth: Any


class TestedForm(Form):
    """Whose members take part in an experiment."""

    segment: SegmentName = "all"


class ExperimentForm(Form):
    """A test inside the world; what is left out follows from the strategies and the horizon."""

    who: TestedForm = TestedForm()
    share: Share = 0.5
    unit: Annotated[str, named("experiment unit")] = ""
    start: Moment = None
    days: Days | None = None
    block: Days | None = None
    washout: Annotated[int, quantity(DAYS, whole=True)] | None = None


class ScenarioForm(Form):
    """A scenario file."""

    name: Name
    question: QuestionForm = QuestionForm()
    author: Text = ""
    extends: Text = ""
    fit: Text = ""
    population: PopulationForm = PopulationForm()
    horizon: HorizonForm = HorizonForm()
    seed: Annotated[int, quantity(NUMBER, 0, 2**53 - 1, whole=True)] = 1
    strategies: list[StrategyForm] = Field(default_factory=list)
    outcomes: list[OutcomeForm] = Field(default_factory=list)
    phases: dict[Name, PhaseForm] = Field(default_factory=dict)
    goals: list[GoalForm] = Field(default_factory=list)
    money: MoneyForm = MoneyForm()
    budget: Yuan | None = None
    experiment: ExperimentForm | None = None
    parameters: dict[str, Any] = Field(default_factory=dict)
