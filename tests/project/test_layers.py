"""Imports run downwards only, and the front door stays a door."""

from __future__ import annotations

import pytest

import sim
from tests.project import sources

LAYERS = sources.layers()
SIM = list(sources.modules("sim"))


def part_of(module: str) -> str:
    """The part that a module of sim belongs to: `sim.rules.watch` is of `rules`."""
    return module.split(".")[1]


def upward_imports(module: str, imported: set[str]) -> list[str]:
    """Imports of sim that the layer of `module` does not allow."""
    allowed = LAYERS[part_of(module)]
    ours = {name for name in imported if name.startswith("sim.")}
    return sorted(name for name in ours if part_of(name) not in allowed)


@pytest.mark.parametrize(("module", "path"), [pair for pair in SIM if pair[0] != "sim"], ids=lambda x: str(x))
def test_imports_run_downwards(module, path):
    assert part_of(module) in LAYERS, f"'{part_of(module)}' has no row in docs/architecture.md"
    assert upward_imports(module, sources.imports(path)) == []


def test_an_upward_import_is_seen():
    found = upward_imports("sim.rules.watch", {"numpy", "sim.params", "sim.engine.run.simulate"})
    assert found == ["sim.engine.run.simulate"]


def test_the_base_imports_nothing_above_it():
    assert upward_imports("sim.params", {"sim.registry", "sim.rules.watch"}) == ["sim.rules.watch"]


def test_engines_do_not_know_each_other():
    imported = {name: sources.imports(path) for name, path in SIM}
    compiled = imported["sim.engine.kernel"] | imported["sim.engine.cache"]
    assert [name for name in compiled if name.startswith("sim.agents")] == []
    assert [name for name in imported["sim.agents"] if name.startswith("sim.engine")] == []


def test_only_commands_reach_into_calibration():
    roots = {name: {i.split(".")[0] for i in sources.imports(path)} for name, path in SIM}
    reaching = [name for name, imported in roots.items() if "calibration" in imported]
    assert [name for name in reaching if part_of(name) != "cli"] == []


def test_calibration_and_notebooks_stay_outside():
    """They ask by a plan, let it run and read what is left behind; how a day is made stays closed to them."""
    inside = {"engine.kernel", "engine.cache", "engine.borrow", "day", "world", "platform", "strategies", "tally"}
    reaching = {
        name: sorted(i for i in sources.imports(path) if i.startswith(tuple(f"sim.{part}" for part in inside)))
        for name, path in sources.modules("calibration", "notebooks")
    }
    assert {name: found for name, found in reaching.items() if found} == {}


def test_no_module_hides_a_front_door_function():
    modules = {name.split(".")[1] for name, _ in SIM if name.count(".") == 1}
    assert modules & set(sim.__all__) == set()
