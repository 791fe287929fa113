"""Torn results: whatever happens to a file, the same command ends as if nothing had, or says what to do.

Every case copies a finished folder, tears some of its files at random and runs the command again. A failure prints the
seed and the tears; `LIVESIM_FAULTS_SEED=<seed>` repeats the campaign.
"""

from __future__ import annotations

import functools
import random
import shutil
import warnings
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

import calibration.page
import calibration.validate
from calibration import fitting, refit
from calibration.evaluations import Evaluations
from calibration.moments import Setting, Shown
from calibration.page import write_page
from calibration.page.sections import answer, table
from calibration.validate import validate
from sim.base.errors import DamageWarning, LivesimError
from sim.base.message import Message, message_of
from sim.cast import fit
from sim.explore.sensing import sensitivity
from sim.explore.status import status_of
from sim.explore.sweeping import begun, sweep
from sim.paired.comparing import compare
from sim.paired.repeating import repeat
from sim.running.single import run
from tests.calibration.test_refit import TARGETS
from tests.explore import files
from tests.faults import tearing
from tests.faults.campaign import NAME, announce, seed_of
from tests.paired import fake

QUICK, MANY = 12, 200
SMALL = files.GRID.replace("replicates: 4", "replicates: 2")
RANGES = SMALL.replace("values: [0%, 50%, 100%]", "range: 0%..100%").replace(
    "values: [50%, 100%]", "range: 50%..100%")
PLACE = "case"
"""The folder in which every command runs: manifests name their place."""
ADVICE = ("again", "move it away", "name a file", "--out", "makes it anew", "there is no fit file")
"""What a message says to do holds one of these."""
ELSEWHERE = ("choose another folder", "name a file")
"""Where a person chooses the place, what stands there already is theirs: they are told to choose another one."""


def comparing(out):
    compare(fake.scenario(), fake.treated(), replicates=3, workers=1, simulate=fake.simulate, out=out / "out",
            metrics=["base_retention"], segments=["silver"])


def running(out):
    run(fake.treated(), simulate=fake.simulate, out=out / "out")


def sweeping(out):
    sweep(files.study(out, SMALL), out / "out", workers=1, simulate=files.fails_at_half)


def sensing(out):
    sensitivity(files.study(out, RANGES), out / "out", samples=2, workers=1, simulate=fake.simulate)


def shown(task):
    """Made-up moments: smooth in the parameters that are fitted."""
    bounce = 1 / (1 + np.exp(-task.parameters["bounce_intercept"] - 0.001 * task.setting.seed))
    checkout = 1 / (1 + np.exp(-task.parameters["checkout_intercept"]))
    values = {("bounce_rate", "all"): float(bounce), ("checkout_dropout", "all"): float(checkout)}
    levels = dict.fromkeys(fitting.PIVOTS, 0.4)
    return Shown({key: values[key] for key in task.keys}, levels | {"mau": 300.0})


def calibrating(out):
    (out / "two.yaml").write_text(TARGETS, encoding="utf-8")
    refit.refit(Setting(users=300, burn_in=60, days=60), str(out / "two.yaml"), out / "ours.yaml",
                effort=fitting.Effort(2, 4, 2, posterior=0), workers=1, work=out / "work", tell=lambda _: None)
    fit.digest_of(out / "ours.yaml")


def validating(out):
    """`validate --fit ours.yaml --page FOLDER`: the fit beside it is what it reads."""
    own = out / "ours.yaml"
    fit.digest_of(own)
    assert fit.fitted(str(own)) and fit.start(str(own))
    write_page(validation(), out / "page", own_fit=str(own))


@functools.cache
def validation():
    """The validation of a world too small to be right."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(calibration.validate, "CONTRASTS", ())
        return validate(Setting(users=300, burn_in=60, days=60, seed=2))


COMMANDS = {"compare": comparing, "run": running, "sweep": sweeping, "sensitivity": sensing, "calibrate": calibrating,
            "validate": validating}
OWN = ("sweep.yaml", "two.yaml")
"""Files of the planner, which no command writes."""


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """Command -> (a folder in which it ended undisturbed, what that holds)."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fitting, "FREE", {"bounce_intercept": 1.0, "checkout_intercept": 0.5})
        patch.setattr(refit, "Evaluations", functools.partial(Evaluations, run=shown))
        donors = fit.start().donors[:50]
        patch.setattr(refit, "settle", lambda free, seed: (dict(free), SimpleNamespace(world=None)))
        patch.setattr(refit, "donors", lambda world: donors)
        patch.setattr(calibration.page, "PARTS", (answer, table))
        made, folder = {}, tmp_path_factory.mktemp("faults") / PLACE
        for name, command in COMMANDS.items():
            folder.mkdir()
            if name == "validate":
                shutil.copy(made["calibrate"][0] / "ours.yaml", folder)
                shutil.copy(made["calibrate"][0] / "ours_steady.npz", folder)
            command(folder)
            kept = folder.rename(folder.with_name(name))
            made[name] = kept, tearing.content(kept)
        yield made


def again(command, folder, tears):
    """What the command says when it is run again, "" when it ended; at most a warning for each of the `tears`."""
    fit.fitted.cache_clear()
    fit.start.cache_clear()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", DamageWarning)
        try:
            command(folder)
            said = ""
        except LivesimError as error:
            said = message_of(error)
    assert sum(issubclass(one.category, DamageWarning) for one in caught) <= tears
    return said


def looked_at(name, folder):
    """What the commands that only read say of a torn folder: a right answer, or one message."""
    if name in ("sweep", "sensitivity"):
        readers = [lambda: counted(folder / "out"), lambda: begun(folder / "out")]
    elif name in ("compare", "run"):
        here = {"workers": 1} if name == "compare" else {}
        readers = [lambda: repeat(folder / "out", simulate=fake.simulate, **here)]
    else:
        return
    for reader in readers:
        try:
            reader()
        except LivesimError as error:
            assert isinstance(message_of(error), Message) and "\n" not in str(error)


def counted(folder):
    """`livesim sweep status` counts a run only where its numbers can be read."""
    readable = 0
    for path in folder.glob("runs/*/*.parquet"):
        try:
            readable += len(pd.read_parquet(path)) > 0
        except Exception:  # whatever a torn file does to the library
            continue
    counts = status_of(folder).counts
    assert counts["done"] <= readable and counts["done"] + counts["failed"] + counts["left"] == counts["wanted"]


def tried(name, whole, dice):
    """Tear some files of a command's folder and run it again; what was done, for the message of a failure."""
    pristine, wanted = whole[name]
    folder = tearing.copied(pristine, pristine.with_name(PLACE))
    command = COMMANDS[name]
    paths = [path for path in tearing.files_of(folder) if path.name not in OWN]
    chosen = dice.sample(paths, min(len(paths), dice.choice((1, 1, 2, 5))))
    tears = {path: dice.choice(tearing.TEARS) for path in chosen}
    told = f"{name}: " + ", ".join(f"{path.relative_to(folder)} {how}" for path, how in tears.items())
    for path, how in tears.items():
        tearing.tear(path, how, dice)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DamageWarning)
        looked_at(name, folder)
    for _ in range(1 + 2 * len(tears)):
        said = again(command, folder, len(tears))
        if not said:
            break
        assert isinstance(said, Message) and any(words in said for words in ADVICE), f"{told}: {said}"
        if "move it away" not in said:
            break
        for path in tears:  # as the message says
            if path.is_dir() and str(path) in said:
                shutil.rmtree(path)
    if said:  # told what to do, and nothing was taken for an answer; a fit cannot make itself anew
        assert name == "validate" or any(words in said for words in ELSEWHERE), f"{told}: {said}"
        assert "move it away" not in said, f"{told}: {said}"
        return "told"
    assert_same(tearing.content(folder), wanted, told)
    return "made anew"


def assert_same(found, wanted, told):
    assert found.keys() == wanted.keys(), f"{told}: {sorted(found.keys() ^ wanted.keys())}"
    differing = [path for path, content in wanted.items() if found[path] != content]
    assert not differing, f"{told}: differs in {differing}"


def campaign(whole, cases, seed):
    """How often the end was that of an undisturbed run, and how often a message."""
    ends = []
    for case in range(cases):
        dice = random.Random(f"{seed}/{case}")
        name = list(COMMANDS)[case % len(COMMANDS)]
        try:
            ends.append(tried(name, whole, dice))
        except Exception as error:
            raise AssertionError(f"{NAME}={seed}, case {case}") from error
    counts = {end: ends.count(end) for end in sorted(set(ends))}
    return counts


def test_what_is_torn_is_made_anew_or_told(whole):
    counts = campaign(whole, QUICK, seed_of(3))
    assert counts["made anew"] > QUICK / 2


@pytest.mark.slow
def test_what_is_torn_is_made_anew_or_told_two_hundred_times(whole, capsys):
    seed = seed_of()
    announce(capsys, f"{MANY} torn files of results: {NAME}={seed}")
    counts = campaign(whole, MANY, seed)
    announce(capsys, f"{MANY} cases: {counts}")
    assert counts["made anew"] > MANY / 2
