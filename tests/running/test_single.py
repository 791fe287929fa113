from __future__ import annotations

import json

import pytest
from pandas.testing import assert_frame_equal

from sim.base.errors import ParameterError, ResultError, ScenarioError, StoreError, UnknownNameError
from sim.paired.comparing import compare
from sim.paired.repeating import repeat
from sim.running.single import run
from tests.paired import fake


def made(**changed):
    return run(fake.treated(), **{"simulate": fake.simulate, **changed})


def test_a_metric_is_answered_by_segment():
    found = made()
    assert 0.4 < found.metric("base_retention") < 0.8
    assert found.metric("base_retention", segment="silver") > found.metric("base_retention")
    table = found.metrics.set_index(["metric", "segment"])
    assert table.loc[("base_retention", "silver"), "value"] == found.metric("base_retention", "silver")


def test_tables_by_segment():
    found = made()
    assert set(found.daily["segment"]) == {"all", "silver"} == set(found.cohorts["segment"])
    assert {"day", "dau", "orders"} <= set(found.daily.columns)
    assert len(found.people) == 400 and "paid_fen" in found.orders.columns
    assert found.spent == {"elder_mode": 100.0}


def test_a_run_without_draws_uses_typical_strengths_and_one_with_draws_its_replicates():
    assert made().manifest["drew"] == {}
    one, two = (made(fixed=False, replicate=n).manifest["strengths"][0] for n in (0, 1))
    assert one["scenario"] == one["lever"] == "elder_mode" and one["value"] != two["value"]


def test_a_saved_run_can_be_repeated_from_its_manifest(tmp_path):
    found = made(out=tmp_path / "run", replicate=3, fixed=False, users=100)
    manifest = json.loads((tmp_path / "run" / "manifest.json").read_text())
    assert (manifest["kind"], manifest["users"], manifest["call"]) == ("run", 100, {"replicate": 3})
    again = repeat(tmp_path / "run", simulate=fake.simulate)
    for name in ("metrics", "daily", "people", "orders"):
        assert_frame_equal(getattr(again, name), getattr(found, name))


def test_a_folder_of_another_run_is_refused_before_anything_is_simulated(tmp_path):
    made(out=tmp_path)

    def never(*_, **__):
        raise AssertionError

    with pytest.raises(StoreError, match="replicate: 0 there, 1 here"):
        made(out=tmp_path, replicate=1, simulate=fake.simulate)
    with pytest.raises(StoreError):
        made(out=tmp_path, simulate=never)


def test_a_run_can_be_saved_later(tmp_path):
    found = made()
    assert found.folder is None
    assert found.save(tmp_path / "later") == tmp_path / "later" == found.folder
    assert (tmp_path / "later" / "daily.parquet").exists()


def test_what_a_horizon_cannot_answer_is_refused_with_its_reason():
    found = made(days=60)
    assert "56 days" in found.manifest["refused"]["base_retention"]
    with pytest.raises(ResultError, match="56 days"):
        found.metric("base_retention")


def test_a_run_judges_nothing_so_few_days_do(tmp_path):
    found = run("ai_host", users=120, days=40, out=tmp_path / "few")
    assert "run 70 days or more" in found.manifest["refused"]["base_retention"]
    assert "base_retention" not in set(found.metrics["metric"]) and len(found.metrics) > 50
    assert [outcome["metric"] for outcome in found.manifest["scenarios"][0]["outcomes"]] == ["interaction_rate",
                                                                                            "base_retention"]
    assert_frame_equal(repeat(tmp_path / "few").metrics, found.metrics)
    with pytest.raises(ScenarioError, match=r"base_retention needs 56 days .* set horizon\.days to 70 or more"):
        compare("baseline", "ai_host", users=120, days=40)


@pytest.mark.parametrize(("wrong", "message"), [
    ({"replicate": "1"}, "replicate must be a whole number such as replicate=1, found '1'"),
    ({"replicate": -1}, "replicate is -1; allowed: 0 or more"), ({"threads": 0}, "threads is 0; allowed: 1 or more"),
])  # fmt: skip
def test_numbers_are_checked(wrong, message):
    with pytest.raises(ParameterError, match=f"^{message}"):
        made(**wrong)


def test_unknown_names_get_the_nearest():
    with pytest.raises(UnknownNameError, match="did you mean 'silver'"):
        made().metric("base_retention", segment="silvr")
    with pytest.raises(UnknownNameError, match="did you mean 'compiled'"):
        made(engine="compilde")
