"""What to know of an import: what was left out and why, what is strange, and what logs cannot say at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from calibration.importing.forms import ACTIONS, INTERACT, JOIN, ORDER, RETURNED, SHARE
from calibration.importing.mapping import ExportMap
from calibration.importing.reading import SeenEvents
from calibration.importing.tables import SETTLED, LogDays
from calibration.importing.typed_rows import veiled
from calibration.logs.odd import LogError
from sim.base.errors import nearest, unknown
from sim.base.message import Message, said

NAMED = 12
"""Events that one note names."""
MANY = 0.05
"""Share of leaves without a beginning from which the mapping is doubted."""


def date_of(day: int) -> str:
    """A day since 1970 as a date."""
    return str(date(1970, 1, 1) + timedelta(day))


def check_seen(export: ExportMap, seen: SeenEvents) -> None:
    """Raise LogError for what a mapping names and the export does not have, and for exports that show nothing."""
    for k, table in enumerate(export.tables):
        found = [name for number, name in seen.events if number == k]
        for action, number in ACTIONS.items():
            names = [name for name, says in table.actions.items() if says == number]
            if names and not set(names).intersection(found):
                why = unknown("event", names[0], map(veiled, found))
                raise LogError(said("{action}: {why}", action=action, why=why))
        for name, paths in table.fields.items():
            if not seen.filled[k, name] and seen.lines:
                known = seen.paths.get(k, ())
                empty = said("'{path}' is empty in every line", path=paths[0])
                why = unknown("field", paths[0], known) if known and paths[0] not in known else empty
                raise LogError(said("tables[{table}]: {name}: {why}", table=k, name=name, why=why))
    kind = "orders" if export.orders_alone else "opens"
    if kind not in seen.days:
        raise LogError(said("no line is left that says {kind}; lines: {lines}, without a user: {guests}, outside of "
                            "the days asked for: {outside}", kind=kind, lines=seen.lines, guests=seen.guests,
                            outside=seen.outside))
    first, last = seen.days[kind]
    if first == last:
        raise LogError(said("all {kind} are of one day, {day}; is the time that of the export?", kind=kind,
                            day=date_of(first)))


def told_of(export: ExportMap, seen: SeenEvents, counts: Mapping[str, int], span: LogDays,
            unused: Sequence[str]) -> tuple[tuple[Message, ...], tuple[Message, ...]]:
    """(what was left out, what to know) of an import."""
    return tuple(_left_out(seen, counts, span)), (
        *_events_unused(export, seen, unused), *_strange(export, counts, span), *_unknown(export))


def _left_out(seen: SeenEvents, counts: Mapping[str, int], span: LogDays) -> list[Message]:
    kinds: Counter[str] = Counter()
    firsts: dict[str, Message] = {}
    for count, sentence in seen.odd:
        kind = str(sentence.values.get("why", sentence))
        kinds[kind] += count
        firsts.setdefault(kind, sentence)
    found = [said("odd lines: {count}; the first: {sentence}", count=kinds[kind], sentence=firsts[kind])
             for kind in kinds]
    if seen.guests:
        found.append(said("lines without a user: {count}", count=seen.guests))
    if seen.outside:
        found.append(said("lines outside of first_day to last_day: {count}", count=seen.outside))
    if counts["copies"]:
        found.append(said("lines that equal an earlier one: {count}; if they are others, tell them apart with a column "
                          "'id'", count=counts["copies"]))
    if counts.get("no_beginning"):
        found.append(said("leaving a room that was not entered: {count} of {all}", count=counts["no_beginning"],
                          all=counts["leaves"]))
    if counts.get("visits_outside"):
        found.append(said("visits before the first open ({first}) or after the last ({last}): {count}",
                          first=date_of(span.first), last=date_of(span.last), count=counts["visits_outside"]))
    if counts["orders_after"]:
        found.append(said("orders after the last open ({last}): {count}", last=date_of(span.last),
                          count=counts["orders_after"]))
    return found


def _events_unused(export: ExportMap, seen: SeenEvents, unused: Sequence[str]) -> list[Message]:
    found = []
    if unused:
        found.append(said("files that belong to no table of the mapping: {files}", files=[*unused[:NAMED]]))
    for k, table in enumerate(export.tables):
        here = {name: count for (number, name), count in seen.events.items() if number == k}
        lacking = [name for name in table.actions if name not in here]
        if lacking:
            near = nearest(lacking[0], here)
            found.append(said("events of the mapping that the export does not hold: {names}", names=lacking) if not near
                         else said("events of the mapping that the export does not hold: {names}; '{near}' is there",
                                   names=lacking, near=near))
        others = Counter({name: count for name, count in here.items() if name not in table.actions})
        if others:
            found.append(said("events that the mapping does not use: {names}",
                              names=[f"{name} ({count})" for name, count in others.most_common(NAMED)]))
    return found


def _strange(export: ExportMap, counts: Mapping[str, int], span: LogDays) -> list[Message]:
    found = []
    if counts.get("no_beginning", 0) > MANY * max(1, counts.get("leaves", 0)):
        found.append(said("many rooms are left that were not entered; are enter and leave the events of the same rooms "
                          "and users?"))
    if counts.get("no_end"):
        found.append(said("visits without an end, or longer than a day: {count} of {all}; their lengths are blank",
                          count=counts["no_end"], all=counts["visits"]))
    if counts["torn"]:
        found.append(said("users in two groups of age or tier at different times: {count}; they are in none",
                          count=counts["torn"]))
    if counts["late"]:
        found.append(said("users seen before the day on which they joined: {count}; they joined on the day they were "
                          "first seen", count=counts["late"]))
    if counts["unknown"]:
        found.append(said("users of whom no line says when they joined: {count} of {all}; they joined with their "
                          "first order", count=counts["unknown"], all=counts["users"]) if export.orders_alone else
                     said("users of whom no line says when they joined: {count} of {all}; who is seen in the first "
                          "{days} days counts as there before {first}, everybody else as new on the first day seen",
                          count=counts["unknown"], all=counts["users"], days=SETTLED, first=date_of(span.first)))
    if counts["no_host"]:
        found.append(said("orders without a host: {count} of {all}; they count as orders at one host, so buying again "
                          "at the same host is overstated", count=counts["no_host"], all=counts["orders"]))
    return found


def _unknown(export: ExportMap) -> list[Message]:
    """What the mapping does not say, and what no logs say."""
    found = []
    if export.says(ORDER) and not (export.has("status") or export.says(RETURNED)):
        found.append(said("no line says how an order ended (status, or events of returned): all count as under way, "
                          "and the share of returns stays blank"))
    if not export.says(JOIN) and not export.has("joined") and not export.orders_alone:
        found.append(said("no line says when a user joined (joined, or events of join): coming back after the first "
                          "day rests on whom the logs show first"))
    if not export.groups.of:
        found.append(said("no line says age and tier (groups): these segments stay empty"))
    blank = [name for name, action in (("interacted", INTERACT), ("shared", SHARE))
             if not export.says(action) and not export.has(name)]
    if blank and not export.orders_alone:
        found.append(said("no line says {names}: what rests on that stays blank", names=blank))
    found.append(said("needs, skill, price sensitivity, trust and contacts of a single user are not in logs: simulated "
                      "people have those of the industry fit (imputed)"))
    return found
