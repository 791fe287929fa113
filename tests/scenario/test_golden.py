"""Every scenario still gives the result that is kept beside it."""

from __future__ import annotations

import pytest

from sim.scenario.builtin import builtin_scenarios
from tests.sampling import sampled
from tests.scenario.golden import FOLDER, kept, result


@pytest.mark.parametrize("name", sampled(builtin_scenarios()))
def test_a_scenario_gives_its_golden_result(name):
    found, golden = result(name), kept(name)
    assert list(found) == list(golden)
    for arm in golden:
        assert found[arm] == pytest.approx(golden[arm], rel=1e-6), f"python -m tests.scenario.golden {name}"


def test_no_golden_result_is_left_over():
    assert {path.stem for path in FOLDER.glob("*.yaml")} == set(builtin_scenarios())
