"""What a row is still worth as a test: once used it is none, and whatever is kept is one or says why it is weak."""

from __future__ import annotations

import pytest

from calibration.contrasts.sizes import BOUNDS, CONTRASTS
from calibration.contrasts.valid import PREDICTIONS
from calibration.contrasts.validity import MECHANISMS, TESTS, by_standing, cited, standing
from calibration.evidence import HELD_OUT, is_held_out, load
from calibration.targets import load_targets

KEPT = ("known", "direction", "blind")


def test_every_row_that_is_kept_is_a_test_of_some_worth_and_no_other_is():
    listed = by_standing()
    assert sorted(row for kind in KEPT for row in listed[kind]) == sorted(load(HELD_OUT))
    assert not any(map(is_held_out, listed["used"]))


def test_no_row_is_listed_twice():
    rows = [row for listed in by_standing().values() for row in listed]
    assert len(rows) == len(set(rows)) and set(by_standing()) == set(TESTS) - {""}


@pytest.mark.parametrize("contrast", (*CONTRASTS, *BOUNDS), ids=lambda c: c.evidence)
def test_what_sets_a_strength_or_bounds_one_is_used(contrast):
    assert standing(contrast.evidence) == "used"


def test_what_the_fit_tries_to_meet_is_used():
    assert {standing(target.evidence) for target in load_targets("industry") if target.fitted} == {"used"}


@pytest.mark.parametrize("contrast", PREDICTIONS, ids=lambda c: c.evidence)
def test_a_prediction_is_weak_where_a_mechanism_was_chosen_knowing_it(contrast):
    known, named = contrast.evidence in MECHANISMS, contrast.evidence in cited()
    assert standing(contrast.evidence) == ("known" if known else "direction" if named else "blind")


@pytest.mark.parametrize("evidence", MECHANISMS)
def test_a_row_that_chose_a_mechanism_tests_little_or_nothing(evidence):
    assert standing(evidence) == ("known" if is_held_out(evidence) else "used")
    assert not is_held_out(evidence) or evidence in {contrast.evidence for contrast in PREDICTIONS}
