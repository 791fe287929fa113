"""`python -m benchmarks.peers [--venv FOLDER] [--rounds N]`: LC1 in several tools; writes benchmarks/peers.md.

mesa-frames and Starsim live in an environment of their own, in FOLDER, which is made when it is not there; without
--venv their rows are left out by name. Takes some three minutes on one core.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import venv
from collections.abc import Sequence
from pathlib import Path

from benchmarks.peers.story import Totals

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "benchmarks" / "peers.md"
REQUIREMENTS = Path(__file__).with_name("requirements.txt")
MANY, FEW = (200_000, 20), (5_000, 10)
TOOLS = {"c_loop": ("C", MANY), "numba_loop": ("Numba", MANY), "livesim_kernel": ("livesim, restricted to LC1", MANY),
         "whole_columns": ("NumPy", MANY), "frames_table": ("mesa-frames", MANY), "starsim_module": ("Starsim", MANY),
         "mesa_agents": ("Mesa agents", FEW)}
"""Module -> name, (users, days timed)."""
APART = ("frames_table", "starsim_module")
OWN_DRAWS = "livesim_kernel"
ONE_THREAD = dict.fromkeys(("NUMBA_NUM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS",
                            "POLARS_MAX_THREADS", "RAYON_NUM_THREADS"), "1")
Measured = dict[str, list[dict]]


def python_of(folder: Path) -> Path:
    """The Python of the peers' environment, which is made and filled when it is not there."""
    python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "-r", REQUIREMENTS], check=True)
    return python


def measured(apart: Path | None, rounds: int, modules: Sequence[str] = tuple(TOOLS)) -> tuple[Measured, dict[str, str]]:
    """(module -> its measurements, a round each; module -> why it was left out); the tools take turns."""
    found: Measured = {}
    missing = {} if apart else {name: "say --venv FOLDER to install it there" for name in APART if name in modules}
    with tempfile.TemporaryDirectory() as cache:
        environment = os.environ | ONE_THREAD | {"PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": cache,
                                                "MPLCONFIGDIR": cache}
        for _ in range(rounds):
            for module in modules:
                if module in missing:
                    continue
                command = [apart if module in APART else sys.executable, "-m", "benchmarks.peers.measure", module]
                said = subprocess.run([*command, *map(str, TOOLS[module][1])], env=environment, cwd=ROOT,
                                      stdout=subprocess.PIPE, text=True, encoding="utf-8", check=True).stdout
                result = json.loads(said.splitlines()[-1])
                if "missing" in result:
                    missing[module] = result["missing"]
                else:
                    found.setdefault(module, []).append(result)
    return found, missing


def unequal(found: Measured) -> list[str]:
    """Modules whose totals differ from those of the first of the same size; livesim draws by its own map."""
    first: dict[tuple, list[int]] = {}
    wrong = []
    for module, results in found.items():
        if module == OWN_DRAWS:
            continue
        for result in results:
            for size, totals in (((), result["warm"]), (TOOLS[module][1], result["totals"])):
                if first.setdefault(size, totals) != totals:
                    wrong.append(module)
    return sorted(set(wrong))


def rows(found: Measured) -> list[str]:
    """A row for each tool: the least of its rounds; the first round found no compiled code, later ones may."""
    least = {module: min(result["ns"] for result in results) for module, results in found.items()}
    reference = least.get("c_loop")
    lines = ["| tool | version | users x days | ns a user-day | against C | bytes a user | first start, CPU s "
             "| start again, CPU s |", "|---|---|---|---|---|---|---|---|"]
    for module, results in found.items():
        name, (users, days) = TOOLS[module]
        ratio = f"{least[module] / reference:.2f}" if reference else "no C"
        again = min(result["start"] for result in results)
        lines.append(f"| {name} | {results[0]['version']} | {users:,} x {days} | {least[module]:,.0f} | {ratio} "
                     f"| {min(result['bytes'] for result in results):,.0f} | {results[0]['start']:.1f} | {again:.1f} |")
    return lines


def counted(found: Measured) -> list[str]:
    """The totals of each size, and livesim's beside them."""
    heads = ("counted", "users x days", *Totals._fields)
    lines = [f"| {' | '.join(heads)} |", "|---" * len(heads) + "|"]
    equal: dict[tuple[int, int], list[str]] = {}
    for module in found:
        if module != OWN_DRAWS:
            equal.setdefault(TOOLS[module][1], []).append(module)
    shown = [(", ".join(TOOLS[m][0] for m in modules), modules[0]) for modules in equal.values()]
    shown += [(TOOLS[OWN_DRAWS][0], OWN_DRAWS)] if OWN_DRAWS in found else []
    for names, module in shown:
        users, days = TOOLS[module][1]
        values = " | ".join(f"{value:,}" for value in found[module][0]["totals"])
        lines.append(f"| {names} | {users:,} x {days + 1} | {values} |")
    return lines


def page(found: Measured, missing: dict[str, str], rounds: int) -> str:
    """The whole page."""
    left_out = [f"Left out: {TOOLS[module][0]} ({reason})." for module, reason in missing.items()]
    return "\n".join([
        "# Peers on equal work", "",
        "Written by `python -m benchmarks.peers`. [What LC1 is](peers/README.md). One thread; CPU time, the least of "
        f"{rounds} rounds in which the tools took turns; bytes are the growth of the process's peak memory, temporary "
        "columns included. Quote ratios, not seconds.", "",
        *rows(found), "", *left_out, *([""] if left_out else []), *counted(found), "",
        "All totals of one row are equal, to the last fen; so are those of all tools together on 500 users x 5 days. "
        "livesim draws by its own map and does more than LC1 asks (README): its totals are near, not equal.", ""])


def main() -> None:
    """Measure, compare the totals, write the page."""
    given = argparse.ArgumentParser(prog="python -m benchmarks.peers", description=__doc__)
    given.add_argument("--venv", type=Path, metavar="FOLDER", help="environment of mesa-frames and Starsim")
    given.add_argument("--rounds", type=int, default=3)
    options = given.parse_args()
    found, missing = measured(python_of(options.venv.absolute()) if options.venv else None, options.rounds)
    text = page(found, missing, options.rounds)
    print(text)
    if wrong := unequal(found):
        sys.exit(f"The totals of {', '.join(wrong)} differ from the others': nothing is written.")
    FILE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
