"""One field changes and all else stays as it was written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from sim.desk.yamledit import edited, fields_of

TEXT = """\
# whose plan it is
extends: baseline
strategies:
  - lever: elder_mode    # a first one
    who: {segment: silver, share: 30%}
    when: {start: 14d}
  - lever: coupons
"""


def plain(text):
    return YAML(typ="safe").load(text)


def test_a_field_is_changed_in_its_place():
    text = edited(TEXT, ("strategies", 0, "who", "share"), "50%")
    assert text == TEXT.replace("30%", "50%")


def test_what_is_missing_on_the_way_is_made():
    text = edited(TEXT, ("strategies", 1, "cost", "per_event", "order"), "2 yuan")
    assert plain(text)["strategies"][1] == {"lever": "coupons", "cost": {"per_event": {"order": "2 yuan"}}}
    assert "# a first one" in text and "# whose plan it is" in text


def test_a_list_grows_at_its_end():
    assert plain(edited(TEXT, ("strategies", 2), {"lever": "koc_seeding"}))["strategies"][2] == {"lever": "koc_seeding"}
    assert plain(edited(TEXT, ("outcomes", 0), {"metric": "rebuy_rate"}))["outcomes"] == [{"metric": "rebuy_rate"}]


def test_what_is_taken_away_leaves_no_empty_shell():
    text = edited(edited(TEXT, ("strategies", 0, "when", "start"), None), ("strategies", 1), None)
    assert plain(text)["strategies"] == [{"lever": "elder_mode", "who": {"segment": "silver", "share": "30%"}}]
    assert edited(TEXT, ("money", "margin"), None) == TEXT


@pytest.mark.parametrize("broken", ["", "- a\n- b\n", "a: [1", "\tx: 1", "a: 1\na: 2", "plain words", "&a [*a]"])
def test_what_is_no_mapping_stays_as_it_is(broken):
    assert fields_of(broken) is None
    assert edited(broken, ("name",), "x") == broken


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=40))
def test_any_words_come_back_as_they_were_typed(words):
    assert plain(edited(TEXT, ("question", "zh"), words))["question"]["zh"] == words
