"""The stamp of docs/validation.md: what decides its numbers, so that a stale page is noticed without simulating."""

from __future__ import annotations

import hashlib
from pathlib import Path

from calibration.coverage.record import FILE
from calibration.evaluations import sources
from calibration.targets import file_of
from sim.cast.fit import FITS, SHIPPED

PAGE = "validation.md"
COMMAND = "livesim validate --replicates 3 --markdown docs"
"""What makes the page anew."""


def stamp(targets: str = "industry") -> str:
    """The last line of the page: hashes of model and patterns, both fits, the target file, the study of coverage."""
    hashes = {"model": sources(), "fit": digest(SHIPPED), "levers": digest(FITS / "levers.yaml"),
              "targets": digest(file_of(targets)), "coverage": digest(FILE)}  # fmt: skip
    parts = ", ".join(f"{name} {value}" for name, value in hashes.items())
    return f"<!-- To be made anew by `{COMMAND}` when one of these changes: {parts} -->"


def digest(path: Path) -> str:
    """A short hash of a file; one that is not there counts as empty."""
    content = path.name.encode() + (path.read_bytes() if path.exists() else b"")
    return hashlib.sha256(content).hexdigest()[:12]


def is_stale(docs: Path) -> bool:
    """True when the page is missing, or was made of other sources, fits or targets."""
    page = docs / PAGE
    return not page.exists() or page.read_text(encoding="utf-8").rstrip().rpartition("\n")[2] != stamp()
