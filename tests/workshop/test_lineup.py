"""The line-up: A/A worlds and one with a strategy part on one day, and the answer hangs on the hidden seed alone."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from sim.reports.html import html_of
from sim.workshop import lineup
from sim.workshop.lineup import LETTERS, PANELS, Size, by_guessing, drawn_line, line_up
from sim.workshop.lineup_page import lineup_page

SMALL = Size(users=120, days=28)


@cache
def small(seed=4, number=0):
    return line_up(seed, number, SMALL)


def test_all_worlds_are_one_before_they_part_and_none_is_another_after():
    found = small()
    before = found.weeks < 0
    assert before.sum() == 4 and (~before).sum() == 4
    for panel in found.panels:
        assert np.array_equal(panel[before], found.grey[before])
    lines = [tuple(line[~before]) for line in (found.grey, *found.panels)]
    assert len(set(lines)) == PANELS + 1, "every world has luck of its own"


def test_a_seed_gives_the_same_line_up_again_and_another_one_another():
    again = line_up(4, 0, SMALL)
    assert (again.lever, again.answer) == (small().lever, small().answer)
    assert np.array_equal(again.changes, small().changes)


def test_every_place_comes_up_and_no_strategy_twice_in_a_row(monkeypatch):
    monkeypatch.setattr(lineup, "simulate", lambda arms, **how: type("Lived", (), {"outcomes": arms}))
    monkeypatch.setattr(lineup, "_weekly", lambda arms: [np.arange(3), *(np.ones(3) for _ in arms)])
    many = [line_up(seed, 0, SMALL) for seed in range(60)]
    assert {one.answer for one in many} == set(range(PANELS))
    assert len({one.lever for one in many}) > 4


def test_the_world_with_the_strategy_stands_where_the_answer_says(monkeypatch):
    seen = []
    monkeypatch.setattr(lineup, "simulate",
                        lambda arms, **how: seen.append(arms) or type("Lived", (), {"outcomes": arms}))
    monkeypatch.setattr(lineup, "_weekly", lambda arms: [np.arange(3), *(np.ones(3) for _ in arms)])
    for seed in range(8):
        found = line_up(seed, 0, SMALL)
        arms = seen.pop()[1:]
        assert [place for place, arm in enumerate(arms) if arm.strategies] == [found.answer]
        assert arms[found.answer].strategies[0].lever == found.lever


def test_the_chance_of_guessing_is_the_binomial_one():
    assert by_guessing(0, 5) == pytest.approx(1)
    assert by_guessing(5, 5) == pytest.approx(6.0**-5)
    rng = np.random.default_rng(1)
    guessed = (rng.integers(0, PANELS, (20_000, 5)) == 0).sum(axis=1)
    assert by_guessing(2, 5) == pytest.approx((guessed >= 2).mean(), abs=0.02)


def test_lines_rise_with_what_they_show():
    assert drawn_line([-1, 0.99, 5], 1.0, "abc") == "acc"
    assert drawn_line([0, 0], 0.0, "abc") == "bb"


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_page_hides_the_answer_and_has_it(lang):
    html = html_of(lineup_page([small()], lang, 4), lang)
    asked, _, answers = html.partition("<details>")
    assert "data:image/svg+xml" in asked and small().letter in answers
    assert "http://" not in asked and "<script" not in html


def test_the_score_is_counted_in_the_terminal(livesim, monkeypatch):
    monkeypatch.setattr(lineup, "line_up", lambda seed, number, size: small())
    right = small().letter
    wrong = next(letter for letter in LETTERS if letter != right)
    said = livesim("workshop lineup --rounds 2 --seed 4 --quiet", input=f"x\n{right.lower()}\n{wrong}\n")
    assert said.exit_code == 0
    assert "1 of 2 right" in said.stdout and "Hidden seed: 4" in said.stdout
    stopped = livesim("workshop lineup --rounds 2 --seed 4 --quiet --lang zh", input="q\n")
    assert stopped.exit_code == 0 and "0 题" in stopped.stdout
