"""Targets: read from evidence a fit may see, with one message for each mistake."""

from __future__ import annotations

import pytest

from calibration.evidence import HELD_OUT, load
from calibration.moments import METRICS_USED, PATTERNS
from calibration.targets import checked, load_targets
from sim.errors import ScenarioError

GOOD = {"name": "bounce_rate", "value": 0.65, "tolerance": 0.02, "evidence": "B10", "reason": "rounded"}


def test_every_target_of_the_industry_can_be_simulated():
    visit_patterns = {"visit_p90_over_mean", "visit_p99_over_mean", "favourite_order_ratio"}
    assert {t.name for t in load_targets()} <= set(METRICS_USED) | set(PATTERNS) | visit_patterns


def test_a_miss_is_counted_in_tolerances_and_only_outside_an_interval():
    point = checked(GOOD, "t")
    assert point.miss(0.69) == pytest.approx(2.0)
    wide = checked({k: v for k, v in GOOD.items() if k != "value"} | {"interval": [0.5, 0.7]}, "t")
    assert wide.miss(0.6) == 0.0
    assert wide.miss(0.46) == pytest.approx(-2.0)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"vlaue": 1}, "unknown field 'vlaue'; did you mean 'value'?"),
        ({"evidence": "B99"}, "unknown evidence a fit may read 'B99'"),
        ({"tolerance": 0}, "tolerance must be above 0"),
        ({"interval": [0, 1]}, "either value or interval"),
        ({"value": None, "interval": [1, 0]}, "either value or interval"),
    ],
)
def test_a_wrong_target_says_what_is_wrong(change, said):
    with pytest.raises(ScenarioError, match=said.replace("?", r"\?")) as error:
        checked(GOOD | change, "industry.yaml: target 3")
    assert str(error.value).startswith("industry.yaml: target 3: ")


@pytest.mark.parametrize("name", ["name", "tolerance", "evidence", "reason"])
def test_a_missing_field_is_named(name):
    with pytest.raises(ScenarioError, match=f"needs {name}"):
        checked({key: value for key, value in GOOD.items() if key != name}, "t")


@pytest.mark.parametrize("held_out", [row.id for row in load(HELD_OUT).values()])
def test_no_target_may_rest_on_evidence_that_is_kept_for_validation(held_out):
    with pytest.raises(ScenarioError, match="evidence a fit may read"):
        checked(GOOD | {"evidence": held_out}, "t")


def test_an_unknown_file_names_the_nearest_one():
    with pytest.raises(ScenarioError, match="did you mean 'industry'"):
        load_targets("industri")
