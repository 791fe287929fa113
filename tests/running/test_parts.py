"""A record that was taken apart by arms and joined again is the same record."""

from __future__ import annotations

from dataclasses import fields, replace

import pandas as pd
import pytest

from sim.replicate.measure import record
from sim.replicate.record import Note, Record
from sim.replicate.run import simulate
from sim.running.parts import joined, part_of
from sim.running.recording import Notices
from sim.scenario import load_scenario

NAMES = ("baseline", "elder_mode", "lower_tier_referral")


def assert_same(one: Record, two: Record):
    """Equal in every field, rows to the bit and in their types."""
    pd.testing.assert_frame_equal(one.rows, two.rows, check_exact=True)
    assert [f.name for f in fields(Record) if f.name != "rows" and getattr(one, f.name) != getattr(two, f.name)] == []
    assert [list(entry) for entry in one.goals] == [list(entry) for entry in two.goals]


@pytest.fixture(scope="module")
def whole():
    arms = [replace(load_scenario(name, users=300, days=130), name=name) for name in NAMES]
    kept = record(arms, simulate(arms, replicate=1), segments=("all", "silver", "gen_z and lower_tier"))
    kept.notes += [Note("baseline", "one"), Note("lower_tier_referral", "two")]
    return kept


def test_every_field_is_put_together_again(whole):
    assert all(getattr(whole, f.name) for f in fields(Record) if f.name not in ("rows", "refused", "scale"))
    parts = [part_of(whole, name) for name in NAMES]
    assert_same(joined(NAMES, parts), whole)
    assert {row for part in parts[1:] for row in part.rows["arm"]} == set(NAMES[1:])


def test_a_part_takes_the_name_that_its_arm_has_now(whole):
    parts = [part_of(whole, name) for name in NAMES]
    again = joined(["baseline", "mine", "lower_tier_referral"], parts)
    assert "elder_mode" not in set(again.rows["arm"])
    assert list(again.money) == ["baseline", "mine", "lower_tier_referral"]
    told = [entry["arm"] for table in (again.timeline, again.accounts, again.lights, again.goals) for entry in table]
    assert {*told, *(drawn.scenario for drawn in again.strengths)} <= {"baseline", "mine", "lower_tier_referral"}
    assert_same(joined(NAMES, [part_of(again, name) for name in ("baseline", "mine", "lower_tier_referral")]), whole)


def test_a_notice_is_told_once():
    notices = Notices()
    with pytest.warns(UserWarning) as caught:
        notices.tell(["a", "b"])
        notices.tell(("a",))
    assert [str(one.message) for one in caught] == ["a", "b"]
