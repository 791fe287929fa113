"""Which reported numbers are still a test: what a fit has read, or what helped to choose a mechanism, is none any more.

"The mechanism was chosen knowing it" is a fact about how the rules came about, so it is stated here; everything else
follows from the evidence, the targets, the contrasts and the sources of the parameters.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from calibration.contrasts.sizes import BOUNDS, CONTRASTS
from calibration.evidence import HELD_OUT, is_held_out, load
from calibration.targets import load_targets
from sim.base.params import PARAMETERS

MECHANISMS: Mapping[str, str] = {
    "L05": "survey", "L15": "exposure", "L19": "choice", "L30": "coverage", "L35": "tie", "L46": "waiting",
    "W27": "choice", "W47": "waiting", "W48": "waiting", "W49": "tie", "W50": "tie", "W51": "choice",
    "W52": "choice", "W53": "delivery", "W55": "habit", "W56": "tie",
}  # fmt: skip
"""Row -> the mechanism that was built, or the reading that was chosen, knowing what the row says; the words are those
of `lever_tests.mechanisms`. For a row that is kept to be predicted, its miss was known: its size was never fitted."""
TESTS = ("used", "known", "direction", "blind", "")
"""What a row is still worth as a test.

used: a fit reads it, or it has chosen a mechanism: it tests nothing; known: kept from every fit, but its miss was known
when a mechanism was built (one of MECHANISMS): a weak test; direction: kept, and a judged parameter takes its direction
from it, so that its size alone is a test; blind: kept, and nothing rests on it; "": neither read nor kept.
"""
ROW = re.compile(r"\b[A-Z]\d\d\b")


def standing(evidence: str) -> str:
    """One of TESTS."""
    if is_held_out(evidence):
        return "known" if evidence in MECHANISMS else "direction" if evidence in cited() else "blind"
    return "used" if evidence in MECHANISMS or evidence in read_by_fits() else ""


@cache
def read_by_fits() -> frozenset[str]:
    """Rows that set a strength or stand beside one, and those of the targets that the fit which ships tries to meet."""
    targets = (target.evidence for target in load_targets("industry") if target.fitted)
    return frozenset((*(contrast.evidence for contrast in (*CONTRASTS, *BOUNDS)), *targets))


@cache
def cited() -> frozenset[str]:
    """Rows that the sources of the parameters name."""
    return frozenset(row for entry in PARAMETERS.values() for row in ROW.findall(entry.source))


def by_standing() -> dict[str, list[str]]:
    """One of TESTS but the last -> the rows of this standing, each list in order."""
    rows = sorted({*load(HELD_OUT), *MECHANISMS, *read_by_fits()})
    return {kind: [row for row in rows if standing(row) == kind] for kind in TESTS if kind}
