"""The planner's folder: drafts of plans, answers, own numbers. Nothing outside of it is read or written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sim.base.errors import StoreError
from sim.base.files import writing
from sim.base.message import said
from sim.base.places import letters_of, no_folder
from sim.scenario.form import read_name

PLANS, ANSWERS, NUMBERS = "plans", "answers", "numbers"
"""The folders of a workspace: what is asked, what was answered, and one's own logs and fits."""


@dataclass(frozen=True)
class Workspace:
    """A folder that somebody chose for the desk."""

    root: Path

    @classmethod
    def at(cls, folder: Path) -> Workspace:
        """The workspace in `folder`, made where there is none. Raises StoreError where it cannot be."""
        if folder.exists() and not folder.is_dir():
            raise StoreError(no_folder(folder, ""))
        for name in (PLANS, ANSWERS, NUMBERS):
            with writing(folder / name):
                (folder / name).mkdir(parents=True, exist_ok=True)
        return cls(folder.resolve())

    def place(self, *names: str) -> Path:
        """The path of a file or folder in the workspace, by plain names.

        Raises StoreError for a name that leads out of it, also by a link.
        """
        for name in names:
            named_well(name)
        path = self.root.joinpath(*names)
        if not path.resolve().is_relative_to(self.root):
            raise StoreError(said("'{name}' leads out of the folder of the desk", name="/".join(names)))
        return path

    def listed(self, kind: str) -> Iterator[Path]:
        """The folders of one kind, the last changed first; a link that leads elsewhere is none."""
        found = [path for path in (self.root / kind).iterdir()
                 if path.is_dir() and well_named(path.name) and path.resolve().is_relative_to(self.root)]
        return iter(sorted(found, key=lambda path: (-path.stat().st_mtime, path.name)))


def named_well(name: str) -> str:
    """The name, when it can name a file and nothing else. Raises StoreError otherwise."""
    if not well_named(name):
        raise StoreError(said("'{name}' is not a name; use letters, digits, '_' and '-', no blanks",
                              name=letters_of(name)))
    return name


def well_named(name: str) -> bool:
    """Whether a name can name a file of the workspace and nothing else."""
    try:
        return read_name(name) == name and ".." not in name and len(name) <= LONGEST
    except ValueError:
        return False


LONGEST = 80
"""Letters of a name; a folder's name of Chinese letters may have 255 bytes on common disks."""
