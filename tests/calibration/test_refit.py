"""The whole of `livesim calibrate` at a size of toys: what it writes can be read, used and begun again."""

from __future__ import annotations

import numpy as np
import pytest

from calibration import fitting, refit
from calibration.fitfile import read_record
from calibration.moments import Setting
from calibration.refit import refit as fit_anew
from sim.base.errors import StoreError
from sim.base.params import PARAMETERS
from sim.cast import fit
from sim.scenario import load_scenario

TARGETS = """\
name: two
question: Does it bounce?
targets:
  - {metric: bounce_rate, value: 55%, tolerance: 1pp, source: made up, reason: made up}
  - {metric: checkout_dropout, value: 35%, tolerance: 2pp, source: made up, reason: made up}
"""
SMALL = Setting(users=300, burn_in=60, days=60)


@pytest.fixture
def small(monkeypatch, tmp_path):
    """A folder with a target file, and a fit of two parameters that takes seconds."""
    monkeypatch.setattr(fitting, "FREE", {"bounce_intercept": 1.0, "checkout_intercept": 0.5})
    monkeypatch.setattr(refit, "STEADY_USERS", 400)
    monkeypatch.setattr(refit, "STEADY_BURN_IN", 60)
    (tmp_path / "two.yaml").write_text(TARGETS, encoding="utf-8")
    return tmp_path


@pytest.mark.slow
def test_a_fit_is_written_used_and_the_same_when_begun_again(small):
    out, again = small / "ours.yaml", small / "again.yaml"
    asked = {"effort": fitting.Effort(2, 10, 2, posterior=0), "workers": 1, "tell": lambda _: None}
    assert fit_anew(SMALL, str(small / "two.yaml"), out, **asked) == [out, small / "ours_steady.npz"]
    told = read_record(out)
    assert told["simulated"]["bounce_rate"] == pytest.approx(0.55, abs=0.02)
    assert set(told["knowledge"]["parameters"]) == set(fitting.FREE)
    assert "posterior" not in told and fit.posterior(str(out)) is None
    assert told["simulations"] > 20 and told["setting"]["users"] == 300
    for name, value in fit.read(out).items():
        PARAMETERS[name].check(value)
    fit_anew(SMALL, str(small / "two.yaml"), again, work=small / "ours.work", **asked)
    assert again.read_bytes() == out.read_bytes()
    plan = small / "plan.yaml"
    plan.write_text("name: plan\nextends: baseline\nfit: ours.yaml\n", encoding="utf-8")
    assert load_scenario(plan).fit.digest == fit.digest_of(out)
    start = fit.start(str(out))
    assert start is not None and np.isin(start.donors["state"]["stage"], (1, 2, 3)).all()


def test_a_place_that_is_not_there_is_named_before_anything_is_simulated(tmp_path):
    with pytest.raises(StoreError, match="there is no folder"):
        fit_anew(SMALL, "industry", tmp_path / "nowhere" / "fit.yaml")
