"""The evidence tables say what they may, and held-out rows stay out of a fit's sight."""

from __future__ import annotations

import re

import pytest

from calibration import evidence
from sim.base.params import GRADES
from sim.reports import evidence as tables
from tests.project import sources

ROWS = evidence.load()


def test_ids_are_unique_and_well_formed():
    ids = [row.id for row in tables._all_rows()]
    assert len(ids) == len(set(ids)) == len(ROWS)
    assert [name for name in ids if not re.fullmatch(r"[BGPLCRTW]\d\d", name)] == []


def test_grades_and_uses_are_known():
    assert {row.grade for row in ROWS.values()} <= set(GRADES)
    assert {row.use for row in ROWS.values()} <= set(evidence.USES)


@pytest.mark.parametrize(
    ("id", "field", "value"),
    [
        ("B02", "before", (12.0,)),
        ("B02", "after", (8.0,)),
        ("L17", "relative_change", (2.0, 3.0)),
        ("L32", "horizon_days", 7),
        ("L36", "relative_change", (-0.2,)),
        ("W24", "value", (0.0, 3.0, 16.0, 83.0, 295.0)),
        ("W31", "value", ()),
        ("W22", "value", (0.37,)),
    ],
)
def test_numbers_are_read(id, field, value):
    assert getattr(ROWS[id], field) == value


def test_a_fit_cannot_see_held_out_rows():
    held_out = {id for id, row in ROWS.items() if row.use in ("validate", "benchmark")}
    assert {"L11", "W19", "W23"} <= held_out
    assert set(evidence.fitting_rows()) == set(ROWS) - held_out


def test_an_unknown_use_is_refused():
    with pytest.raises(ValueError, match="unknown use of evidence: calibration"):
        evidence.load(["calibration"])


def test_rows_cannot_be_changed():
    with pytest.raises(TypeError):
        ROWS["B02"] = ROWS["B04"]  # type: ignore[index]


def test_fitting_code_reads_fitting_rows_alone():
    """Every module of calibration but the validation takes its evidence from `fitting_rows`."""
    for name, path in sources.modules("calibration"):
        if name.startswith("calibration.evidence") or "valid" in name:
            continue
        assert "sim.reports.evidence" not in {i.rpartition(".")[0] for i in sources.imports(path)}, name
        seen = {i for i in sources.imports(path) if i.startswith("calibration.evidence")}
        assert seen <= {f"calibration.evidence.{allowed}" for allowed in
                        ("fitting_rows", "effect_of", "is_held_out", "Evidence", "Fact", "Finding")}, name  # fmt: skip
