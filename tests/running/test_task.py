from __future__ import annotations

import pytest

from sim.base.errors import StoreError
from sim.running import task
from sim.running.question import Question
from sim.running.store import ReplicateStore
from tests.paired import fake

ASKED = Question((fake.scenario(), fake.treated()), metrics=("base_retention",), simulate=fake.simulate)


def test_records_come_in_replicate_order_and_stop_at_the_first_that_are_enough():
    lengths = []

    def enough(records):
        lengths.append(len(records))
        return len(records) == 3

    found = task.records(ASKED, 10, workers=1, enough=enough)
    assert len(found) == 3 and lengths == [1, 2, 3]
    assert [r.drawn for r in found] == [r.drawn for r in task.records(ASKED, 3, workers=1)]


def test_a_hole_among_the_stored_is_filled_and_nothing_else_is_simulated(tmp_path):
    task.records(ASKED, 4, workers=1, folder=tmp_path)
    store = ReplicateStore(tmp_path)
    times = {n: store.path(n).stat().st_mtime_ns for n in store.listed()}
    store.path(1).unlink()
    seen = []
    task.records(ASKED, 4, workers=1, folder=tmp_path, progress=lambda done, wanted: seen.append(done))
    assert seen == [3, 4]
    assert all(store.path(n).stat().st_mtime_ns == times[n] for n in (0, 2, 3))


def test_a_model_edited_while_it_runs_is_an_error(monkeypatch):
    assert ASKED.meaning
    monkeypatch.setattr(task, "model_digest", lambda: "edited")
    with pytest.raises(StoreError, match="sources changed while the replicates ran"):
        task.records(ASKED, 1, workers=1)
