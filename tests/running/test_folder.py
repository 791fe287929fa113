from __future__ import annotations

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from sim.base.errors import StoreError
from sim.running.folder import ResultsFolder

TABLE = pd.DataFrame({"x": [1.5, 2.5], "word": ["a", "b"]})


def test_a_finished_folder_gives_back_what_was_put_in(tmp_path):
    place = ResultsFolder(tmp_path / "first")
    place.claim({"users": 5})
    place.finish({"table": TABLE}, {"kind": "comparison"})
    tables, manifest = place.read()
    assert_frame_equal(tables["table"], TABLE)
    assert manifest["kind"] == "comparison"


def test_an_unfinished_folder_holds_no_results(tmp_path):
    place = ResultsFolder(tmp_path)
    place.claim({"users": 5})
    with pytest.raises(StoreError, match="no finished results"):
        place.read()


def test_a_folder_killed_while_it_was_written_again_is_unfinished(tmp_path, monkeypatch):
    place = ResultsFolder(tmp_path)
    place.claim({"users": 5})
    place.finish({"table": TABLE}, {})

    def killed(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("sim.running.folder.write_frame", killed)
    with pytest.raises(KeyboardInterrupt):
        place.finish({"table": TABLE}, {})
    with pytest.raises(StoreError, match="no finished results"):
        place.read()


def test_a_changed_table_is_not_believed(tmp_path):
    place = ResultsFolder(tmp_path)
    place.finish({"table": TABLE}, {})
    TABLE.assign(x=0.0).to_parquet(tmp_path / "table.parquet")
    with pytest.raises(StoreError, match="missing or was changed after the run"):
        place.read()
    (tmp_path / "table.parquet").unlink()
    with pytest.raises(StoreError, match="missing or was changed after the run"):
        place.read()


def test_the_same_question_may_come_back_and_another_may_not(tmp_path):
    place = ResultsFolder(tmp_path)
    place.claim({"users": 5, "arms": [{"name": "a", "share": 0.5}]})
    place.claim({"users": 5, "arms": [{"name": "a", "share": 0.5}]})
    with pytest.raises(StoreError, match=r"another question; choose another folder with --out") as caught:
        place.claim({"users": 6, "arms": [{"name": "a", "share": 0.25}]})
    assert "users: 5 there, 6 here" in str(caught.value)
    assert "arms.0.share: 0.5 there, 0.25 here" in str(caught.value)


def test_somebody_elses_folder_is_left_alone(tmp_path):
    (tmp_path / "thesis.txt").touch()
    with pytest.raises(StoreError, match="not livesim's results; choose another folder"):
        ResultsFolder(tmp_path).claim({})
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_broken_manifest_is_one_sentence(tmp_path):
    (tmp_path / "manifest.json").write_text("{half")
    with pytest.raises(StoreError, match=r"manifest\.json is damaged .* run the command that made it again"):
        ResultsFolder(tmp_path).read()
