"""What things are called in front of a planner; a name of the planner's own stays as written."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sim.cast.segments import title
from sim.outcomes.metrics import METRICS
from sim.texts import has, text

COPY = re.compile(r"(.+)_(\d{1,3})")
"""The name of a copy: that of the other one, and a number."""


def scenario_name(name: str, lang: str) -> str:
    """The shown name of a scenario: that of the lever it is named after, or its usual word in Chinese, else its own.

    A copy, `NAME_2`, is called after the other one, with its number.
    """
    if name == "baseline":
        return text("report.baseline", lang)
    copy = None if _named(name, lang) else COPY.fullmatch(name)
    if copy is not None and _named(copy[1], lang):
        return f"{_named(copy[1], lang)} {copy[2]}"
    return _named(name, lang) or name.replace("_", " ")


def _named(scenario: str, lang: str) -> str:
    """The name of a built-in scenario in words, blank where the catalogue has none."""
    if has(f"levers.{scenario}.name", lang):
        return text(f"levers.{scenario}.name", lang)
    usual = f"names.scenario.{scenario}"
    return text(usual, lang).split("、")[0] if lang == "zh" and has(usual, lang) else ""


def lever_name(name: str, lang: str) -> str:
    """The shown name of a lever."""
    return text(f"levers.{name}.name", lang)


def strategy_name(name: str, lang: str) -> str:
    """The shown name of a strategy in a plan: that of the lever it is named after, else its own."""
    return _shown(f"levers.{name}.name", name.replace("_", " "), lang)


def signal_name(name: str, lang: str) -> str:
    """The shown name of what a goal or a light watches."""
    return _shown(f"scenario.signal.{name}", metric_name(name, lang) if name in METRICS else name, lang)


def segment_name(name: str, lang: str) -> str:
    """The shown name of a group of users: that of its segment's file."""
    return title(name, lang)


def metric_name(name: str, lang: str) -> str:
    """The shown name of a metric."""
    return _shown(f"metrics.{name}.name", name.replace("_", " "), lang)


def parameter_name(name: str, lang: str) -> str:
    """What a parameter means, for those that are drawn; else its own name."""
    return _shown(f"report.parameters.{name}", name, lang)


def origin_word(origin: str, lang: str) -> str:
    """Who set a value, in words; an origin that names a file stays as written."""
    return _shown(f"report.basis.origins.{origin}", origin, lang)


def per_of(metric: str) -> float:
    """The factor a metric is shown with (1000 for "per 1,000 users")."""
    return METRICS[metric].per


def question_of(scenario: Mapping[str, object], lang: str) -> str | None:
    """The question a scenario asks, in `lang` where it has it, else in the language it was asked in."""
    question = scenario.get("question")
    if not isinstance(question, Mapping) or not question:
        return None
    return str(question.get(lang) or next(iter(question.values())))


def _shown(key: str, otherwise: str, lang: str) -> str:
    return text(key, lang) if has(key, lang) else otherwise
