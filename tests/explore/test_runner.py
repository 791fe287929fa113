"""The runner of sweeps on made-up worlds: resuming, sharing, failing, stopping, and the real engine once."""

from __future__ import annotations

import errno
import json
import os
import random

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from sim.base.errors import DamageWarning, StoreError
from sim.explore.batch import Batch, lived
from sim.explore.folder import SweepFolder
from sim.explore.load import load_sweep, ready_sweeps
from sim.explore.runner import _Runner, run_sweep
from sim.explore.status import status_of
from sim.explore.sweeping import begun, sweep, tabled
from sim.running.pool import WorkerError
from tests.explore import files
from tests.faults import tearing
from tests.paired import fake

REAL = """name: real
scenarios: [coupons, elder_mode]
population: {users: 600}
horizon: {days: 80}
factors:
  value: {field: coupons.options.value, values: [5 yuan, 10 yuan]}
  start: {field: coupons.when.start, values: [14d, 20d]}
replicates: 2
"""


def same(one, other):
    for name in ("points", "runs", "results", "effects"):
        assert_frame_equal(getattr(one, name), getattr(other, name))


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    folder = tmp_path_factory.mktemp("whole")
    return sweep(files.study(folder), folder / "out", workers=1, simulate=fake.simulate)


def test_every_point_is_compared_under_the_same_luck(whole):
    assert len(whole.points) == 6 and len(whole.runs) == 24
    table = whole.results[(whole.results["segment"] == "silver") & (whole.results["metric"] == "base_retention")]
    assert (table.groupby("replicate")["baseline"].nunique() == 1).all()
    still = table[table["strength"] == 0.0]
    assert (still["difference"] == 0).all()
    full = table[table["strength"] == 100.0]
    assert (full["difference"] > 0.1).all()


def test_resuming_gives_the_same_tables_to_the_bit(tmp_path, whole):
    study = files.study(tmp_path)
    class Stop(Exception):
        pass

    def stop(done, wanted):
        if done >= 7:
            raise Stop

    with pytest.raises(Stop):
        sweep(study, tmp_path / "out", workers=1, simulate=fake.simulate, progress=stop)
    kept = sum(map(len, SweepFolder(tmp_path / "out").finished().values()))
    assert 7 <= kept < 24
    assert status_of(tmp_path / "out").counts == {"wanted": 24, "done": kept, "failed": 0, "left": 24 - kept}
    seen = []
    found = sweep(study, tmp_path / "out", workers=1, simulate=fake.simulate, progress=lambda d, w: seen.append((d, w)))
    assert seen[0][0] > kept and seen[-1] == (24, 24)
    same(found, whole)


def test_a_stopped_sweep_is_balanced(tmp_path):
    study = files.study(tmp_path)
    folder = SweepFolder(tmp_path / "out")
    runner = _Runner(study, folder, False, fake.simulate, 1)
    for _ in range(4):
        batch, _ = runner.take()
        runner.end(batch, lived(batch))
        counts = [len(replicates) for replicates in runner.done.values()]
        assert max(counts) - min(counts) <= 1


def test_nothing_is_run_again(tmp_path):
    study = files.study(tmp_path)
    sweep(study, tmp_path / "out", workers=1, simulate=fake.simulate)

    def never(arms, **options):
        raise AssertionError("nothing was missing")

    again = sweep(study, tmp_path / "out", workers=1, simulate=never)
    assert again.failed == 0


def test_more_values_and_replicates_go_on_in_the_same_folder(tmp_path):
    sweep(files.study(tmp_path), tmp_path / "out", workers=1, simulate=fake.simulate)
    more = files.GRID.replace("[0%, 50%, 100%]", "[0%, 25%, 50%, 100%]").replace("replicates: 4", "replicates: 5")
    lived_runs = []

    def counting(arms, *, replicate, **options):
        lived_runs.append((replicate, len(arms) - 1))
        return fake.simulate(arms, replicate=replicate, **options)

    found = sweep(files.study(tmp_path, more), tmp_path / "out", workers=1, simulate=counting)
    assert len(found.runs) == 40
    assert sum(arms for _, arms in lived_runs) == 40 - 24


def test_another_sweep_in_the_folder_is_refused(tmp_path):
    sweep(files.study(tmp_path), tmp_path / "out", workers=1, simulate=fake.simulate)
    other = files.study(tmp_path, files.GRID.replace("days: 100", "days: 110"))
    before = sorted((tmp_path / "out").rglob("*"))
    with pytest.raises(StoreError, match=r"answers another question.*horizon.days: 100 there, 110 here"):
        try:
            sweep(other, tmp_path / "out", workers=1, simulate=fake.simulate)
        except StoreError as error:
            raise StoreError(str(error).replace("\n", " ")) from None
    assert sorted((tmp_path / "out").rglob("*")) == before


@pytest.mark.slow
def test_points_alone_or_together_are_the_same_to_the_bit(tmp_path):
    study = files.study(tmp_path, REAL)
    together = sweep(study, tmp_path / "together", workers=1)
    points = {point.number: study.arms(point) for point in study.sweep.points}
    for number, arms in points.items():
        alone = lived(Batch({number: arms}, 1, study.sweep.metrics, study.sweep.segments))[0]
        kept = SweepFolder(tmp_path / "together").record(study.sweep.key(study.sweep.points[number]), 1)
        assert_frame_equal(alone.record.rows.reset_index(drop=True), kept.rows)
        assert alone.record.drawn == kept.drawn and alone.record.notes == kept.notes
        assert alone.record.money == kept.money
    assert together.failed == 0 and (together.results["metric"] == "cost").any()
    changed = together.effects[together.effects["scenario"] == "elder_mode"]
    assert changed.groupby(["metric", "segment", "start"])["difference"].nunique().max() == 1


def test_a_failed_run_is_a_row_and_can_be_done_again(tmp_path):
    study = files.study(tmp_path)
    found = sweep(study, tmp_path / "out", workers=1, simulate=files.fails_at_half)
    failed = found.runs[found.runs["status"] == "failed"]
    assert len(failed) == 2 == found.failed
    assert set(failed["error"]) == {"MemoryError: no room"} and set(failed["strength"]) == {50.0}
    assert found.points["failed"].sum() == 2 and found.points["replicates"].sum() == 22
    state = status_of(tmp_path / "out")
    assert state.failures == [("MemoryError: no room", 2)] and state.counts["left"] == 0
    kept = sweep(study, tmp_path / "out", workers=1, simulate=fake.simulate)
    assert kept.failed == 2  # not without being asked
    again = sweep(study, tmp_path / "out", workers=1, simulate=fake.simulate, retry=True)
    assert again.failed == 0 and status_of(tmp_path / "out").counts["failed"] == 0


def test_values_that_do_not_go_together_fail_their_point_alone(tmp_path):
    body = files.GRID.replace("share: {field: elder_mode.who.share, values: [50%, 100%]}",
                              "start: {field: elder_mode.when.start, values: [14d, 60d]}\n"
                              "  end: {field: elder_mode.when.end, values: [50d, 90d]}")
    found = sweep(files.study(tmp_path, body), tmp_path / "out", workers=1, simulate=fake.simulate)
    failed = found.runs[found.runs["status"] == "failed"]
    assert set(zip(failed["start"], failed["end"], strict=True)) == {(60.0, 50.0)}
    assert failed["error"].str.contains("sweep.yaml").all()


def test_a_batch_whose_workers_die_is_tried_point_by_point(tmp_path):
    study = files.study(tmp_path)
    runner = _Runner(study, SweepFolder(tmp_path / "out"), False, fake.simulate, 1)
    batch, _ = runner.take()
    assert len(batch.points) > 1
    runner.end(batch, WorkerError("died"))
    alone, _ = runner.take()
    assert len(alone.points) == 1 and alone.replicate == batch.replicate
    runner.end(alone, WorkerError("died 3 times"))
    assert list(runner.failed.values()) == ["died 3 times"]


@pytest.mark.slow
def test_precision_stops_each_point_by_itself(tmp_path):
    body = files.GRID.replace("replicates: 4", "replicates: 40") + "precision: base_retention=3pp\n"
    study = files.study(tmp_path, body)
    found = sweep(study, tmp_path / "out", workers=1, simulate=fake.simulate)
    counts = found.points.set_index("strength")["replicates"]
    assert (counts >= 10).all() and counts.max() < 40
    assert (found.effects.query("segment == 'silver'").eval("(high - low) / 2") <= 0.03).all()
    again = sweep(study, tmp_path / "again", workers=2, simulate=fake.simulate)
    same(found, again)


@pytest.mark.slow
def test_several_workers_give_the_same_tables(tmp_path, whole):
    same(sweep(files.study(tmp_path), tmp_path / "out", workers=2, simulate=fake.simulate), whole)


def test_a_folder_that_cannot_be_written_is_told(tmp_path, monkeypatch):
    study = files.study(tmp_path)

    def full(*args):
        raise OSError(errno.ENOSPC, "no space")

    seen = []

    def fill(done, wanted):
        seen.append(done)
        if done >= 6:
            monkeypatch.setattr(os, "replace", full)

    with pytest.raises(StoreError, match="the disk is full"):
        sweep(study, tmp_path / "out", workers=1, simulate=fake.simulate, progress=fill)
    monkeypatch.undo()
    assert not list((tmp_path / "out").rglob("*.tmp"))
    assert len(sweep(study, tmp_path / "out", workers=1, simulate=fake.simulate).runs) == 24
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="a file"):
        sweep(study, tmp_path / "file" / "out", workers=1, simulate=fake.simulate)


def test_an_unfinished_folder_can_be_read(tmp_path):
    study = files.study(tmp_path)
    folder = SweepFolder(tmp_path / "out")
    with pytest.raises(StoreError, match="is not the folder of a sweep"):
        begun(tmp_path / "out")
    sweep(study, tmp_path / "out", workers=1, simulate=fake.simulate)
    (tmp_path / "out" / "manifest.json").unlink()
    next((tmp_path / "out" / "runs").glob("*/00002.parquet")).unlink()
    assert len(begun(tmp_path / "out").runs) == 23
    assert json.loads((tmp_path / "out" / "sweep.json").read_text())["points"] == 6
    assert folder.finished()


def test_all_that_was_finished_is_on_disk(tmp_path):
    study = files.study(tmp_path)
    found = run_sweep(study, SweepFolder(tmp_path / "out"), workers=1, simulate=fake.simulate)
    assert {n: {0, 1, 2, 3} for n in range(6)} == found.done and not found.failed
    frame = pd.read_parquet(next((tmp_path / "out" / "runs").glob("*/00000.parquet")))
    assert np.isfinite(frame["numerator"]).all()


@pytest.mark.parametrize("name", ready_sweeps())
def test_ready_sweeps_are_right(name):
    study = load_sweep(name)
    assert set(study.sweep.question) == {"en", "zh"}
    assert all(set(factor.titles) == {"en", "zh"} for factor in study.sweep.varied)
    assert study.arms(study.sweep.points[-1])


def test_duckdb_reads_the_results_and_the_runs(tmp_path, whole):
    duckdb = pytest.importorskip("duckdb")
    results, runs = whole.folder / "results.parquet", whole.folder / "runs" / "*" / "*.parquet"
    asked = f"SELECT strength, avg(difference) FROM '{results}' WHERE segment = 'silver' GROUP BY ALL ORDER BY ALL"
    found = dict(duckdb.sql(asked).fetchall())
    silver = whole.results[whole.results["segment"] == "silver"]
    assert found == pytest.approx(silver.groupby("strength")["difference"].mean().to_dict())
    files_read = f"SELECT count(DISTINCT filename) FROM read_parquet('{runs}', filename = true)"
    assert duckdb.sql(files_read).fetchall() == [(24,)]


@pytest.mark.parametrize("how", [t for t in tearing.TEARS if t not in ("vanished", "a folder")])
def test_a_torn_run_does_not_count_and_is_made_anew(tmp_path, whole, how):
    study, out = files.study(tmp_path), tmp_path / "out"
    sweep(study, out, workers=1, simulate=fake.simulate)
    runs = sorted((out / "runs").glob("*/00002.parquet"))[:2]
    for path in runs:
        tearing.tear(path, how, random.Random(1))
    with pytest.warns(DamageWarning, match=f"anew by the command that made them: {runs[0]}, {runs[1]}$"):
        assert status_of(out).counts == {"wanted": 24, "done": 22, "failed": 0, "left": 2}
    (out / "manifest.json").unlink()
    with pytest.warns(DamageWarning):
        assert len(begun(out).runs) == 22
    lived_runs = []

    def counting(arms, *, replicate, **options):
        lived_runs.append((replicate, len(arms) - 1))
        return fake.simulate(arms, replicate=replicate, **options)

    with pytest.warns(DamageWarning):
        same(sweep(study, out, workers=1, simulate=counting), whole)
    assert sum(arms for _, arms in lived_runs) == 2
    assert status_of(out).counts["done"] == 24


def test_a_folder_in_the_place_of_a_run_is_told_before_anything_is_simulated(tmp_path):
    study, out = files.study(tmp_path), tmp_path / "out"
    sweep(study, out, workers=1, simulate=fake.simulate)
    path = next((out / "runs").glob("*/00001.parquet"))
    tearing.tear(path, "a folder", random.Random(1))
    for look in (lambda: status_of(out), lambda: sweep(study, out, workers=1, simulate=None)):
        with pytest.raises(StoreError, match=f"{path} is a folder where a file of livesim belongs; move it away"):
            look()


def test_a_damaged_reason_of_failure_is_no_failure(tmp_path):
    study, out = files.study(tmp_path), tmp_path / "out"
    sweep(study, out, workers=1, simulate=files.fails_at_half)
    torn, _ = (out / "runs").glob("*/*.failed.json")
    torn.write_bytes(b"")
    with pytest.warns(DamageWarning, match="failed.json"):
        assert status_of(out).counts == {"wanted": 24, "done": 22, "failed": 1, "left": 1}
    with pytest.warns(DamageWarning):
        assert sweep(study, out, workers=1, simulate=fake.simulate).failed == 1


def test_a_run_that_is_torn_while_tables_are_made_leaves_no_smaller_table(tmp_path):
    study, folder = files.study(tmp_path), SweepFolder(tmp_path / "out")
    sweep(study, folder.path, workers=1, simulate=fake.simulate)
    state = run_sweep(study, folder, workers=1, simulate=fake.simulate)
    next((folder.path / "runs").glob("*/00001.parquet")).unlink()
    with pytest.raises(StoreError, match=r"00001\.parquet was lost or damaged just now; run the same command again"):
        tabled(study, folder, state, {})


@pytest.mark.parametrize(("ruin", "said"), [
    (lambda path: path.unlink(), "has lost its sweep.json; run the sweep's command again"),
    (lambda path: path.write_text("{}"), r"sweep\.json is damaged .*; run the command that made it again"),
])  # fmt: skip
def test_a_folder_that_lost_what_fills_it_is_told_and_mended(tmp_path, ruin, said):
    study, out = files.study(tmp_path), tmp_path / "out"
    sweep(study, out, workers=1, simulate=fake.simulate)
    ruin(out / "sweep.json")
    with pytest.raises(StoreError, match=said):
        status_of(out)
    sweep(study, out, workers=1, simulate=fake.simulate)
    assert status_of(out).counts["done"] == 24
