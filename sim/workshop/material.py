"""Notebooks and class data: where they lie, and a copy of one's own that nothing ever overwrites."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import sim
from sim.base.errors import ResultError, UnknownNameError
from sim.base.files import writing
from sim.base.message import said

INSTALLED = Path(__file__).parent / "notebooks"
"""Where a wheel lays them (pyproject.toml)."""
NUMBERED = re.compile(r"(\d)_\w[\w-]*\.ipynb")
LEFT_OUT = {"__pycache__", ".ipynb_checkpoints", "my_work", "source", "build.py", "class_data.py"}
"""What no class needs: how the notebooks are built, and what somebody made with them in a clone."""


@dataclass(frozen=True)
class Handed:
    """The files of a copy: which were laid there now, and which were there before and stay as they are."""

    folder: Path
    new: tuple[Path, ...]
    kept: tuple[Path, ...]


def notebooks_folder() -> Path:
    """The folder of the notebooks that came with livesim. Raises ResultError when none came."""
    in_checkout = Path(sim.__file__).resolve().parents[1] / "notebooks"
    for folder in (INSTALLED, in_checkout):
        if folder.is_dir() and any(files_below(folder)):
            return folder
    raise ResultError(said("no notebooks came with this livesim; install it from its folder or its offline folder"))


def numbered(folder: Path) -> dict[int, Path]:
    """Number -> notebook of a folder, in order."""
    found = {int(match[1]): path for path in folder.glob("*.ipynb") if (match := NUMBERED.fullmatch(path.name))}
    return dict(sorted(found.items()))


def hand_out(source: Path, lang: str, target: Path) -> Handed:
    """A copy of the notebooks in `lang`, and of the data beside the languages, in `target`.

    What lies there already stays, changed or not: it is somebody's work.
    """
    new: list[Path] = []
    kept: list[Path] = []
    for path in files_below(source):
        inside = path.relative_to(source)
        if inside.parts[0] in ("en", "zh") and inside.parts[0] != lang:
            continue
        (new if laid(path, target / inside) else kept).append(target / inside)
    return Handed(target, tuple(new), tuple(kept))


def files_below(folder: Path) -> Iterator[Path]:
    """Every file of a folder in the order of names, without caches and what builds the notebooks."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not LEFT_OUT & {*path.relative_to(folder).parts}:
            yield path


def laid(source: Path, target: Path) -> bool:
    """Whether `target` is new, and a copy of `source` now; False where something lies there already.

    Raises StoreError when it cannot be written, and then leaves nothing behind.
    """
    with writing(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        body = source.read_bytes()
        try:
            file = target.open("xb")
        except FileExistsError:
            return False
        try:
            with file:
                file.write(body)
        except BaseException:
            with suppress(OSError):
                target.unlink()
            raise
        return True


def chosen(folder: Path, number: int | None) -> Path:
    """The notebook of that number, or the folder when no number is asked for. Raises UnknownNameError for none."""
    if number is None:
        return folder
    found = numbered(folder)
    if number not in found:
        raise UnknownNameError(said("there is no notebook {number} in {folder}; there are: {found}",
                                    number=number, folder=folder, found=[str(one) for one in found] or "0"))
    return found[number]
