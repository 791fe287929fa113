"""`livesim day`."""

from __future__ import annotations

import csv
import io
import json

import pytest

from sim.reports.day import PARTS, plan
from tests.cli.conftest import chinese


def test_the_steps_come_in_order_with_what_they_touch(livesim):
    said = livesim("day --lang en").stdout
    places = [said.index(f"  {step.name}: {step.words('en')}") for step in plan("user")]
    assert places == sorted(places)
    assert said.index("Morning") < said.index("A user's day") < said.index("Evening")
    assert "    writes: user.coupon_fen, user.coupon_until\n" in said
    assert not chinese(said)


def test_in_chinese_every_step_has_its_sentence(livesim):
    said = livesim("day --lang zh").stdout.splitlines()
    steps = [step for part in PARTS for step in plan(part)]
    lines = [line for line in said if any(line.strip().startswith(f"{step.name}: ") for step in steps)]
    assert len(lines) == len(steps)
    assert [line for line in lines if not chinese(line)] == []


@pytest.mark.parametrize("form", ["json", "csv"])
def test_machines_get_a_row_a_step(livesim, form):
    said = livesim(f"day --format {form}").stdout
    rows = json.loads(said)["rows"] if form == "json" else list(csv.DictReader(io.StringIO(said)))
    assert len(rows) == sum(len(plan(part)) for part in PARTS)
    [coupon] = [row for row in rows if row["name"] == "take_coupon"]
    assert coupon["writes"] == "user.coupon_fen user.coupon_until"
