"""A block's rows as typed rows: what each says, of whom (a hash), when; odd ones are marked with why.

Everything runs in memory and in one go through a block: what an id is stands in no file, not even for a moment.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from calibration.importing.fields import name_of, quoted
from calibration.importing.forms import ENTER, LEAVE, PROFILE, VISIT
from calibration.importing.mapping import DATES, IDS, NUMBERS, ExportMap, TableMap
from calibration.importing.salt import Salt, hashed
from calibration.importing.times import day_sql, moment_sql, plausible_sql, unit_sql, zoned_sql
from calibration.logs.columns import FLAG, TRUE_FALSE, Limits
from calibration.logs.columns import NUMBERS as LIMITS
from sim.base.message import Message, said, term

OWN_LIMITS: Mapping[str, Limits] = {**LIMITS["users"], **LIMITS["opens"], **LIMITS["visits"], "ordered": FLAG,
                                    "paid": LIMITS["orders"]["paid_yuan"]}
COLUMNS = {"action": "UTINYINT", "person": "UBIGINT", "t": "BIGINT", "day": "INTEGER",
           **{name: "UBIGINT" for name in IDS if name != "user"}, "status": "UTINYINT", "age": "UTINYINT",
           "tier": "UTINYINT", **dict.fromkeys(NUMBERS, "DOUBLE"), **dict.fromkeys(DATES, "INTEGER")}
"""Columns of typed rows -> their type; `person` is the user's hash."""
Why = Callable[[Any], Message]


@dataclass(frozen=True)
class Doubt:
    """A kind of odd lines: its SQL condition, what to show of the first one (SQL), and what to say of it."""

    condition: str
    shown: str
    why: Why


def typed_sql(table: TableMap, export: ExportMap, present: Sequence[str]) -> tuple[str, list[Doubt]]:
    """SQL of typed rows with `line` and `odd` (0, or the place of its doubt counted from 1), from `raw` and `words`.

    `present` are the fields that the raw table has. Lines that say nothing are not among them.
    """
    has = set(present)
    moments = [name for name in ("time", *DATES) if name in has]
    numbers = [name for name in NUMBERS if name in has]
    parts = [*(f"TRY_CAST({name_of(name)} AS DOUBLE) AS n_{name}" for name in moments),
             *(f"{_number(name, table)} AS n_{name}" for name in numbers)]
    units = [f"{unit_sql(f'n_{name}')} AS u_{name}" for name in moments]
    times = [f"{moment_sql(name_of(name), f'n_{name}', f'u_{name}')} AS t_{name}, "
             f"{zoned_sql(name_of(name), f'u_{name}')} AS z_{name}" for name in moments]
    doubts = _doubts(table, has)
    cases = " ".join(f"WHEN {doubt.condition} THEN {k}" for k, doubt in enumerate(doubts, 1))
    shown = " ".join(f"WHEN {doubt.condition} THEN ({doubt.shown})::VARCHAR" for doubt in doubts)
    joined = "LEFT JOIN words ON words.word = raw.f_groups" if "groups" in has else ""
    inner = f"SELECT raw.*, {_action(table)} AS action{', words.*' if joined else ''} FROM raw {joined}"
    inner = f"SELECT * {_more(parts)} FROM ({inner}) WHERE broken OR action IS NOT NULL"
    inner = f"SELECT * {_more(times)} FROM (SELECT * {_more(units)} FROM ({inner}))"
    columns = ", ".join(f"{_column(name, table, export, has)}::{kind} AS \"{name}\"" for name, kind in COLUMNS.items())
    zoned = "coalesce(z_time, false)" if "time" in has else "false"
    return (f"SELECT line, CASE {cases} ELSE 0 END AS odd, CASE {shown} END AS found, {zoned} AS zoned, {columns} "
            f"FROM ({inner})", doubts)


def pads_of(salt: Salt) -> dict[str, bytes]:
    """The parameters of a query that hashes."""
    inner, outer = salt.pads()
    return {"inner": inner, "outer": outer}


def _more(columns: Sequence[str]) -> str:
    return "".join(f", {column}" for column in columns)


def _action(table: TableMap) -> str:
    """SQL of what a line says; NULL for an event that is not mapped."""
    if table.each:
        return f"{table.each}::UTINYINT"
    cases = " ".join(f"WHEN {quoted(name)} THEN {action}" for name, action in table.actions.items())
    other = "0" if table.opens_always else "NULL"
    return f"(CASE f_event {cases} ELSE {other} END)::UTINYINT" if cases else f"{other}::UTINYINT"


def _number(name: str, table: TableMap) -> str:
    """SQL of a number in its unit here."""
    cell = name_of(name)
    if OWN_LIMITS[name] is FLAG:
        words = " ".join(f"WHEN {quoted(word)} THEN '{number}'" for word, number in TRUE_FALSE.items())
        return f"TRY_CAST(CASE lower({cell}) {words} ELSE {cell} END AS DOUBLE)"
    scale = {"seconds": table.seconds, "paid": table.paid}.get(name, 1.0)
    return f"TRY_CAST({cell} AS DOUBLE)" + (f" * {scale!r}" if scale != 1.0 else "")


def _column(name: str, table: TableMap, export: ExportMap, has: set[str]) -> str:
    """SQL of a column of typed rows."""
    if name == "person":
        return hashed("user", "f_user")
    if name in ("action", "age", "tier"):
        return name if name == "action" or "groups" in has else "NULL"
    if name in ("t", "day"):
        if "time" not in has:
            return "NULL"
        return "t_time" if name == "t" else day_sql("t_time", "z_time", export.zone)
    if name not in has:
        return "NULL"
    if name in IDS:
        return hashed(name, name_of(name))
    if name == "status":
        cases = " ".join(f"WHEN {quoted(word)} THEN {number}" for word, number in table.outcomes.items())
        return f"CASE f_status {cases} END"
    return day_sql(f"t_{name}", f"z_{name}", export.zone) if name in DATES else f"n_{name}"


def _doubts(table: TableMap, has: set[str]) -> list[Doubt]:
    """What can be odd about a line, the gravest first."""
    found = [Doubt("broken", "NULL", lambda _: said("is no JSON object; is the file cut?"))]
    if "time" in has:
        found += _doubts_of_time(table)
    found += [_doubt_of_date(name) for name in DATES if name in has]
    found += [_doubt_of_number(name) for name in NUMBERS if name in has]
    if "status" in has:
        words = ", ".join(quoted(word) for word in table.outcomes)
        found.append(Doubt(f"f_status NOT IN ({words})", "f_status", lambda word: said(
            "'{value}' is no status that the mapping knows (it knows: {words})", value=veiled(word),
            words=list(table.outcomes))))
    if "groups" in has:
        found.append(Doubt("stray IS NOT NULL", "stray", lambda word: said(
            "group '{group}' is in no list of {file}; map it, or put it under ignored", group=veiled(word),
            file="groups")))
        found.append(Doubt("two IS NOT NULL", "two", lambda head: said("is in two groups of {head}", head=head)))
    if "host" in has:
        found.append(Doubt(f"action IN ({ENTER}, {LEAVE}, {VISIT}) AND f_host IS NULL", "NULL",
                           lambda _: said("host is empty")))
    return found


def _doubts_of_time(table: TableMap) -> list[Doubt]:
    need = f"action <> {PROFILE} AND " if table.each != PROFILE else "false AND "
    found = [Doubt(f"{need}f_time IS NULL", "NULL", lambda _: said("time is empty; a moment or a day is needed"))]
    if table.unit:
        found.append(Doubt(f"f_time IS NOT NULL AND coalesce(u_time, 'stamps') NOT IN ('{table.unit}', '')", "u_time",
                           lambda unit: said("its time is written in {unit}, and the mapping says unit: {wanted}",
                                             unit=term(unit or "stamps"), wanted=table.unit)))
    return [*found,
            Doubt("f_time IS NOT NULL AND t_time IS NULL", "NULL", lambda _: said(
                "its time is no moment; write 2025-03-01 08:00:00, or seconds or milliseconds since 1970")),
            Doubt(f"t_time IS NOT NULL AND NOT {plausible_sql('t_time')}", "NULL",
                  lambda _: said("its time is before 2003 or after 2049"))]


def _doubt_of_date(name: str) -> Doubt:
    moment = f"t_{name}"
    return Doubt(f"{name_of(name)} IS NOT NULL AND ({moment} IS NULL OR NOT {plausible_sql(moment)})", "NULL",
                 lambda _: said("{field} is no day between 2003 and 2049", field=name))


def _doubt_of_number(name: str) -> Doubt:
    limits = OWN_LIMITS[name]
    whole = f" OR n_{name} <> floor(n_{name})" if limits.whole else ""
    condition = (f"{name_of(name)} IS NOT NULL AND (n_{name} IS NULL OR n_{name} < {limits.low!r} OR n_{name} > "
                 f"{limits.high!r}{whole})")

    def why(shown: str | None) -> Message:
        if shown is None:
            return said("{field} is no number", field=name)
        number = float(shown)
        if name == "seconds" and number > limits.high:
            return said("seconds are more than a day; if these are milliseconds, say seconds_unit: milliseconds")
        if number < limits.low:
            return said("{field} is below {low:g}", field=name, low=limits.low)
        return said("{field} cannot be (allowed: {low:.12g} to {high:.12g}{whole})", field=name, low=limits.low,
                    high=limits.high, whole=said(", whole numbers") if limits.whole else "")

    return Doubt(condition, f"n_{name}", why)


def veiled(word: object) -> str:
    """A word of the platform's as a message repeats it: with more than four digits it may be an id, and has none."""
    text = str(word)
    return "".join("9" if sign.isdigit() else sign for sign in text) if sum(map(str.isdigit, text)) > 4 else text
