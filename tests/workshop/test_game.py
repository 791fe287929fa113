"""The sandbox game: it goes on whatever a team hands in, what was played stays, and all teams live in one world."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from sim.base.errors import ScenarioError, StoreError
from sim.paired.statistics import mean_interval
from sim.reports.html import html_of
from sim.workshop import game as games
from sim.workshop.board import board_page, messages, verdict
from sim.workshop.game import looked_at, play
from sim.workshop.plans import read_plan
from sim.workshop.playing import Judge, Standing, standings
from sim.workshop.rules import lay_rules, read_rules

RULES = """rounds: 2
days: 56d
users: 150
worlds: 2
last_worlds: 2
events: [none, rival]
seed: 11
"""
ELDER = "strategies:\n  - lever: elder_mode\n"
PUSH = "strategies:\n  - lever: interactive_segments\n"


def game(tmp_path, **files):
    """A game folder with the files of the first round."""
    (tmp_path / "game.yaml").write_text(RULES, "utf-8")
    for team, text in files.items():
        (tmp_path / team).mkdir()
        if text is not None:
            (tmp_path / team / "round_1.yaml").write_text(text, "utf-8")
    return tmp_path


@pytest.mark.slow
def test_two_rounds_with_teams_that_hand_in_nothing_garbage_and_too_much(tmp_path):
    folder = game(tmp_path, red=ELDER, twin=ELDER, idle=None, dear="strategies:\n  - lever: coupons\n"
                  "    cost: {budget: 9 million yuan}\n", garbage="\x01[")  # fmt: skip
    first = play(folder, "en")
    score = {one.team: one.score for one in first.table}
    assert score["idle"] == score["dear"] == score["garbage"] == 0.0, "no plan is exactly doing nothing"
    assert score["red"] == score["twin"] != 0.0, "the same plan has the same luck"
    assert {team for team, turn in first.turns.items() if turn.message} == {"idle", "dear", "garbage"}
    assert "purse" in first.turns["dear"].message

    (folder / "red" / "round_1.yaml").write_text(PUSH, "utf-8")  # too late: round 1 is over
    (folder / "red" / "round_2.yaml").write_text("strategies: [", "utf-8")
    second = play(folder, "zh")
    assert second.number == 2 and second.over and second.events == ["none", "rival"]
    red = second.turns["red"]
    assert red.again and [s.lever for s in red.plan.strategies] == ["elder_mode"], "the last valid plan counts"
    after = {one.team: one.score for one in second.table}
    assert after["red"] == after["twin"] and after["idle"] == 0.0
    assert second.history[0] == score
    assert second.purse["idle"] == 2 * first.rules.budget > second.purse["red"]

    for lang in ("en", "zh"):
        page = html_of(board_page(second, lang), lang)
        assert 'http-equiv="refresh"' in page and "red" in page and "data:image/svg+xml" in page
        assert "red/round_2.yaml" in page and str(second.seed) in page
    if second.table[0].team in ("red", "twin"):
        (part,) = second.parts
        assert part.team == "elder_mode" and part.score == pytest.approx(second.table[0].score)
    assert (folder / "red" / "round_2.yaml").read_text("utf-8") == "strategies: ["

    with pytest.raises(ScenarioError, match="all 2 rounds are played"):
        play(folder, "en")
    with pytest.raises(ScenarioError, match="in order"):
        play(folder, "en", 1)
    (folder / "red" / "round_2.yaml").write_text(PUSH, "utf-8")
    mended = play(folder, "en", 2)
    assert not mended.turns["red"].again and mended.history[0] == score


@pytest.mark.slow
@pytest.mark.parametrize("error", [ScenarioError("too many of them"), ZeroDivisionError("0 of them")])
def test_a_plan_that_fails_while_it_is_lived_does_not_stop_the_round(tmp_path, monkeypatch, error):
    """Nobody knows such a plan, so it is made up: whatever pulls interactive segments fails."""
    lived = games.standings

    def standings(judge, plans, progress=None):
        if any(strategy.lever == "interactive_segments" for own in plans.values() for plan in own
               for strategy in plan.strategies):  # fmt: skip
            raise error
        return lived(judge, plans, progress)

    monkeypatch.setattr(games, "standings", standings)
    folder = game(tmp_path, red=ELDER, new=PUSH)
    first = play(folder, "en")
    score = {one.team: one.score for one in first.table}
    assert score["new"] == 0.0 != score["red"] and first.turns["new"].plan.strategies == ()
    assert "new/round_1.yaml: passed the check, and failed" in first.turns["new"].message
    assert str(error) in first.turns["new"].message and not first.turns["red"].message
    assert not (folder / "played" / "round_1" / "new.yaml").exists(), "what did not count is not kept"

    for team in ("red", "new"):
        (folder / team / "round_2.yaml").write_text(PUSH, "utf-8")
    second = play(folder, "en")
    red = second.turns["red"]
    assert red.again and [s.lever for s in red.plan.strategies] == ["elder_mode"] and str(error) in red.message
    assert second.purse["red"] == 2 * first.rules.budget - 2 * red.plan.set_aside
    assert any("passed the check" in line for line in messages(second.turns, "en"))


def test_what_is_nobodys_plans_fault_is_said(tmp_path, monkeypatch):
    def broken(judge, plans, progress=None):
        if len(plans) > 1:
            raise StoreError("no disk")
        return []

    monkeypatch.setattr(games, "standings", broken)
    with pytest.raises(StoreError, match="no disk"):
        play(game(tmp_path, red=ELDER, blue=ELDER), "en")


@pytest.mark.slow
def test_a_plan_that_acts_late_in_the_round_is_counted_from_its_first_day(tmp_path):
    played = play(game(tmp_path, late=ELDER + "    when: {start: 50d}\n", idle=None), "en")
    assert not played.turns["late"].message
    assert {one.team: one.net for one in played.table}["late"] != 0.0, "its price is paid"


def test_a_look_at_the_files_plays_nothing(tmp_path):
    folder = game(tmp_path, red=ELDER, blue="strategies:\n  - lever: elder_mod\n")
    number, turns = looked_at(folder, "en")
    assert number == 1 and [team for team, turn in turns.items() if turn.message] == ["blue"]
    assert any("elder_mode" in line for line in messages(turns, "en"))
    assert looked_at(folder, "en")[0] == 1


@pytest.mark.slow
def test_the_winner_of_a_draw_is_called_one(tmp_path):
    played = play(game(tmp_path, a=ELDER, b=ELDER), "en")
    both = [replace(one, score=1e6, worlds=(9e5, 11e5)) for one in played.table]
    assert verdict(replace(played, table=both), "en") == "a and b did the same."


def standing(team, *worlds):
    score = sum(worlds) / len(worlds)
    low, high = mean_interval(np.array(worlds))
    return Standing(team, score, low, high, score, 0.0, worlds)


@pytest.mark.parametrize(("table", "en", "zh"), [
    ([standing("a", 3e6, 3.2e6), standing("b", 1e6, 1.1e6)], "a is ahead of b by 2.05 million yuan, and", "205 万元"),
    ([standing("a", 3e6, -2e6), standing("b", 1e5, 2e5)], "luck alone could do that", "难分高下"),
    ([standing("a", 3e6, 3.2e6), standing("idle", 0, 0)], "a is ahead of doing nothing by 3.10 million", "什么都不做"),
    ([standing("idle", 0, 0), standing("lazy", 0, 0), standing("a", -1e6, -2e6)],
     "Nobody is ahead of doing nothing, which is what these did: idle, lazy.", "idle、lazy"),
    ([standing("a", -1e6, -2e6), standing("b", -3e6, -2e6)], "nothing would have been better than every plan; a lost "
     "least, 1.50 million yuan.", "150 万元"),
    ([standing("a", 3e6, 3.2e6)], "a is ahead of doing nothing by 3.10 million yuan", "310 万元"),
])  # fmt: skip
def test_who_is_ahead_is_said_beside_doing_nothing(table, en, zh):
    """Of made-up standings: nobody is praised for standing above teams that lost."""
    played = SimpleNamespace(table=table)
    assert en in verdict(played, "en") and zh in verdict(played, "zh")


@pytest.mark.slow
def test_with_the_rules_of_the_house_neither_nothing_nor_everything_wins(tmp_path):
    """Five rounds in three worlds: a plan that moves one mechanism beats doing nothing, which beats the megaphone."""
    lay_rules(tmp_path, "en")
    rules = read_rules(tmp_path)
    plans = {"nothing": "strategies: []\n",
             "considered": "strategies:\n  - lever: privacy_controls\n",
             "everything": "strategies:\n"
                           "  - {lever: coupons, options: {value: 20 yuan, every: 7d}, cost: {budget: 800000 yuan}}\n"
                           "  - {lever: push_messages, options: {per_week: 7}, cost: {budget: 300000 yuan}}\n"
                           "  - lever: ai_recommendation\n"}  # fmt: skip
    read = {}
    for team, text in plans.items():
        (tmp_path / f"{team}.yaml").write_text(text, "utf-8")
        read[team] = [read_plan(tmp_path / f"{team}.yaml", team, rules, 1, rules.budget)] * rules.rounds
    table = standings(Judge(rules, seed=1, worlds=3), read)
    assert [one.team for one in table] == ["considered", "nothing", "everything"]


def test_no_folder_and_no_team(tmp_path):
    with pytest.raises(StoreError, match="there is no folder"):
        play(tmp_path / "none", "en")
    with pytest.raises(ScenarioError, match="has no teams"):
        play(tmp_path, "en")


def test_wrong_rules_are_said_with_their_place(tmp_path):
    folder = game(tmp_path, red=ELDER)
    (folder / "game.yaml").write_text("rounds: 2\nprices: {elder_mod: {fixed: 1 yuan}}\n", "utf-8")
    with pytest.raises(ScenarioError, match=r"game\.yaml:2"):
        play(folder, "en")


def test_a_price_that_cannot_be_charged_is_said_before_anybody_plays(tmp_path):
    folder = game(tmp_path, red=ELDER)
    (folder / "game.yaml").write_text(RULES + "prices: {shorter_streams: {per_user: 1 yuan}}\n", "utf-8")
    with pytest.raises(ScenarioError, match=r"game\.yaml:8.*shorter_streams changes rooms"):
        play(folder, "en")
