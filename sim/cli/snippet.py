"""Lines about a lever to paste into a scenario file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.cli.words import say
from sim.texts import text

if TYPE_CHECKING:
    from sim.levers import Lever

EXAMPLES = {"fixed": 400_000.0, "per_user": 2.0, "per_event.message": 0.02, "budget": 2_000_000.0}
"""Amounts of the lines to paste [yuan]: examples, from no source."""
WIDTH = 100
"""Letters of a line at the most."""


def snippet(lever: Lever, segment: str, lang: str) -> str:
    """Lines to paste under `strategies:`, with options at their defaults and amounts that are examples."""
    from sim.base.units import YUAN
    from sim.levers import STRATEGY
    from sim.scenario.strategies import option_kind

    reach = f"who: {{segment: {segment}, share: 100%}}" if lever.reach == "users" else "where: {share: 100%}"
    ramp = ", ramp: 14d" if lever.kind == STRATEGY else ""  # crises and what answers them begin in an hour
    settings = [f"{option.name}: {option_kind(option).write(option.default)}" for option in lever.options]
    fields = lever.costs if set(lever.costs) != {"budget"} else ("fixed", "budget")  # a budget alone states no cost
    amounts = {field: YUAN.write(EXAMPLES.get(field, 1.0)) for field in fields}
    costs = [f"{field}: {yuan}" for field, yuan in amounts.items() if "." not in field]
    events = ", ".join(f"{field.partition('.')[2]}: {yuan}" for field, yuan in amounts.items() if "." in field)
    costs += ([f"per_event: {{{events}}}"] if events else []) + (["example: true"] if fields else [])
    return "\n".join([
        f"  - lever: {lever.name}",
        f"    {reach}    # {say(f'levers.comment.{lever.reach}', lang)}",
        f"    when: {{start: 14d{ramp}}}    # {text('scenario.new.comment_when', lang)}",
        *_options(settings),
        *([f"    # {say('levers.comment.cost', lang)}", f"    cost: {{{', '.join(costs)}}}"] if costs else []),
        f"# {say('levers.comment.budget', lang)}",
    ])


def _options(settings: list[str]) -> list[str]:
    """The lines of the options: one, or one for each where that would be too long to read."""
    line = f"    options: {{{', '.join(settings)}}}"
    if len(line) <= WIDTH:
        return [line] if settings else []
    return ["    options:", *(f"      {setting}" for setting in settings)]
