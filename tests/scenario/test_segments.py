"""Segments: who belongs to them, and what a segment file may say."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.base.errors import ScenarioError
from sim.cast.segments import Override, Segment, in_folder, introduce, known, members, title
from sim.outcomes.outcome import AGES, TIERS
from sim.scenario import load_scenario
from sim.texts import LANGUAGES

SEEDS = st.integers(0, 2**64 - 1)


def people(count: int) -> np.ndarray:
    """People of every age and tier in turn, every fifth of them abroad."""
    table = np.zeros(count, [("id", "i8"), ("age", "i8"), ("tier", "i8"), ("overseas", "i8")])
    table["id"] = np.arange(count)
    table["age"], table["tier"] = table["id"] % 3, table["id"] // 3 % 2
    table["overseas"] = table["id"] % 5 == 0
    return table


def test_ages_and_tiers_each_divide_everybody():
    table, segments = people(600), known()
    for group in (("gen_z", "new_middle", "silver"), ("lower_tier", "upper_tier")):
        inside = np.array([members(segments[name], table, 1) for name in group])
        assert (inside.sum(axis=0) == 1).all()
    assert members(segments["all"], table, 1).all()


def test_all_conditions_hold_at_once():
    table = people(600)
    inside = members(Segment("x", {}, ages=("silver", "gen_z"), tiers=("lower",), overseas=True), table, 1)
    wanted = np.isin(table["age"], [AGES.index("silver"), AGES.index("gen_z")])
    assert (inside == (wanted & (table["tier"] == TIERS.index("lower")) & (table["overseas"] == 1))).all()


@given(seed=SEEDS, share=st.floats(0.05, 0.95))
def test_a_share_is_kept_and_depends_on_nobody_else(seed, share):
    segment, table = Segment("x", {}, share=share), people(4000)
    inside = members(segment, table, seed)
    assert abs(inside.mean() - share) < 5 * np.sqrt(share * (1 - share) / len(table))
    assert (members(segment, table[1000:2000], seed) == inside[1000:2000]).all()


@given(seed=SEEDS)
def test_shares_of_two_segments_are_independent(seed):
    table = people(4000)
    one, other = (members(Segment(name, {}, share=0.5), table, seed) for name in ("one", "other"))
    assert abs((one & other).mean() - 0.25) < 0.04


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_segment_is_shown_by_the_name_in_its_file(lang):
    names = {name: title(name, lang) for name in known()}
    assert names == {name: segment.names[lang] for name, segment in known().items()}
    assert len(set(names.values())) == len(names)


def test_a_segment_that_no_file_describes_is_shown_in_its_own_words():
    assert title("tea_drinkers", "zh") == "tea drinkers"
    introduce({"tea_drinkers": {"en": "drinkers of tea", "zh": "茶客"}})
    assert (title("tea_drinkers", "en"), title("tea_drinkers", "zh")) == ("drinkers of tea", "茶客")


OWN = """
name: night_owls
names: {en: night owls, zh: 夜猫子}
members: {age: [gen_z], tier: [lower], overseas: false, share: 30%}
parameters:
  buy_trust: {value: 1.5, source: W29, grade: published}
"""


def write(folder, text, name="night_owls"):
    (folder / "segments").mkdir(exist_ok=True)
    (folder / "segments" / f"{name}.yaml").write_text(text, encoding="utf-8")


def test_a_segment_of_ones_own_lies_beside_the_scenario(folder):
    write(folder, OWN)
    (folder / "x.yaml").write_text("name: x\nstrategies:\n  - lever: elder_mode\n    who: {segment: 夜猫子}\n"
                                   "population: {oversample: {night owls: 4}}\n", encoding="utf-8")
    scenario = load_scenario("x.yaml")
    own = Segment("night_owls", {"en": "night owls", "zh": "夜猫子"}, ("gen_z",), ("lower",), False, 0.3,
                  {"buy_trust": Override(1.5, "W29", "published")})
    assert scenario.segments == (own,)
    assert scenario.strategies[0].who.segment == "night_owls"
    assert scenario.population.oversample == {"night_owls": 4.0}
    assert title("night_owls", "zh") == "夜猫子"
    assert load_scenario(scenario) == scenario


def test_a_segment_belongs_to_the_meaning_of_a_scenario(folder):
    (folder / "x.yaml").write_text("name: x\n", encoding="utf-8")
    without = load_scenario("x.yaml")
    write(folder, OWN)
    assert load_scenario("x.yaml").digest != without.digest


def test_no_folder_no_segments(folder):
    assert in_folder(folder / "segments", "segments") == ()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("age: [gen_z]", "age: [genz]", "4:17: members.age[0]: unknown age group 'genz'; did you mean 'gen_z'? "
                                        "(allowed: gen_z, new_middle, silver)"),
        ("tier:", "teir:", "4:25: members.teir: unknown field 'teir'; did you mean 'tier'? "
                           "(allowed: age, overseas, share, tier)"),
        ("false", "never", "4:50: members.overseas: true or false is needed, found 'never'"),
        ("30%", "130%", "4:64: members.share: 130% is out of bounds; allowed: 0% to 100%"),
        (", zh: 夜猫子", "", "3:8: names.zh: is missing"),
        (", source: W29", "", "6:14: parameters.buy_trust.source: is missing"),
        ("{value: 1.5, source: W29, grade: published}", "1.5",
         "6:14: parameters.buy_trust: a mapping is needed, found '1.5'"),
        ("value: 1.5", "value: 1e6", "6:3: parameters.buy_trust: parameter 'buy_trust' is 1e+06 "),
        ("buy_trust", "buy_trist", "6:3: parameters.buy_trist: unknown parameter 'buy_trist'; did you mean "),
        ("buy_trust: {value: 1.5", "ai_host_share: {value: 0.2",
         "6:3: parameters.ai_host_share: 'ai_host_share' describes the platform, not a user"),
        ("grade: published", "grade: sure", "6:47: parameters.buy_trust.grade: unknown grade 'sure'"),
        ("name: night_owls", "name: owls",
         "2:7: name: 'owls' stands in the file 'night_owls.yaml'; both must be the same"),
    ],
)  # fmt: skip
def test_wrong_segment_files(folder, old, new, message):
    assert old in OWN
    write(folder, OWN.replace(old, new))
    with pytest.raises(ScenarioError) as caught:
        in_folder(folder / "segments", "segments")
    assert str(caught.value).startswith(f"segments/night_owls.yaml:{message}")


def test_a_built_in_segment_is_not_replaced(folder):
    write(folder, OWN.replace("night_owls", "silver"), "silver")
    with pytest.raises(ScenarioError, match="'silver' is built in; choose another name"):
        in_folder(folder / "segments", "segments")
