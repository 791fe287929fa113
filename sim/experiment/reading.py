"""From the worlds of a test to its numbers: the estimate, the truth, and how much of the error is spill-over.

Chance is keyed, so every unit has three lives: as it was in the test, with everybody treated, and with nobody. Treated
units as they would be in a world of treated, less the others as in a world of untreated, is the estimate of the same
test *without spill-over*: it differs from the truth by the luck of the draw alone, and from the estimate by what units
do to each other.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.experiment.estimates import Difference, by_randomisation, difference, summed
from sim.experiment.measures import OF_PEOPLE, AskedMetric, of_counts
from sim.experiment.ratio_check import sample_ratio
from sim.experiment.worlds import Arm, Tested
from sim.outcomes.metrics.aggregate import ratios
from sim.outcomes.metrics.groups import kinds_of, segment
from sim.users.counts import LEVELS


def read_test(tested: Tested, asked: AskedMetric) -> dict[str, Any]:
    """One row of numbers in the metric's own unit: those of the test, the truth, and the parts of the error."""
    treated = tested.assignment.treated
    seen, all_, none = (columns(tested, arm, asked) for arm in (tested.world, tested.everybody, tested.nobody))
    shown = result(tested, seen)
    apart = result(tested, np.where(treated, all_, none)).difference
    before, after = (whole(tested, arm, asked) for arm in (tested.nobody, tested.everybody))
    ratio = sample_ratio(shown.treated_units, shown.control_units, _share_meant(tested))
    return {
        "unit": tested.assignment.unit, "metric": asked.name, "segment": asked.segment, "metric_unit": asked.unit,
        **vars(shown), "baseline": before, "truth": after - before,
        "spill_over": shown.difference - apart, "luck": apart - (after - before),
        "covers": bool(shown.low <= after - before <= shown.high),
        "sample_ratio": ratio.found, "sample_p": ratio.p_value, "split_broken": ratio.broken,
        "edges_cut": tested.assignment.cut, **_cells(tested, asked),
    }  # fmt: skip


def columns(tested: Tested, arm: Arm, asked: AskedMetric) -> np.ndarray:
    """float [2, unit]: top and bottom of a measure in each unit, weighted; for blocks of days too."""
    unit = tested.assignment.unit
    if unit in OF_PEOPLE:
        by_person = _by_person(tested, arm, asked)
        if unit == "user":
            return by_person
        return np.stack([summed(side, tested.assignment.of, len(tested.assignment.treated)) for side in by_person])
    if unit == "time":
        return _by_block(tested, arm, asked)
    if unit == "host":
        return _by_host(tested, arm, asked, arm.outcome.hosts)
    assert arm.sides is not None and arm.viewers is not None
    mine = np.where(tested.assignment.treated[:, None, None], arm.sides[1], arm.sides[0])
    return _of_all_viewers(_by_host(tested, arm, asked, mine), asked, arm.viewers, tested.assignment.treated)


def result(tested: Tested, by_unit: np.ndarray) -> Difference:
    """What a planner computes from top and bottom of each unit."""
    top, bottom = by_unit
    if tested.assignment.unit == "time":
        with np.errstate(invalid="ignore", divide="ignore"):
            return by_randomisation(top / bottom, tested.assignment.treated)
    return difference(top, bottom, tested.assignment.treated)


def whole(tested: Tested, arm: Arm, asked: AskedMetric) -> float:
    """The level of a measure in a world in which all units have the same treatment."""
    if tested.assignment.unit in OF_PEOPLE:
        top, bottom = _by_person(tested, arm, asked)
    elif tested.assignment.unit == "time":
        top, bottom = _by_block(tested, arm, asked)
        return float((top / bottom).mean()) if (bottom > 0).all() else float("nan")
    else:
        top, bottom = _by_host(tested, arm, asked, arm.outcome.hosts)
    return float(top.sum() / bottom.sum()) if bottom.sum() else float("nan")


def _by_person(tested: Tested, arm: Arm, asked: AskedMetric) -> np.ndarray:
    """Top and bottom of those who take part and belong to the segment, 0 for all others."""
    outcome = arm.outcome
    ratio = ratios(outcome, [asked.name])[asked.name]
    weight = outcome.people["weight"] * segment(outcome, tested.plan.segment) * segment(outcome, asked.segment)
    return np.stack([weight * ratio.top, weight * ratio.bottom])


def _by_host(tested: Tested, arm: Arm, asked: AskedMetric, hosts: np.ndarray) -> np.ndarray:
    """Top and bottom in the rooms of each host, from counts [host, kind, COUNTS]."""
    counts = (hosts * _kind_weight(arm, asked)[:, None]).sum(axis=1)
    return _scaled(of_counts(asked, counts, tested.plan.days), arm, asked)


def _by_block(tested: Tested, arm: Arm, asked: AskedMetric) -> np.ndarray:
    """Top and bottom of the days of each block that are counted: those after the washout."""
    plan, outcome = tested.plan, arm.outcome
    counts = (outcome.daily[:, :, len(LEVELS):] * _kind_weight(arm, asked)[:, None]).sum(axis=1)
    first, blocks = plan.start - outcome.first_day, len(tested.assignment.treated)
    by_day = counts[first : first + blocks * plan.block].reshape(blocks, plan.block, -1)
    by_block = by_day[:, plan.washout :].sum(axis=1)
    room_days = len(outcome.hosts) * (plan.block - plan.washout)
    return _scaled(of_counts(asked, by_block, room_days), arm, asked)


def _scaled(by_unit: np.ndarray, arm: Arm, asked: AskedMetric) -> np.ndarray:
    """Amounts of real people where the scenario says how many there are."""
    if asked.is_amount:
        by_unit[0] *= arm.outcome.scale or 1.0
    return by_unit


def _kind_weight(arm: Arm, asked: AskedMetric) -> np.ndarray:
    """The weight of each kind of user, 0 outside the segment. Raises ResultError where it cuts through a kind."""
    weight: np.ndarray = arm.outcome.kind_weight * kinds_of(arm.outcome, segment(arm.outcome, asked.segment))
    return weight


def _of_all_viewers(by_host: np.ndarray, asked: AskedMetric, viewers: np.ndarray, treated: np.ndarray) -> np.ndarray:
    """Amounts as if all viewers were on the side that is counted; ratios of visits need no such thing."""
    if asked.is_amount:
        by_host[0] /= np.where(treated, viewers[1], viewers[0])
    return by_host


def _cells(tested: Tested, asked: AskedMetric) -> dict[str, float]:
    """What the test does to treated viewers in untreated rooms, and to the others in treated hosts' rooms.

    Each against the same viewers in the same rooms where nobody is treated; NaN where there are no two sides.
    """
    if tested.assignment.unit != "both_sides":
        return {"viewers_elsewhere": float("nan"), "others_here": float("nan")}
    return {name: _cell(tested, tested.world, asked, side) - _cell(tested, tested.nobody, asked, side)
            for name, side in (("viewers_elsewhere", 1), ("others_here", 0))}


def _cell(tested: Tested, arm: Arm, asked: AskedMetric, side: int) -> float:
    """The level of one side's viewers in the rooms of the hosts who are on the other side."""
    assert arm.sides is not None and arm.viewers is not None
    top, bottom = _by_host(tested, arm, asked, arm.sides[side])
    hosts = tested.assignment.treated if side == 0 else ~tested.assignment.treated
    top = top / arm.viewers[side] if asked.is_amount else top
    return float(top[hosts].sum() / bottom[hosts].sum()) if bottom[hosts].sum() else float("nan")


def _share_meant(tested: Tested) -> float:
    """The share of units that was to be treated: as planned of users, as counted out of all others."""
    assignment = tested.assignment
    return tested.plan.share if assignment.unit == "user" else float(assignment.treated.mean())
