from __future__ import annotations

import errno
import os
import time

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from sim.base.errors import StoreError
from sim.replicate.record import Drawn, Note, Record
from sim.running import store
from sim.running.store import ReplicateStore, write_json

DRAWN = Drawn("elder_mode", "mine", "elder_mode", 0.1 + 0.2)
TOLD = {
    "goals": [{"arm": "elder_mode", "goal": "G03", "before": 0.1 + 0.2, "day": None}],
    "timeline": [{"arm": "elder_mode", "acted": [[14, 30], [40, 50]]}],
    "accounts": [{"arm": "elder_mode", "strategy": "mine", "ended": 50, "left": 0.1 + 0.2}],
    "lights": [{"arm": "baseline", "light": "bounce_rate", "days": [[0, 100]]}],
}


def record(value=1.5):
    rows = pd.DataFrame({"kind": ["metric", "curve"], "numerator": [value, 0.1 + 0.2], "people": [3, 0]})
    return Record(rows, {"taste": 1 / 3}, [DRAWN], [Note("elder_mode", "a note")], {"elder_mode": {"elder_mode": None}},
                  None, {"x": "too short"}, **TOLD)  # fmt: skip


def test_what_is_read_is_what_was_written_to_the_bit(tmp_path):
    kept = ReplicateStore(tmp_path / "new" / "folder")
    kept.write(7, record())
    found = kept.read(7)
    assert_frame_equal(found.rows, record().rows, check_exact=True)
    assert {name: value for name, value in vars(found).items() if name != "rows"} == {
        name: value for name, value in vars(record()).items() if name != "rows"
    }
    assert (found.strengths[0].lever, found.notes[0].arm) == ("elder_mode", "elder_mode")


def test_what_is_not_there_or_torn_has_to_be_simulated(tmp_path):
    kept = ReplicateStore(tmp_path)
    assert kept.read(0) is None
    kept.write(0, record())
    whole = kept.path(0).read_bytes()
    for torn in (b"", whole[: len(whole) // 2], b"not parquet at all"):
        kept.path(0).write_bytes(torn)
        assert kept.read(0) is None


def test_finished_counts_whole_files_alone(tmp_path):
    kept = ReplicateStore(tmp_path)
    for n in (3, 1, 10):
        kept.write(n, record())
    (tmp_path / ".00004.parquet.abc.tmp").touch()
    assert kept.finished() == [1, 3, 10]


@pytest.mark.parametrize(
    ("code", "said"), [(errno.ENOSPC, "the disk is full"), (errno.EROFS, "it is read-only"), (errno.EACCES, "may not")]
)
def test_a_failed_write_is_one_sentence_and_leaves_nothing(tmp_path, monkeypatch, code, said):
    kept = ReplicateStore(tmp_path)
    kept.write(0, record())

    def fail(*_):
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(store.os, "replace", fail)
    with pytest.raises(StoreError, match=f"cannot write .*00001.parquet: .*{said}.*Finished replicates are kept"):
        kept.write(1, record())
    assert [path.name for path in tmp_path.iterdir()] == ["00000.parquet"]


def test_a_failing_disk_is_one_sentence(tmp_path, monkeypatch):
    def full(table, path):
        path.write_bytes(b"half")
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(store.pq, "write_table", full)
    with pytest.raises(StoreError, match="the disk is full"):
        ReplicateStore(tmp_path).write(0, record())
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_is_one_sentence(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="a file"):
        ReplicateStore(tmp_path / "file" / "below")
    with pytest.raises(StoreError, match="a file of that name is in the way"):
        ReplicateStore(tmp_path / "file")


def test_leftovers_of_killed_runs_go_but_those_of_other_processes_stay(tmp_path):
    old, young = tmp_path / ".00001.parquet.a.tmp", tmp_path / ".00002.parquet.b.tmp"
    old.touch()
    young.touch()
    os.utime(old, (time.time() - 2 * store.STALE,) * 2)
    ReplicateStore(tmp_path)
    assert not old.exists() and young.exists()


def test_json_is_whole_or_not_there(tmp_path):
    write_json(tmp_path / "a.json", {"question": "长辈模式"})
    assert "长辈模式" in (tmp_path / "a.json").read_text("utf-8")
    with pytest.raises(ValueError):
        write_json(tmp_path / "b.json", {"value": float("nan")})
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]
