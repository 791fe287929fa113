"""Figures of a sweep draw in both languages, with every factor, option and interval in them."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import PolyCollection

from sim.explore.plan import Factor
from sim.explore.spread import listed, ranged
from sim.reports.style import style, svg_of
from sim.reports.sweep import figures as over
from sim.reports.sweep import ranking as ranks
from sim.reports.sweep.words import level_name, measure_of, option_labels, outcome_name

LANGS = ("en", "zh")

pytestmark = pytest.mark.filterwarnings("error:Glyph")  # a letter that the fonts lack

VALUE = Factor("coupon_value", ("strategies.0.value",), "choice", listed(["2 yuan", "5 yuan", "10 yuan", "20 yuan"]),
               ("2 yuan", "5 yuan", "10 yuan", "20 yuan"), {"en": "coupon value", "zh": "优惠券面额"})
SHARE = Factor("share", ("strategies.0.who.share",), "choice", ranged("10%..100%", "linear", False),
               ("10%", "40%", "70%", "100%"), {"en": "share of users who get it", "zh": "收到的用户比例"})
AUDIENCE = Factor("audience", ("strategies.0.who.segment",), "choice", listed(["gen_z", "silver", "lower_tier"]),
                  ("gen_z", "silver", "lower_tier"))
STRENGTH = Factor("strength", ("strategies.0.strength",), "uncertainty", ranged("0.2..1.8", "log", False), ())
FACTORS = (VALUE, SHARE, AUDIENCE, STRENGTH)
ARMS = ("elder_mode", "win_back")


def banded(frame, size=0.004):
    """The frame with both intervals around its mean."""
    return frame.assign(low=frame["mean"] - size, high=frame["mean"] + size, likely_low=frame["mean"] - 4 * size,
                        likely_high=frame["mean"] + 4 * size, points=4, n=40)


def response(factor, other=None, slope=0.0011):
    """A made-up response over one factor or two."""
    places = range(1, len(factor.levels) + 1) if not factor.numeric else map(factor.shown, factor.levels or (0.2, 1.8))
    values = list(places)
    if other is None:
        frame = pd.DataFrame({factor.name: values, "mean": [slope * float(v) - 0.005 for v in values]})
    else:
        pairs = [(v, w) for v in values for w in map(other.shown, other.levels)]
        frame = pd.DataFrame(pairs, columns=[factor.name, other.name])
        frame["mean"] = [slope * v * (1 - (hash_of(w) % 7) / 5) for v, w in pairs]
    if not factor.numeric:
        frame[factor.name] = [factor.levels[int(v) - 1] for v in frame[factor.name]]
    return banded(frame)


def hash_of(value):
    return int(value) // 10 if not isinstance(value, str) else len(value)


def options(count=15):
    """Options of two plans, the best first."""
    share = np.array([0.62, *np.linspace(0.2, 0.0, count - 1)])
    frame = pd.DataFrame({
        "option": [f"elder_mode/{n}" for n in range(count)], "scenario": [ARMS[n % 2] for n in range(count)],
        "coupon_value": [(2.0, 5.0, 10.0, 20.0)[n % 4] for n in range(count)],
        "audience": [AUDIENCE.levels[n % 3] for n in range(count)],
        "mean": np.linspace(0.02, -0.01, count), "probability_best": share,
        "best_low": (share - 0.1).clip(0), "best_high": (share + 0.1).clip(0, 1)})  # fmt: skip
    return banded(frame)


def front(cost=True):
    frame = options(9)[["option", "scenario", "coupon_value", "audience"]]
    return frame.assign(base_retention=np.linspace(0.01, -0.002, 9), rebuy_rate=np.sin(range(9)) * 0.01 + 0.004,
                        cost=np.linspace(1e5, 3.2e6, 9) if cost else math.nan,
                        on_front=[True, True, True] + [False] * 6, share_on_front=np.linspace(0.9, 0, 9))  # fmt: skip


def sensitivity(method):
    kinds = {"morris": ("mu_star", "mu", "sigma"), "sobol": ("first", "total")}[method]
    rows = []
    for rank, factor in enumerate(FACTORS, 1):
        for place, kind in enumerate(kinds):
            value = (0.02 if method == "morris" else 0.5) / rank * (1 + 0.3 * place)
            rows.append({"scenario": ARMS[0], "metric": "base_retention", "segment": "all", "factor": factor.name,
                         "index": kind, "value": value, "low": value * 0.8, "high": value * 1.25, "rank": rank,
                         "noise": False})  # fmt: skip
    return pd.DataFrame(rows)


def worth():
    return pd.DataFrame({"factor": ["strength", "daily_forgetting_of_messages", "price_sense"],
                         "value": [0.004, 0.0012, 0.0003], "by_chance": [0.0005, 0.0011, 0.0004],
                         "sure": [True, False, False], "best_low": ["elder_mode/0"] * 3,
                         "best_high": ["elder_mode/1", "elder_mode/0", "elder_mode/0"],
                         "flips": [True, False, False]})  # fmt: skip


def tornado():
    return pd.DataFrame({"factor": ["coupon_value", "strength", "audience"], "low_value": [2.0, 0.2, "silver"],
                         "high_value": [20.0, 1.8, "gen_z"], "low_mean": [-0.002, -0.01, 0.001],
                         "high_mean": [0.006, 0.02, 0.004]})  # fmt: skip


def by_arm(factor):
    return {arm: response(factor, slope=0.0011 - 0.0009 * place) for place, arm in enumerate(ARMS)}


HEAT = (response(VALUE, SHARE), (VALUE, SHARE), "base_retention", "elder mode")
DRAWN = {
    "heat": (over.heat_figure, over.heat_alt, HEAT),
    "heat_words": (over.heat_figure, over.heat_alt, (response(VALUE, AUDIENCE), (VALUE, AUDIENCE), "rebuy_rate", "x")),
    "heat_money": (over.heat_figure, over.heat_alt,
                   (response(VALUE, SHARE, slope=2e5), (VALUE, SHARE), "net_benefit", "win back")),
    "response": (over.response_figure, over.response_alt, (by_arm(VALUE), VALUE, "base_retention")),
    "response_words": (over.response_figure, over.response_alt, (by_arm(AUDIENCE), AUDIENCE, "orders_per_base_user")),
    "response_log": (over.response_figure, over.response_alt, (by_arm(STRENGTH), STRENGTH, "rebuy_rate")),
    "interaction": (over.interaction_figure, over.interaction_alt,
                    (response(VALUE, SHARE), VALUE, SHARE, "base_retention")),
    "interaction_words": (over.interaction_figure, over.interaction_alt,
                          (response(AUDIENCE, VALUE), AUDIENCE, VALUE, "base_retention")),
    "tornado": (ranks.tornado_figure, ranks.tornado_alt, (tornado(), "base_retention")),
    "ranking": (ranks.ranking_figure, ranks.ranking_alt, (options(), "base_retention")),
    "front": (ranks.front_figure, ranks.front_alt, (front(),)),
    "front_free": (ranks.front_figure, ranks.front_alt, (front(cost=False),)),
    "morris": (ranks.sensitivity_figure, ranks.sensitivity_alt, (sensitivity("morris"),)),
    "sobol": (ranks.sensitivity_figure, ranks.sensitivity_alt, (sensitivity("sobol"),)),
    "worth": (ranks.worth_figure, ranks.worth_alt, (worth(), "base_retention")),
}  # fmt: skip


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", DRAWN)
def test_every_figure_draws_and_is_told_in_words(name, lang):
    draw, alt, given = DRAWN[name]
    with style(lang):
        assert svg_of(draw(*given, lang)).startswith(b"<?xml")
    said = alt(*given, lang)
    assert any(digit in said for digit in "123456789")
    assert "nan" not in said and "_" not in said and len(said) < 1500


def drawn(name, lang="en"):
    draw, _, given = DRAWN[name]
    with style(lang):
        return draw(*given, lang)


def test_a_heat_map_writes_every_cell_and_marks_what_may_be_luck():
    (axes,) = drawn("heat").axes
    table = HEAT[0]
    assert len(axes.texts) == len(table) == 16
    unsure = ((table["low"] < 0) & (table["high"] > 0)).sum()
    assert sum(cell.get_text().endswith("?") for cell in axes.texts) == unsure > 0
    assert axes.get_xlabel() == "Coupon value [yuan]" and "pp" in axes.get_title(loc="left")


def test_better_is_blue_also_where_less_is_good():
    table = response(VALUE, SHARE)
    up = over.heat_figure(table, (VALUE, SHARE), "base_retention", "x", "en").axes[0].images[0].get_array()
    down = over.heat_figure(table, (VALUE, SHARE), "cost", "x", "en").axes[0].images[0].get_array()
    assert np.allclose(up, -down)


def test_a_response_has_both_bands_of_every_scenario():
    (axes,) = drawn("response").axes
    assert len([band for band in axes.collections if isinstance(band, PolyCollection)]) == 4
    fixed = {arm: t.assign(likely_low=math.nan, likely_high=math.nan) for arm, t in by_arm(VALUE).items()}
    figure = over.response_figure(fixed, VALUE, "base_retention", "en")
    assert len([band for band in figure.axes[0].collections if isinstance(band, PolyCollection)]) == 2
    assert len(figure.legends[0].get_texts()) == 3


def test_many_scenarios_have_a_panel_each():
    arms = ("elder_mode", "coupons", "win_back", "referral_tasks", "shorter_streams")
    figure = over.response_figure({arm: response(VALUE) for arm in arms}, VALUE, "base_retention", "en")
    assert len(figure.axes) == 6 and not figure.axes[-1].get_visible()
    assert len(figure.legends[0].get_texts()) == 5 + 2


def test_words_are_points_beside_each_other():
    (axes,) = drawn("response_words").axes
    labels = [label.get_text() for label in axes.get_xticklabels()]
    assert labels == ["gen z", "silver", "lower tier"]
    places = [tuple(line.get_xdata()) for line in axes.lines if line.get_marker() == "o"]
    assert len(set(places)) == 2


def test_a_factor_spread_by_its_logarithm_has_such_an_axis():
    assert drawn("response_log").axes[0].get_xscale() == "log"


def test_the_widest_bar_is_first():
    (axes,) = drawn("tornado").axes
    assert [label.get_text() for label in axes.get_yticklabels()] == ["strength", "coupon value", "audience"]


def test_twelve_options_at_most_are_ranked():
    (axes,) = drawn("ranking").axes
    assert len(axes.patches) == 12 and axes.get_yticklabels()[0].get_text().startswith("elder mode")


def test_the_front_is_connected_and_named():
    axes = drawn("front").axes[0]
    assert [mark.get_text() for mark in axes.texts] == ["1", "2", "3"]
    assert len(drawn("front").axes) == 2 and len(drawn("front_free").axes) == 1  # with and without colours of cost


def test_options_have_names_of_scenario_and_choices():
    assert option_labels(options(2), "en")[0] == "elder mode, coupon value 2, audience gen z"
    assert option_labels(options(1).assign(label="mine"), "zh") == ["mine"]


def test_large_money_is_counted_in_what_a_language_counts_in():
    values = pd.Series([2.5e6, -1e6])
    assert measure_of("cost", values, "en").number(2.5e6) == "+2.50"
    assert measure_of("cost", values, "zh").word == "万元"
    assert outcome_name("net_benefit", "en") == "net benefit"


def test_levels_in_words():
    assert level_name("5", "en") == "5" and level_name(5.0, "en", VALUE) == "5 yuan"
    assert level_name("True", "zh") == "是" and level_name(None, "en") == "as the scenario has it"
