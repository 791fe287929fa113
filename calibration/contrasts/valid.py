"""Predicted beside reported: rows that no fit has read, and a table of all levers with what their strength rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial

import numpy as np
import pandas as pd

from calibration.contrasts.contrast import CHANGE, LEVEL, Contrast
from calibration.contrasts.readings import bought_again, people, rooms, visitors
from calibration.contrasts.sizes import ABROAD, BOUNDS, CONTRASTS, UNREAD
from calibration.contrasts.worlds import declared, with_lever, without
from calibration.evidence import Fact, load
from sim.base.message import said
from sim.cast import fit
from sim.levers import LEVERS
from sim.running.pool import finished

LONG = 120
"""Days in which 90 days of orders are decided after the strategy began, abroad too."""
PREDICTIONS = (
    Contrast("L05", "voice_one_tap_order", "satisfaction", people, "silver"),
    Contrast("L11", "live_classroom", "repurchase_rate", bought_again, kind=LEVEL, categories=("culture",), days=LONG),
    Contrast("L13", "live_classroom", "repurchase_rate", bought_again, kind=LEVEL, categories=("family",), days=LONG),
    Contrast("L15", "expert_health", "monthly_active_users", visitors, categories=("health",)),
    Contrast("L19", "ai_recommendation", "weekly_room_visits", people),
    Contrast("L30", "interactive_segments", "interaction_rate", rooms),
    Contrast("L35", "after_sales", "repurchase_rate", bought_again, days=LONG),
    Contrast("L44", "localised_cross_border", "repurchase_rate", bought_again, "overseas", days=LONG,
             parameters=ABROAD),
    Contrast("L46", "local_warehouse", "return_rate", people, "overseas", days=LONG, parameters=ABROAD),
    Contrast("L52", "customisation", "repurchase_rate", bought_again, "gen_z", kind=LEVEL, days=LONG),
)
"""Effects kept to test the levers: read as they were reported, with no size to set."""

COLUMNS = ("lever", "evidence", "metric", "segment", "contrast", "reach", "reported", "simulated", "untreated", "ratio",
           "kind", "what", "grade", "note")  # fmt: skip
"""`untreated` is what is read without the lever, `kind` how the reported number compares (a change, a level, an
addition), `what` one of WHAT."""
WHAT = ("set", "bounded", "out_of_reach", "bound", "option", "predicted", "missed", "unread", "judged", "not_built")
"""What a row does for its lever.

set: it has set the strength; bounded: the same by a cross-section or a level, which only bounds it; out_of_reach: the
lever could not reach it; bound: it is shown beside the strength; option: an option of the lever says it; predicted,
missed: predicted within a factor of two, or not; unread: nothing reads it; judged: the strength is judged; not_built:
the lever does not exist.
"""
NUMBERS = ("reported", "simulated", "untreated", "ratio")
OPTIONS = ("L45",)
FACTOR = 2.0
"""A prediction farther off than this factor is a miss."""
NEAR = 0.05
"""A size at its bound that shows an effect no closer than this share has not reached it."""


def lever_table(users: int, seed: int, times: int = 1, workers: int = 1,
                tell: Callable[[str], None] = lambda _: None,
                progress: Callable[[int, int], None] = lambda done, wanted: None) -> pd.DataFrame:
    """The table of COLUMNS: every lever, and every reported effect of a strategy, in worlds no search has seen.

    Args:
        users: simulated in each world. seed: of their luck. times: how many times the usual number of worlds.
        workers: processes. tell: hears what is finished. progress: called with (contrasts done, wanted).
    """
    contrasts = (*CONTRASTS, *BOUNDS, *PREDICTIONS)
    simulate = partial(simulated, users=users, seed=seed, times=times)
    numbers: dict[int, tuple[float, float]] = {}
    for position, levels in finished(simulate, range(len(contrasts)), workers):
        numbers[position] = levels
        progress(len(numbers), len(contrasts))
        tell(said("{lever} ({evidence})", lever=contrasts[position].lever, evidence=contrasts[position].evidence))
    rows = [contrast_row(contrast, *numbers[position]) for position, contrast in enumerate(contrasts)]
    rows += others({contrast.evidence for contrast in contrasts})
    rows.sort(key=lambda row: (WHAT.index(str(row["what"])) >= WHAT.index("judged"), row["lever"] not in LEVERS))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def simulated(position: int, users: int, seed: int, times: int) -> tuple[float, float]:
    """(untreated, treated) of one contrast at the strengths that ship; by position, so that workers find it."""
    contrast = (*CONTRASTS, *BOUNDS, *PREDICTIONS)[position]
    return (without(contrast, users, seed, times), with_lever(contrast, shipped(), users, seed, times))


def shipped() -> Mapping[str, float]:
    """Lever-scope parameter -> its value at strength 1."""
    return {name: fit.fitted().get(name, value) for name, value in declared().items()}


def contrast_row(contrast: Contrast, before: float, after: float) -> dict[str, object]:
    """The row of a contrast."""
    row = load()[contrast.evidence]
    assert isinstance(row, Fact)
    reported, got = contrast.reported(row), contrast.compare(before, after)
    return {**fact_row(row), "lever": contrast.lever, "metric": contrast.metric, "segment": contrast.segment,
            "reported": reported, "simulated": got, "untreated": before, "ratio": got / reported,
            "kind": contrast.kind, "what": what_of(contrast, row, got / reported)}  # fmt: skip


def what_of(contrast: Contrast, row: Fact, ratio: float) -> str:
    """One of WHAT, for a row that a contrast reads."""
    if contrast in PREDICTIONS:
        return "predicted" if 1.0 / FACTOR <= ratio <= FACTOR else "missed"
    if not contrast.size:
        return "option" if row.id in OPTIONS else "bound"
    if shipped()[contrast.size] in contrast.bracket and abs(ratio - 1.0) > NEAR:
        return "out_of_reach"
    return "bounded" if row.contrast in ("cross_section", "level") else "set"


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
    return {"lever": row.lever, "evidence": row.id, "metric": row.metric, "segment": row.segment,
            "contrast": row.contrast, "reach": row.reach, "reported": reported, "simulated": np.nan,
            "untreated": np.nan, "ratio": np.nan, "kind": kind, "what": "", "grade": row.grade, "note": row.note}
