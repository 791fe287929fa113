"""A registry lists what is declared now; what is retired still answers by its name."""

from __future__ import annotations

import pytest

from sim.base.errors import UnknownNameError
from sim.base.registry import Registry, watched


def test_what_is_retired_is_not_listed_but_answers_and_can_be_declared_again():
    registry: Registry[int] = Registry("number")
    registry.add("one", 1)
    registry.retire("one")
    assert (list(registry), "one" in registry, len(registry), registry["one"]) == ([], False, 0, 1)
    registry.add("one", 11)
    assert (list(registry), registry["one"], registry.changes) == (["one"], 11, 3)
    with pytest.raises(ValueError, match="number 'one' is declared twice"):
        registry.add("one", 1)


def test_a_watcher_sees_what_is_added_and_may_replace_or_refuse_it():
    registry: Registry[int] = Registry("number")

    def doubled(of, name, entry):
        if entry < 0:
            raise ValueError(f"{of.kind} {name} is negative")
        return 2 * entry

    with watched(doubled):
        assert registry.add("one", 1) == 2
        with pytest.raises(ValueError, match="number two is negative"):
            registry.add("two", -2)
    assert registry.add("three", 3) == 3
    with pytest.raises(UnknownNameError, match="unknown number 'two'"):
        _ = registry["two"]
