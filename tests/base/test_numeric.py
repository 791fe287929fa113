"""Numbers of Python and of NumPy are one; text, truth and parts are no counts."""

from __future__ import annotations

import numpy as np
import pytest

from sim.base.errors import ParameterError
from sim.base.message import said
from sim.base.numeric import own, whole
from sim.base.units import NUMBER, SHARE, parse
from sim.base.yamlfile import Node
from sim.running.question import plain
from sim.scenario.load import load_scenario


@pytest.mark.parametrize("given", [20, 20.0, np.int64(20), np.uint8(20), np.float32(20), np.float64(20)])
def test_a_whole_number_of_any_sort(given):
    found = whole("users", given)
    assert (found, type(found)) == (20, int)


@pytest.mark.parametrize(("given", "example"), [
    ("20000", 20000), ("2,000", 2000), (2.6, 3), (True, 20), (None, 20), (float("nan"), 20), (float("inf"), 20),
    ([3], 20), ("many", 20), (np.float64(1.4), 1), (np.bool_(True), 20),
])  # fmt: skip
def test_anything_else_is_refused(given, example):
    with pytest.raises(ParameterError, match=rf"^users must be a whole number such as users={example}, found "):
        whole("users", given)


def test_none_and_the_least():
    assert whole("workers", None, 1, blank=True) is None
    with pytest.raises(ParameterError, match=r"workers is 0; allowed: 1 or more"):
        whole("workers", np.int8(0), 1, blank=True)


def test_numbers_of_numpy_are_numbers_in_documents_messages_and_quantities():
    made = Node.made({"share": np.float64(0.5), "rooms": [np.int16(3)], "on": np.bool_(True)}, "here").plain()
    assert made == {"share": 0.5, "rooms": [3], "on": True}
    assert [type(value) for value in (made["share"], made["rooms"][0], made["on"])] == [float, int, bool]
    assert said("{share:.1%} of {rooms:,}", share=np.float32(0.5), rooms=np.int64(2000)) == "50.0% of 2,000"
    assert parse(np.float64(0.25), SHARE) == 0.25 and parse(np.int32(7), NUMBER) == 7
    assert [type(value) for value in plain([np.int64(3), np.float32(0.5)])] == [int, float]
    assert own("text") == "text"


def test_a_scenario_takes_them():
    ours = load_scenario("elder_mode", {"message_rate": 0.25}, users=300, days=90, seed=4)
    theirs = load_scenario("elder_mode", {"message_rate": np.float32(0.25)}, users=np.int64(300), days=np.float64(90),
                           seed=np.uint16(4))  # fmt: skip
    assert theirs.digest == ours.digest
    for name in ("users", "days", "seed"):
        with pytest.raises(ParameterError, match=f"{name} must be a whole number such as {name}=90, found '90'"):
            load_scenario("elder_mode", **{name: "90"})
