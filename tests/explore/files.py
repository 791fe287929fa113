"""Small sweeps as files, on made-up worlds that take milliseconds."""

from __future__ import annotations

from pathlib import Path

from sim.explore.load import load_sweep
from tests.paired import fake

WORLD = """
population: {users: 400}
horizon: {days: 100}
outcomes: [{metric: base_retention, segment: silver}]
metrics: [base_retention]
"""
GRID = f"""name: grid
scenarios: [elder_mode]
{WORLD}
factors:
  strength: {{field: elder_mode.strength, values: [0%, 50%, 100%]}}
  share: {{field: elder_mode.who.share, values: [50%, 100%]}}
replicates: 4
"""


def written(folder: Path, body: str = GRID, name: str = "sweep.yaml") -> Path:
    """The path of a sweep file with that body."""
    path = folder / name
    path.write_text(body, encoding="utf-8")
    return path


def study(folder: Path, body: str = GRID):
    """The checked study of that body."""
    return load_sweep(written(folder, body))


def fails_at_half(arms, *, replicate, **options):
    """A made-up world that has no answer where a strategy has half its strength in replicate 1."""
    if replicate == 1 and any(s.strength.low == 0.5 for arm in arms for s in arm.strategies):
        raise MemoryError("no room")
    return fake.simulate(arms, replicate=replicate, **options)
