"""What the notebooks of the class share: the language of this folder, the look of figures, class data, the command."""

from __future__ import annotations

import json
import subprocess
import sys
import warnings
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd

from sim.reports.palette import ARMS, BASELINE
from sim.reports.style import style

warnings.filterwarnings("ignore", "IProgress not found")  # Mesa's progress bars: no lesson shows one
HERE = Path(__file__).resolve().parent
_FOLDER = json.loads((HERE / "words.json").read_text(encoding="utf-8"))
LANG: str = _FOLDER["lang"]
BLUE, ORANGE, GREEN, PINK = ARMS[:4]
GREY = BASELINE

with style(LANG):  # a font with Chinese letters comes with livesim; from here on every figure uses it
    _LOOK = {name: plt.rcParams[name] for name in plt.rcParams if name != "backend"}
plt.rcParams.update(_LOOK | {"figure.figsize": (6.6, 3.6), "figure.dpi": 110, "figure.constrained_layout.use": True})


def say(words: str, **values: object) -> str:
    """The English `words` in the language of this folder, with `values` in their {places}."""
    told = words if LANG == "en" else _FOLDER["words"][words]
    return told.format(**values)


def class_data(name: str) -> pd.DataFrame:
    """A table of the class: what takes longer than a minute to simulate was simulated before."""
    return pd.read_csv(HERE / "data" / f"{name}.csv")


def my_folder(name: str) -> Path:
    """A folder beside the notebook for the files of this lesson."""
    folder = HERE / "my_work" / name
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def livesim(*words: object, lines: int | None = None) -> int:
    """Run a command of livesim and print what it says, at most so many `lines`; gives its exit code.

    `livesim("levers", "coupons")` is what `livesim levers coupons` does in a terminal.
    """
    command = [sys.executable, "-X", "utf8", "-m", "sim.cli", *map(str, words)]
    command += ["--lang", LANG] if "--lang" not in words else []
    done = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace", check=False)
    said = done.stdout.splitlines() or done.stderr.splitlines()
    print("\n".join(line.rstrip() for line in said[:lines]))
    if lines is not None and len(said) > lines:
        print("...")
    return done.returncode
