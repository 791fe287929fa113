"""The fields of a sweep file, as an analyst writes them (the example is in every ready sweep)."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, model_validator

from sim.base.forms import Form, Reads, Text, Truth, choice, quantity
from sim.base.message import said
from sim.base.units import NUMBER, found
from sim.explore.plan import DESIGNS, ROLES
from sim.scenario.form import Name, QuestionForm, SegmentName
from sim.scenario.names import named


def _read_one_or_more(value: object, _: object) -> list[object]:
    return list(value) if isinstance(value, list) else [value]


def _read_values(value: object, _: object) -> list[object]:
    if not isinstance(value, list) or not value:
        raise ValueError(said("a list of values is needed, such as [5 yuan, 10 yuan], found {value}",
                              value=found(value)))
    for entry in value:
        if not isinstance(entry, (str, int, float)):
            raise ValueError(said("a value is a text, a number, true or false, found {value}", value=found(entry)))
    if len(set(map(str, value))) < len(value):
        raise ValueError(said("a value stands twice"))
    return value


def _read_distribution(value: object, _: object) -> object:
    if value != "prior" and not (isinstance(value, dict) and len(value) == 1):
        raise ValueError(said("'prior' or one distribution such as {{normal: {{mean: 5, sd: 1}}}} is needed, "
                              "found {value}",
                              value=found(value)))
    return value


Several = Annotated[list[Any], Reads(_read_one_or_more, {"type": ["string", "array"], "items": {"type": "string"}})]
Whole = quantity(NUMBER, 1, 1_000_000, whole=True)


class FactorForm(Form):
    """What is varied, and over which values: one of `values`, `range` and `distribution`."""

    field: Several
    values: Annotated[list[Any] | None, Reads(_read_values, {"type": "array", "minItems": 1})] = None
    range: Text = ""
    distribution: Annotated[Any, Reads(_read_distribution, {"type": ["string", "object"]})] = None
    steps: Annotated[int, quantity(NUMBER, 2, 1000, whole=True)] = 5
    scale: Annotated[str, choice("scale", ("linear", "log"))] = "linear"
    whole: Truth = False
    role: Annotated[str, choice("role", ROLES)] = ""
    title: QuestionForm = QuestionForm()
    example: Truth = False


class DesignForm(Form):
    """How points are chosen from the factors."""

    kind: Annotated[str, choice("design", DESIGNS)] = "grid"
    points: Annotated[int, Whole] | None = None
    seed: Annotated[int, quantity(NUMBER, 0, 2**32 - 1, whole=True)] = 1


class JudgedForm(Form):
    """A metric in a segment that the sweep is about."""

    metric: Annotated[str, named("metric")]
    segment: SegmentName = "all"


class SweepForm(Form):
    """A sweep file."""

    name: Name = ""
    question: QuestionForm = QuestionForm()
    baseline: Text = "baseline"
    scenarios: Several
    population: dict[str, Any] = Field(default_factory=dict)
    horizon: dict[str, Any] = Field(default_factory=dict)
    seed: Any = None
    factors: dict[Name, FactorForm] = Field(default_factory=dict)
    design: DesignForm = DesignForm()
    replicates: Annotated[int, Whole] = 4
    fixed: Truth = False
    metrics: list[Annotated[str, named("metric")]] | None = None
    segments: list[SegmentName] | None = None
    outcomes: list[JudgedForm] = Field(default_factory=list)
    precision: Text = ""

    @model_validator(mode="before")
    @classmethod
    def _kind_alone(cls, value: Any) -> Any:
        """A bare word in `design` is its kind."""
        if isinstance(value, dict) and isinstance(value.get("design"), str):
            return {**value, "design": {"kind": value["design"]}}
        return value
