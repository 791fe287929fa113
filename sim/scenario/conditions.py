"""Conditions as a planner writes them: a trigger on a signal, a user's own state; in English or Chinese.

    bounce_rate of gen_z 10% above its last 28 days for 3d      interaction_rate below 10% for 7d
    Z世代用户的跳出率比前28天高10%，持续3天                         互动率低于10%，持续7天
    idle above 7d                                               satisfaction below 0.4
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from sim.base.chinese import plain
from sim.base.errors import LivesimError
from sim.base.forms import within
from sim.base.message import message_of, said
from sim.base.units import CHANGE, DAYS, NUMBER, found, level_kind, parse
from sim.cast.segments import Segment
from sim.outcomes.signals import SIGNALS
from sim.scenario.names import resolve
from sim.scenario.plan import Condition

_ENGLISH = re.compile(
    r"(?P<signal>\S.*?)(?:\s+of\s+(?P<segment>\S.*?))?\s+"
    r"(?:(?P<change>\S+)\s+(?P<than>above|below)\s+(?:its|the)\s+last\s+(?P<window>\d+\s*\S+)"
    r"|(?P<way>above|below)\s+(?P<value>\S.*?))"
    r"(?:\s+for\s+(?P<lasting>\d+\s*\S+))?", re.IGNORECASE)
_CHINESE = re.compile(
    r"(?:(?P<segment>[^的]+)的)?(?P<signal>\S.*?)\s*"
    r"(?:比(?:前|过去)\s*(?P<window>\d+\s*[天日周])\s*(?P<than>高|低)\s*(?P<change>\S+?%)"
    r"|(?P<way>高于|低于)\s*(?P<value>[^，,]+?))"
    r"(?:\s*[，,]?\s*(?:持续|连续)\s*(?P<lasting>\d+\s*[天日周]))?")
_STATE = re.compile(r"(?P<state>\S.*?)\s*(?P<way>above|below|高于|低于)\s*(?P<value>\S.*)", re.IGNORECASE)
EXAMPLES = "'bounce_rate 10% above its last 28 days for 3d'", "'interaction_rate of gen_z below 10% for 7d'"
ABOVE = ("above", "高", "高于")
MOST_DAYS = 365


class Sentence(NamedTuple):
    """The parts of a trigger that its sentence says; `window` None compares with `value` itself."""

    signal: str
    segment: str
    above: bool
    value: float
    window: int | None
    lasting: int


def read_trigger(written: object, own: Iterable[Segment] = ()) -> Sentence:
    """The parts of a trigger's sentence. Raises ValueError with the sentence to print."""
    match = _matched(written)
    if match is None:
        raise ValueError(said("{written} is not a condition; write it as {one} or {other}",
                              written=found(written), one=EXAMPLES[0], other=EXAMPLES[1]))
    signal, window = _named("signal", match["signal"], own), match["window"]
    lasting = int(within(parse(match["lasting"], DAYS), DAYS, 1, MOST_DAYS, whole=True)) if match["lasting"] else 1
    segment = _named("segment", match["segment"] or "all", own)
    if window:
        change = within(parse(match["change"], CHANGE), CHANGE, 0, 10)
        days = int(within(parse(window, DAYS), DAYS, 1, MOST_DAYS, whole=True))
        return Sentence(signal, segment, match["than"].lower() in ABOVE, change, days, lasting)
    if SIGNALS[signal].scaled:
        raise ValueError(said("'{signal}' counts simulated users; compare it with its past: '{signal} 10% below "
                              "its last 28 days'", signal=signal))
    value = parse(match["value"], level_kind(SIGNALS[signal].unit))
    return Sentence(signal, segment, match["way"].lower() in ABOVE, value, None, lasting)


def read_state(written: object) -> Condition:
    """A condition on a user's own state. Raises ValueError with the sentence to print."""
    match = _STATE.fullmatch(plain(written)) if isinstance(written, str) else None
    if match is None:
        raise ValueError(said("{written} is not a condition; write it as 'idle above 7d' or 'trust below 0.5'",
                              written=found(written)))
    name = _named("state", match["state"], ())
    value = parse(match["value"], DAYS if name in ("idle", "tenure") else NUMBER)
    return Condition(name, match["way"].lower() in ABOVE, value)


def _matched(written: object) -> re.Match[str] | None:
    """The sentence taken apart by the grammar of its language."""
    if not isinstance(written, str):
        return None
    sentence = plain(written)
    return _ENGLISH.fullmatch(sentence) or _CHINESE.fullmatch(sentence)


def _named(kind: str, written: str, own: Iterable[Segment]) -> str:
    try:
        return resolve(kind, written, own)
    except LivesimError as error:
        raise ValueError(message_of(error)) from None
