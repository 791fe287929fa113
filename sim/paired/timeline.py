"""When strategies acted, when budgets ran out, and when alert lights were on, over all replicates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

import pandas as pd

from sim.paired.tables import told_rows
from sim.replicate.record import Record
from sim.scenario.plan import Scenario

ACTED = ["arm", "strategy", "lever", "acted", "ended"]
LIT = ["arm", "light", "days"]
TIMELINE = ["scenario", "strategy", "lever", "start", "end", "share"]
LIGHTS = ["arm", "light", "start", "end", "share"]
BUDGETS = ["scenario", "strategy", "lever", "ended", "times", "n"]


def timeline(records: Sequence[Record], arms: Sequence[Scenario]) -> pd.DataFrame:
    """TIMELINE: stretches of days (`start <= day < end`) and the share of replicates in which a strategy acted."""
    rows: list[tuple[Any, ...]] = []
    for (arm, strategy, lever), part in _by(told_rows(records, "timeline", ACTED), arms, ["arm", "strategy", "lever"]):
        rows += [(arm, strategy, lever, *stretch) for stretch in stretches(part["acted"], len(records))]
    return pd.DataFrame(rows, columns=TIMELINE)


def lights(records: Sequence[Record], arms: Sequence[Scenario]) -> pd.DataFrame:
    """LIGHTS: stretches of days and the share of replicates in which an alert light was on."""
    rows: list[tuple[Any, ...]] = []
    for (arm, light), part in _by(told_rows(records, "lights", LIT), arms, ["arm", "light"]):
        rows += [(arm, light, *stretch) for stretch in stretches(part["days"], len(records))]
    return pd.DataFrame(rows, columns=LIGHTS)


def budgets(records: Sequence[Record], arms: Sequence[Scenario]) -> pd.DataFrame:
    """BUDGETS: the median day from which a strategy's budget was used up, in `times` of `n` replicates."""
    rows: list[tuple[Any, ...]] = []
    for names, part in _by(told_rows(records, "timeline", ACTED), arms, ["arm", "strategy", "lever"]):
        ended = part["ended"].astype(float)
        rows.append((*names, ended.median(), int(ended.count()), len(records)))
    return pd.DataFrame(rows, columns=BUDGETS)


def stretches(acted: Iterable[Iterable[Sequence[int]]], n: int) -> list[tuple[int, int, float]]:
    """(start, end, share of `n`) of stretches with an equal share, in order; days with none are left out."""
    change: Counter[int] = Counter()
    for start, end in (stretch for spells in acted for stretch in spells):
        change[start] += 1
        change[end] -= 1
    rows, acting = [], 0
    for start, end in pairwise(sorted(day for day, by in change.items() if by)):
        acting += change[start]
        if acting:
            rows.append((int(start), int(end), acting / n))
    return rows


def _by(rows: pd.DataFrame, arms: Sequence[Scenario], keys: list[str]) -> list[tuple[tuple[str, ...], pd.DataFrame]]:
    """The groups of the rows of the arms, in the arms' order."""
    place = {arm.name: number for number, arm in enumerate(arms)}
    groups = rows[rows["arm"].isin(place)].groupby(keys, sort=False)
    return sorted(groups, key=lambda group: place[group[0][0]])
