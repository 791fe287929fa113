"""Twins: the same person in both worlds of the first replicate, those who changed most and a typical one, day by day.

Who changed most in the direction of the effect is found by what he contributes to it (as the pieces of
`sim.paired.explaining.people` do), and among equals by how many active days more or fewer he has. The typical one has
the median contribution, and the median difference of active days.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from sim.base.errors import ResultError
from sim.base.message import said
from sim.diary import Diary, page, write_diaries
from sim.diary.reasons import differing
from sim.outcomes.metrics.aggregate import ratios
from sim.outcomes.metrics.groups import segment
from sim.outcomes.outcome import Outcome
from sim.paired.explaining.worlds import Explained
from sim.replicate.run import NoMemory, simulate
from sim.scenario.plan import Scenario
from sim.texts import LANGUAGES

CHANGED, TYPICAL = "changed", "typical"
MOST = 3
"""Twins who changed most."""
FIRST, LAST = 4, 2
"""Differing days that are told: from the first one on, and up to the last one."""
PORTRAIT, DAY, ADDED_UP = "portrait", "day", "total"
COLUMNS = ["scenario", "metric", "segment", "role", "user", "better", "worse", "members", "lang", "line", "day", "date",
           "baseline", "treated", "why", "left_out"]


@dataclass(frozen=True)
class Twins:
    """Users to tell of, with their role, and how many of the `members` of a group did `better` and `worse`."""

    users: dict[int, str]
    better: int
    worse: int
    members: int


def twin_rows(arms: Sequence[Scenario], asked: Sequence[Explained], *, fixed: bool, freeze: bool) -> pd.DataFrame:
    """COLUMNS: per twin and language a portrait, the differing days, and what they add up to; `left_out` days.

    `better` and `worse` of the `members` of the group: those whose contribution to the metric helps and hurts its
    effect, in the first replicate.
    """
    rows: list[tuple[Any, ...]] = []
    for k, arm in enumerate(arms[1:], 1):
        own = [one for one in asked if one.scenario is arm]
        if own:
            worlds = simulate(arms, replicate=0, fixed=fixed, freeze=freeze, memory=NoMemory([0, k])).outcomes
            found = [(one, twins) for one in own if (twins := chosen_twins(worlds[0], worlds[1], one)) is not None]
            users = sorted({user for _, twins in found for user in twins.users})
            diaries = dict(zip(users, write_diaries(arms, k, users, fixed=fixed, freeze=freeze), strict=True))
            rows += [line for one, twins in found for line in _lines(one, twins, diaries)]
    return pd.DataFrame(rows, columns=COLUMNS)


def chosen_twins(baseline: Outcome, treated: Outcome, one: Explained) -> Twins | None:
    """Whom to tell of, None where nobody of the group counts in both worlds, or a world cannot answer."""
    try:
        change, touched, counts = contributed(baseline, treated, one)
    except ResultError:
        return None
    members = np.flatnonzero(counts)
    if not len(members):
        return None
    total = change.sum()
    along = change * (np.sign(total) or 1.0)
    active = (treated.people["active_days"] - baseline.people["active_days"])[members]
    moved = [place for place in np.lexsort((members, -abs(active), -along[members]))
             if touched[members[place]] and along[members[place]] > 0]  # fmt: skip
    users = {int(members[place]): CHANGED for place in moved[:MOST]}
    before = baseline.people["active_days"][members]
    nearest = np.lexsort((members, abs(before - np.median(before)), abs(active - np.median(active)),
                          abs(change[members] - np.median(change[members]))))  # fmt: skip
    typical = next((int(members[place]) for place in nearest if int(members[place]) not in users), None)
    users |= {} if typical is None else {typical: TYPICAL}
    hits = touched[members]
    return Twins(users, int((hits & (change[members] > 0)).sum()), int((hits & (change[members] < 0)).sum()),
                 len(members))  # fmt: skip


def contributed(baseline: Outcome, treated: Outcome, one: Explained) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """By person: what he contributes to the effect (they add up to it), whether his part moved, whether he counts."""
    group = segment(baseline, one.segment)
    sides = []
    for world in (baseline, treated):
        ratio, weight = ratios(world, [one.metric])[one.metric], world.people["weight"] * group
        sides.append((weight * ratio.top, weight * ratio.bottom))
    (old, below_old), (new, below_new) = sides
    if not (below_old.sum() and below_new.sum()):
        raise ResultError(said("nobody of '{segment}' counts", segment=one.segment))
    middle = (old.sum() / below_old.sum() + new.sum() / below_new.sum()) / 2
    change = (new - middle * below_new) / below_new.sum() - (old - middle * below_old) / below_old.sum()
    counts = np.any([side != 0 for side in (old, new, below_old, below_new)], axis=0)
    return change, (new != old) | (below_new != below_old), counts


def _lines(one: Explained, twins: Twins, diaries: dict[int, Diary]) -> Iterator[tuple[Any, ...]]:
    """The rows of all twins of one outcome."""
    where = one.scenario.name, one.metric, one.segment
    for user, role in twins.users.items():
        for lang in LANGUAGES:
            for line in _told(diaries[user], lang):
                yield (*where, role, user, twins.better, twins.worse, twins.members, lang, *line)


def _told(diary: Diary, lang: str) -> Iterable[tuple[Any, ...]]:
    """line, day, date, baseline, treated, why, left_out."""
    places = differing(diary)
    shown = places if len(places) <= FIRST + LAST else [*places[:FIRST], *places[-LAST:]]
    yield PORTRAIT, -1, "", page.heading(diary, lang)[0], page.heading(diary, lang)[1], "", len(places) - len(shown)
    for day, date, old, new, why in page.rows(diary, shown, lang):
        yield DAY, day, date, old, new, why, 0
    for name, old, new in page.totals(diary, lang):
        yield ADDED_UP, -1, "", old, new, name, 0
