"""A strategy of a scenario as one line a planner can check: who, where, when, how much."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.reports import format as fmt
from sim.reports.basis import strength_range
from sim.reports.names import lever_name, segment_name
from sim.scenario.plan import Condition
from sim.scenario.show_plan import condition_lines, state_words
from sim.scenario.when import Trigger, When
from sim.texts import text


def strategy_lines(scenario: Mapping[str, Any], lang: str) -> list[str]:
    """One line for each strategy of a scenario."""
    return [_line(strategy, lang) for strategy in scenario["strategies"]]


def _line(strategy: Mapping[str, Any], lang: str) -> str:
    parts = [_who(strategy["who"], lang), _where(strategy["where"], lang), _when(strategy["when"], lang)]
    parts += [_clause(line) for line in condition_lines(when_of(strategy["when"]), (), lang)]
    parts.append(_strength(strategy["strength"], lang))
    what = text("report.format.clause", lang).join(filter(None, parts))
    return text("report.strategy.line", lang, lever=lever_name(strategy["lever"], lang), what=what)


def _clause(line: str) -> str:
    """A line of its own as a part of a sentence."""
    words = line.strip().rstrip(".。")
    return words[:1].lower() + words[1:]


def when_of(when: Mapping[str, Any]) -> When:
    """When a strategy acts, from the plain data of a manifest."""
    trigger = Trigger(**when["trigger"]) if when.get("trigger") else None
    return When(**{**when, "on": tuple(when.get("on", ())), "trigger": trigger})


def _who(who: Mapping[str, Any], lang: str) -> str:
    words = segment_name(who["segment"], lang)
    if who["share"] < 1:
        share = fmt.format_part(who["share"], lang)
        words = text("report.strategy.some", lang, share=share, segment=words)
    if who["behaviour"]:
        behaviour = text(f"scenario.behaviour.{who['behaviour']}", lang)
        words = text("report.strategy.behaviour", lang, who=words, behaviour=behaviour)
    if who["need"]:
        need = text(f"scenario.need.{who['need']}", lang)
        words = text("report.strategy.need", lang, who=words, need=need)
    own = state_words([Condition(**state) for state in who.get("state", ())], who.get("most"), lang)
    return text("report.format.list", lang).join([words, *own])


def _where(where: Mapping[str, Any], lang: str) -> str:
    """The rooms a strategy changes, blank when it changes all or is not about rooms."""
    words = []
    if where["host"] is not None:
        words.append(text("report.strategy.host", lang, host=where["host"]))
    for kind in ("category", "format"):
        if where[kind]:
            words.append(text(f"categories.{kind}.{where[kind]}", lang))
    if where["share"] < 1:
        share = fmt.format_part(where["share"], lang)
        words.append(text("report.strategy.hosts", lang, share=share))
    if not words:
        return ""
    return text("report.strategy.rooms", lang, which=text("report.format.list", lang).join(words))


def _when(when: Mapping[str, Any], lang: str) -> str:
    case = "from" if when["end"] is None else "between"
    words = text(f"report.strategy.{case}", lang, start=when["start"], end=when["end"])
    return text("report.strategy.ramp", lang, when=words, ramp=when["ramp"]) if when["ramp"] else words


def _strength(strength: Mapping[str, Any], lang: str) -> str:
    case = "reported" if not strength["stated"] else ("fixed" if strength["low"] == strength["high"] else "stated")
    return text(f"report.strategy.strength.{case}", lang, strength=strength_range(strength, lang))
