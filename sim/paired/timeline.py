"""When strategies acted, and when alert lights were on, over all replicates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

import pandas as pd

from sim.paired.tables import told_rows
from sim.replicate.record import Record
from sim.scenario.plan import Scenario

ACTED = ["arm", "strategy", "lever", "acted"]
LIT = ["arm", "light", "days"]
TIMELINE = ["scenario", "strategy", "lever", "start", "end", "share"]
LIGHTS = ["arm", "light", "start", "end", "share"]


def timeline(records: Sequence[Record], arms: Sequence[Scenario]) -> pd.DataFrame:
    """TIMELINE: stretches of days (`start <= day < end`) and the share of replicates in which a strategy acted."""
    rows: list[tuple[Any, ...]] = []
    acted = told_rows(records, "timeline", ACTED)
    for (arm, strategy, lever), part in by_arm(acted, arms, ["arm", "strategy", "lever"]):
        rows += [(arm, strategy, lever, *stretch) for stretch in stretches(part["acted"], len(records))]
    return pd.DataFrame(rows, columns=TIMELINE)


def lights(records: Sequence[Record], arms: Sequence[Scenario]) -> pd.DataFrame:
    """LIGHTS: stretches of days and the share of replicates in which an alert light was on."""
    rows: list[tuple[Any, ...]] = []
    for (arm, light), part in by_arm(told_rows(records, "lights", LIT), arms, ["arm", "light"]):
        rows += [(arm, light, *stretch) for stretch in stretches(part["days"], len(records))]
    return pd.DataFrame(rows, columns=LIGHTS)


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


def by_arm(rows: pd.DataFrame, arms: Sequence[Scenario], keys: list[str]) -> list[tuple[tuple[str, ...], pd.DataFrame]]:
    """The groups of the rows of the arms, in the arms' order."""
    place = {arm.name: number for number, arm in enumerate(arms)}
    groups = rows[rows["arm"].isin(place)].groupby(keys, sort=False)
    return sorted(groups, key=lambda group: place[group[0][0]])
