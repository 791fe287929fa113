"""The mapping as it stands in a file: which fields of an export say what, and what its events are called."""

from __future__ import annotations

from typing import Annotated, Any

from sim.base.errors import unknown
from sim.base.forms import Date, Form, Reads, Text, choice, read_text
from sim.base.message import said
from sim.base.units import found

OPEN, SHOWN, ENTER, VISIT, INTERACT, CHECKOUT, ORDER, SHARE, LEAVE, RETURNED, JOIN, GONE, PROFILE = range(1, 14)
"""What a line can say; of lines of one moment those with the lower number come first."""
ACTIONS = {"open": OPEN, "shown": SHOWN, "enter": ENTER, "leave": LEAVE, "visit": VISIT, "interact": INTERACT,
           "checkout": CHECKOUT, "order": ORDER, "returned": RETURNED, "share": SHARE, "join": JOIN, "gone": GONE,
           "profile": PROFILE}  # fmt: skip
EACH = {"users": PROFILE, "opens": OPEN, "visits": VISIT, "orders": ORDER}
"""Tables in which every line says the same -> what it says."""
UNITS = ("stamps", "seconds", "milliseconds", "microseconds", "nanoseconds")
SECONDS = {"seconds": 1.0, "milliseconds": 1e-3, "minutes": 60.0}
"""Unit of lengths of time -> seconds."""
PAID = {"yuan": 1.0, "fen": 0.01}
"""Unit of money -> yuan."""
EVERY = "*"
"""In the place of the names of an event: every line is one."""


def read_texts(value: object) -> tuple[str, ...]:
    """One text, or several in a list, each once."""
    items = value if isinstance(value, list) else [value]
    if not items:
        raise ValueError(said("text is needed, found {value}", value=found(value)))
    texts = [read_text(str(item) if isinstance(item, (int, float)) and not isinstance(item, bool) else item)
             for item in items]
    for k, text in enumerate(texts):
        if text in texts[:k]:
            raise ValueError(said("'{name}' stands twice", name=text))
    return tuple(texts)


def read_events(value: object) -> dict[str, tuple[str, ...]]:
    """What a line says -> the names of its events. Raises ValueError for what no line can say."""
    if not isinstance(value, dict) or not value:
        raise ValueError(said("{wanted} is needed, found {found}", wanted=said("a mapping"), found=found(value)))
    for name in value:
        if name not in ACTIONS:
            raise ValueError(unknown("action", str(name), ACTIONS))
    return {str(name): read_texts(names) for name, names in value.items()}


def read_outcomes(value: object) -> dict[str, tuple[str, ...]]:
    """kept, returned or under_way -> the platform's words for it."""
    allowed = ("kept", "returned", "under_way")
    if not isinstance(value, dict) or not value:
        raise ValueError(said("{wanted} is needed, found {found}", wanted=said("a mapping"), found=found(value)))
    for name in value:
        if name not in allowed:
            raise ValueError(unknown("status", str(name), allowed))
    return {str(name): read_texts(words) for name, words in value.items()}


Texts = Annotated[tuple[str, ...], Reads(lambda value, _: read_texts(value), {})]
Named = Annotated[dict[str, Any], Reads(lambda value, _: read_events(value), {})]
Statuses = Annotated[dict[str, Any], Reads(lambda value, _: read_outcomes(value), {})]


class ExportTable(Form):
    """One kind of files of an export.

    Fields that name columns or paths (`properties.room`) may hold several; the first one with a value counts.
    """

    files: Texts | None = None
    sheet: Text | None = None
    each: Annotated[str, choice("table", tuple(EACH))] | None = None
    event: Texts | None = None
    events: Named | None = None
    user: Texts
    time: Texts | None = None
    unit: Annotated[str, choice("unit of times", UNITS)] | None = None
    id: Texts | None = None
    host: Texts | None = None
    visit: Texts | None = None
    seconds: Texts | None = None
    seconds_unit: Annotated[str, choice("unit of lengths of time", tuple(SECONDS))] = "seconds"
    shown: Texts | None = None
    interacted: Texts | None = None
    checkout: Texts | None = None
    ordered: Texts | None = None
    shared: Texts | None = None
    order: Texts | None = None
    status: Texts | None = None
    outcomes: Statuses | None = None
    paid: Texts | None = None
    paid_unit: Annotated[str, choice("unit of money", tuple(PAID))] = "yuan"
    closes: Texts | None = None
    joined: Texts | None = None
    gone: Texts | None = None
    contacts: Texts | None = None
    groups: Texts | None = None


class MappingForm(Form):
    """A mapping file."""

    timezone: Text | None = None
    first_day: Date | None = None
    last_day: Date | None = None
    groups: Text | None = None
    tables: list[ExportTable]
