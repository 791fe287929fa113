"""An offline folder for a class: wheels for every computer, notebooks, a script and two lines to type."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import sim
from sim.base.errors import LivesimError, ResultError, StoreError
from sim.base.files import write_whole, writing
from sim.base.message import brief, message_of, said
from sim.texts import LANGUAGES, text
from sim.texts.messages import translated
from sim.workshop.laptops import Laptop, fetch, pins_for, wanted
from sim.workshop.material import INSTALLED, files_below, laid, notebooks_folder

MEGABYTE = 10**6
WHEELS, NOTEBOOKS = "wheels", "notebooks"
Tell = Callable[[int, int], None]


@dataclass(frozen=True)
class Packed:
    """An offline folder: what is missing by laptop (title -> what), and its size [MB]."""

    folder: Path
    missing: Mapping[str, Sequence[str]]
    megabytes: float


def pack(folder: Path, laptops: Sequence[Laptop], progress: Tell = lambda done, of: None) -> Packed:
    """The offline folder at `folder`, for these laptops; what lies there already is not fetched again.

    Raises ResultError where livesim was not started from its own folder (pyproject.toml), StoreError for a folder
    in which other things lie.
    """
    project, wheels = _project(), folder / WHEELS
    _check_place(folder)
    with writing(wheels):
        wheels.mkdir(parents=True, exist_ok=True)
    requirements = wanted(project)
    own = _build(project, wheels)
    missing = {}
    with tempfile.TemporaryDirectory() as scratch:
        stated = Path(scratch) / "requirements.in"
        stated.write_text("\n".join(requirements) + "\n", encoding="utf-8")
        for done, laptop in enumerate(laptops):
            progress(done, len(laptops))
            if lacking := _lacking(laptop, stated, project / "requirements.lock", wheels):
                missing[laptop.title] = lacking
    progress(len(laptops), len(laptops))
    write_whole(wheels / "requirements.txt", "\n".join([own, *requirements, ""]).encode())
    _lay_notebooks(folder / NOTEBOOKS)
    write_whole(folder / "install.py", (Path(__file__).parent / "offline" / "install.py").read_bytes())
    write_whole(folder / "README.md", _readme(laptops, missing).encode())
    return Packed(folder, missing, sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / MEGABYTE)


def _project() -> Path:
    """The folder that livesim is built from."""
    folder = Path(sim.__file__).resolve().parents[1]
    if not (folder / "pyproject.toml").is_file() or INSTALLED.is_dir():
        raise ResultError(said("a wheel of livesim is built from its source folder, and this livesim was installed "
                               "without it; pack from a clone"))
    return folder


def _check_place(folder: Path) -> None:
    """Raise StoreError for a folder that holds other things: nothing of anybody's is touched."""
    if folder.is_dir() and any(folder.iterdir()) and not (folder / WHEELS).is_dir():
        raise StoreError(said("'{folder}' is not empty, and not an offline folder; name a new one", folder=folder))


def _build(project: Path, wheels: Path) -> str:
    """The requirement that names the wheel of livesim, which lies in `wheels` then."""
    for old in wheels.glob("livesim-*.whl"):
        old.unlink()
    done = subprocess.run([sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check", "--no-deps",
                           "--wheel-dir", str(wheels), str(project)],
                          capture_output=True, text=True, encoding="utf-8", errors="replace")  # fmt: skip
    built = next(wheels.glob("livesim-*.whl"), None)
    if done.returncode or built is None:
        raise ResultError(said("the wheel of livesim could not be built: {why}", why=brief(done.stderr)))
    return f"livesim=={built.name.split('-')[1]}"


def _lacking(laptop: Laptop, stated: Path, lock: Path, wheels: Path) -> list[str]:
    """What there is no wheel of for a laptop, in words; the others are fetched."""
    try:
        pins = pins_for(laptop, stated, lock)
    except LivesimError as error:
        return [message_of(error)]
    return fetch(laptop, pins, wheels)


def _lay_notebooks(target: Path) -> None:
    """The notebooks in both languages, to look into without installing anything; none where none came."""
    try:
        source = notebooks_folder()
    except ResultError:
        return
    for path in files_below(source):
        laid(path, target / path.relative_to(source))


def _readme(laptops: Sequence[Laptop], missing: Mapping[str, Sequence[str]]) -> str:
    """The first page of the folder, in both languages: two lines to type, what is there, what is missing."""
    parts = []
    for lang in LANGUAGES:
        there = "\n".join(f"- {laptop.title}" for laptop in laptops if laptop.title not in missing)
        lacking = "\n".join(f"- {title}: {', '.join(translated(what, lang) for what in whats)}"
                            for title, whats in missing.items())  # fmt: skip
        none = text("workshop.pack.none", lang)
        parts.append(text("workshop.pack.readme", lang, there=there or none, missing=lacking or none))
    return "\n\n---\n\n".join(part.strip() for part in parts) + "\n"
