"""What a planner may look up: metrics, segments and goals in the words of one language, found by those of either."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from sim.base.params import PARAMETERS
from sim.cast.segments import Override, Segment, known
from sim.desk.cards import holds, plainly
from sim.outcomes.goal import GOALS, Goal, unit_of
from sim.outcomes.metrics import METRICS
from sim.outcomes.metrics.base import Metric
from sim.outcomes.metrics.definitions import Definition, definition, room_definition
from sim.outcomes.metrics.rooms import ROOM_METRICS, RoomMetric
from sim.reports import format as fmt
from sim.reports.known import amount, grade_word
from sim.reports.names import segment_name, signal_name
from sim.scenario.names import others, shown
from sim.texts import LANGUAGES, has, text
from sim.texts.meanings import meaning

KINDS = ("metric", "segment", "goal")


@dataclass(frozen=True)
class Defined:
    """A word of the product: the `name` that files use, what it is called, and what it means, line by line."""

    name: str
    title: str
    lines: tuple[str, ...]


@lru_cache(maxsize=32)
def defined(kind: str, lang: str) -> tuple[Defined, ...]:
    """Everything of one of KINDS."""
    if kind == "segment":
        return tuple(_segment(segment, lang) for segment in known().values())
    if kind == "goal":
        return tuple(_goal(name, goal, lang) for name, goal in GOALS.items())
    people = (_metric(metric, definition(name, lang), lang) for name, metric in METRICS.items())
    rooms = (_metric(metric, room_definition(name, lang), lang) for name, metric in ROOM_METRICS.items())
    return (*people, *rooms)


def looked_up(kind: str, query: str, lang: str) -> tuple[Defined, ...]:
    """What of a kind holds every word of `query` in one of the languages, or in its other usual names."""
    wanted = plainly(query).split()
    return tuple(one for one, words in zip(defined(kind, lang), _searched(kind), strict=True) if holds(words, wanted))


@lru_cache(maxsize=8)
def _searched(kind: str) -> tuple[str, ...]:
    """The words of everything of a kind, in all languages."""
    spoken = [defined(kind, lang) for lang in LANGUAGES]
    return tuple(plainly(" ".join([ones[0].name, *others(kind, ones[0].name),
                                   *(part for one in ones for part in (one.title, *one.lines))]))
                 for ones in zip(*spoken, strict=True))


def _say(key: str, lang: str, **values: object) -> str:
    return text(f"desk.book.{key}", lang, **values)


def _metric(metric: Metric | RoomMetric, words: Definition, lang: str) -> Defined:
    """A metric: what is counted, whether more of it is good, and that it is one of rooms where it is."""
    good = _say(f"good.{({1: 'more', -1: 'less', 0: 'neither'})[metric.direction]}", lang)
    of_rooms = (_say("of_rooms", lang),) if isinstance(metric, RoomMetric) else ()
    return Defined(metric.name, fmt.capital(words.name), (words.definition, good, *of_rooms))


def _segment(segment: Segment, lang: str) -> Defined:
    """A segment: who belongs to it, and what of them differs from everybody."""
    listed = text("report.format.list", lang)
    parts = []
    if segment.ages:
        parts.append(_say("age", lang, ages=listed.join(_say(f"ages.{age}", lang) for age in segment.ages)))
    if segment.tiers:
        parts.append(_say("tier", lang, tiers=listed.join(_say(f"tiers.{tier}", lang) for tier in segment.tiers)))
    if segment.overseas is not None:
        parts.append(_say("abroad" if segment.overseas else "at_home", lang))
    if segment.share < 1.0:
        parts.append(_say("part_of", lang, share=fmt.format_part(segment.share, lang)))
    members = listed.join(parts) or _say("everybody", lang)
    who = _say("members", lang, members=members)
    differing = [_differing(segment.name, name, own, lang) for name, own in segment.parameters.items()]
    return Defined(segment.name, fmt.capital(segment_name(segment.name, lang)),
                   (fmt.paragraph([who, *([_say("differing", lang)] if differing else [])], lang), *differing))


def _differing(segment: str, name: str, own: Override, lang: str) -> str:
    """A parameter that the members of a segment have a value of their own for, and where it comes from."""
    key = f"evidence.segment.{segment}.{name}"
    return _say("differs", lang, meaning=meaning(name, lang).rstrip(".。"), grade=grade_word(own.grade, lang),
                value=amount(own.value, PARAMETERS[name].unit, lang),
                source=text(key, lang) if has(key, lang) else own.source)


def _goal(name: str, goal: Goal | None, lang: str) -> Defined:
    """A goal: what is watched, of whom, and the level it shall reach; one without a number says so."""
    title = fmt.capital(shown("goal", name, lang))
    if goal is None:
        return Defined(name, title, (_say("goal_open", lang),))
    level = (fmt.format_relative(goal.target, lang) if goal.relative
             else fmt.format_value(goal.target, unit_of(goal.signal), 1.0, lang))
    how = "goal_relative" if goal.relative else "goal_level"
    return Defined(name, title, (_say(how, lang, signal=signal_name(goal.signal, lang), level=level,
                                      segment=segment_name(goal.segment, lang)),
                                 _say("goal_row", lang, row=goal.evidence)))
