"""Levers, metrics and patterns of a planner's own: those of the scenario at hand are in force, no others.

Whoever reads a scenario or simulates one calls `use` first; it costs nothing while nothing changes.
"""

from __future__ import annotations

from sim.base.registry import Registry
from sim.plugins.folder import PlugIns, beside, joined, named
from sim.plugins.loading import Declared, declare, declare_again
from sim.plugins.trial import tried
from sim.plugins.words import put_words

__all__ = ["PlugIns", "beside", "in_force", "joined", "named", "origin", "use"]

_known: dict[object, list[Declared]] = {}
"""What every folder declared that was loaded in this process."""
_in_force: dict[str, tuple[PlugIns, list[Declared]]] = {}


def use(*wanted: PlugIns) -> None:
    """Put these plug-ins in force and no others. Raises PlugInError for what is wrong in them, and then uses none."""
    if tuple(one.key for one in wanted) == tuple(plugins.key for plugins in in_force()):
        return
    _use_none()
    try:
        for plugins in wanted:
            _in_force[plugins.folder] = plugins, _declared(plugins)
            put_words(*_in_force[plugins.folder])
    except BaseException:
        _use_none()
        raise


def in_force() -> tuple[PlugIns, ...]:
    """The plug-ins that are used now."""
    return tuple(plugins for plugins, _ in _in_force.values())


def origin(registry: Registry, name: str) -> str:
    """The file of the plug-in that declares `name`, empty for what is built in."""
    mine = (one for one in _all() if one.registry is registry and one.name == name)
    return next((one.file.label for one in mine), "")


def _declared(plugins: PlugIns) -> list[Declared]:
    """What a folder declares, now in the registries; its files run once in a process."""
    if plugins.key in _known:
        declare_again(_known[plugins.key], _all())
    else:
        declared = declare(plugins, _all())
        try:
            tried(declared)
        except BaseException:
            _retire(declared)
            raise
        _known[plugins.key] = declared
    return _known[plugins.key]


def _all() -> list[Declared]:
    return [one for _, declared in _in_force.values() for one in declared]


def _use_none() -> None:
    _retire(_all())
    _in_force.clear()


def _retire(declared: list[Declared]) -> None:
    for one in declared:
        one.registry.retire(one.name)
