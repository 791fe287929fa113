"""The page of CDNOW: its table is what was written down, and what was fitted predicts it again."""

from __future__ import annotations

import json

import numpy as np
import pytest

from benchmarks.cdnow import KEPT, PAGES, rows_of, table_of
from calibration.holdout.buyers import Buyers
from calibration.holdout.buyers.forecast import SETTING
from calibration.holdout.buyers.histories import Histories, ages_of
from calibration.holdout.buyers.problem import BuyersProblem
from tests.calibration.holdout.cdnow import TRAINING_ENDS, cdnow

WRITTEN = json.loads(KEPT.read_text(encoding="utf-8"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.parent.name)
def test_the_page_shows_what_was_written_down(page):
    assert table_of(WRITTEN["rows"]) in page.read_text(encoding="utf-8")


@pytest.mark.parametrize("measure", ["off", "mae", "rmse"])
def test_the_total_and_the_classes_are_nearer_than_those_of_any_bar(measure):
    """What the page says; that it says so of no other measure is read by eye."""
    off = {name: abs(row[measure]) for name, row in WRITTEN["rows"].items() if name != "actual"}
    assert min(off, key=off.__getitem__) == "livesim"


@pytest.mark.slow
def test_what_was_fitted_predicts_the_table_again():
    """The same to a hair: a platform's arithmetic may send single people another way."""
    purchases = cdnow()
    ages = ages_of(purchases.customers(TRAINING_ENDS))
    problem = BuyersProblem.of(Histories.of(purchases.until(TRAINING_ENDS), TRAINING_ENDS), ages, SETTING)
    point = np.array([WRITTEN["parameters"][name] for name in problem.names]) / problem.scale
    rows = rows_of(Buyers(problem, point))
    for name, row in WRITTEN["rows"].items():
        assert rows[name]["total"] == pytest.approx(row["total"], rel=0.02)
        assert rows[name]["by_class"] == pytest.approx(row["by_class"], rel=0.05, abs=0.05)
