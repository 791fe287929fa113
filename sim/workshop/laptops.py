"""The laptops of a class: systems and Pythons, and the wheels that each of them needs."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import product
from pathlib import Path

from sim.base.errors import ResultError
from sim.base.message import brief, said

GLIBC = range(28, 4, -1)
"""Minor versions of glibc 2 whose wheels run on a Linux of 2018 or later, the newest first."""
PYTHONS = ("3.11", "3.12", "3.13")


@dataclass(frozen=True)
class System:
    """A kind of computer: `title` is shown, `resolver` is uv's name of it, `tags` are those of its wheels."""

    name: str
    title: str
    resolver: str
    tags: tuple[str, ...]


LINUX = (*(f"manylinux_2_{minor}_x86_64" for minor in GLIBC), "manylinux2014_x86_64", "manylinux2010_x86_64",
         "manylinux1_x86_64")
SYSTEMS = {
    one.name: one
    for one in (
        System("linux", "Linux x86-64", "x86_64-manylinux_2_28", LINUX),
        System("windows", "Windows x86-64", "x86_64-pc-windows-msvc", ("win_amd64",)),
        System("macos", "macOS (Apple silicon)", "aarch64-apple-darwin", ("macosx_14_0_arm64",)),
        System("macos-intel", "macOS (Intel)", "x86_64-apple-darwin", ("macosx_14_0_x86_64",)),
    )
}


@dataclass(frozen=True)
class Laptop:
    """A system with a Python."""

    system: System
    python: str

    @property
    def title(self) -> str:
        """How a person calls it."""
        return f"{self.system.title}, Python {self.python}"


def laptops(systems: Sequence[str], pythons: Sequence[str]) -> list[Laptop]:
    """Every system with every Python."""
    return [Laptop(SYSTEMS[system], python) for system, python in product(systems, pythons)]


def wanted(project: Path) -> list[str]:
    """What a participant needs beside livesim itself: its dependencies and what opens notebooks."""
    stated = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = stated["optional-dependencies"]
    opens = extras.get("workshop") or extras["notebooks"]
    lines = [line for line in (*stated["dependencies"], *opens) if not line.startswith("livesim")]
    return list(dict.fromkeys([*lines, "jupyterlab>=4"]))


def pins_for(laptop: Laptop, requirements: Path, lock: Path) -> list[str]:
    """The exact versions that the laptop needs, those of the `lock` where it has them, as name==version.

    Raises ResultError when there is no such set of wheels, with what the resolver says.
    """
    if find_spec("uv") is None:
        raise ResultError(said("uv finds out what other systems need, and is not installed; type: {python} -m pip "
                               "install uv", python=sys.executable))
    command = [sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--no-header", "--no-annotate",
               "--no-emit-index-url", "--only-binary", ":all:", "--python-platform", laptop.system.resolver,
               "--python-version", laptop.python, "--constraint", str(lock), str(requirements)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", errors="replace")
    if done.returncode:
        why = done.stderr.partition("Because ")[2] or done.stderr
        raise ResultError(said("{target}: {why}", target=laptop.title, why=brief(why)))
    return [line for line in done.stdout.splitlines() if re.match(r"[\w.-]+==", line)]


def fetch(laptop: Laptop, pins: Sequence[str], wheels: Path) -> list[str]:
    """The pins without a wheel for the laptop; the wheels of all others lie in the folder `wheels` then.

    Where one is missing they are asked for one by one, for pip gives none of a list that is not whole.
    """
    if not pins or _fetched(laptop, pins, wheels):
        return []
    return list(pins) if len(pins) == 1 else [pin for pin in pins if fetch(laptop, [pin], wheels)]


def _fetched(laptop: Laptop, pins: Sequence[str], wheels: Path) -> bool:
    tags = [word for tag in laptop.system.tags for word in ("--platform", tag)]
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps",
               "--only-binary=:all:", "--implementation", "cp", "--python-version", laptop.python, *tags,
               "--dest", str(wheels), *pins]
    return subprocess.run(command, capture_output=True).returncode == 0
