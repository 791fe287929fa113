"""Every parameter that a rule, a strategy or the world names is declared, and every declared one is read."""

from __future__ import annotations

import runpy

import pytest

from sim.base.params import PARAMETERS
from sim.base.uses import EVERYWHERE, problems, unread, uses
from tests.project import sources

runpy.run_path(str(sources.ROOT / "docs" / "generate.py"))["declare_everything"]()
FILES = dict(sources.modules("sim/users", "sim/cast", "sim/levers", "sim/world", "sim/replicate"))


@pytest.mark.parametrize("module", FILES)
def test_every_parameter_named_is_declared(module):
    assert [str(problem) for problem in problems(FILES[module], EVERYWHERE)] == []


def test_every_declared_parameter_is_read():
    assert unread(map(sources.tree, FILES.values())) == []


def test_the_holders_are_those_that_the_rooms_use():
    """So many readings are seen that a renamed holder would be missed here, not pass in silence."""
    seen: dict[str, set[str]] = {}
    for module, path in FILES.items():
        seen.setdefault(module.split(".")[1], set()).update(use.name for use in uses(sources.tree(path), EVERYWHERE))
    assert len(seen["users"]) > 90
    assert {"own_sd", "gen_z_share", "pace_shift", "offer_*"} <= seen["cast"]
    assert {"elder_offer", "shorter_streams_pace", "ranking"} <= seen["levers"]
    assert len(PARAMETERS) > len(seen["users"])
