"""Files checked against pydantic models; every wrong place gets one sentence that says where it is."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationError
from pydantic_core import CoreSchema, core_schema

from sim.base.chinese import in_digits, plain
from sim.base.errors import ScenarioError, unknown
from sim.base.fields import unknown_field
from sim.base.message import Message, lines, message_of, said
from sim.base.slips import first_slip
from sim.base.units import SCALES, Kind, QuantityError, found, parse
from sim.base.yamlfile import Keys, Node, Place

F = TypeVar("F", bound="Form")


class Form(BaseModel):
    """A mapping in a file: only the declared fields may stand in it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    def stated(self) -> dict[str, Any]:
        """Field -> value of the fields that the file states."""
        return {name: getattr(self, name) for name in self.__class__.model_fields if name in self.model_fields_set}


class Problems:
    """The sentences about one document, gathered so that a planner sees all of them at once."""

    def __init__(self, root: Node) -> None:
        self.root = root
        self.sentences: list[tuple[Place, str]] = []

    def at(self, keys: Keys, message: str, *, at_key: bool = False) -> None:
        """Note a problem with the value (or the name) at `keys`."""
        place, depth = self.root.find(keys, at_key=at_key)
        self.sentences.append((place, place.say(message, keys[depth:])))

    def stop(self) -> None:
        """Raise ScenarioError with one line a problem, in the order of the file; nothing when all is well."""
        ranked = sorted(self.sentences, key=lambda s: (s[0].source, s[0].line or 0, s[0].column or 0))
        if ranked:
            raise ScenarioError(lines(sentence for _, sentence in ranked))


def checked(form: type[F], root: Node, context: Mapping[str, object] | None = None) -> F:
    """The data of `root` as a `form`. Raises ScenarioError with every problem of its structure."""
    try:
        return form.model_validate(root.plain(), context=dict(context or {}))
    except ValidationError as error:
        problems = Problems(root)
        for item in error.errors(include_url=False):
            _note(problems, form, item)
        problems.stop()
        raise


@dataclass(frozen=True)
class Reads:
    """How a field is read (before pydantic looks at its type), and what an editor is told about it.

    `read` takes the value and the context of the check, and raises ValueError with the sentence to print.
    """

    read: Callable[[object, Mapping[str, Any]], object]
    schema: Mapping[str, Any] = field(hash=False)

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.with_info_before_validator_function(
            lambda value, info: self.read(value, info.context or {}), handler(source)
        )

    def __get_pydantic_json_schema__(self, inner: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return dict(self.schema)


def quantity(kind: Kind, low: float = 0.0, high: float = float("inf"), *, whole: bool = False) -> Reads:
    """Reads a quantity of `kind` between `low` and `high`."""
    return Reads(lambda value, _: within(parse(value, kind), kind, low, high, whole=whole), quantity_schema(kind))


def within(value: float, kind: Kind, low: float, high: float, *, whole: bool = False) -> float:
    """`value`, when it lies in low..high (and is whole). Raises QuantityError otherwise."""
    if not low <= value <= high:
        wanted = said("at least {low}", low=kind.write(low)) if high == float("inf") else (
            said("{low} to {high}", low=kind.write(low), high=kind.write(high)))
        raise QuantityError(said("{value} is out of bounds; allowed: {wanted}",
                                 value=kind.write(value), wanted=wanted))
    if whole and value != int(value):
        raise QuantityError(said("{value} is not whole; write {whole}",
                                 value=kind.write(value), whole=kind.write(round(value))))
    return int(value) if whole else value


def read_text(value: object) -> str:
    """The text that a field holds, without blanks around it."""
    if not isinstance(value, str) or not value.strip():
        raise ValueError(said("text is needed, found {value}", value=found(value)))
    return value.strip()


DATE = re.compile(r"(?:(\d{4})\s*[-/.年]\s*)?(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?")
"""2025-03-01, 2025/3/1, 2025年3月1日, and the same without a year."""
YEAR = 2025
"""The year of the dates that messages propose."""


def is_date(value: object) -> bool:
    """True for what is written as a date, of whatever calendar."""
    return isinstance(value, datetime.date) or (isinstance(value, str) and _date(value) is not None)


def _date(written: str) -> re.Match[str] | None:
    return DATE.fullmatch(in_digits(plain(written)))


def read_date(value: object) -> datetime.date:
    """The date that a field holds."""
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return value
    match = _date(value) if isinstance(value, str) else None
    if match is None:
        raise ValueError(said("{value} is not a date; write it as 2025-03-01", value=found(value)))
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        date = datetime.date(year or YEAR, month or 0, day or 0)
    except ValueError:
        raise ValueError(said("'{value}' is not in the calendar", value=value)) from None
    if year is None:
        raise ValueError(said("'{value}' has no year; write it as {date}", value=value, date=date))
    return date


TRUTHS = {"是": True, "yes": True, "true": True, "否": False, "no": False, "false": False}


def read_truth(value: object) -> bool:
    """True or false."""
    truth = TRUTHS.get(plain(value).lower()) if isinstance(value, str) else value
    if not isinstance(truth, bool):
        raise ValueError(said("true or false is needed, found {value}", value=found(value)))
    return truth


def choice(kind: str, allowed: tuple[str, ...]) -> Reads:
    """Reads one of a few fixed names."""

    def read(value: object, _: object) -> object:
        if value not in allowed:
            raise ValueError(unknown(kind, str(value), allowed))
        return value

    return Reads(read, {"enum": list(allowed)})


Text = Annotated[str, Reads(lambda value, _: read_text(value), {"type": "string", "minLength": 1})]
Truth = Annotated[bool, Reads(lambda value, _: read_truth(value), {"type": "boolean"})]
Date = Annotated[datetime.date, Reads(lambda value, _: read_date(value), {"type": "string", "format": "date"})]


def quantity_schema(kind: Kind) -> dict[str, Any]:
    """The JSON Schema of a quantity: text with a unit, or a number where that leaves no doubt."""
    units = [re.escape(unit) for unit in kind.units]
    bare = "?" if kind.bare is not None else ""
    pattern = rf"^\s*[+-]?[\d.,]+\s*({'|'.join(SCALES)})?\s*({'|'.join(units)}){bare}\s*$"
    text = {"type": "string", "pattern": pattern, "examples": [kind.spelling.format("10")]}
    return {"anyOf": [{"type": "number"}, text]} if kind.bare is not None else text


def _note(problems: Problems, form: type[Form], item: Any) -> None:
    """Note one of pydantic's errors in our words."""
    keys, kind = tuple(item["loc"]), item["type"]
    if keys and keys[-1] == "[key]":
        problems.at(keys[:-1], message_of(item["ctx"]["error"]), at_key=True)
    elif kind == "extra_forbidden":
        problems.at(keys, unknown_field(form, keys), at_key=True)
    elif kind == "missing":
        problems.at(keys, said("is missing"))
    elif kind.endswith("_type") and isinstance(item["input"], str) and (slip := first_slip(item["input"])):
        problems.at(keys, slip.message)
    elif kind == "value_error":
        problems.at(keys, message_of(item["ctx"]["error"]))
    else:
        problems.at(keys, said("{wanted} is needed, found {found}", wanted=_wanted(kind), found=found(item["input"])))


def _wanted(kind: str) -> Message:
    """What pydantic misses where it reports an error of a `kind` such as "list_type"."""
    if kind == "list_type":
        return said("a list")
    return said("a mapping") if kind in ("dict_type", "model_type") else said("another kind of value")
