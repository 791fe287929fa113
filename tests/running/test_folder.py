from __future__ import annotations

import json
import warnings
from pathlib import Path

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from sim.base.errors import DamageWarning, StoreError
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


def damaged(path):
    path.write_bytes(path.read_bytes()[:-9])


def test_a_damaged_question_is_written_anew_where_something_else_says_it_is_the_same(tmp_path):
    place = ResultsFolder(tmp_path)
    place.claim({"users": 5})
    place.finish({"table": TABLE}, {})
    for ruin in (damaged, Path.unlink):
        ruin(tmp_path / "question.json")
        with pytest.raises(StoreError, match=r"does not say any more which question it answers .*question\.json is"):
            ResultsFolder(tmp_path).claim({"users": 6})
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            ResultsFolder(tmp_path).claim({"users": 5})
        assert [str(one.message).rpartition("/")[2] for one in caught] == ["question.json"] * (ruin is damaged)
        assert ResultsFolder(tmp_path).told("question.json") == {"users": 5}


def test_replicates_say_which_question_they_answer(tmp_path):
    place = ResultsFolder(tmp_path)
    place.claim({"users": 5})
    (tmp_path / "replicates" / place.key).mkdir(parents=True)
    (tmp_path / "question.json").unlink()
    ResultsFolder(tmp_path).claim({"users": 5})
    (tmp_path / "question.json").unlink()
    with pytest.raises(StoreError, match="choose another folder"):
        ResultsFolder(tmp_path).claim({"users": 6})


def test_a_damaged_question_alone_is_nobodys_loss(tmp_path):
    ResultsFolder(tmp_path).claim({"users": 5})
    damaged(tmp_path / "question.json")
    with pytest.warns(DamageWarning):
        ResultsFolder(tmp_path).claim({"users": 6})


def test_a_manifest_of_a_version_that_sealed_none_can_still_be_read(tmp_path):
    place = ResultsFolder(tmp_path)
    place.finish({"table": TABLE}, {"kind": "run", "versions": {"livesim": "0.5.1"}})
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    del manifest["seal"], manifest["answers"]
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))
    assert place.manifest()["kind"] == "run" and place.read()[0]["table"].equals(TABLE)
    manifest["versions"]["livesim"] = "0.9.0"
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(StoreError, match="is damaged"):
        place.manifest()


def test_somebody_elses_folder_is_left_alone(tmp_path):
    (tmp_path / "thesis.txt").touch()
    with pytest.raises(StoreError, match="not livesim's results; choose another folder"):
        ResultsFolder(tmp_path).claim({})
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_broken_manifest_is_one_sentence(tmp_path):
    (tmp_path / "manifest.json").write_text("{half")
    with pytest.raises(StoreError, match=r"manifest\.json is damaged .* run the command that made it again"):
        ResultsFolder(tmp_path).read()
