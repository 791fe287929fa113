"""A scenario may start from an own calibration: a fit file and the steady state beside it."""

from __future__ import annotations

import hashlib
import random
import shutil

import pytest

from calibration import fitfile
from sim.base.errors import ScenarioError
from sim.cast import fit
from sim.paired.arms import in_one_world
from sim.replicate.past import values_of
from sim.replicate.run import simulate
from sim.scenario import load_scenario
from tests.faults import tearing


@pytest.fixture
def ours(tmp_path):
    """A folder with a fit of our own, in which everybody bounces more readily, and a scenario on it."""
    shutil.copy(fit.FITS / "industry_steady.npz", tmp_path / "ours_steady.npz")
    values = fit.fitted() | {"bounce_intercept": 3.0}
    told = "".join(f"  {name}: {value}\n" for name, value in values.items())
    (tmp_path / "ours.yaml").write_text(f"method: by hand\nvalues:\n{told}", encoding="utf-8")
    (tmp_path / "plan.yaml").write_text("name: plan\nextends: elder_mode\nfit: ours.yaml\npopulation: {users: 300}\n",
                                        encoding="utf-8")
    return tmp_path


def test_its_values_are_those_of_the_world(ours):
    plan = load_scenario(ours / "plan.yaml")
    assert values_of(plan, 0, True).values["bounce_intercept"] == 3.0
    outcomes = [simulate([load_scenario(s, users=300, days=80)], replicate=0, fixed=True).outcomes[0]
                for s in (ours / "plan.yaml", "elder_mode")]
    bounced = [o.people["bounces"].sum() / o.people["visits"].sum() for o in outcomes]
    assert bounced[0] > bounced[1] + 0.1


def test_the_baseline_is_moved_into_the_same_world(ours):
    plan = load_scenario(ours / "plan.yaml")
    (baseline, _), moved = in_one_world(load_scenario("baseline"), [plan])
    assert baseline.fit == plan.fit and any("fit" in line for line in moved)


def test_what_the_file_holds_counts_and_not_where_it_lies(ours, tmp_path):
    before = load_scenario(ours / "plan.yaml").digest
    elsewhere = tmp_path / "elsewhere"
    shutil.copytree(ours, elsewhere, ignore=shutil.ignore_patterns("elsewhere"))
    assert load_scenario(elsewhere / "plan.yaml").digest == before
    text = (elsewhere / "ours.yaml").read_text().replace("bounce_intercept: 3.0", "bounce_intercept: 2.0")
    (elsewhere / "ours.yaml").write_text(text)
    assert load_scenario(elsewhere / "plan.yaml").digest != before


def test_it_is_read_back_as_written(ours):
    plan = load_scenario(ours / "plan.yaml")
    assert load_scenario(plan).fit == plan.fit


@pytest.mark.parametrize(
    ("break_it", "said"),
    [
        (lambda folder: (folder / "ours.yaml").unlink(), "plan.yaml:3:6: fit: there is no fit file 'ours.yaml'"),
        (lambda folder: (folder / "ours_steady.npz").unlink(), "there is no file 'ours_steady.npz' beside it"),
        (lambda folder: (folder / "ours.yaml").write_text("- 1\n"), "ours.yaml:1:1: a file holds fields"),
        (lambda folder: (folder / "ours.yaml").write_text("value: 1\n"), "ours.yaml: is no fit; 'livesim"),
        (lambda folder: (folder / "ours.yaml").write_text("values: {own_sd: [1\n"), "ours.yaml:2:1: is not YAML"),
        (lambda folder: (folder / "ours.yaml").write_text("values: {bounce_intercpt: 1}\n"),
         "ours.yaml:1:27: values.bounce_intercpt: unknown parameter 'bounce_intercpt'; did you mean"),
        (lambda folder: (folder / "ours.yaml").write_text("values: {own_sd: 99}\n"), "parameter 'own_sd' is 99"),
        (lambda folder: (folder / "ours.yaml").write_text("values: {own_sd: much}\n"),
         "ours.yaml:1:18: values.own_sd: 'much' is not a number"),
    ],
)
def test_a_fit_that_cannot_serve_is_named(ours, break_it, said):
    break_it(ours)
    with pytest.raises(ScenarioError) as error:
        load_scenario(ours / "plan.yaml")
    assert said in str(error.value)


def sealed_fit(folder):
    """The fit of a folder as `livesim calibrate` writes it: sealed, and vouching for its steady state."""
    path, steady = folder / "ours.yaml", folder / "ours_steady.npz"
    fitfile.write(fitfile.read_record(path) | {fit.STEADY: hashlib.sha256(steady.read_bytes()).hexdigest()}, path)
    return path, steady


def test_a_sealed_fit_serves_as_one_without_a_seal(ours):
    before = fit.read(ours / "ours.yaml")
    path, _ = sealed_fit(ours)
    assert fit.read(path) == before and load_scenario(ours / "plan.yaml").fit.digest == fit.digest_of(path)


@pytest.mark.parametrize("how", ["cut", "flipped", "a changed value", "without its seal"])
def test_a_damaged_fit_is_refused(ours, how):
    path, _ = sealed_fit(ours)
    body = path.read_bytes()
    first = body.index(b"\n") + 1
    torn = {"cut": body[: len(body) // 2], "flipped": body[:-9] + bytes([body[-9] ^ 1]) + body[-8:],
            "a changed value": body.replace(b"bounce_intercept: 3.0", b"bounce_intercept: 2.0"),
            "without its seal": body[first:]}[how]  # fmt: skip
    path.write_bytes(torn)
    with pytest.raises(ScenarioError, match=r"ours\.yaml: is damaged, or was changed .*; run that again"):
        load_scenario(ours / "plan.yaml")


def test_a_fit_that_was_changed_on_purpose_serves_without_seal_and_steady(ours):
    path, _ = sealed_fit(ours)
    lines = path.read_text("utf-8").replace("bounce_intercept: 3.0", "bounce_intercept: 2.0").splitlines(keepends=True)
    path.write_text("".join(line for line in lines[1:] if not line.startswith("steady:")), encoding="utf-8")
    assert fit.read(path)["bounce_intercept"] == 2.0


@pytest.mark.parametrize("sealed", [True, False])
@pytest.mark.parametrize("how", ["empty", "cut", "zeroed"])
def test_a_damaged_steady_state_is_refused(ours, sealed, how):
    steady = sealed_fit(ours)[1] if sealed else ours / "ours_steady.npz"
    tearing.tear(steady, how, random.Random(1))
    with pytest.raises(ScenarioError, match=r"ours_steady\.npz: is damaged, or belongs to another fit"):
        load_scenario(ours / "plan.yaml")
