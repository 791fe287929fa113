"""The names a scenario may use: their own spelling, how they are shown in English or Chinese, or another usual word."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sim.base.calendar_days import NAMES as CALENDAR_NAMES
from sim.base.chinese import plain
from sim.base.errors import LivesimError, UnknownNameError, unknown
from sim.base.forms import Reads
from sim.base.message import Message, message_of, said
from sim.cast.hosts import CATEGORIES, FORMATS
from sim.cast.segments import Segment, combination, known, title
from sim.levers import LEVERS
from sim.outcomes.goal import COURSES, GOALS, at_end
from sim.outcomes.metrics import METRICS
from sim.outcomes.signals import SIGNALS
from sim.scenario.builtin import builtin_scenarios
from sim.scenario.plan import BEHAVIOURS, EVENTS, NEEDS, STATES, UNITS
from sim.texts import LANGUAGES, has, text

KEYS = {
    "scenario": "levers.{}.name",
    "lever": "levers.{}.name",
    "metric": "metrics.{}.name",
    "category": "categories.category.{}",
    "format": "categories.format.{}",
    "behaviour": "scenario.behaviour.{}",
    "need": "scenario.need.{}",
    "event": "scenario.event.{}",
    "state": "scenario.state.{}",
    "calendar": "scenario.calendar.{}",
    "signal": "scenario.signal.{}",
    "goal signal": "scenario.signal.{}",
    "goal": "scenario.goal.{}",
    "experiment unit": "scenario.unit.{}",
}
ALLOWED: Mapping[str, Callable[[], Iterable[str]]] = {
    "scenario": lambda: builtin_scenarios(),
    "lever": lambda: LEVERS,
    "metric": lambda: METRICS,
    "category": lambda: CATEGORIES,
    "format": lambda: FORMATS,
    "behaviour": lambda: BEHAVIOURS,
    "need": lambda: NEEDS,
    "event": lambda: EVENTS,
    "state": lambda: STATES,
    "calendar": lambda: CALENDAR_NAMES,
    "signal": lambda: SIGNALS,
    "goal signal": lambda: (*SIGNALS, *COURSES, *filter(at_end, METRICS)),
    "goal": lambda: GOALS,
    "experiment unit": lambda: UNITS,
}


WORDS = {"goal signal": ("signal", "metric")}
"""Kinds whose other names are those of other kinds."""


def others(kind: str, name: str) -> list[str]:
    """Other usual words for `name`, in all languages: the one table of them is `names.yaml` in the texts."""
    keys = [f"names.{words}.{name}" for words in WORDS.get(kind, (kind,))]
    listed = [text(key, lang) for key in keys for lang in LANGUAGES if has(key, lang)]
    return [word.strip() for words in listed for word in re.split("[,、]", words)]


def spellings(kind: str, own: Iterable[Segment] = ()) -> dict[str, dict[str, str]]:
    """Name -> language -> shown name, of everything of a `kind` ("lever", "segment"...)."""
    if kind == "segment":
        return {name: dict(segment.names) for name, segment in known(own).items()}
    return {name: {lang: shown(kind, name, lang) for lang in LANGUAGES} for name in ALLOWED[kind]()}


def shown(kind: str, name: str, lang: str, own: Iterable[Segment] = ()) -> str:
    """How `name` is shown in `lang`; a name that the catalogue lacks stands for itself."""
    if kind == "segment":
        segments = known(own)
        return segments[name].names[lang] if name in segments else title(name, lang)
    key = KEYS["metric" if kind == "goal signal" and at_end(name) else kind].format(name)
    return text(key, lang) if has(key, lang) else name


def resolve(kind: str, written: object, own: Iterable[Segment] = ()) -> str:
    """The own spelling of a name as written; of a combination of segments its one name.

    Raises UnknownNameError with the nearest spelling, ScenarioError for a combination that cannot be read.
    """
    if kind != "segment" and isinstance(written, str) and written in ALLOWED[kind]():
        return written  # as it is spelled: the catalogues need not be read
    names = spellings(kind, own)
    try:
        return _single(kind, str(written), names)
    except UnknownNameError:
        if kind != "segment" or not combination.is_combination(str(written)):
            raise
    return combination.read(str(written), known(own), lambda part: _single(kind, part, names))


def money_needs(written: str) -> Message | None:
    """What must be stated before there is the money of that name, which is counted and no metric; None for others."""
    if _folded(written) in ("net_benefit", "净收益"):
        return said("'{written}' is no metric: it is counted by itself where a margin is stated, as money: "
                    "{{margin: 20%}} in the scenario, or by a factor of money.margin in a sweep", written=written)
    if _folded(written) in ("cost", "成本"):
        return said("'{written}' is no metric: it is counted by itself where a strategy states it, as cost: "
                    "{{fixed: 10000 yuan}}", written=written)
    return None


def _single(kind: str, written: str, names: Mapping[str, Mapping[str, str]]) -> str:
    wanted = _folded(written)
    for name, titles in names.items():
        if wanted in {_folded(name), *map(_folded, titles.values())}:
            return name
    for name in names:
        if wanted in map(_folded, others(kind, name)):
            return name
    if kind == "metric" and (needs := money_needs(written)):
        raise UnknownNameError(needs)
    options = list(names) if written.isascii() else [titles["zh"] for titles in names.values()]
    raise UnknownNameError(unknown(kind, written, options))


def named(kind: str) -> Reads:
    """Reads the name of a `kind`; the context of the check holds the planner's own `segments`."""

    def read(value: object, context: Mapping[str, Any]) -> str:
        try:
            return resolve(kind, value, context.get("segments", ()))
        except LivesimError as error:
            raise ValueError(message_of(error)) from None

    return Reads(read, {"type": "string", "x-names": kind})


def _folded(name: str) -> str:
    return plain(name).casefold().replace(" ", "_").replace("-", "_")
