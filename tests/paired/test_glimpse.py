"""A first answer while replicates run."""

from __future__ import annotations

import contextlib
import dataclasses

import pytest
from pandas.testing import assert_frame_equal

from sim.base.errors import StoreError
from sim.paired.comparing import compared
from sim.paired.comparison import Comparison
from sim.paired.options import Options
from tests.paired import fake

HOW = Options(replicates=8, workers=1, metrics=["base_retention"], simulate=fake.simulate)


def test_the_first_answer_comes_with_the_fifth_replicate_and_ends_at_the_mean():
    said = []
    result = compared(fake.scenario(), [fake.treated()], dataclasses.replace(HOW, glimpse=said.append))
    assert [one["n"] for one in said] == [5, 6, 7, 8]
    last, row = said[-1], result.primary.iloc[0]
    assert (last["scenario"], last["metric"], last["segment"]) == ("elder_mode", "base_retention", "silver")
    assert last["effect"] == pytest.approx(row["difference"])
    assert last["error"] == pytest.approx((row["high"] - row["low"]) / 2)


def test_without_an_outcome_there_is_none():
    said = []
    compared(fake.scenario(), [fake.scenario("copy")], dataclasses.replace(HOW, glimpse=said.append))
    assert said == []


def test_early_answers_are_whole_comparisons_of_the_replicates_so_far(tmp_path):
    seen = []

    def look(done, wanted):
        with contextlib.suppress(StoreError):
            seen.append(Comparison.load(tmp_path / "early").manifest["replicates"])

    how = dataclasses.replace(HOW, early=True, out=tmp_path / "early", progress=look)
    early = compared(fake.scenario(), [fake.treated()], how)
    assert sorted(set(seen)) == [5, 7]
    whole = compared(fake.scenario(), [fake.treated()], dataclasses.replace(HOW, out=tmp_path / "whole"))
    assert early.manifest["replicates"] == whole.manifest["replicates"] == 8
    assert_frame_equal(early.table, whole.table)


def test_an_early_answer_is_that_of_so_few_replicates(tmp_path):
    kept = {}

    def look(done, wanted):
        with contextlib.suppress(StoreError):
            found = Comparison.load(tmp_path)
            kept[found.manifest["replicates"]] = found.table

    compared(fake.scenario(), [fake.treated()], dataclasses.replace(HOW, early=True, out=tmp_path, progress=look))
    for count, table in kept.items():
        alone = compared(fake.scenario(), [fake.treated()], dataclasses.replace(HOW, replicates=count))
        assert_frame_equal(table, alone.table)
    assert kept
