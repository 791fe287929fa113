"""What the baseline must show, checked against the evidence."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from calibration.evidence import fitting_rows
from sim.errors import ScenarioError, unknown

FOLDER = Path(__file__).parent
ALLOWED = ("name", "value", "interval", "tolerance", "evidence", "reason")


@dataclass(frozen=True)
class Target:
    """A value or an accepted interval of a pattern [its unit], with the unit of its loss."""

    name: str
    low: float
    high: float
    tolerance: float
    evidence: str
    reason: str

    def miss(self, simulated: float) -> float:
        """How far [tolerances] a simulated value lies outside; 0 inside an accepted interval."""
        return (simulated - min(self.high, max(self.low, simulated))) / self.tolerance


def load_targets(name: str = "industry") -> list[Target]:
    """The targets of `<name>.yaml`. Raises ScenarioError for an entry that cannot be used."""
    path = FOLDER / f"{name}.yaml"
    if not path.exists():
        raise ScenarioError(unknown("target file", name, [p.stem for p in FOLDER.glob("*.yaml")]))
    return [checked(entry, f"{path.name}: target {k + 1}") for k, entry in enumerate(YAML(typ="safe").load(path))]


def checked(entry: dict[str, object], where: str) -> Target:
    """One target. Raises ScenarioError that says what is wrong with it."""
    for key in entry:
        if key not in ALLOWED:
            raise ScenarioError(f"{where}: {unknown('field', key, ALLOWED)}")
    missing = [key for key in ("name", "tolerance", "evidence", "reason") if key not in entry]
    if missing or ("value" in entry) == ("interval" in entry):
        raise ScenarioError(f"{where}: needs {', '.join(missing) or 'either value or interval'}")
    rows = fitting_rows()
    evidence = str(entry["evidence"])
    if evidence not in rows:
        raise ScenarioError(f"{where}: {unknown('evidence a fit may read', evidence, rows)}")
    bounds: Any = entry.get("interval") or (entry["value"], entry["value"])
    low, high, tolerance = float(bounds[0]), float(bounds[1]), float(str(entry["tolerance"]))
    if tolerance <= 0 or low > high:
        raise ScenarioError(f"{where}: tolerance must be above 0 and the interval rising")
    return Target(str(entry["name"]), low, high, tolerance, evidence, str(entry["reason"]))
