"""Imports run downwards only, and the front door stays a door."""

from __future__ import annotations

import pytest

import sim
from tests.project import sources

LAYERS = sources.layers()
SIM = list(sources.modules("sim"))


def part_of(module: str) -> str:
    """The part that a module of sim belongs to: `sim.users.rules.watch` is of `rules`."""
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
    found = upward_imports("sim.users.rules.watch", {"numpy", "sim.base.params", "sim.replicate.run.simulate"})
    assert found == ["sim.replicate.run.simulate"]


def test_every_room_has_a_row_and_nothing_lies_outside_a_room():
    assert {part_of(name) for name, _ in SIM if name != "sim"} == set(LAYERS)
    assert [path.name for path in (sources.ROOT / "sim").glob("*.py")] == ["__init__.py"]


def imported_modules(path, known):
    """The modules among `known` that a module imports."""
    for name in sources.imports(path):
        while name and name not in known:
            name = name.rpartition(".")[0]
        if name:
            yield name


def circle_from(module, arrows, above=()):
    """The first circle met on the way down from `module`, empty when there is none."""
    if module in above:
        return (*above[above.index(module) :], module)
    if module in SEEN:
        return ()
    found = next(filter(None, (circle_from(below, arrows, (*above, module)) for below in arrows[module])), ())
    SEEN.add(module)
    return found


SEEN = set()


def test_no_module_imports_itself_by_a_way_round():
    """For type checkers too. The front door and a package's own offer of names are no arrows back."""
    known = dict(sources.modules("sim", "calibration", "scenarios"))
    arrows = {name: sorted({*imported_modules(path, known)} - {name}) for name, path in known.items()} | {"sim": []}
    assert {name: circle for name in arrows if (circle := circle_from(name, arrows))} == {}


def test_the_base_imports_nothing_above_it():
    found = upward_imports("sim.base.params", {"sim.base.registry", "sim.users.rules.watch"})
    assert found == ["sim.users.rules.watch"]


def test_engines_do_not_know_each_other():
    imported = {name: sources.imports(path) for name, path in SIM}
    compiled = imported["sim.engines.kernel"] | imported["sim.engines.cache"]
    assert [name for name in compiled if name.startswith("sim.engines.agents")] == []
    assert [name for name in imported["sim.engines.agents"] if name.startswith("sim.engines.kernel")] == []


def test_only_commands_reach_into_calibration():
    roots = {name: {i.split(".")[0] for i in sources.imports(path)} for name, path in SIM}
    reaching = [name for name, imported in roots.items() if "calibration" in imported]
    assert [name for name in reaching if part_of(name) != "cli"] == []


def test_calibration_and_notebooks_stay_outside():
    """They ask by a plan, let it run and read what is left behind; how a day is made stays closed to them."""
    inside = {"engines", "users.day", "users.tally", "world"}
    reaching = {
        name: sorted(i for i in sources.imports(path) if i.startswith(tuple(f"sim.{part}" for part in inside)))
        for name, path in sources.modules("calibration", "notebooks")
    }
    assert {name: found for name, found in reaching.items() if found} == {}


def test_no_module_hides_a_front_door_function():
    modules = {name.split(".")[1] for name, _ in SIM if name.count(".") == 1}
    assert modules & set(sim.__all__) == set()
