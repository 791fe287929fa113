"""What may be declared in a plug-in, and the entries as they are used: with their functions guarded."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from sim.base.errors import PlugInError, unknown
from sim.base.message import message_of, said, term
from sim.base.params import GRADES, PARAMETERS, Parameter
from sim.levers.base import Lever
from sim.outcomes.metrics.base import Metric
from sim.plugins.guard import File, guarded_lever, guarded_measure, wrong_number, wrong_ratio

UNITS = ("share", "minutes", "days", "yuan", "count", "score")
"""The units in which a metric can be shown."""
SCOPES = {"users": "user", "rooms": "room"}
"""Whose parameters a lever of each reach can move."""


def checked(kind: str, name: str, entry: Any, file: File, place: str) -> Any:
    """The entry of a registry of that `kind`, to be used in place of the declared one.

    Raises PlugInError for what a plug-in cannot declare.
    """
    if kind not in CHECKS:
        raise PlugInError(said("{place}: a plug-in cannot declare a {kind}; allowed: {checks}",
                               place=place, kind=term(kind), checks=CHECKS))
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        raise PlugInError(said("{place}: '{name}' is no name; write lower-case letters, digits and '_'",
                               place=place, name=name))
    try:
        return CHECKS[kind](entry, file, place)
    except ValueError as error:
        raise PlugInError(said("{place}: {kind} '{name}' {why}",
                               place=place, kind=term(kind), name=name, why=message_of(error))) from None


def _parameter(entry: Parameter, file: File, place: str) -> Parameter:
    if entry.scope != "lever":
        raise ValueError(said("has the scope '{scope}': what users and rooms are like is compiled into the "
                              "model and cannot be added by a plug-in; write scope=\"lever\" for what a lever "
                              "moves at strength 1", scope=entry.scope))
    return entry


def _lever(entry: Lever, file: File, place: str) -> Lever:
    _needs_docstring(entry.apply)
    if entry.grade not in GRADES:
        raise ValueError(said("has an {wrong}", wrong=unknown("grade", entry.grade, GRADES)))
    for name in entry.writes:
        scope = PARAMETERS[name].scope
        if scope != SCOPES[entry.reach]:
            raise ValueError(said("reaches {reach} and cannot write '{name}', which describes the {scope}",
                                  reach=term(entry.reach), name=name, scope=term(scope)))
    return replace(entry, apply=guarded_lever(entry.apply, entry.name, file))


def _metric(entry: Metric, file: File, place: str) -> Metric:
    _needs_docstring(entry.measure)
    if entry.unit not in UNITS:
        raise ValueError(said("has an {wrong}", wrong=unknown("unit", str(entry.unit), UNITS)))
    if entry.direction not in (-1, 0, 1):
        raise ValueError(said("has the direction {direction!r}; allowed: 1 (more is better), -1, 0 (neither)",
                              direction=entry.direction))
    what = said("metric '{name}'", name=entry.name)
    return replace(entry, measure=guarded_measure(entry.measure, what, file, place, wrong_ratio))


def _pattern(entry: Any, file: File, place: str) -> Any:
    _needs_docstring(entry.measure)
    what = said("pattern '{name}'", name=entry.name)
    return replace(entry, measure=guarded_measure(entry.measure, what, file, place, wrong_number))


def _needs_docstring(function: Callable[..., Any]) -> None:
    if not (function.__doc__ or "").strip():
        raise ValueError(said("has no docstring; its first line says what comes out"))


CHECKS: Mapping[str, Callable[[Any, File, str], Any]] = {
    "lever": _lever, "metric": _metric, "pattern": _pattern, "parameter": _parameter}  # fmt: skip
"""Kind of a registry -> its check."""
