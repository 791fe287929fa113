"""Whether a laptop is ready for a class, and what to do where it is not: looked at the day before."""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
import time
import webbrowser
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from importlib.util import find_spec
from pathlib import Path

from sim.base.errors import LivesimError
from sim.base.message import message_of, said, system_says
from sim.base.places import user_cache
from sim.workshop.laptops import PYTHONS

GIGABYTE = 10**9
ROOM = 0.5
"""Free space [GB] that a class needs: compiled code, kept worlds, results."""
LETTERS = "直播电商用户留存与复购率，银发族"
"""Letters that figures in Chinese have."""


@dataclass(frozen=True)
class Readiness:
    """What was looked at (a key of the texts), whether it is well, what was seen, and what to do where it is not.

    What is not `needed` spoils no class: there is a way round, and `advice` says it.
    """

    name: str
    well: bool
    seen: str = ""
    advice: str = ""
    needed: bool = True


def findings() -> Iterator[Readiness]:
    """What a class needs, looked at one after the other; the last one takes some seconds, the first time a minute."""
    for look in LOOKS:
        yield look()


def python() -> Readiness:
    """The version of Python."""
    seen = ".".join(map(str, sys.version_info[:3]))
    return Readiness("python", seen.rpartition(".")[0] in PYTHONS, seen,
                   said("install Python 3.11, 3.12 or 3.13 and livesim in it"))


def packages() -> Readiness:
    """The packages that livesim needs."""
    missing = list(_missing())
    seen = ", ".join(missing) if missing else said("all there")
    return Readiness("packages", not missing, seen,
                   said("type: {python} -m pip install {missing}", python=sys.executable, missing=" ".join(missing)))


def _missing() -> Iterator[str]:
    """Requirements of livesim itself (not of its extras) that are not met here."""
    from packaging.requirements import Requirement

    try:
        stated = requires("livesim") or ()
    except PackageNotFoundError:  # run from its folder, not installed
        stated = ()
    for one in map(Requirement, stated):
        if one.marker is not None and not one.marker.evaluate({"extra": ""}):
            continue
        try:
            if not one.specifier.contains(version(one.name), prereleases=True):
                yield re.sub(r"\s*;.*", "", str(one))
        except PackageNotFoundError:
            yield one.name


def jupyter() -> Readiness:
    """JupyterLab, in which the notebooks are opened."""
    there = find_spec("jupyterlab") is not None
    return Readiness("jupyter", there, said("there") if there else said("not installed"),
                   said("type: {python} -m pip install jupyterlab; or open the notebooks with VS Code",
                        python=sys.executable), needed=False)


def disk() -> Readiness:
    """Free space where the class will work."""
    free = shutil.disk_usage(Path.cwd()).free / GIGABYTE
    return Readiness("disk", free >= ROOM, said("{free:.1f} GB free", free=free),
                   said("free {room} GB, or work on another disk", room=ROOM))


def write_access() -> Readiness:
    """Whether files can be written here."""
    try:
        with tempfile.TemporaryFile(dir=Path.cwd()) as file:
            file.write(b"livesim")
    except OSError as error:
        return Readiness("write", False, system_says(error), said("go to a folder of your own (cd) and try again"))
    return Readiness("write", True, str(Path.cwd()))


def cache() -> Readiness:
    """Whether compiled code and worlds can be kept; without, every start compiles anew."""
    place = user_cache()
    advice = said("set XDG_CACHE_HOME to a folder that you may write to; without, every start takes a minute")
    if place is None:
        return Readiness("cache", False, said("no home folder"), advice, needed=False)
    above = next(folder for folder in (place, *place.parents) if folder.is_dir())
    return Readiness("cache", os.access(above, os.W_OK), str(place), advice, needed=False)


def fonts() -> Readiness:
    """Whether figures have Chinese letters."""
    from matplotlib.font_manager import FontProperties, findfont, get_font

    from sim.reports.style import chinese_font

    known = get_font(findfont(FontProperties(family=chinese_font()))).get_charmap()
    lacking = [letter for letter in LETTERS if ord(letter) not in known]
    seen = said("lacking: {letters}", letters=lacking) if lacking else said("Chinese letters are there")
    return Readiness("fonts", not lacking, seen, said("install livesim again: its font is missing"))


def browser() -> Readiness:
    """A browser that can be opened from here."""
    try:
        webbrowser.get()
    except webbrowser.Error:
        return Readiness("browser", False, said("none found"),
                       said("open the address that JupyterLab prints, and reports, by hand"), needed=False)
    return Readiness("browser", True, said("there"))


USERS, DAYS = 300, 70
"""Of the comparison that is tried; it compiles what all others use."""


def comparison() -> Readiness:
    """A small comparison; its arms are compiled code, tables and statistics, so that all of these are tried."""
    from sim.paired.comparing import compare

    begun, advice = time.monotonic(), said("install livesim again in an environment of its own")
    try:
        table = compare("baseline", "elder_mode", users=USERS, days=DAYS, replicates=2, workers=1, cache=False).table
    except LivesimError as error:
        return Readiness("comparison", False, message_of(error), advice)
    took = time.monotonic() - begun
    return Readiness("comparison", len(table) > 0, said("{seconds:.0f} s", seconds=took), advice)


LOOKS: tuple[Callable[[], Readiness], ...] = (python, packages, jupyter, disk, write_access, cache, fonts, browser,
                                              comparison)
