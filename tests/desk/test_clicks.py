"""Random sequences of clicks, words and choices on every page: whatever somebody does, no traceback is seen."""

from __future__ import annotations

import os
import random
import shutil

import pytest
from streamlit.testing.v1 import AppTest

from sim.desk import drafts, jobs
from sim.desk.desk import PAGES
from sim.desk.serving import LANG, WORKSPACE
from sim.desk.workspace import Workspace
from sim.texts import text
from tests.desk.answered import put
from tests.desk.pages import words_of
from tests.desk.test_app import SCRIPT, turned

pytestmark = pytest.mark.slow
SEED = int(os.environ.get("LIVESIM_FAULTS_SEED", "1"))
"""Repeats a campaign; another number is another one."""
SEQUENCES, STEPS = 100, 8
WORDS = ["", "30%", "三十%", "-1", "14d", "２０％", "../../etc/passwd", "<script>alert(1)</script>", "null", "[", "x" * 300,
         "2025-13-45", "silver", "银发季", "👵", "1e999", "a: b", "{}", "0", "$x^2$"]  # fmt: skip
TROUBLE = {text("desk.fault", lang) for lang in ("en", "zh")}


@pytest.fixture
def workspace(tmp_path, monkeypatch, made_up, struck):
    monkeypatch.setenv(WORKSPACE, str(tmp_path))
    monkeypatch.setattr(jobs, "advance", lambda workspace: None)  # what is asked waits: this is about the pages
    workspace = Workspace.at(tmp_path)
    put(workspace, "made_up", made_up)
    put(workspace, "struck", struck)
    drafts.new(workspace, "mine", ["elder_mode", "referral_tasks"])
    drafts.new(workspace, "crisis", ["scandal_with_response"])
    return workspace


def acts(at, dice):
    """Everything that can be done on the page: a list of actions."""
    found = [lambda one=one: one.click() for one in at.button if not one.disabled]
    found += [lambda one=one: one.set_value(dice.choice(WORDS)) for one in (*at.text_input, *at.text_area)
              if not one.disabled]  # fmt: skip
    found += [lambda one=one: one.select_index(dice.randrange(len(one.options))) for one in at.selectbox if one.options]
    found += [lambda one=one: one.set_value(dice.choice(one.options)) for one in (*at.radio, *at.button_group)]
    found += [lambda one=one: one.set_value(dice.sample(one.options, min(2, len(one.options))))
              for one in at.multiselect]  # fmt: skip
    found += [lambda one=one: one.set_value(not one.value) for one in (*at.checkbox, *at.toggle)]
    found += [lambda one=one: one.set_value((one.min, one.max) if isinstance(one.value, tuple) else one.max)
              for one in at.slider]  # fmt: skip
    return found


@pytest.mark.parametrize("block", range(10))
def test_no_sequence_of_clicks_shows_a_traceback(workspace, block):
    for number in range(block * SEQUENCES // 10, (block + 1) * SEQUENCES // 10):
        dice = random.Random(SEED * SEQUENCES + number)
        os.environ[LANG] = dice.choice(["en", "zh"])
        at = AppTest.from_file(SCRIPT, default_timeout=120).run()
        at.session_state["answer"] = dice.choice(["made_up", "struck"])
        at.session_state["field/mine/elder_mode/strategies/0 open"] = True
        done = [dice.choice(PAGES)]
        at = turned(at, done[0])
        for _ in range(STEPS):
            assert not at.exception, (number, done, at.exception[0].message)
            assert not any(words in words_of(at) for words in TROUBLE), (number, done)
            possible = acts(at, dice)
            assert possible, (number, done, "a page on which nothing can be done")
            if dice.random() < 0.1:
                done.append(dice.choice(PAGES))
                at = turned(at, done[-1])
            else:
                done.append(getattr(dice.choice(possible)(), "key", None))
                at.run()


def test_a_folder_that_is_gone_in_between_is_said(workspace):
    at = AppTest.from_file(SCRIPT, default_timeout=60).run()
    shutil.rmtree(workspace.root / "plans" / "mine")
    shutil.rmtree(workspace.root / "answers" / "made_up")
    for page in PAGES:
        at = turned(at, page)
        assert not at.exception and not any(words in words_of(at) for words in TROUBLE), page
