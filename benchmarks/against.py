"""Old beside new: `python -m benchmarks.against [--against COMMIT] [--parts answers cold ...] [--rounds N]`.

Both versions run under this Python with its libraries, in turn; of each figure the least counts. The old sources come
out of git into a temporary folder. Prints the table of targets; `python -m benchmarks` writes it into results.md.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.parts import PARTS, REPLICATES
from benchmarks.peers.__main__ import measured

ROOT = Path(__file__).resolve().parents[1]
START = "3348283248249cbfb37dd7089b24a4d4ae94b925"
"""The last commit before the work on speed began."""
ONE_THREAD = {"NUMBA_NUM_THREADS": "1"}
ON_ALL = ("million",)
"""Parts that are told in seconds of the clock on two threads; all others in CPU seconds of one."""


class Target(NamedTuple):
    """A row of the table: `figure` of the new version, as it is or divided by a figure of one version."""

    what: str
    figure: str
    by: tuple[str, str] | None
    most: float


TARGETS = (
    Target(f"demo, simulation part ({REPLICATES} replicates) [CPU s]", "first", ("old", "first"), 0.60),
    Target("changing one arm of it and asking again [CPU s]", "again", ("new", "first"), 0.25),
    Target("first comparison on a cold cache, compiler included [CPU s]", "cold", None, 15.0),
    Target("report, workbook and page one [CPU s]", "report", None, 3.0),
    Target("kernel per user-day [ns]", "kernel_ns", ("old", "kernel_ns"), 0.70),
    Target("1 M users x 180 days, past and people included [s, 2 threads]", "million_wall", None, 65.0),
    Target("500 agents ready, after the first compile [CPU s]", "agents", None, 1.0),
)
Figures = dict[str, dict[str, float]]


def sources_of(commit: str, folder: Path) -> None:
    """Put the package `sim` and what it needs, as they were in `commit`, into `folder`."""
    found = subprocess.run(["git", "archive", "--format=tar", commit, "sim", "scenarios", "calibration", "sweeps"],
                           cwd=ROOT, capture_output=True, check=False)
    if found.returncode != 0:
        sys.exit(f"git gives no sources of {commit}: {found.stderr.decode(errors='replace').strip()}")
    with tarfile.TarFile(fileobj=io.BytesIO(found.stdout)) as archive:
        archive.extractall(folder, filter="data")


def figures_of(part: str, sources: Path, home: Path) -> dict[str, float]:
    """The figures of a part under the sources in a folder; none, and a line that says why, where it does not run."""
    environment = os.environ | {"PYTHONPATH": str(sources), "XDG_CACHE_HOME": str(home)}
    environment |= {} if part in ON_ALL else ONE_THREAD
    ran = subprocess.run([sys.executable, "-P", str(ROOT / "benchmarks" / "parts.py"), part], env=environment, cwd=home,
                         capture_output=True, text=True, encoding="utf-8", check=False)
    if ran.returncode != 0:
        print(f"{part} does not run under {sources}: {ran.stderr.strip().splitlines()[-1]}", file=sys.stderr)
        return {}
    figures = json.loads(ran.stdout.splitlines()[-1])
    imported = Path(figures.pop("sim")).resolve()
    assert imported == (sources / "sim").resolve(), f"measured {imported} in place of {sources}"
    return figures


def least(parts: Sequence[str], commit: str, rounds: int) -> Figures:
    """The least of every figure, by version; both take turns, part by part."""
    kept: Figures = {"old": {}, "new": {}}
    with tempfile.TemporaryDirectory() as folder:
        trees = {"old": Path(folder, "old"), "new": ROOT}
        sources_of(commit, trees["old"])
        for version in trees:
            Path(folder, f"home_{version}").mkdir()
        for _ in range(rounds):
            for part in parts:
                for version, tree in trees.items():
                    for name, value in figures_of(part, tree, Path(folder, f"home_{version}")).items():
                        kept[version][name] = min(value, kept[version].get(name, value))
                        print(f"{version} {name}: {value:.4g}", file=sys.stderr, flush=True)
    return kept


def rows(figures: Figures) -> list[str]:
    """The table of targets: a row for each that was measured."""
    lines = ["| | old | new | new / old | target | found |", "|---|---|---|---|---|---|"]
    old, new = figures["old"], figures["new"]
    for what, figure, by, most in TARGETS:
        if figure not in new:
            continue
        before = f"{old[figure]:.3g}" if figure in old else "does not run"
        ratio = f"{new[figure] / old[figure]:.2f}" if figure in old else ""
        target, found = f"<= {most:g}", f"{new[figure]:.3g}"
        if by is not None:
            version, under = by
            target += " of the old" if version == "old" else " of the first answer"
            found = f"{new[figure] / figures[version][under]:.2f}" if under in figures[version] else "not measured"
        lines.append(f"| {what} | {before} | {new[figure]:.3g} | {ratio} | {target} | {found} |")
    return lines


def restricted(rounds: int) -> str:
    """livesim's engine on LC1 against C, in turn; all peers are in peers.md."""
    found, missing = measured(None, rounds, ("c_loop", "livesim_kernel"))
    if "c_loop" in missing:
        return f"LC1 against C was left out: {missing['c_loop']}."
    ns = {module: min(result["ns"] for result in results) for module, results in found.items()}
    return (f"LC1, [the same reduced model](peers.md): livesim takes {ns['livesim_kernel']:.0f} ns a user-day, C "
            f"{ns['c_loop']:.0f}: {ns['livesim_kernel'] / ns['c_loop']:.2f} times C (target: <= 1.3).")


def table(commit: str = START, parts: Sequence[str] = tuple(PARTS), rounds: int = 2) -> str:
    """Targets and what was found."""
    head = f"Old ({commit[:8]}) beside new: the same Python and libraries, in turn, the least of {rounds} rounds each."
    return "\n".join([head, "", *rows(least(parts, commit, rounds)), "", restricted(rounds)])


def main() -> None:
    """Print the table."""
    given = argparse.ArgumentParser(prog="python -m benchmarks.against", description=__doc__)
    given.add_argument("--against", default=START, metavar="COMMIT")
    given.add_argument("--parts", nargs="+", choices=tuple(PARTS), default=tuple(PARTS))
    given.add_argument("--rounds", type=int, default=2)
    options = given.parse_args()
    print(table(options.against, options.parts, options.rounds))


if __name__ == "__main__":
    main()
