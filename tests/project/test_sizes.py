"""Files and functions stay small enough to be read at once: what outgrows this wants a better cut."""

from __future__ import annotations

import ast

from sim.cli import app
from tests.project import sources

FILE_LINES = 250
FUNCTION_LINES = 60
LONGER = {"live_day": 90}
PARAMETERS = 8
MORE_PARAMETERS = {"sim.paired.comparing.compare", "sim.running.single.run", "sim.model.live_commerce.__init__",
                   "sim.explore.sweeping.sweep", "sim.experiment.rehearsing.rehearse",
                   "sim.replicate.run.simulate",  # the front door: what a user may choose, by keyword
                   "sim.engines.kernel.live_blocks",  # arrays, one by one: see there
                   "sim.base.params.parameter"}  # all that is declared of a number
"""Beside them the commands, whose parameters are options."""
PACKAGES = ("sim", "calibration", "scenarios")


def test_files_are_short():
    lengths = {name: len(path.read_text("utf-8").splitlines()) for name, path in sources.modules(*PACKAGES)}
    assert {name: lines for name, lines in lengths.items() if lines > FILE_LINES} == {}


def functions():
    """(module.function, node) of every function."""
    for name, path in sources.modules(*PACKAGES):
        for node in ast.walk(sources.tree(path)):
            if isinstance(node, ast.FunctionDef):
                yield f"{name}.{node.name}", node


def parameters_of(function):
    """The number of parameters, without the object itself."""
    given = function.args
    named = [arg.arg for arg in (*given.posonlyargs, *given.args, *given.kwonlyargs)]
    return len([name for name in named if name not in ("self", "cls")])


def commands(group):
    """module.function of every command below a typer application."""
    yield from (f"{command.callback.__module__}.{command.callback.__name__}" for command in group.registered_commands)
    for inner in group.registered_groups:
        yield from commands(inner.typer_instance)


def test_functions_have_few_parameters():
    many = {name: count for name, node in functions() if (count := parameters_of(node)) > PARAMETERS}
    assert {name: count for name, count in many.items() if name not in {*MORE_PARAMETERS, *commands(app)}} == {}
    assert many.keys() >= MORE_PARAMETERS, "an exception that is none any more"


def lines_of(function):
    """The number of lines from `def` to the end."""
    return function.end_lineno - function.lineno + 1


def test_functions_are_short():
    limits = {name: LONGER.get(node.name, FUNCTION_LINES) for name, node in functions()}
    too_long = {name: lines for name, node in functions() if (lines := lines_of(node)) > limits[name]}
    assert too_long == {}
