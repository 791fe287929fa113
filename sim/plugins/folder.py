"""A planner's folder of plug-ins as it was read: the sources travel with it to workers, its hash into keys."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.base.errors import PlugInError
from sim.base.message import said, system_says
from sim.base.places import no_folder
from sim.cast.segments import Segment, in_folder

BESIDE, SEGMENTS, TEXTS = "plugins", "segments", "texts.yaml"
"""The folder beside a scenario file, and what may lie in it beside `*.py`."""
NAMED = "LIVESIM_PLUGINS"
"""The environment variable that names a folder where no call does."""

_sources: dict[tuple[str, tuple[tuple[str, str], ...]], dict[str, str]] = {}
"""What was read in this process, or came with a task."""


@dataclass(frozen=True)
class PlugIns:
    """A folder: where it lies, and file -> 16 hex digits of its content, of every `.py` in the order of names."""

    folder: str
    files: Mapping[str, str]

    @property
    def key(self) -> tuple[str, tuple[tuple[str, str], ...]]:
        """What names this version of the folder."""
        return self.folder, tuple(self.files.items())

    @property
    def label(self) -> str:
        """The folder as messages call it: seen from here when it lies below."""
        place = Path(self.folder)
        return (place.relative_to(Path.cwd()) if place.is_relative_to(Path.cwd()) else place).as_posix()

    @property
    def sources(self) -> Mapping[str, str]:
        """File -> text. Raises PlugInError when the folder has changed since and nobody remembers."""
        if self.key not in _sources and read_folder(Path(self.folder)).files != self.files:
            raise PlugInError(said("the plug-ins in '{label}' are not those of before; put them back as they "
                                   "were, or ask anew", label=self.label))
        return _sources[self.key]

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The segments of the folder."""
        return in_folder(Path(self.folder) / SEGMENTS, f"{self.label}/{SEGMENTS}")

    def __reduce__(self) -> tuple[Any, ...]:
        return arrived, (self.folder, dict(self.files), dict(self.sources))


def arrived(folder: str, files: dict[str, str], sources: dict[str, str]) -> PlugIns:
    """The plug-ins that another process sent, sources included: the folder need not be here."""
    plugins = PlugIns(folder, files)
    _sources[plugins.key] = sources
    return plugins


def beside(folder: Path) -> tuple[PlugIns, ...]:
    """The plug-ins in the folder `plugins` of the folder of a scenario file; none without it."""
    return (read_folder(folder / BESIDE),) if (folder / BESIDE).is_dir() else ()


def named(folder: str | os.PathLike[str] | None = None) -> tuple[PlugIns, ...]:
    """The plug-ins of the folder a call names, else of the one in LIVESIM_PLUGINS; none where neither does."""
    name = folder or os.environ.get(NAMED)
    return (read_folder(Path(name)),) if name else ()


def joined(*several: tuple[PlugIns, ...]) -> tuple[PlugIns, ...]:
    """All of these, each folder once."""
    first: dict[str, PlugIns] = {}
    for plugins in (one for group in several for one in group):
        first.setdefault(plugins.folder, plugins)
    return tuple(first.values())


def read_folder(folder: Path) -> PlugIns:
    """The plug-ins of a folder as they are now. Raises PlugInError when there is none, or nothing in it."""
    if not folder.is_dir():
        missing = said("there is no folder '{folder}' of plug-ins; make it first, or name another one", folder=folder)
        raise PlugInError(no_folder(folder, missing))
    place = folder.resolve()
    label = PlugIns(str(place), {}).label
    for path in sorted({*folder.glob("*.yaml"), *folder.glob("*.yml")}):
        if path.name != TEXTS:
            raise PlugInError(said("{label}/{name}: is not read; a segment lies in {label}/{segments}, names "
                                   "and sentences in {label}/{texts}",
                                   label=label, name=path.name, segments=SEGMENTS, texts=TEXTS))
    paths = [path for path in sorted(folder.glob("*.py")) if not path.name.startswith(("_", "."))]
    if not paths and not list((folder / SEGMENTS).glob("*.yaml")):
        raise PlugInError(said("{label}: holds no plug-in; levers, metrics and patterns are declared in files "
                               "*.py, segments in {segments}/*.yaml", label=label, segments=SEGMENTS))
    sources = {path.name: _text(path, label) for path in paths}
    files = {name: hashlib.sha256(text.encode()).hexdigest()[:16] for name, text in sources.items()}
    return arrived(str(place), files, sources)


def _text(path: Path, label: str) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise PlugInError(said("{label}/{name}: is not text in UTF-8; save the file as UTF-8",
                               label=label, name=path.name)) from None
    except OSError as error:
        raise PlugInError(said("{label}/{name}: cannot be read: {why}",
                               label=label, name=path.name, why=system_says(error))) from None
