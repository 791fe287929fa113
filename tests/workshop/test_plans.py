"""What a team may hand in: every wrong file gets its sentence, and money is counted before it is spent."""

from __future__ import annotations

import pytest

from sim.scenario.plan import Strength
from sim.workshop.plans import placed, tried
from sim.workshop.rules import EVENTS, GameForm, event_of, events_of, first_day, lay_rules, read_rules

RULES = GameForm()
PURSE = RULES.budget
GOOD = """name: ours
extends: baseline
outcomes: [{metric: rebuy_rate, worth: 1pp}]
strategies:
  - lever: elder_mode
    who: {segment: silver}
  - lever: coupons
    when: {start: 14d}
    cost: {budget: 500000 yuan}
"""


def handed_in(folder, text, number=1, purse=PURSE):
    path = folder / f"round_{number}.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return tried(path, f"red/round_{number}.yaml", RULES, number, purse)


def test_a_good_plan_is_priced_by_the_game(tmp_path):
    plan, message = handed_in(tmp_path, GOOD)
    assert message == "" and [s.lever for s in plan.strategies] == ["elder_mode", "coupons"]
    assert plan.set_aside == 200_000 + 500_000
    assert all(s.cost.stated for s in plan.strategies) and plan.strategies[1].cost.reserve


@pytest.mark.parametrize(("text", "part"), [
    (b"\x00\xff\x01: [", "red/round_1.yaml"),
    ("", "red/round_1.yaml"),
    ("- a\n- b\n", "red/round_1.yaml"),
    ("strategies: 7\n", "strategies"),
    ("strategies: [7]\n", "strategies"),
    ("strategies:\n  - lever: elder_mod\n", "elder_mode"),
    ("strategies:\n  - lever: strike_rule\n", "strike_rule"),
    ("strategies:\n  - lever: coupons\n", "budget"),
    ("strategies:\n  - lever: coupons\n    cost: {budget: 200000 yuan}\n", "set aside more"),
    ("strategies:\n  - lever: coupons\n    cost: {budget: 2 million yuan}\n", "purse"),
    ("strategies:\n  - lever: elder_mode\n    strength: 200%\n", "strong"),
    ("strategies:\n  - lever: elder_mode\n    cost: {fixed: 1 yuan}\n", "game.yaml"),
    ("strategies:\n  - lever: elder_mode\n    when: {start: 91d}\n", "beyond"),
    ("parameters: {buy_intercept: 2}\n", "same for all teams"),
    ("seed: 3\n", "same for all teams"),
    ("money: {margin: 90%}\n", "same for all teams"),
    ("extends: ../blue/round_1.yaml\n", "baseline"),
    ("strategies:\n" + "  - lever: elder_mode\n" * 4, "at most 3"),
    ("strategie: []\n", "strategies"),
])  # fmt: skip
def test_a_wrong_plan_gets_its_sentence_and_its_place(tmp_path, text, part):
    plan, message = handed_in(tmp_path, text)
    assert plan is None
    assert "red/round_1.yaml" in message and part in message


def test_nothing_and_a_folder_are_no_plan(tmp_path):
    plan, message = tried(tmp_path / "round_1.yaml", "red/round_1.yaml", RULES, 1, PURSE)
    assert plan is None and "nothing was handed in" in message
    (tmp_path / "round_2.yaml").mkdir()
    plan, message = tried(tmp_path / "round_2.yaml", "red/round_2.yaml", RULES, 2, PURSE)
    assert plan is None and "red/round_2.yaml" in message


def test_a_teams_plug_ins_and_segments_are_never_run(tmp_path):
    (tmp_path / "plugins").mkdir()
    (tmp_path / "plugins" / "own.py").write_text("raise SystemExit('run')\n", "utf-8")
    plan, message = handed_in(tmp_path, GOOD)
    assert plan is not None and message == ""


def test_a_plan_acts_in_its_round_alone_and_a_lever_is_as_strong_in_all_of_them(tmp_path):
    plan, _ = handed_in(tmp_path, GOOD)
    first, third = placed(plan, RULES, 1, seed=5), placed(plan, RULES, 3, seed=5)
    begun = first_day(RULES, 3)
    assert [s.when.start for s in third] == [s.when.start + begun for s in first]
    assert all(begun <= s.when.start < s.when.end <= begun + RULES.days for s in third)
    assert [s.strength for s in first] == [s.strength for s in third]
    assert [s.strength for s in first] != [s.strength for s in placed(plan, RULES, 1, seed=6)]
    assert all(Strength().low <= s.strength.low <= Strength().high for s in first)


def test_dates_of_a_round_are_its_own(tmp_path):
    plan, message = handed_in(tmp_path, "strategies:\n  - lever: elder_mode\n    when: {start: 2025-06-10}\n", number=2)
    assert message == "" and plan.strategies[0].when.start == 10
    early, _ = handed_in(tmp_path, "strategies:\n  - lever: elder_mode\n    when: {start: 2025-03-10}\n", number=2)
    assert early is None


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_rules_that_are_laid_can_be_read_and_stay(tmp_path, lang):
    assert lay_rules(tmp_path, lang)
    rules = read_rules(tmp_path)
    assert rules.rounds == 5 and rules.prices["elder_mode"].fixed == 250_000
    (tmp_path / "game.yaml").write_text("rounds: 3\n", "utf-8")
    assert not lay_rules(tmp_path, lang)
    assert read_rules(tmp_path).rounds == 3


def test_events_are_those_stated_or_drawn_from_the_seed():
    stated = GameForm.model_validate({"events": ["none", "scandal", "rule"]})
    assert [event_of(stated, n, 1) for n in (1, 2, 3, 4)] == ["none", "scandal", "rule", "none"]
    found = {event_of(RULES, n, seed) for n in (2, 3, 4, 5) for seed in range(40)}
    assert found == {*EVENTS, "none"} and {event_of(RULES, 1, seed) for seed in range(40)} == {"none"}


def test_a_rule_stays_and_a_festival_ends():
    rules = GameForm.model_validate({"events": ["rule", "rival"]})
    rule, rival = events_of(rules, 2, 1)
    assert rule.when.start == 0 and rule.when.end is None
    assert first_day(rules, 2) < rival.when.start < rival.when.end <= first_day(rules, 3)
