"""Trying on and walking in: who uses it, what it adds, and that it leaves no trace where there is none."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.users.rules.presence import (
    CERTAIN,
    certainty_of,
    is_novel,
    livelier_inside,
    stays_inside,
    tired_of_trying,
    try_on_probability,
    with_trying,
)
from tests.users.parameters import minutes, share, table, tables

friction = st.floats(0, 2)
OWNER, OTHER = SimpleNamespace(vr=1), SimpleNamespace(vr=0)


def ordered(values):
    return st.tuples(values, values).map(sorted)


def room(**changes):
    base = {"certainty": 0.0, "try_on": 0.0, "vr_minutes": 0.0, "vr_interactivity": 0.0, "log_minutes": 0.3,
            "interactivity": 0.2, "appeal": 1.0}  # fmt: skip
    return SimpleNamespace(**base | changes)


@given(tables("try_on_use"), ordered(friction), ordered(share))
def test_fewer_try_on_the_harder_the_app_and_the_older_the_novelty(p, frictions, fresh):
    assert 0.0 <= try_on_probability(frictions[1], 1.0, p) <= try_on_probability(frictions[0], 1.0, p) <= 1.0
    assert try_on_probability(0.3, fresh[0], p) <= try_on_probability(0.3, fresh[1], p)
    assert try_on_probability(1.0, 1.0, p) == 0.0, "who finds nothing does not find the mirror"


@given(tables("try_on_minutes", "patience"), minutes, minutes)
def test_trying_on_takes_time_but_not_beyond_stream_and_patience(p, watched, left):
    longer = with_trying(watched, left, p)
    assert watched <= longer <= watched + p.try_on_minutes
    assert longer == watched or longer <= min(left, p.patience)


@given(tables("try_on_effort"))
def test_who_has_tried_on_looks_for_fewer_rooms(p):
    assert 0.0 < tired_of_trying(p) <= 1.0
    assert tired_of_trying(table(try_on_effort=0.0)) == 1.0


@given(share, ordered(share))
def test_certainty_grows_for_those_who_try_on(seen, tried_on):
    less, more = (room(certainty=seen, try_on=amount) for amount in tried_on)
    assert certainty_of(more, False) == seen, "who tries nothing on sees what all see"
    assert seen <= certainty_of(less, True) <= certainty_of(more, True) <= CERTAIN


@given(st.floats(0, 4), ordered(share))
def test_only_owners_are_inside_and_less_so_when_it_is_old(added, fresh):
    one = room(vr_minutes=added, vr_interactivity=added)
    for felt, plain in ((stays_inside, one.log_minutes), (livelier_inside, one.interactivity)):
        assert felt(OTHER, one, fresh[1]) == plain
        assert plain <= felt(OWNER, one, fresh[0]) <= felt(OWNER, one, fresh[1])
        assert felt(OWNER, room(), fresh[1]) == getattr(room(), "log_minutes" if felt is stays_inside
                                                        else "interactivity"), "nothing to walk into adds nothing"


@pytest.mark.parametrize("field", ["vr_minutes", "vr_interactivity"])
def test_novelty_wears_for_those_who_meet_it(field):
    inside = room(**{field: 0.5})
    assert is_novel(OWNER, inside, False) and not is_novel(OTHER, inside, False)
    assert is_novel(OTHER, room(), True) and is_novel(OTHER, room(appeal=1.2), False)
    assert not is_novel(OWNER, room(), False)
