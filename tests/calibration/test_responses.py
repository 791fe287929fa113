"""Every response on hand-made worlds whose answer is plain, with nothing changed, and on a simulated world."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from calibration.moments import Setting, simulate_moments
from calibration.responses import RESPONSES, answers, worlds
from calibration.responses.changes import SLOWEST
from calibration.targets import load_targets, unit_of
from calibration.validate import row_of
from sim.base.params import PARAMETERS, defaults
from sim.outcomes.outcome import KEPT, ORDERS, RETURNED, UNDER_WAY
from sim.replicate.otherwise import Stretch, live_days_apart, live_otherwise, unchanged
from sim.replicate.steady import long_run
from sim.reports.validation import lines
from sim.texts import LANGUAGES, text
from sim.users.counts import COUNTS
from tests.calibration.test_pattern_texts import NAME

READY = {"buy_intercept": -4.0}
"""People who buy often, so that a small world has orders enough."""


@pytest.fixture(scope="module")
def run():
    return long_run(READY, users=400, burn_in=60, days=60, threads=1)


@pytest.fixture(scope="module")
def told(run):
    return answers(run, RESPONSES)


def stretch(*, placed=(), silent=(0,), days=56, **counts):
    """People of whom each has done so much; placed: (day, status) of orders."""
    people = max(len(silent), *(len(row) for row in counts.values())) if counts else len(silent)
    totals = np.zeros((people, len(COUNTS)), np.int64)
    for name, row in counts.items():
        totals[:, COUNTS.index(name)] = row
    orders = np.array([(0, day, 0, 0, 0, 0, 0, 0, 0, 0, status, 0) for day, status in placed], ORDERS)
    return Stretch(0, days, np.ones(people, bool), np.resize(silent, people), totals, orders)


MANY, LATE = 10_000, 56 - SLOWEST
CASES = {
    "personalisation_visits": (stretch(visits=[3, 1]), stretch(visits=[4, 2]), 0.5),
    "personalisation_click_through": (stretch(visits=[1], shown=[10]), stretch(visits=[6], shown=[20]), 2.0),
    "personalisation_active_days": (stretch(active_days=[10]), stretch(active_days=[11]), 0.1),
    "faster_delivery_returns": (
        stretch(placed=[(1, RETURNED), (1, KEPT), (1, KEPT), (LATE, KEPT), (2, UNDER_WAY)] * MANY),
        stretch(placed=[(1, RETURNED), (1, KEPT), (LATE, RETURNED)] * MANY), 1.0),
    "faster_delivery_orders": (stretch(orders=[3, 3]), stretch(orders=[1, 4]), 0.2),
    "coupon_day_sales": (stretch(orders=[4, 0]), stretch(orders=[1, 1]), 1.0),
    "message_lift": (
        stretch(active_days=[2, 1, 0, 0, 5], silent=(14, 20, 30, 99, 13)),
        stretch(active_days=[1, 0, 0, 0, 0], silent=(14, 20, 30, 99, 13)), 0.25),
}  # fmt: skip
"""(the changed world, the unchanged one, the response)."""


def test_every_response_has_a_case():
    assert set(CASES) == set(RESPONSES)


@pytest.mark.parametrize("name", RESPONSES)
def test_a_response_of_worlds_with_a_plain_answer(name):
    changed, usual, answer = CASES[name]
    assert RESPONSES[name].measure(changed, usual) == pytest.approx(answer, abs=1e-3)


@pytest.mark.parametrize("name", RESPONSES)
def test_nothing_changed_is_no_response(name, run):
    """Exactly: the two worlds have the same luck."""
    one = RESPONSES[name]
    usual = live_otherwise(run.world, unchanged, [one.days])[one.days]
    again = (live_days_apart(run.world, unchanged, one.days) if one.apart
             else live_otherwise(run.world, unchanged, [one.days])[one.days])
    assert usual.sum("orders") > 0 and one.measure(again, usual) == 0.0


@pytest.mark.parametrize("name", RESPONSES)
def test_a_change_is_one_and_inside_the_bounds(name):
    values = defaults()
    changes = RESPONSES[name].change(values)
    assert changes and all(PARAMETERS[key].low <= value <= PARAMETERS[key].high for key, value in changes.items())
    assert any(value != values[key] for key, value in changes.items())


@pytest.mark.parametrize("name", RESPONSES)
def test_a_small_world_answers(name, told):
    assert math.isfinite(told[name]) and told[name] != 0.0


def test_people_respond_as_the_rules_say(told):
    """More messages, coupons and faster parcels bring people; what they look for is found by interests."""
    assert min(told[name] for name in ("message_lift", "coupon_day_sales", "personalisation_click_through")) > 0.0
    assert told["personalisation_active_days"] < told["personalisation_visits"]


def test_a_response_alone_is_as_among_others_and_leaves_the_run_where_it_is(run, told):
    day = run.world.day
    for name in ("message_lift", "coupon_day_sales"):
        assert answers(run, [name]) == {name: told[name]}
    assert answers(run, []) == {} and run.world.day == day


def test_only_the_worlds_that_are_needed_are_lived_and_shared_ones_once(run, monkeypatch):
    lived = []

    def watched(world, change, lengths, threads):
        lived.append((change, sorted(lengths)))
        return live_otherwise(world, change, lengths, threads)

    monkeypatch.setattr(worlds, "live_otherwise", watched)
    pair = [name for name in RESPONSES if name.startswith("personalisation_")]
    answers(run, [*pair, "message_lift"])
    interests, message = (RESPONSES[name].change for name in (pair[0], "message_lift"))
    assert len(pair) == 3 and sorted(lived, key=str) == sorted(
        [(unchanged, [14, 28]), (interests, [28]), (message, [14])], key=str)


def test_a_fit_is_shown_responses_beside_levels():
    """The same whether they are asked for or not: responses are told of forks."""
    setting = Setting(users=300, burn_in=60, days=30)
    levels = (("bounce_rate", "all"), ("return_hazard_1", "all"))
    alone = simulate_moments(READY, setting, levels)
    both = simulate_moments(READY, setting, iter([("message_lift", "all"), *levels]))
    assert {key: both.values[key] for key in levels} == alone.values and both.levels == alone.levels
    assert math.isfinite(both.values["message_lift", "all"])


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", RESPONSES)
def test_a_response_has_a_name_and_a_definition(name, lang):
    assert text(f"responses.{name}.definition", lang)[-1] in ".。"
    assert len(text(f"responses.{name}.name", lang)) <= NAME


@pytest.mark.parametrize("name", RESPONSES)
def test_the_english_definition_is_the_docstring_and_the_chinese_another(name):
    english, chinese = (text(f"responses.{name}.definition", lang) for lang in ("en", "zh"))
    assert english.split() == RESPONSES[name].measure.__doc__.split() and chinese != english


@pytest.mark.parametrize("lang", LANGUAGES)
def test_names_tell_responses_apart(lang):
    names = [text(f"responses.{name}.name", lang) for name in RESPONSES]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", RESPONSES)
def test_every_response_is_a_fitted_target_in_a_group_of_its_own(name, lang):
    (target,) = (one for one in load_targets() if one.metric == name)
    (line,) = lines(pd.DataFrame([row_of(target, [0.1])]), lang)
    assert target.fitted and line.theme == "responses" and unit_of(name) == RESPONSES[name].unit
    assert line.cells["target"] == text(f"responses.{name}.name", lang)
    assert text("report.validation.themes.responses", lang) in ("Responses", "反应")
