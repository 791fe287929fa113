"""The files of a folder run once: what they declare lands in the registries, checked, or nothing of it does."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any

import sim.cast.contacts
import sim.cast.population  # (declares how people are drawn)
import sim.levers  # (declares the built-in levers, and what they write)
import sim.outcomes.metrics  # noqa: F401  (declares the built-in metrics)
from sim.base.errors import PlugInError
from sim.base.message import said, term
from sim.base.registry import Registry, watched
from sim.plugins.checks import CHECKS, checked
from sim.plugins.folder import PlugIns
from sim.plugins.guard import File, words_of
from sim.users.rules.base import rule

IMPORTING = "<frozen importlib"
"""Where the frames of an import come from: what an imported module declares is not the plug-in's."""
OURS = ("sim", "calibration")
"""Packages that may declare something when a plug-in is the first to import them."""


@dataclass(frozen=True)
class Declared:
    """An entry of a registry that a plug-in declared, and where."""

    registry: Registry[Any]
    name: str
    entry: Any
    file: File
    place: str


def declare(plugins: PlugIns, others: Sequence[Declared]) -> list[Declared]:
    """What a folder declares, now in the registries. Raises PlugInError, and leaves nothing, for a wrong file.

    `others` are those of the folders in force.
    """
    declared: list[Declared] = []
    with undone(declared):
        for name, text in plugins.sources.items():
            file = File(str(Path(plugins.folder) / name), f"{plugins.label}/{name}")
            before = len(declared)
            namespace = _run(file, text, declared, others)
            if any(value is rule for value in namespace.values()):
                raise PlugInError(said("{label}: a rule of a user's day is compiled into the model and cannot "
                                       "be added by a plug-in; a lever moves the parameters of the rules that "
                                       "exist", label=file.label))
            if len(declared) == before:
                raise PlugInError(said("{label}: declares nothing; allowed: {checks} (begin the file's name "
                                       "with '_' to leave it alone)", label=file.label, checks=CHECKS))
    return declared


def declare_again(known: Sequence[Declared], others: Sequence[Declared]) -> None:
    """Put what was declared before into the registries once more."""
    back: list[Declared] = []
    with undone(back):
        for one in known:
            check_free(one.registry, one.name, one.place, others)
            one.registry.add(one.name, one.entry)
            back.append(one)


def check_free(registry: Registry[Any], name: str, place: str, others: Sequence[Declared]) -> None:
    """Raise PlugInError when a name is taken, and say by whom."""
    if name in registry:
        whose = next((one.place for one in others if one.registry is registry and one.name == name), "")
        by = said("is declared in {place} already", place=whose) if whose else said("is built in")
        raise PlugInError(said("{place}: {kind} '{name}' {by}; choose another name",
                               place=place, kind=term(registry.kind), name=name, by=by))


@contextmanager
def undone(declared: Sequence[Declared]) -> Iterator[None]:
    """Takes what was `declared` out of the registries again when something goes wrong."""
    try:
        yield
    except BaseException:
        for one in declared:
            if one.name in one.registry:
                one.registry.retire(one.name)
        raise


def _run(file: File, text: str, declared: list[Declared], others: Sequence[Declared]) -> dict[str, Any]:
    """The names of a file after it ran; what it declares is appended to `declared`."""

    def watch(registry: Registry[Any], name: str, entry: Any) -> Any:
        line = _line(file)
        if line is None:
            return entry
        place = f"{file.label}:{line}"
        check_free(registry, name, place, [*others, *declared])
        declared.append(Declared(registry, name, checked(registry.kind, name, entry, file, place), file, place))
        return declared[-1].entry

    module = ModuleType(f"livesim_plugin_{Path(file.path).stem}")
    sys.modules[module.__name__] = module  # where dataclasses look for it
    try:
        with watched(watch):
            exec(compile(text, file.path, "exec", dont_inherit=True), module.__dict__)
    except PlugInError:
        raise
    except SyntaxError as error:
        here = error.filename == file.path
        place = f"{file.label}:{error.lineno}" if here else file.place(error)
        raise PlugInError(said("{place}: is not Python: {msg}", place=place, msg=error.msg)) from None
    except (Exception, SystemExit) as error:
        raise PlugInError(said("{place}: {why}", place=file.place(error), why=words_of(error))) from None
    return module.__dict__


def _line(file: File) -> int | None:
    """The line of the file that declares something right now; None when a module of livesim that it imports does.

    Raises PlugInError when another module that it imports does: its sources would belong to no key.
    """
    frame: FrameType | None = sys._getframe(2)
    names: list[str] = []
    while frame is not None and not frame.f_code.co_filename.startswith(IMPORTING):
        if frame.f_code.co_filename == file.path:
            return frame.f_lineno
        names.append(str(frame.f_globals.get("__name__")))
        frame = frame.f_back
    stranger = next((name for name in names if name.partition(".")[0] not in OURS), None)
    if stranger is not None:
        raise PlugInError(said("{label}: imports '{stranger}', which declares something itself; a plug-in is "
                               "declared in a file of the folder", label=file.label, stranger=stranger))
    return None
