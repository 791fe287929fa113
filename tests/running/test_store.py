from __future__ import annotations

import os
import time

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from sim.base import files
from sim.base.errors import StoreError
from sim.replicate.record import Drawn, Note, Record
from sim.running.store import ReplicateStore

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
    flipped = [whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :] for at in range(0, len(whole), 97)]
    for torn in (b"", whole[: len(whole) // 2], b"not parquet at all", *flipped):
        kept.path(0).write_bytes(torn)
        assert kept.read(0) is None


def test_a_folder_in_the_place_of_a_replicate_is_one_sentence(tmp_path):
    kept = ReplicateStore(tmp_path)
    kept.path(0).mkdir()
    with pytest.raises(StoreError, match=r"00000\.parquet is a folder where a file of livesim belongs; move it away"):
        kept.read(0)
    with pytest.raises(StoreError, match="a folder of that name is in the way"):
        kept.write(0, record())


def test_a_replicate_is_a_parquet_file_for_everybody(tmp_path):
    kept = ReplicateStore(tmp_path)
    kept.write(0, record())
    assert_frame_equal(pd.read_parquet(kept.path(0)), record().rows, check_exact=True)


def test_files_of_replicates_are_listed_and_no_others(tmp_path):
    kept = ReplicateStore(tmp_path)
    for n in (3, 1, 10):
        kept.write(n, record())
    for other in (".00004.parquet.abc.tmp", "00003 (1).parquet", "notes.parquet", "7.parquet"):
        (tmp_path / other).touch()
    assert kept.listed() == [1, 3, 10]


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
    os.utime(old, (time.time() - 2 * files.STALE,) * 2)
    ReplicateStore(tmp_path)
    assert not old.exists() and young.exists()
