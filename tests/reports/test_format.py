"""Numbers as a planner reads them: a table of examples, and what holds for every number."""

from __future__ import annotations

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.base.errors import UnknownNameError
from sim.reports import format as shown

LEVELS = [
    (0.1234, "share", 1, "12.3%", "12.3%"),
    (0.00456, "share", 1, "0.46%", "0.46%"),
    (1.0, "share", 1, "100.0%", "100.0%"),
    (0.0, "share", 1, "0%", "0%"),
    (8.2, "minutes", 1, "8.20 min", "8.20 分钟"),
    (0.25, "minutes", 1, "15.0 s", "15.0 秒"),
    (150.0, "minutes", 1, "2.50 h", "2.50 小时"),
    (12.5, "days", 1, "12.5 days", "12.5 天"),
    (1234.0, "yuan", 1, "1,234 yuan", "1,234 元"),
    (123_456.0, "yuan", 1, "123,456 yuan", "12.3 万元"),
    (2_500_000.0, "yuan", 1, "2.50 million yuan", "250.0 万元"),
    (3.2e9, "yuan", 1, "3.20 billion yuan", "32.0 亿元"),
    (0.1234, "count", 1000, "123.4 per 1,000", "123.4（每 1,000 人）"),
    (0.012, "count", 1, "0.012", "0.012"),
    (0.734, "score", 1, "0.73", "0.73"),
    (math.nan, "share", 1, "–", "–"),
]
EFFECTS = [
    (0.0123, "share", 1, "+1.23 pp", "+1.23 个百分点"),
    (-0.2, "share", 1, "−20.0 pp", "−20.0 个百分点"),
    (0.0, "share", 1, "0 pp", "0 个百分点"),
    (-1e-9, "share", 1, "0.00 pp", "0.00 个百分点"),
    (-0.003, "score", 1, "−0.003", "−0.003"),
    (0.0021, "count", 1000, "+2.10 per 1,000", "+2.10（每 1,000 人）"),
    (-0.3, "minutes", 1, "−18.0 s", "−18.0 秒"),
]


@pytest.mark.parametrize(("value", "unit", "per", "english", "chinese"), LEVELS)
def test_levels(value, unit, per, english, chinese):
    assert shown.format_value(value, unit, per, "en") == english
    assert shown.format_value(value, unit, per, "zh") == chinese


@pytest.mark.parametrize(("value", "unit", "per", "english", "chinese"), EFFECTS)
def test_effects(value, unit, per, english, chinese):
    assert shown.format_difference(value, unit, per, "en") == english
    assert shown.format_difference(value, unit, per, "zh") == chinese


def test_a_range_says_its_unit_once_and_in_one_size():
    assert shown.format_range(-0.004, 0.012, "share") == "−0.40 to +1.20 pp"
    assert shown.format_range(0.5, 3.0, "minutes") == "+0.50 to +3.00 min"
    assert shown.format_range(-0.004, 0.012, "share", 1, "zh") == "−0.40 至 +1.20 个百分点"
    assert shown.format_range(math.nan, 1.0, "share") == "–"
    assert shown.format_levels(-5.7e7, 3.49e8, "yuan") == "−57.0 to 349.0 million yuan"
    assert shown.format_levels(0.0, math.inf, "yuan") == "–"


@pytest.mark.parametrize(
    ("people", "english", "chinese"),
    [(12_000_000, "12 million", "1,200 万"), (45_678, "45,700", "4.57 万"), (-14.2, "−14", "−14"), (0.3, "0", "0"),
     (1.4e9, "1.4 billion", "14 亿"), (math.nan, "–", "–")],
)  # fmt: skip
def test_people_have_three_digits_that_mean_something(people, english, chinese):
    assert shown.format_people(people, "en") == english
    assert shown.format_people(people, "zh") == chinese


def test_odds_parts_and_parameters():
    assert shown.format_odds(17.0, 20) == "17 of 20"
    assert shown.format_odds(16.5, 20, "zh") == "20 次中 16.5 次"
    assert shown.format_odds(math.nan, 20) == "–"
    assert shown.format_part(0.5) == "50%"
    assert shown.format_parameter(-0.01234567, "per day") == "−0.01235 per day"
    assert shown.format_relative(0.05) == "+5.00%"


def test_an_unknown_unit_is_named():
    with pytest.raises(UnknownNameError, match="furlongs"):
        shown.format_value(1.0, "furlongs")


def parsed(words: str) -> float:
    """The first number in a text."""
    digits = re.search(r"[+−]?[\d,]*\.?\d+", words)
    assert digits is not None, words
    return float(digits[0].replace("−", "-").replace(",", "").replace("+", ""))


@given(st.floats(-1, 1), st.sampled_from(["en", "zh"]))
def test_a_share_survives_the_round_trip(value, lang):
    assert parsed(shown.format_difference(value, "share", 1, lang)) == pytest.approx(value * 100, abs=0.0501)


@given(st.floats(0, 1e12))
def test_money_survives_the_round_trip(value):
    for lang, words in (("en", {"million": 1e6, "billion": 1e9}), ("zh", {"万": 1e4, "亿": 1e8})):
        said = shown.format_value(value, "yuan", 1, lang)
        factor = math.prod(size for word, size in words.items() if word in said)
        assert parsed(said) * factor == pytest.approx(value, rel=0.006, abs=0.006)


@given(st.floats(-1e10, 1e10))
def test_people_survive_the_round_trip(value):
    said = shown.format_people(value)
    factor = 1e9 if "billion" in said else 1e6 if "million" in said else 1.0
    assert parsed(said) * factor == pytest.approx(value, rel=0.0051, abs=0.51)


@given(st.floats(-1e6, 1e6), st.sampled_from(["share", "minutes", "days", "yuan", "count", "score"]))
def test_a_sign_is_there_exactly_when_digits_are(value, unit):
    said = shown.format_difference(value, unit)
    number = parsed(said)
    assert said.startswith({1: "+", -1: "−", 0: "0"}[(number > 0) - (number < 0)])
    assert "-" not in said
