"""A first answer while replicates run."""

from __future__ import annotations

import dataclasses

import pytest

from sim.paired.comparing import compared
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
