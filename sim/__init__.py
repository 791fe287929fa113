"""livesim: what does a strategy change? The front door; each name is imported when it is first used."""

from __future__ import annotations

import warnings
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.base.showing import shown_by

if TYPE_CHECKING:
    from sim.model import LiveCommerceModel
    from sim.paired.comparing import compare
    from sim.running.single import run
    from sim.scenario.load import load_scenario

__all__ = ["LiveCommerceModel", "compare", "load_scenario", "run"]

_HOME = {
    "LiveCommerceModel": "sim.model",
    "compare": "sim.paired.comparing",
    "load_scenario": "sim.scenario.load",
    "run": "sim.running.single",
}


shown_by("comparison", "sim.reports.notebook")


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'sim' has no attribute {name!r}; it offers {', '.join(__all__)}")
    found = getattr(import_module(_HOME[name]), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


def _strangers(names: tuple[str, ...] = ("calibration", "scenarios", "sweeps")) -> list[str]:
    """What is wrong with the packages that belong beside this one, a sentence each; empty when all is well.

    `sim`, `calibration`, `scenarios` and `sweeps` are plain words: another project's package can hide ours.
    """
    home = Path(__file__).resolve().parent.parent
    found = []
    for name in names:
        spec = find_spec(name)
        places = list(spec.submodule_search_locations or [str(spec.origin)]) if spec is not None else []
        if not places:
            found.append(f"the package '{name}' of livesim is missing beside {home / 'sim'}; install livesim again")
        elif all(Path(str(place)).resolve().parent != home for place in places):
            found.append(
                f"'{name}' is taken from {places[0]}, but livesim's own is {home / name}: another package of that "
                "name comes first; start from another folder, or take that one off the Python path"
            )
    return found


for _sentence in _strangers():
    warnings.warn(f"livesim: {_sentence}", RuntimeWarning, stacklevel=2)
