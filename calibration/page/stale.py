"""The stamp of docs/validation.md: what decides its numbers, so that a stale page is noticed without simulating."""

from __future__ import annotations

import hashlib
from pathlib import Path

from calibration.evaluations import ROOT, sources
from calibration.targets import FOLDER
from sim.fit import FITS

PAGE = "validation.md"
COMMAND = "livesim validate --replicates 3 --markdown docs"
"""What makes the page anew."""


def stamp(targets: str = "industry") -> str:
    """The last line of the page: hashes of the model, of the patterns, of both fits and of the target file."""
    patterns = sorted((ROOT / "calibration" / "patterns").glob("*.py"))
    told = {"model": sources(), "patterns": digest(*patterns), "fit": digest(FITS / "industry.yaml"),
            "levers": digest(FITS / "levers.yaml"), "targets": digest(target_file(targets))}  # fmt: skip
    parts = ", ".join(f"{name} {found}" for name, found in told.items())
    return f"<!-- To be made anew by `{COMMAND}` when one of these changes: {parts} -->"


def target_file(targets: str) -> Path:
    """The file of a name, or the file at a path."""
    return Path(targets) if targets.endswith((".yaml", ".yml")) else FOLDER / f"{targets}.yaml"


def digest(*paths: Path) -> str:
    """A short hash of files; one that is not there counts as empty."""
    found = hashlib.sha256()
    for path in paths:
        found.update(path.name.encode() + (path.read_bytes() if path.exists() else b""))
    return found.hexdigest()[:12]


def is_stale(docs: Path) -> bool:
    """True when the page is missing, or was made of other sources, fits or targets."""
    page = docs / PAGE
    return not page.exists() or page.read_text(encoding="utf-8").rstrip().rpartition("\n")[2] != stamp()
