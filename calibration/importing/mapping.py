"""A mapping that has been checked: what each line of an export says, field by field."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from calibration.importing.forms import (
    ACTIONS,
    EACH,
    ENTER,
    EVERY,
    LEAVE,
    OPEN,
    ORDER,
    PAID,
    RETURNED,
    SECONDS,
    VISIT,
    ExportTable,
    MappingForm,
)
from calibration.importing.groups import GroupWords, load_groups
from calibration.logs.days import Zone
from calibration.logs.reading import STATUS
from sim.base.errors import ScenarioError, UnknownNameError
from sim.base.forms import Problems, checked
from sim.base.message import message_of, said
from sim.base.places import no_file
from sim.base.yamlfile import Keys, Node, read

UNTOLD = "???"
"""What stands in a guessed mapping where somebody has to say it."""
IDS = ("user", "host", "id", "visit", "order")
"""Fields that hold ids: they are hashed, and what stands in them is never repeated."""
NUMBERS = ("seconds", "shown", "interacted", "checkout", "ordered", "shared", "paid", "contacts")
DATES = ("closes", "joined", "gone")
FIELDS = (*IDS, "time", "event", "status", "groups", *NUMBERS, *DATES)


@dataclass(frozen=True)
class TableMap:
    """One kind of files.

    Attributes:
        fields: field -> its columns or paths. actions: name of an event -> its number; empty where every line says
        the same, `each`. opens_always: every line counts as an open. outcomes: word -> number of STATUS.
    """

    files: tuple[str, ...]
    sheet: str
    fields: Mapping[str, tuple[str, ...]]
    each: int = 0
    actions: Mapping[str, int] = field(default_factory=dict)
    opens_always: bool = False
    unit: str = ""
    seconds: float = 1.0
    paid: float = 1.0
    outcomes: Mapping[str, int] = field(default_factory=dict)

    def says(self, action: int) -> bool:
        """Whether a line can say this."""
        return action in (self.each, *self.actions.values()) or (action == OPEN and self.opens_always)


@dataclass(frozen=True)
class ExportMap:
    """A whole mapping; days are bounded by `first_day` and `last_day` where the file bounds them."""

    zone: Zone
    tables: tuple[TableMap, ...]
    groups: GroupWords
    first_day: datetime.date | None
    last_day: datetime.date | None

    def says(self, action: int) -> bool:
        """Whether a line of any table can say this."""
        return any(table.says(action) for table in self.tables)

    def has(self, name: str, *actions: int) -> bool:
        """Whether a table that says one of the actions (any table where none is named) has the field."""
        return any(name in table.fields for table in self.tables
                   if not actions or any(table.says(action) for action in actions))

    @property
    def orders_alone(self) -> bool:
        """Orders and nothing that says who opened and watched."""
        return self.says(ORDER) and not any(self.says(action) for action in (OPEN, ENTER, LEAVE, VISIT))


def load_mapping(path: Path) -> ExportMap:
    """The mapping in a YAML file. Raises ScenarioError with file, line and field of everything that is wrong."""
    if not path.is_file():
        raise ScenarioError(no_file(path, said("there is no mapping '{path}'; make one: livesim import --guess EXPORT "
                                               "--map {path}", path=path)))
    root = read(path, path.name)
    problems = Problems(root)
    _note_untold(root, (), problems)
    problems.stop()
    form = checked(MappingForm, root)
    if not form.tables:
        problems.at(("tables",), said("at least one table is needed"))
    tables = tuple(_table_of(entry, problems, ("tables", k)) for k, entry in enumerate(form.tables))
    zone = Zone()
    try:
        zone = Zone(form.timezone)
    except UnknownNameError as error:
        problems.at(("timezone",), message_of(error))
    if form.first_day and form.last_day and form.first_day > form.last_day:
        problems.at(("last_day",), said("is before first_day"))
    _note_missing(tables, problems)
    problems.stop()
    groups = load_groups(path.parent / form.groups) if form.groups else GroupWords({})
    if form.groups is None and any("groups" in table.fields for table in tables):
        problems.at(("tables",), said("names groups; the file that says which segments they are is missing: "
                                      "groups: groups.yaml"))
        problems.stop()
    return ExportMap(zone, tables, groups, form.first_day, form.last_day)


def _note_untold(node: Node, keys: Keys, problems: Problems) -> None:
    """Note every place where a guessed mapping still asks."""
    value = node.value
    inside: Sequence[tuple[str | int, Node]] = (
        list(value.items()) if isinstance(value, dict) else list(enumerate(value)) if isinstance(value, list) else [])
    for key, below in inside:
        _note_untold(below, (*keys, key), problems)
    if value == UNTOLD:
        problems.at(keys, said("is still to be told; put what is right in the place of ???, or take the line out"))


def _table_of(entry: ExportTable, problems: Problems, where: Keys) -> TableMap:
    """One table; everything that contradicts itself is noted."""
    stated = entry.stated()
    fields = {name: paths for name in FIELDS if (paths := getattr(entry, name))}
    actions = _actions_of(entry, problems, where)
    _note_shared(fields, problems, where)
    if (entry.each is None) == (entry.events is None):
        problems.at(where, said("needs either each (what every line is: {tables}) or events (what their names mean)",
                                tables=list(EACH)))
    if entry.events is not None and entry.event is None:
        problems.at((*where, "events"), said("event is missing: the field that holds the name of an event"))
    if entry.events is None and entry.event is not None:
        problems.at((*where, "event"), said("events is missing: what their names mean"))
    if entry.time is None and entry.each != "users":
        problems.at(where, said("time is missing: the field that holds the moment or the day"))
    for name, needs in (("outcomes", "status"), ("status", "outcomes"), ("seconds_unit", "seconds"),
                        ("paid_unit", "paid"), ("unit", "time")):
        if name in stated and needs not in stated:
            problems.at((*where, name), said("needs {field} beside it", field=needs))
    table = TableMap(files=entry.files or (EVERY,), sheet=entry.sheet or "", fields=fields,
                     each=EACH.get(entry.each or "", 0), actions=actions,
                     opens_always=(entry.events or {}).get("open") == (EVERY,), unit=entry.unit or "",
                     seconds=SECONDS[entry.seconds_unit], paid=PAID[entry.paid_unit],
                     outcomes=_outcomes_of(entry, problems, where))
    _note_needs(table, problems, where)
    return table


def _actions_of(entry: ExportTable, problems: Problems, where: Keys) -> dict[str, int]:
    """Name of an event -> number of what it says."""
    actions: dict[str, int] = {}
    for action, names in (entry.events or {}).items():
        for name in names:
            if name == EVERY:
                if action != "open" or names != (EVERY,):
                    problems.at((*where, "events", action), said("'*' (every event) stands alone, and for open"))
            elif name in actions:
                first = next(word for word, number in ACTIONS.items() if number == actions[name])
                problems.at((*where, "events", action), said(
                    "event '{event}' is {first} already; a line says one thing", event=name, first=first))
            else:
                actions[name] = ACTIONS[action]
    return actions


def _outcomes_of(entry: ExportTable, problems: Problems, where: Keys) -> dict[str, int]:
    outcomes: dict[str, int] = {}
    for status, words in (entry.outcomes or {}).items():
        for word in words:
            if word in outcomes:
                problems.at((*where, "outcomes", status), said("'{name}' stands twice", name=word))
            outcomes[word] = STATUS[status]
    return outcomes


def _note_shared(fields: Mapping[str, tuple[str, ...]], problems: Problems, where: Keys) -> None:
    """An id that is also read as something that is no id would be written as it is."""
    for name in ("host", *(name for name in fields if name not in IDS)):
        if shared := set(fields["user"]).intersection(fields.get(name, ())):
            problems.at((*where, name), said("'{path}' is the user's id; it cannot be {field} too",
                                             path=min(shared), field=name))
    for name in set(fields) - {*IDS}:
        for other in ("host", "id", "visit", "order"):
            if shared := set(fields[name]).intersection(fields.get(other, ())):
                problems.at((*where, name), said("'{path}' is an id ({other}); it cannot be {field} too",
                                                 path=min(shared), other=other, field=name))


def _note_needs(table: TableMap, problems: Problems, where: Keys) -> None:
    """Fields without which a table cannot say what it is to say."""
    if any(table.says(action) for action in (ENTER, LEAVE, VISIT)) and "host" not in table.fields:
        problems.at(where, said("host is missing: the field that says whose room was visited"))
    if table.says(VISIT) and "seconds" not in table.fields:
        problems.at(where, said("seconds is missing: how long a visit lasted"))
    if table.says(ENTER) and not table.says(LEAVE):
        problems.at(where, said("rooms are entered and never left; map the events of leave, or those of visit with "
                                "seconds"))
    if table.says(LEAVE) and not table.says(ENTER) and "seconds" not in table.fields:
        problems.at(where, said("rooms are left and never entered; map the events of enter, or seconds"))
    if table.says(RETURNED) and "order" not in table.fields:
        problems.at(where, said("order is missing: the order's id, by which a return finds its order"))


def _note_missing(tables: Sequence[TableMap], problems: Problems) -> None:
    """What an export must say in all."""
    watched = any(table.says(action) for table in tables for action in (ENTER, LEAVE, VISIT))
    opened = any(table.says(OPEN) for table in tables)
    ordered = any(table.says(ORDER) for table in tables)
    if watched and not opened:
        problems.at(("tables",), said("nothing says who opened the app; map the events of open, or write open: '*' to "
                                      "count every event as one"))
    if not (watched or opened or ordered):
        problems.at(("tables",), said("says neither opens nor orders; without them there is nothing to see"))
    if opened and not watched:
        problems.at(("tables",), said("nothing says who visited which room; map the events of enter and leave, or of "
                                      "visit"))
