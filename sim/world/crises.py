"""Crises under way: when each breaks out, how hot it is today, and what answers it.

The heat of a scandal fades by half every `news_half_life` days from its outbreak, at the first hour of a day; every
step of a response takes its share from its hour on, for good. A day feels the mean over its 24 hours, so that an hour
earlier always counts. A moment's crisis has heat 1 on its first day; one that lasts follows its plan.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from operator import itemgetter

from sim.chance import decisions
from sim.chance.draws import day_key, uniform
from sim.levers import CRISIS, LEVERS, RESPONSE, Edit
from sim.world.strategies import Active, alternative_of, write
from sim.world.timing import Step
from sim.world.world import World

HOURS = 24.0
YEAR = 365.0
FORGOTTEN = 0.01
"""Heat below which a crisis is over."""


def strike(world: World) -> None:
    """Let crises break out that are due this morning, and settle the heat of each for today.

    One whose every parameter is held back (`Strategy.only`) is not there: nothing answers it either.
    """
    crises = [active for active in world.actives if active.kind == CRISIS and active.writes]
    if not crises:
        return
    answers = {active.plan.name: edit for active in world.actives if active.kind == RESPONSE
               for edit in answer(world, active)}
    paid = {int(hour // HOURS) for edit in answers.values() for hour in edit.pays}
    for active in crises:
        break_out(world, active)
        take_steps(world, active, answers)
        active.crisis.heat = heat_today(world, active)
        active.crisis.repaid = active.crisis.heat > 0.0 and active.crisis.since(world.day) in paid
        if active.level(world.day) != 0.0:
            active.timing.note(world.day)


def answer(world: World, active: Active) -> Iterator[Edit]:
    """How a response that acts today answers crises."""
    level = active.level(world.day)
    if level != 0.0:
        edit = Edit()
        write(edit, active, level, world.constants.values)
        yield edit


def take_steps(world: World, active: Active, answers: Mapping[str, Edit]) -> None:
    """Remember the steps of `answers` [by the name of a response] whose hour comes today, or has come before.

    A step is taken once, as strong as its response is on that day, and is never undone; steps are taken while their
    response acts.
    """
    since = active.crisis.since(world.day)
    if since is None:
        return
    for name, edit in answers.items():
        come = [step for step in sorted(edit.answers, key=itemgetter(0)) if step[0] < HOURS * (since + 1)]
        taken = active.crisis.taken.setdefault(name, [])
        taken += come[len(taken):]


def break_out(world: World, active: Active) -> None:
    """Let a crisis break out on the first day of every stretch of its plan, or on a day of it that chance chooses."""
    acting = active.timing.acts(world.day)
    fresh, active.crisis.acting = acting and not active.crisis.acting, acting
    per_year = active.plan.options.get("per_year", 0.0)
    if per_year > 0.0:
        daily = 1.0 - math.exp(-per_year * risk(world, active) / YEAR)
        u = uniform(day_key(world.seed, world.day, 0), decisions.BREAKS_OUT, alternative_of(active.plan.name))
        fresh = acting and u < daily
    if fresh:
        active.crisis.day, active.crisis.taken = world.day, {}


def risk(world: World, active: Active) -> float:
    """How likely [ratio] scandals of chance are about the rooms of a crisis, by what strategies wrote yesterday."""
    if not active.on_rooms or world.made_tables is None or not active.mask.any():
        return 1.0
    room_values = world.made_tables[2][1]
    return float(room_values["scandal_risk"][active.mask].mean())


def heat_today(world: World, active: Active) -> float:
    """Heat of a crisis today: 1 at its outbreak, 0 before and when it is over."""
    since, course = active.crisis.since(world.day), LEVERS[active.plan.lever].course
    if since is None:
        return 0.0
    if course == "moment":
        return float(since == 0)
    if course == "lasts":
        return active.timing.level(world.day)
    steps = [step for taken in active.crisis.taken.values() for step in taken]
    heat = mean_heat(HOURS * since, HOURS * world.constants.values["news_half_life"], steps)
    return heat if heat >= FORGOTTEN else 0.0


def mean_heat(begun: float, half_life: float, steps: Iterable[Step]) -> float:
    """Mean heat over the 24 hours from `begun` [h since the outbreak] on: 2^(-t / half life) times the steps so far."""
    ordered = sorted(steps)
    factor = math.prod(by for hour, by in ordered if hour <= begun)
    total, hour = 0.0, begun
    for at, by in [*(step for step in ordered if begun < step[0] < begun + HOURS), (begun + HOURS, 1.0)]:
        total += factor * (faded(hour, half_life) - faded(at, half_life))
        factor, hour = factor * by, at
    return total * half_life / (math.log(2.0) * HOURS)


def faded(hours: float, half_life: float) -> float:
    """What is left of a heat of 1 after so many hours."""
    return 2.0 ** (-hours / half_life)
