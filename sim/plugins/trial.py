"""Levers and metrics of a plug-in tried once, in a moment, before a simulation of hours rests on them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.base.errors import LivesimError, PlugInError
from sim.base.message import said
from sim.base.params import defaults
from sim.levers.base import Edit, Lever
from sim.outcomes.metrics.base import Metric
from sim.outcomes.outcome import ORDERS, PEOPLE, Outcome
from sim.plugins.loading import Declared
from sim.users.counts import COUNTS, LEVELS

PEOPLE_TRIED, DAYS_TRIED, PAST_TRIED = 6, 200, 120


def tried(declared: Sequence[Declared]) -> None:
    """Raise PlugInError for a lever that fails or moves something at strength 0, and for a metric without ratio."""
    for one in declared:
        if isinstance(one.entry, Lever):
            _lever(one.entry, one.place)
        elif isinstance(one.entry, Metric):
            _metric(one.entry)


def _lever(lever: Lever, place: str) -> None:
    values = defaults()
    options = {option.name: option.default for option in lever.options}
    for strength in (1.0, 0.0):
        edit = Edit(lever.writes)
        lever.apply(edit, strength, options, values)
    moved = [name for name in edit.changes() if edit.changed(name, values[name]) != values[name]]
    if moved:
        raise PlugInError(said("{place}: lever '{name}' moves '{moved}' at strength 0; multiply what it adds by "
                               "the strength, so that strength 0 is the baseline",
                               place=place, name=lever.name, moved=moved[0]))


def _metric(metric: Metric) -> None:
    """A metric of people who did nothing: a refusal is an answer, and so is what only an empty world causes."""
    try:
        with np.errstate(all="ignore"):
            metric.measure(_nobody_did_anything())
    except PlugInError as error:
        if not any(f": {kind}: " in str(error) for kind in ("IndexError", "ZeroDivisionError", "FloatingPointError")):
            raise
    except LivesimError:
        return


def _nobody_did_anything() -> Outcome:
    people = np.zeros(PEOPLE_TRIED, PEOPLE)
    people["id"], people["weight"], people["base"] = np.arange(PEOPLE_TRIED), 1.0, True
    days = PAST_TRIED + DAYS_TRIED
    return Outcome(
        people=people, orders=np.zeros(0, ORDERS), daily=np.zeros((days, 1, len(LEVELS) + len(COUNTS)), np.int64),
        hosts=np.zeros((1, 1, len(COUNTS)), np.int64), reached=np.zeros((0, PEOPLE_TRIED), bool),
        segments={"all": np.ones(PEOPLE_TRIED, bool)}, kind_weight=np.ones(1), first_day=-PAST_TRIED, days=DAYS_TRIED,
        comparison_day=0, return_window=7, scale=None, money={},
    )  # fmt: skip
