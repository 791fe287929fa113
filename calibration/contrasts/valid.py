"""Predicted beside reported: rows that no fit has read, and a table of all levers with what their strength rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from calibration.contrasts.contrast import CHANGE, LEVEL, Contrast
from calibration.contrasts.draws import DRAWS, LARGER, Pair, alike, draw, predicted, verdict
from calibration.contrasts.readings import (
    bought_again,
    by_earlier_buyers,
    coverage,
    members_beside_others,
    people,
    rooms,
    visitors,
    visits_by_joining,
)
from calibration.contrasts.sizes import ABROAD, BOUNDS, CONTRASTS, UNREAD
from calibration.contrasts.validity import standing
from calibration.contrasts.worlds import declared, pair
from calibration.evidence import Fact, effect_of, load
from sim.base.message import said
from sim.cast import fit
from sim.levers import LEVERS
from sim.running.pool import finished

LONG = 120
"""Days in which 90 days of orders are decided after the strategy began, abroad too."""
PREDICTIONS = (
    Contrast("L05", "voice_one_tap_order", "reported_satisfaction", people, "silver"),
    Contrast("L11", "live_classroom", "repurchase_rate", bought_again, kind=LEVEL, categories=("culture",), days=LONG),
    Contrast("L13", "live_classroom", "repurchase_rate", bought_again, kind=LEVEL, categories=("family",), days=LONG),
    Contrast("L15", "expert_health", "monthly_active_users", visitors, categories=("health",)),
    Contrast("L19", "ai_recommendation", "weekly_room_visits", people),
    Contrast("L27", "community", "weekly_room_visits", people, both=members_beside_others),
    Contrast("L30", "interactive_segments", "interaction_rate", rooms, every=6),
    Contrast("L35", "after_sales", "repurchase_rate", bought_again, days=LONG),
    Contrast("L40", "experience_officers", "repurchase_rate", bought_again, every=6, days=LONG),
    Contrast("L44", "localised_cross_border", "repurchase_rate", bought_again, "overseas", days=LONG,
             parameters=ABROAD),
    Contrast("L46", "local_warehouse", "return_rate", people, "overseas", days=LONG, parameters=ABROAD),
    Contrast("L52", "customisation", "repurchase_rate", bought_again, "gen_z", kind=LEVEL, days=LONG),
)
"""Effects kept to test the levers: read as they were reported, with no size to set. L30: one room in six is treated,
the coverage at which L29 and L30 tell of the same dose."""
READ = (*CONTRASTS, *BOUNDS, *PREDICTIONS)
LATENT: Mapping[str, Any] = {"metric": "satisfaction"}
BY_JOINING: Mapping[str, Any] = {"metric": "visits_by_joining", "both": visits_by_joining}
EARLIER: Mapping[str, Any] = {"metric": "orders_by_earlier_buyers", "read": by_earlier_buyers}
BESIDE: Mapping[str, Mapping[str, Any]] = {
    "L05": LATENT, "L38": LATENT, "L11": EARLIER, "L13": EARLIER, "L52": EARLIER,
    "L29": {"every": 1}, "L30": {"every": 1}, "L27": BY_JOINING,
}  # fmt: skip
"""Row -> what differs in a second reading that is shown beside the first: what all base users feel and not those who
are asked, the share of orders by earlier buyers in place of the share of buyers who come back, the same lever at the
other coverage, and beside a multiple of members over others what joining causes in the same people."""
SECOND = tuple(replace(one, size="", **BESIDE[one.evidence]) for one in READ if one.evidence in BESIDE)
TO_PREDICT = frozenset(one.evidence for one in PREDICTIONS)
DRAWN = tuple(one for one in (*READ, *SECOND) if one.evidence in TO_PREDICT)
"""What is simulated in draws; all else is simulated at the centre, since that is where it sets a strength."""
CENTRED = tuple(one for one in (*READ, *SECOND) if one.evidence not in TO_PREDICT)

COLUMNS = ("lever", "evidence", "metric", "segment", "contrast", "reach", "coverage", "reported", "simulated",
           "median", "low", "high", "draws", "untreated", "ratio", "kind", "what", "test", "beside_metric",
           "beside_coverage", "beside_simulated", "beside_median", "beside_low", "beside_high", "beside_draws",
           "beside_untreated", "grade", "note")  # fmt: skip
"""`coverage` is the share of rooms that are changed (NaN where users are reached), `kind` how the reported number
compares (a change, a level, an addition), `what` one of WHAT, `test` one of TESTS.

At the centre, that is at strength 1 with nothing drawn, `simulated` is the number and `ratio` that over the reported
one; of a prediction `median`, `low` and `high` (5 and 95 %) are those of the `draws` that show a number. `untreated` is
what is read without the lever, of draws the median. `beside_*` belong to the second reading, where there is one."""
WHAT = ("set", "bounded", "out_of_reach", "bound", "option", "covers", "misses_low", "misses_high", "untestable",
        "unread", "judged", "not_built")  # fmt: skip
"""What a row does for its lever.

set: it has set the strength; bounded: the same by a cross-section or a level, which only bounds it; out_of_reach: the
lever could not reach it; bound: it is shown beside the strength; option: an option of the lever says it; covers: what
was reported lies between the 5 and 95 % points of the draws; misses_low: all between them is smaller (or of the other
sign); misses_high: all is larger; untestable: kept to be predicted, but a level without an untreated arm, which tests
nothing; unread: nothing reads it; judged: the strength is judged; not_built: the lever does not exist.
"""
NUMBERS = ("coverage", "reported", "simulated", "median", "low", "high", "draws", "untreated", "ratio",
           "beside_coverage", "beside_simulated", "beside_median", "beside_low", "beside_high", "beside_draws",
           "beside_untreated")  # fmt: skip
OPTIONS = ("L45",)
NEAR = 0.05
"""A size at its bound that shows an effect no closer than this share has not reached it."""


class Work(NamedTuple):
    """Contrasts that are simulated together: in the draw of this number, or at the centre when it is None."""

    contrasts: tuple[Contrast, ...]
    replicate: int | None = None


def tasks_of(draws: int) -> list[Work]:
    """All that is simulated; the longest, which are the draws, first."""
    return [*(Work(group, k) for group in alike(DRAWN) for k in range(draws)), *(Work((one,)) for one in CENTRED)]


def lever_table(users: int, seed: int, times: int = 1, draws: int = DRAWS, workers: int = 1,
                tell: Callable[[str], None] = lambda _: None,
                progress: Callable[[int, int], None] = lambda done, wanted: None) -> pd.DataFrame:
    """The table of COLUMNS: every lever, and every reported effect of a strategy, in worlds no search has seen.

    Args:
        users: simulated in each world at the centre. seed: of their luck. times: how many times the usual number of
            worlds, and users of a draw. draws: of what is predicted. workers: processes. tell: hears what is finished.
        progress: called with (tasks done, wanted).
    """
    tasks = tasks_of(draws)
    pairs: dict[Contrast, list[Pair]] = {one: [] for one in (*READ, *SECOND)}
    simulate = partial(simulated, users=users, seed=seed, times=times)
    for done, (position, found) in enumerate(finished(simulate, tasks, workers), 1):
        task = tasks[position]
        for contrast, both in zip(task.contrasts, found, strict=True):
            pairs[contrast].append(both)
        progress(done, len(tasks))
        tell(told(task, draws))
    seconds = {one.evidence: beside_row(one, pairs[one]) for one in SECOND}
    rows = [contrast_row(one, pairs[one]) | seconds.get(one.evidence, {}) for one in READ]
    rows += others({contrast.evidence for contrast in READ})
    rows.sort(key=lambda row: (WHAT.index(str(row["what"])) >= WHAT.index("judged"), row["lever"] not in LEVERS))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def simulated(task: Work, users: int, seed: int, times: int) -> list[Pair]:
    """(untreated, treated) of each contrast of a task, with the sizes that ship."""
    if task.replicate is not None:
        return draw(task.contrasts, task.replicate, LARGER * times * users, seed)
    return [pair(one, shipped(), users, seed, times) for one in task.contrasts]


def told(task: Work, draws: int) -> str:
    """What is finished when a task is."""
    if task.replicate is not None:
        return said("draw {draw} of {draws}", draw=task.replicate + 1, draws=draws)
    return said("{lever} ({evidence})", lever=task.contrasts[0].lever, evidence=task.contrasts[0].evidence)


def shipped() -> Mapping[str, float]:
    """Lever-scope parameter -> its value at strength 1."""
    return {name: fit.fitted().get(name, value) for name, value in declared().items()}


def contrast_row(contrast: Contrast, pairs: Sequence[Pair]) -> dict[str, object]:
    """The row of a contrast."""
    row = effect_of(load()[contrast.evidence], contrast.lever)
    reported, numbers = contrast.reported(row), shown(contrast, pairs)
    return {**fact_row(row), **numbers, "lever": contrast.lever, "metric": contrast.metric,
            "segment": contrast.segment, "coverage": coverage(contrast), "reported": reported,
            "ratio": numbers.get("simulated", np.nan) / reported, "kind": contrast.kind,
            "what": what_of(contrast, row, numbers)}  # fmt: skip


def shown(contrast: Contrast, pairs: Sequence[Pair]) -> dict[str, float]:
    """The numbers of a contrast: of its draws, or the one at the centre."""
    if contrast.evidence in TO_PREDICT:
        return predicted(contrast, pairs)._asdict()
    ((before, after),) = pairs
    return {"simulated": contrast.compare(before, after), "untreated": before}


def beside_row(contrast: Contrast, pairs: Sequence[Pair]) -> dict[str, object]:
    """What a second reading adds to the row of the first."""
    numbers = {f"beside_{name}": number for name, number in shown(contrast, pairs).items()}
    return {"beside_metric": contrast.metric, "beside_coverage": coverage(contrast), **numbers}


def what_of(contrast: Contrast, row: Fact, numbers: Mapping[str, float]) -> str:
    """One of WHAT, for a row that a contrast reads and that shows these `numbers`."""
    reported = contrast.reported(row)
    if contrast.evidence in TO_PREDICT:
        return verdict(reported, numbers["low"], numbers["high"]) if testable(contrast) else "untestable"
    if not contrast.size:
        return "option" if row.id in OPTIONS else "bound"
    if shipped()[contrast.size] in contrast.bracket and abs(numbers["simulated"] / reported - 1.0) > NEAR:
        return "out_of_reach"
    return "bounded" if row.contrast in ("cross_section", "level") else "set"


def testable(contrast: Contrast) -> bool:
    """False for a level alone: nobody reports what it would be without the lever, so no effect can be compared."""
    return contrast.kind != LEVEL


def others(read: set[str]) -> Iterator[dict[str, object]]:
    """Rows about effects that no contrast reads, and the levers whose strength is judged."""
    facts = [row for row in load(("calibrate", "validate")).values() if isinstance(row, Fact)]
    for row in facts:
        if row.kind == "strategy" and row.id not in read:
            yield fact_row(row) | {"what": "unread" if row.id in UNREAD else "not_built"}
    for lever in LEVERS.values():
        if lever.name not in {contrast.lever for contrast in CONTRASTS}:
            yield {**dict.fromkeys(COLUMNS, ""), **dict.fromkeys(NUMBERS, np.nan),
                   "lever": lever.name, "evidence": ", ".join(lever.evidence), "what": "judged", "grade": lever.grade}


def fact_row(row: Fact) -> dict[str, object]:
    """The row of a fact that nothing has simulated yet."""
    kind = CHANGE if row.relative_change else LEVEL
    reported = (row.relative_change or row.after or (np.nan,))[0]
    return {**dict.fromkeys(NUMBERS, np.nan), "lever": row.lever, "evidence": row.id, "metric": row.metric,
            "segment": row.segment, "contrast": row.contrast, "reach": row.reach, "reported": reported,
            "kind": kind, "what": "", "test": standing(row.id), "beside_metric": "", "grade": row.grade,
            "note": row.note}
