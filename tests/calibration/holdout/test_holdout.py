"""A hold-out: nothing of the held-out days is seen, and a platform that follows its worlds is predicted as stated."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pandas as pd
import pytest

from calibration.holdout import fitting_part, holding, worlds
from calibration.holdout.asked import FAMILIES, WHOLE
from calibration.holdout.forecast import arrivals_of, cells, covered, foreseen, happened, predicted
from calibration.holdout.holding import WorldSize, hold_out, write_tables
from calibration.holdout.lives import known_on, lives_of
from calibration.holdout.page import HoldOutView, write_page
from calibration.holdout.parting import Parting, parted, seen_by
from calibration.holdout.twins import BUYING, OPENING, twins
from calibration.logs.odd import LogError
from calibration.moments import Setting
from calibration.targets import load_targets
from calibration.targets.resampling import Resamples
from sim.base.errors import DamageWarning, LivesimError, ParameterError, StoreError
from sim.outcomes.outcome import NEVER, UNDER_WAY
from tests.calibration.holdout.made_up import DAYS, TRAINING, made_up

PARTING = Parting(0, TRAINING - 1, TRAINING + DAYS - 1)
TRUTHS, WORLDS = 30, 6


@pytest.fixture(scope="module")
def simulated():
    """The users of some worlds, which follow the same rules as the platform."""
    return [lives_of(made_up(1000 + k), PARTING) for k in range(WORLDS)]


def prediction(events, simulated):
    """The table of a platform, with what happened."""
    standing = known_on(events, PARTING)
    arrivals = arrivals_of(standing, PARTING)
    lives = lives_of(events, PARTING)
    table = predicted(cells(standing, lives.doings),
                      [foreseen(standing, arrivals, PARTING, world) for world in simulated])
    return table.assign(actual=happened(lives, PARTING))


@pytest.fixture(scope="module")
def table(simulated):
    """Predictions of many platforms."""
    return pd.concat([prediction(made_up(k), simulated) for k in range(TRUTHS)])


def test_a_platform_that_follows_its_worlds_lies_inside_as_often_as_stated(table):
    """Numbers of one platform go together; of 30 platforms 90 % are held to within some 10 points."""
    for line in covered(table).to_dict("records"):
        assert 0.34 < line["within_50"] < 0.74, line
        assert 0.80 < line["within_90"] < 0.995, line
        assert line["within_95"] > 0.87, line


@pytest.mark.parametrize("family", FAMILIES)
def test_predictions_lean_to_no_side(table, family):
    rows = table[(table["family"] == family) & (table["part"] == table["part"].where(
        table["family"] == family).dropna().iloc[-1]) & (table["people"] > 100)]
    off = ((rows["actual"] - rows["predicted"]) / rows["sd"]).groupby(rows["group"]).mean()
    assert (off.abs() < 4 / np.sqrt(TRUTHS) + 0.4).all(), off  # luck, and what the few worlds have in common


def test_another_truth_is_seen(simulated):
    """People who buy half as often as in the worlds do after the evening what twins with the same past do not."""
    other = made_up(3)
    later = other.orders["day"] > PARTING.evening
    halved = replace(other, orders=other.orders[~later | (np.arange(len(later)) % 2 == 0)])
    rows = prediction(halved, simulated)
    row = rows[(rows["family"] == "orders") & (rows["group"] == WHOLE) & (rows["part"] == WHOLE)].iloc[0]
    assert row["actual"] < row["low_95"]


def spoiled(events, seed=5):
    """The events with everything changed that came after the evening."""
    rng, evening = np.random.default_rng(seed), PARTING.evening
    users, opens, orders = events.users.copy(), events.opens, events.orders.copy()
    lost = rng.random(len(users)) < 0.5
    users["gone"][lost & (users["joined"] <= evening)] = evening + 3
    users["joined"][users["joined"] > evening] = evening + 1
    opens = opens[(opens["day"] <= evening) | (rng.random(len(opens)) < 0.3)]
    orders["status"][orders["closes"] > evening] = 2
    orders = orders[(orders["day"] <= evening) | (rng.random(len(orders)) < 0.3)]
    groups = {name: np.where(users["joined"] > evening, ~group, group) for name, group in events.groups.items()}
    return replace(events, users=users, opens=opens, orders=orders, groups=groups)


def test_what_comes_after_the_evening_changes_no_prediction(simulated):
    events = made_up(7)
    one, other = (known_on(side, PARTING) for side in (events, spoiled(events)))
    assert all((getattr(one, f.name) == getattr(other, f.name)).all() for f in fields(one))
    said = [foreseen(known, arrivals_of(known, PARTING), PARTING, simulated[0]) for known in (one, other)]
    assert all((a == b).all() for a, b in zip(*said, strict=True))


def test_the_training_part_for_a_fit_is_the_same_too():
    events = made_up(7)
    one, other = (seen_by(side, PARTING.evening) for side in (events, spoiled(events)))
    for name in ("users", "opens", "orders"):
        assert (getattr(one, name) == getattr(other, name)).all()
    assert all((one.groups[name] == other.groups[name]).all() for name in one.groups)


def test_an_export_of_the_evening_knows_what_was_known():
    events = made_up(2)
    events.users["gone"][:4] = (3, 83, 84, NEVER)
    seen = seen_by(events, 83)
    assert seen.users["gone"][:4].tolist() == [3, 83, NEVER, NEVER]
    assert seen.users["joined"].max() <= 83 and seen.opens["day"].max() <= 83 and seen.orders["day"].max() <= 83
    assert (seen.orders["status"][seen.orders["closes"] > 83] == UNDER_WAY).all()
    assert (seen.orders["status"][seen.orders["closes"] <= 83] != UNDER_WAY).all()
    assert len(seen.groups["all"]) == len(seen.users)


def test_what_happened_is_what_can_be_counted():
    events = made_up(4)
    rows = prediction(events, [lives_of(made_up(5), PARTING)] * 3).set_index(["family", "group", "part"])["actual"]
    later = events.opens["day"] > PARTING.evening
    assert rows["daily_active", WHOLE, WHOLE] == pytest.approx(later.sum() / DAYS)
    assert rows["daily_active", WHOLE, "1"] == pytest.approx((events.opens["day"][later] <= 90).sum() / 7)
    assert rows["orders", WHOLE, WHOLE] == (events.orders["day"] > PARTING.evening).sum()
    assert rows["orders", "silver", WHOLE] == events.groups["silver"][
        events.orders["user"][events.orders["day"] > PARTING.evening]].sum()
    young = (events.users["joined"] > PARTING.evening - 28) & (events.users["joined"] <= PARTING.evening)
    back = np.zeros(len(young), bool)
    back[events.opens["user"][(events.opens["day"] >= 84) & (events.opens["day"] < 112)]] = True
    assert rows["retention", "0-27", "1"] == pytest.approx(back[young].mean())


def test_users_have_twins_in_classes_with_enough_of_them(simulated):
    known = known_on(made_up(1), PARTING)
    for ladder in (OPENING, BUYING):
        matched = twins(known, simulated[0].standing, ladder)
        assert (matched.members.sum(axis=1) >= 15).all()
        expected = matched.expected(simulated[0].doings.opened)
        assert (expected >= 0).all() and len(expected) == len(known)


def test_what_logs_do_not_know_is_no_part_of_a_class(simulated):
    known = known_on(made_up(1), PARTING)
    blank = replace(known, age=np.full_like(known.age, -1), gone=np.full_like(known.gone, -1))
    said = foreseen(blank, arrivals_of(blank, PARTING), PARTING, simulated[0])
    assert np.isfinite(said.mean).all()


@pytest.mark.parametrize(("training", "words"), [
    (20, "the training part has 20 days; at least 28 are needed"),
    (130, "leaves 10 to predict, and at least 28 are needed. The longest that can be asked for is 112d"),
    (400, "leaves 0 to predict"),
])
def test_a_part_that_is_too_short_is_refused(training, words):
    with pytest.raises(LogError, match=words):
        parted(made_up(1), training)


def test_too_few_users_and_orders_are_refused():
    with pytest.raises(LogError, match="users with an open in the training part: "):
        parted(made_up(1, daily=0.3), TRAINING)
    with pytest.raises(LogError, match="orders in the training part: 0; at least 100"):
        parted(made_up(1, buying=0.0), TRAINING)


def run(tmp_path, **more):
    """A hold-out of a made-up platform in worlds of the same kind."""
    return hold_out(made_up(1), TRAINING, "", tmp_path / "work", WorldSize(worlds=WORLDS), **more)


def test_wrong_fits_are_refused(tmp_path):
    with pytest.raises(ParameterError, match="there is no fit file"):
        hold_out(made_up(1), TRAINING, str(tmp_path / "none.yaml"), tmp_path)
    (tmp_path / "words.yaml").write_text("targets: []\n")
    with pytest.raises(LivesimError):
        hold_out(made_up(1), TRAINING, str(tmp_path / "words.yaml"), tmp_path)
    with pytest.raises(StoreError, match="worlds: 2; at least 3"):
        hold_out(made_up(1), TRAINING, "", tmp_path, WorldSize(worlds=2))


def test_the_whole_way_to_the_page(tmp_path, simulated, monkeypatch):
    monkeypatch.setattr(holding, "worlds", lambda *rest: iter(simulated))
    result = run(tmp_path)
    assert result.drawn  # the fit that ships has a posterior
    assert set(result.misses) == {"livesim", "bg_nbd", "mbg_cnbd", "hiatus"}
    told = result.cells("purchases", group=WHOLE)["predicted"].iloc[0]
    assert result.customers.iloc[0]["livesim"] == pytest.approx(told)
    assert result.customers.iloc[0]["actual"] == pytest.approx(result.cells("purchases", group=WHOLE)["actual"].iloc[0])
    paths = write_tables(result, tmp_path)
    assert len(pd.read_csv(paths[0])) == len(result.predictions)
    for lang, words in (("en", "livesim is off by"), ("zh", "偏差")):
        page = write_page(HoldOutView(result, lang, dated=True), tmp_path).read_text("utf-8")
        assert words in page and page.count("data:image/svg+xml") == 4
        assert "1970-03-25" in page  # the evening


def test_a_run_goes_on_where_it_was_stopped(tmp_path, simulated, monkeypatch):
    begun = []

    def live(task):
        begun.append(task.replicate)
        if task.replicate == 2 and begun.count(2) == 1:
            raise KeyboardInterrupt
        return simulated[task.replicate]

    monkeypatch.setattr(worlds, "simulated", live)
    with pytest.raises(KeyboardInterrupt):
        run(tmp_path)
    first = run(tmp_path)
    assert begun == [0, 1, 2, 2, 3, 4, 5]
    torn = next((tmp_path / "work").glob("*.world"))
    torn.write_bytes(torn.read_bytes()[:-40])
    with pytest.warns(DamageWarning):
        again = run(tmp_path)
    assert len(begun) == 8
    pd.testing.assert_frame_equal(first.predictions, again.predictions)


def test_a_fit_is_made_of_the_training_part_alone(tmp_path, monkeypatch):
    """Targets of logs whose held-out days were changed are the same file; the fit reads it and nothing else."""
    asked, texts = [], []
    monkeypatch.setattr(fitting_part, "refit", lambda setting, targets, out, **more: asked.append((targets, out)) or [])
    for events in (made_up(7), spoiled(made_up(7))):
        part = fitting_part.TrainingPart(seen_by(events, PARTING.evening), "0", "83")
        fitting_part.fitted_to(part, tmp_path, "ours", Setting(users=500), Resamples(20))
        texts.append((tmp_path / "targets.yaml").read_text())
    assert texts[0] == texts[1]
    assert asked == [(str(tmp_path / "targets.yaml"), tmp_path / "fit.yaml")] * 2
    names = {target.metric for target in load_targets(str(tmp_path / "targets.yaml"))}
    assert "dau_over_mau" in names


@pytest.mark.slow
def test_a_simulated_platform_is_predicted_by_worlds_of_its_own_fit(tmp_path):
    """The shipped fit with other luck: the whole of it without a word of help."""
    from sim.cast import fit

    task = worlds.WorldTask("", fit.digest_of(fit.SHIPPED), False, TRAINING, DAYS, 1000, 1, 1000)
    result = hold_out(worlds.world_events(task), TRAINING, "", tmp_path, WorldSize(users=1000, worlds=4))
    inside = (result.coverage["within_95"] * result.coverage["cells"]).sum() / result.coverage["cells"].sum()
    assert inside > 0.8
