from __future__ import annotations

import dataclasses

import pytest

from sim.base.errors import UnknownNameError
from sim.cast.segments import known
from sim.outcomes.goal import Goal
from sim.running.question import Question, differences, listed, measured, plain
from sim.scenario.plan import Margins, Population, PrimaryOutcome, Strength
from sim.scenario.when import Phase
from tests.paired import fake

ASKED = Question((fake.scenario(), fake.treated()), simulate=fake.simulate)


def changed_arm(**fields):
    return dataclasses.replace(ASKED, arms=(ASKED.arms[0], dataclasses.replace(ASKED.arms[1], **fields)))


def test_equal_questions_have_equal_keys():
    assert dataclasses.replace(ASKED).key == ASKED.key
    assert len(ASKED.key) == 16


WORDS = [{"author": "me"}, {"question": {"en": "Why?"}}, {"outcomes": ()}, {"digest": "x"},
         {"phases": (Phase("H1", 0, 9),)}]  # fmt: skip


@pytest.mark.parametrize("words", WORDS)
def test_words_outcomes_and_phases_change_no_key(words):
    assert changed_arm(**words).key == ASKED.key


@pytest.mark.parametrize(
    "other",
    [
        changed_arm(seed=2),
        changed_arm(population=Population(users=401)),
        changed_arm(parameters={"bounce_fit": 1.0}),
        changed_arm(goals=(Goal("G02", "interaction_rate", 0.3, relative=True),)),
        changed_arm(money=Margins(0.2)),
        changed_arm(strategies=(dataclasses.replace(ASKED.arms[1].strategies[0], strength=Strength(0.3, 0.3)),)),
        dataclasses.replace(ASKED, fixed=True),
        dataclasses.replace(ASKED, luck="independent"),
        dataclasses.replace(ASKED, freeze=True),
        dataclasses.replace(ASKED, engine="agents"),
        dataclasses.replace(ASKED, metrics=("rebuy_rate",)),
        dataclasses.replace(ASKED, segments=("all",)),
        dataclasses.replace(ASKED, simulate=fake.slow),
    ],
)
def test_everything_that_moves_a_number_changes_the_key(other):
    assert other.key != ASKED.key


def test_segments_to_measure_are_spelt_once_and_hold_those_of_the_outcomes():
    arms = changed_arm(outcomes=(PrimaryOutcome("rebuy_rate", "silver", 0.01),)).arms
    assert measured(arms, None) is None
    assert measured(arms, ["银发用户且下沉市场用户", "gen_z"]) == ("lower_tier and silver", "gen_z", "silver")
    arms = changed_arm(outcomes=(PrimaryOutcome("rebuy_rate", "lower_tier and silver", 0.01),)).arms
    assert measured(arms, None) == (*known(), "lower_tier and silver")
    with pytest.raises(UnknownNameError, match="did you mean 'silver'"):
        measured(arms, ["silvr or gen_z"])


def test_differences_name_the_path_and_both_values():
    one, other = ({"a": {"b": [1, {"name": "x"}]}, "c": 1}, {"a": {"b": [2, {"name": "y"}]}, "d": 1})
    assert differences(one, other) == [
        "a.b.0: 1 there, 2 here",
        "a.b.1.name: x there, y here",
        "c: 1 there, nothing here",
        "d: nothing there, 1 here",
    ]
    arms = [plain(ASKED.arms[:1])], [plain(ASKED.arms)]
    assert differences(*arms) == ["0: baseline there, baseline, elder_mode here"]
    assert differences({"s": []}, {"s": [{"name": "x"}]}) == ["s: nothing there, x here"]
    assert differences(one, one) == []


def test_a_single_name_is_a_list_of_one():
    assert (listed("a"), listed(["a", "b"]), listed(None)) == (("a",), ("a", "b"), None)
