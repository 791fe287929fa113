"""The second half of an import: typed rows of some users become their rows of the four tables, as SQL.

Everything here works on hashes. `seen` holds the typed rows of the users, each once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from calibration.importing.forms import (
    CHECKOUT,
    ENTER,
    GONE,
    INTERACT,
    JOIN,
    LEAVE,
    OPEN,
    ORDER,
    PROFILE,
    RETURNED,
    SHARE,
    SHOWN,
    VISIT,
)
from calibration.importing.mapping import ExportMap
from calibration.importing.times import DAY
from calibration.logs.reading import STATUS
from sim.outcomes.outcome import AGES, TIERS

GRACE = 1_800_000_000
"""Microseconds after leaving a room in which what is done there still belongs to the visit: an order is often paid on a
page outside the room. Our judgement."""
SETTLED = 28
"""Days at the beginning of logs in which a user who is seen for the first time may have been there before."""
MARKS = {"interacted": INTERACT, "checkout": CHECKOUT, "ordered": ORDER, "shared": SHARE}
"""Column of visits -> the event that sets it."""
HEX = "format('{{:016x}}', {})"


@dataclass(frozen=True)
class LogDays:
    """The days of the logs, since 1970: those of the opens, or of the orders where there are no opens."""

    first: int
    last: int


def seen_sql(export: ExportMap, rows: str) -> str:
    """SQL of the typed rows without copies; lines that share an id (of their event) are copies too."""
    again = "id IS NULL OR row_number() OVER (PARTITION BY person, action, id ORDER BY t) = 1"
    return f"SELECT DISTINCT * FROM {rows}" + (f" QUALIFY {again}" if export.has("id") else "")


def opens_sql(export: ExportMap, span: LogDays) -> str:
    """SQL of opens: a user's days with one, and the rooms that were shown on them."""
    opened = "true" if any(table.opens_always for table in export.tables) else f"action = {OPEN}"
    rows, shown = f"day BETWEEN {span.first} AND {span.last}", ""
    if export.has("shown"):
        shown = ", CAST(sum(shown) AS INTEGER) AS shown"
    elif export.says(SHOWN):
        shown = f", CAST(count(*) FILTER (action = {SHOWN}) AS INTEGER) AS shown"
    return (f"SELECT person, day{shown} FROM seen WHERE {rows} AND action <> {PROFILE} GROUP BY person, day "
            f"HAVING bool_or({opened})")


def spans_sql(export: ExportMap) -> str:
    """SQL of what users do in rooms, each with the visit it belongs to: `k` counts the visits of a user to a host.

    A visit begins with enter (or visit) and ends with the first leave after it; where a room is only left, and the
    length of the stay is known, the beginning follows from it.
    """
    pair = "person, host" + (", visit" if export.has("visit") else "")
    kinds = (ENTER, VISIT, INTERACT, CHECKOUT, ORDER, SHARE, LEAVE)
    rows = f"SELECT * FROM seen WHERE host IS NOT NULL AND action IN {kinds}"
    if export.says(LEAVE) and not export.says(ENTER):
        rows += (f" UNION ALL SELECT * REPLACE ({ENTER} AS action, t - CAST(seconds * 1e6 AS BIGINT) AS t, NULL AS "
                 f"seconds) FROM seen WHERE action = {LEAVE} AND host IS NOT NULL AND seconds IS NOT NULL")
    starts = f"action IN ({ENTER}, {VISIT})"
    numbered = (f"SELECT *, count(*) FILTER ({starts}) OVER (PARTITION BY {pair} ORDER BY t, action ROWS UNBOUNDED "
                f"PRECEDING) AS k FROM ({rows})")
    ended = (f"coalesce(min(t) FILTER (action = {LEAVE}) OVER g, "
             f"min(t + CAST(seconds * 1e6 AS BIGINT)) FILTER (action = {VISIT}) OVER g)")
    return (f"SELECT *, min(t) FILTER ({starts}) OVER g AS began, {ended} AS ended FROM ({numbered}) "
            f"WINDOW g AS (PARTITION BY {pair}, k)")


def visits_sql(export: ExportMap, span: LogDays) -> str:
    """SQL of visits, from the rows of `spans_sql` in a table `spans`."""
    marks = "".join(f", {_mark(export, name, action)} AS {name}" for name, action in MARKS.items()
                    if export.says(action) or export.has(name))
    pair = "person, host" + (", visit" if export.has("visit") else "")
    said = f"arg_min(seconds, t) FILTER (action IN ({VISIT}, {LEAVE}) AND seconds IS NOT NULL)"
    grouped = (f"SELECT person, host, began, min(day) FILTER (action IN ({ENTER}, {VISIT})) AS day, "
               f"coalesce({said}, (ended - began) / 1e6) AS lasted{marks} FROM spans WHERE k > 0 "
               f"GROUP BY {pair}, k, began, ended")
    columns = "".join(f", {name}" for name in MARKS if export.says(MARKS[name]) or export.has(name))
    seconds = "CASE WHEN lasted BETWEEN 0 AND 86400 THEN lasted END AS seconds"
    return (f"SELECT person, day, host, {seconds}{columns}, began FROM ({grouped}) WHERE day BETWEEN {span.first} AND "
            f"{span.last}")


def _mark(export: ExportMap, name: str, action: int) -> str:
    """SQL of a mark of a visit: by a column, or by what was done before its end."""
    inside = f"t <= coalesce(ended, began + {DAY}) + {GRACE}"
    found = [f"bool_or(action = {action} AND {inside})"] if export.says(action) else []
    found += [f"bool_or({name} > 0)"] if export.has(name) else []
    return f"CAST(coalesce({' OR '.join(found)}, false) AS UTINYINT)"


def orders_sql(export: ExportMap, span: LogDays) -> str:
    """SQL of orders, from `seen` and `spans`; rows that share the id of an order are one order."""
    columns = "person, day, t, coalesce(host, 0) AS host, \"order\", status, closes, paid"
    own = "interacted > 0" if export.has("interacted", ORDER) else "NULL"
    in_rooms = export.says(INTERACT) and export.has("host", ORDER)
    if in_rooms:
        talked = (f"bool_or(action = {INTERACT} AND t <= coalesce(ended, began + {DAY})) OVER (PARTITION BY person, "
                  f"host{', visit' if export.has('visit') else ''}, k)")
        inside = f"k > 0 AND t <= coalesce(ended, began + {DAY}) + {GRACE}"
        rows = (f"SELECT {columns}, CASE WHEN {inside} THEN talked ELSE {own} END AS talked FROM "
                f"(SELECT *, {talked} AS talked FROM spans) WHERE action = {ORDER} UNION ALL "
                f"SELECT {columns}, {own} AS talked FROM seen WHERE action = {ORDER} AND host IS NULL")
    else:
        rows = f"SELECT {columns}, {own} AS talked FROM seen WHERE action = {ORDER}"
    if export.has("order", ORDER):
        alone = f"SELECT * FROM ({rows}) WHERE \"order\" IS NULL"
        rows = (f"SELECT person, min(day) AS day, min(t) AS t, max(host) AS host, \"order\", max(status) AS status, "
                f"max(closes) AS closes, max(paid) AS paid, bool_or(talked) AS talked FROM ({rows}) WHERE \"order\" IS "
                f"NOT NULL GROUP BY person, \"order\" UNION ALL BY NAME {alone}")
    more = ", CAST(talked AS UTINYINT) AS interacted" if in_rooms or own != "NULL" else ""
    more += ", paid AS paid_yuan" if export.has("paid") else ""
    more += ", CAST(CASE WHEN closes >= day THEN closes END AS INTEGER) AS closes" if export.has("closes") else ""
    back = f"(SELECT DISTINCT person, \"order\", 1 AS back FROM seen WHERE action = {RETURNED})"
    return (f"SELECT person, day, host, {_status(export)} AS status{more}, t FROM ({rows}) LEFT JOIN {back} USING "
            f"(person, \"order\") WHERE day <= {span.last}")


def _status(export: ExportMap) -> str:
    """SQL of how an order ended; under way where nothing says it, so that no share of returns is made up."""
    known = f"coalesce(status, {STATUS['kept' if export.says(RETURNED) else 'under_way']})"
    words = " ".join(f"WHEN {number} THEN '{word}'" for word, number in STATUS.items())
    return f"CASE CASE WHEN back = 1 THEN {STATUS['returned']} ELSE {known} END {words} END"


def users_sql(export: ExportMap, span: LogDays) -> str:
    """SQL of users: who was seen in the logs, and who is told to have joined."""
    there = f"action NOT IN ({PROFILE}, {JOIN}, {GONE}, {RETURNED})"
    if not any(table.opens_always for table in export.tables):
        there += " AND action <> 0"
    joined = f"least(min(joined), min(day) FILTER (action = {JOIN}))"
    gone = f"greatest(max(gone), max(day) FILTER (action = {GONE}))"
    grouped = (f"SELECT person, {joined} AS told, {gone} AS gone, min(day) FILTER ({there}) AS since, max(day) FILTER "
               f"({there}) AS until, max(contacts) AS contacts, min(age) AS age, max(age) AS oldest, "
               f"min(tier) AS tier, max(tier) AS highest FROM seen GROUP BY person")
    first = "since" if export.orders_alone else (f"CASE WHEN since < {span.first + SETTLED} THEN least(since, "
                                                 f"{span.first - 1}) ELSE since END")
    more = ", CAST(contacts AS BIGINT) AS contacts" if export.has("contacts") else ""
    if export.has("gone") or export.says(GONE):
        more += ", CASE WHEN gone >= coalesce(until, gone) AND gone >= start THEN gone END AS gone"
    if export.groups.of:
        more += "".join(f", CASE WHEN {head} = {other} THEN {_word(head, names)} END AS {head}" for head, other, names
                        in (("age", "oldest", AGES), ("tier", "highest", TIERS)))
    return (f"SELECT person, start AS joined{more}, told IS NOT NULL AS known, coalesce(told > since, false) AS late, "
            f"coalesce(age <> oldest, false) OR coalesce(tier <> highest, false) AS torn FROM (SELECT *, "
            f"CASE WHEN told IS NULL THEN {first} ELSE least(told, since) END AS start FROM ({grouped})) "
            f"WHERE start IS NOT NULL")


def _word(column: str, names: Sequence[str]) -> str:
    return f"[{', '.join(repr(name) for name in names)}][{column}]"


def written_sql(table: str, days: Sequence[str], texts: Sequence[str], order: Sequence[str]) -> str:
    """SQL of a table as it is written: ids as 16 letters, days as dates, in order; helper columns are left out."""
    helpers = {"users": ("known", "late", "torn"), "visits": ("began",), "orders": ("t",)}.get(table, ())
    ids = ", ".join(f"{HEX.format(name)} AS {alias}" for name, alias in zip(texts, ("user", "host"), strict=False))
    date = ", ".join(f"DATE '1970-01-01' + {day} AS {day}" for day in days)
    left_out = ", ".join((*texts, *days, *helpers))
    return (f"SELECT {ids}, {date}, * EXCLUDE ({left_out}) FROM {table}_found ORDER BY {', '.join(order)}")
