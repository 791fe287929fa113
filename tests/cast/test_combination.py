"""Combinations of segments: one meaning has one name, and its members are the boolean combination of members."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.base.errors import ScenarioError, UnknownNameError
from sim.cast.segments import Groups, Segment, known, members, title
from sim.cast.segments.combination import cells_of, name_of, parse, words
from sim.outcomes.outcome import AGES, TIERS
from sim.scenario.names import resolve

NAMES = ("silver", "gen_z", "lower_tier", "overseas")
PEOPLE = np.zeros(240, [("id", "i8"), ("age", "i8"), ("tier", "i8"), ("overseas", "i8")])
PEOPLE["id"] = np.arange(240)
PEOPLE["age"], PEOPLE["tier"], PEOPLE["overseas"] = np.arange(240) % 3, np.arange(240) // 3 % 2, np.arange(240) % 5 == 0
GROUPS = Groups({name: members(segment, PEOPLE, 1) for name, segment in known().items()})

SPELT = {"and": (" and ", " AND ", "且", " 并且 "), "or": (" or ", "或", " 或者 "), "not": ("not ", "非", "不是")}


@st.composite
def written(draw, depth=3):
    """(a combination as somebody may write it, its members by NumPy)."""
    kind = draw(st.sampled_from(["name", "and", "or", "not"] if depth else ["name"]))
    if kind == "name":
        name = draw(st.sampled_from(NAMES))
        spellings = (name, name.replace("_", " ").upper(), *known()[name].names.values())
        return draw(st.sampled_from(spellings)), GROUPS[name]
    word = draw(st.sampled_from(SPELT[kind]))
    one, its = draw(written(depth - 1))
    if kind == "not":
        return f"{word}({one})", ~its
    other, theirs = draw(written(depth - 1))
    return f"({one}){word}（{other}）", its & theirs if kind == "and" else its | theirs


@given(written())
def test_members_are_the_boolean_combination_however_it_is_written(case):
    text, inside = case
    if not inside.any():
        with pytest.raises(ScenarioError, match="holds nobody"):
            resolve("segment", text)
        return
    name = resolve("segment", text)
    assert (GROUPS[name] == inside).all()
    assert resolve("segment", name) == name
    assert {title(name, lang) for lang in ("en", "zh")} & {""} == set()


@given(written(depth=2), written(depth=2))
def test_one_meaning_has_one_name(one, other):
    """Whatever follows from logic alone; that nobody has two ages is not logic."""
    both = [f"({one[0]}) and ({other[0]})", f"not (not ({other[0]}) or not ({one[0]}))"]
    if (one[1] & other[1]).any():
        assert len({resolve("segment", text) for text in both}) == 1


@pytest.mark.parametrize(("text", "name"), [
    ("silver and lower_tier", "lower_tier and silver"),
    ("银发用户 且 下沉市场用户", "lower_tier and silver"),
    ("银发且下沉市场", "lower_tier and silver"),
    ("gen_z or silver and lower_tier", "gen_z or (lower_tier and silver)"),
    ("silver and not (overseas or lower_tier)", "silver and not lower_tier and not overseas"),
    ("all and silver", "silver"),
    ("silver or not silver", "all"),
    ("not not silver", "silver"),
])  # fmt: skip
def test_names(text, name):
    assert resolve("segment", text) == name


@pytest.mark.parametrize(("text", "said"), [
    ("slver and gen_z", "unknown segment 'slver'; did you mean 'silver'?"),
    ("银发人 且 海外用户", "unknown segment '银发人'; did you mean '银发用户'?"),
    ("silver and or gen_z", "a segment is missing before 'or'"),
    ("silver and", "a segment is missing at the end"),
    ("or silver", "a segment is missing before 'or'"),
    ("(silver and lower_tier", "a '(' is not closed"),
    ("silver) or gen_z", "a ')' closes nothing"),
    ("silver (gen_z)", r"before '(' an 'and' or 'or' is missing"),
    ("gen_z and silver", "holds nobody: no user can be all of this at once; did you mean 'gen_z or silver'?"),
    ("silver and not silver", "holds nobody"),
    ("a or b", "unknown segment 'a'"),
])  # fmt: skip
def test_what_is_wrong_is_said(text, said):
    with pytest.raises((UnknownNameError, ScenarioError)) as caught:
        resolve("segment", text)
    assert said in str(caught.value)


def test_too_many_segments_are_refused():
    own = tuple(Segment(f"s{k}", {"en": f"group {k}", "zh": f"第{k}组"}, share=0.5) for k in range(7))
    with pytest.raises(ScenarioError, match="names 7 segments"):
        resolve("segment", " or ".join(segment.name for segment in own), own)


@pytest.mark.parametrize(("name", "en", "zh"), [
    ("lower_tier and silver", "users in both lower-tier cities and silver users", "既是下沉市场用户又是银发用户的人群"),
    ("gen_z or silver", "Gen Z or silver users", "Z世代用户或银发用户"),
    ("not overseas", "all users (without users overseas)", "全体用户（不含海外用户）"),
    ("silver and not lower_tier and not overseas", "silver users (without lower-tier cities and users overseas)",
     "银发用户（不含下沉市场用户和海外用户）"),
    ("gen_z or (lower_tier and overseas and silver)",
     "Gen Z or (users in all of lower-tier cities, users overseas and silver users)",
     "Z世代用户或（同时属于下沉市场用户、海外用户和银发用户的人群）"),
])  # fmt: skip
def test_a_combination_is_shown_so_that_it_cannot_be_misread(name, en, zh):
    assert (title(name, "en"), title(name, "zh")) == (en, zh)
    assert words(name, "en", title) == en


def test_a_name_that_holds_an_operator_is_kept_whole():
    own = (Segment("rockers", {"en": "rock and roll", "zh": "非洲客"}, share=0.5),)
    assert resolve("segment", "Rock and Roll or silver", own) == "rockers or silver"
    assert resolve("segment", "非非洲客且银发用户", own) == "silver and not rockers"


def test_groups_list_segments_alone_and_survive_a_pickle():
    kept = pickle.loads(pickle.dumps(GROUPS))
    assert (kept["lower_tier and silver"] == GROUPS["silver"] & GROUPS["lower_tier"]).all()
    assert set(kept) == set(known())
    for name in ("slver", "silver and slver"):
        with pytest.raises(UnknownNameError, match="unknown segment 'slver'; did you mean 'silver'"):
            GROUPS[name]


def test_cells_are_where_members_can_be():
    own = known((Segment("half", {"en": "half", "zh": "半"}, ages=("silver",), share=0.5),))
    silver, lower = AGES.index("silver"), TIERS.index("lower")
    cells = cells_of("lower_tier and silver", own)
    assert cells.sum() == 1 and cells[silver, lower]
    assert cells_of("half", own).tolist() == cells_of("silver", own).tolist()
    assert cells_of("not half", own).all()
    assert cells_of("overseas", own).all()
    assert cells_of(name_of(parse("not lower_tier")), own)[:, lower].sum() == 0
