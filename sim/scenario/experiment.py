"""The block `experiment` of a scenario: a test inside the world, and which units can be tested at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import comb

from sim.base.errors import ScenarioError
from sim.base.forms import Problems
from sim.base.message import Message, said, term
from sim.base.units import DAYS, SHARE
from sim.base.yamlfile import Keys
from sim.levers import LEVERS, is_crisis
from sim.scenario.form import ExperimentForm
from sim.scenario.moments import Dates
from sim.scenario.plan import UNITS, Experiment, Scenario, Strategy

KEYS: Keys = ("experiment",)
LEAST_BLOCK = 7
"""Days of a block, at least: a shorter one holds other days of the week than the next."""
ALPHA = 0.05
"""What chance alone may do at most for blocks to tell anything from it (two-sided)."""
OF_USERS, OF_ROOMS = ("user", "cluster", "time"), ("host", "both_sides", "time")
"""The units of strategies that change users, and of those that change rooms."""


def crises_of(strategies: Sequence[Strategy]) -> tuple[Strategy, ...]:
    """The crises among `strategies`: they strike the treated and the others alike, and are not tested."""
    return tuple(strategy for strategy in strategies if is_crisis(strategy.lever))


def nothing_tested(scenario: Scenario) -> Message | None:
    """Why nothing of a scenario can be tested, None when something can."""
    tested = tuple(strategy for strategy in scenario.strategies if not is_crisis(strategy.lever))
    if replace(scenario, strategies=tested).first_day is not None:
        return None
    if scenario.first_day is None:
        return said("there is nothing to test: no strategy of the scenario ever acts")
    return said("there is nothing to test: a crisis strikes the treated and the others alike; add a strategy or an "
                "answer that meets it")


def possible_units(strategies: Sequence[Strategy]) -> tuple[str, ...]:
    """The units that can have or lack all `strategies` but crises, in the order of UNITS."""
    reaches = {LEVERS[strategy.lever].reach for strategy in strategies if not is_crisis(strategy.lever)}
    allowed = set(UNITS)
    allowed &= set(OF_USERS) if "users" in reaches else allowed
    allowed &= set(OF_ROOMS) if "rooms" in reaches else allowed
    return tuple(unit for unit in UNITS if unit in allowed)


def impossible(unit: str, strategies: Sequence[Strategy]) -> Message | None:
    """Why `unit` cannot be tested with these strategies, None when it can."""
    allowed = possible_units(strategies)
    if unit in allowed:
        return None
    reach = "rooms" if unit in OF_USERS else "users"
    lever = next(s.lever for s in strategies if LEVERS[s.lever].reach == reach and not is_crisis(s.lever))
    why = (said("a room is the same for all who watch it") if reach == "rooms"
           else said("a user takes it along from room to room"))
    return said("'{lever}' changes {reach}, and {why}, so '{unit}' cannot be its unit; write {allowed}", lever=lever,
                reach=term(reach), why=why, unit=unit, allowed=list(allowed))


def read_experiment(form: ExperimentForm, scenario: Scenario, dates: Dates, problems: Problems) -> Experiment:
    """The experiment of a form in its scenario. Problems are noted, not raised."""
    default = Experiment()
    if why := nothing_tested(scenario):
        problems.at(KEYS, why, at_key=True)
        return default
    first = scenario.first_day
    assert first is not None
    unit = form.unit or possible_units(scenario.strategies)[0]
    if why := impossible(unit, scenario.strategies):
        problems.at((*KEYS, "unit"), why)
    start = dates.day(form.start, (*KEYS, "start"), problems)
    if start is not None and 0 <= start != first:
        problems.at((*KEYS, "start"), said("the experiment begins on day {start}, and its first strategy on day "
                                           "{first}; let both begin on the same day", start=start, first=first))
    tested = Experiment(
        segment=form.who.segment, share=form.share, unit=unit, start=first,
        days=form.days if form.days is not None else scenario.horizon.days - first,
        block=form.block if form.block is not None else default.block,
        washout=form.washout if form.washout is not None else default.washout,
    )
    _check_units(form, tested, scenario, problems)
    _check_days(form, tested, scenario, problems)
    return tested


def with_unit(scenario: Scenario, unit: str) -> Experiment:
    """The scenario's experiment with another `unit`, everything else as stated or by default.

    Raises ScenarioError where its strategies, its hosts or its days do not allow it.
    """
    if why := nothing_tested(scenario):
        raise ScenarioError(why)
    first = scenario.first_day
    assert first is not None
    stated = scenario.experiment or Experiment(start=first, days=scenario.horizon.days - first)
    tested = Experiment(**{**vars(stated), "unit": unit})
    why = impossible(unit, scenario.strategies) or wrong_units(tested, scenario) or wrong_blocks(tested)
    if why:
        raise ScenarioError(said("unit '{unit}': {why}", unit=unit, why=why))
    return tested


def wrong_units(tested: Experiment, scenario: Scenario) -> Message | None:
    """What is wrong with who takes part and which share of it, None when all is well."""
    if not 0.0 < tested.share < 1.0:
        return said("a share of {share} leaves nobody to compare with; write a share between 0% and 100%, such as 50%",
                    share=SHARE.write(tested.share))
    if tested.unit not in ("host", "both_sides"):
        return None
    if tested.segment != "all":
        return said("hosts take part, and all who watch them; leave '{segment}' out, or name it with the outcome",
                    segment=tested.segment)
    treated = round(tested.share * scenario.population.hosts)
    if min(treated, scenario.population.hosts - treated) < 2:
        return said("{share} of {hosts} hosts leave fewer than 2 on one side; take more hosts or another share",
                    share=SHARE.write(tested.share), hosts=scenario.population.hosts)
    return None


def wrong_blocks(tested: Experiment) -> Message | None:
    """What is wrong with the blocks of days, None when all is well or days are not the unit."""
    if tested.unit != "time":
        return None
    if tested.block < LEAST_BLOCK:
        return said("blocks of {block} hold different days of the week; write {least} or more",
                    block=DAYS.write(tested.block), least=DAYS.write(LEAST_BLOCK))
    if tested.washout >= tested.block:
        return said("a washout of {washout} leaves no day of a block of {block}",
                    washout=DAYS.write(tested.washout), block=DAYS.write(tested.block))
    blocks = tested.days // tested.block
    if chance_of(blocks, tested.share) > ALPHA:
        least = next(n for n in range(blocks, 1000) if chance_of(n, tested.share) <= ALPHA)
        return said("{days} hold {blocks} blocks of {block}, too few to tell anything from chance; with this share it "
                    "takes {least} blocks, {enough}", days=DAYS.write(tested.days), blocks=blocks,
                    block=DAYS.write(tested.block), least=least, enough=DAYS.write(least * tested.block))
    return None


def treated_of(units: int, share: float) -> int:
    """How many of the units are treated where they are counted out: the share, and at least one on either side."""
    return min(max(1, round(share * units)), max(1, units - 1))


def chance_of(blocks: int, share: float) -> float:
    """The smallest p-value that a randomisation test over so many blocks can give (two-sided)."""
    treated = treated_of(blocks, share)
    return (2 if 2 * treated == blocks else 1) / comb(blocks, treated) if blocks > 1 else 1.0


def _check_units(form: ExperimentForm, tested: Experiment, scenario: Scenario, problems: Problems) -> None:
    """Note a share or a `who` that the unit does not allow."""
    if why := wrong_units(tested, scenario):
        of_who = 0.0 < tested.share < 1.0 and tested.segment != "all"
        problems.at((*KEYS, "who") if of_who else (*KEYS, "share"), why)


def _check_days(form: ExperimentForm, tested: Experiment, scenario: Scenario, problems: Problems) -> None:
    """Note an end beyond the horizon, and what is said of blocks where there are none or they do not do."""
    left = scenario.horizon.days - tested.start
    if tested.days > left:
        problems.at((*KEYS, "days"), said("the experiment ends on day {end}, beyond the horizon of {days} days; write "
                                          "{left} at most, or lengthen horizon.days", end=tested.start + tested.days,
                                          days=scenario.horizon.days, left=DAYS.write(left)))
    for name in ("block", "washout"):
        if getattr(form, name) is not None and tested.unit != "time":
            problems.at((*KEYS, name), said("only days come in blocks; write 'unit: time', or leave '{name}' out",
                                            name=name), at_key=True)
    if why := wrong_blocks(tested):
        short = tested.block >= LEAST_BLOCK and tested.washout < tested.block
        problems.at((*KEYS, "days" if short else "block" if tested.block < LEAST_BLOCK else "washout"), why)
