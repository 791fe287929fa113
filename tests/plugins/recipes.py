"""The files of docs/plugins.md, laid into a folder, and made-up worlds that a plug-in takes part in."""

from __future__ import annotations

import re
from pathlib import Path

from sim.levers import LEVERS, Edit
from tests.paired import fake
from tests.project.sources import ROOT

BLOCK = re.compile(r"^```(?:python|yaml)\n# (ideas/\S+)\n(.*?)^```$", re.M | re.S)
FILES = dict(BLOCK.findall((ROOT / "docs" / "plugins.md").read_text("utf-8")))
SWEEP = """name: calm
scenarios: [ideas/my_idea.yaml]
population: {users: 400}
horizon: {days: 100}
outcomes: [{metric: follows_per_active_day}]
metrics: [follows_per_active_day]
factors:
  strength: {field: calm_host.strength, values: [50%, 100%]}
replicates: 2
"""
"""A sweep of the lever and the metric that the recipes make."""


def laid(folder: Path) -> Path:
    """The folder `ideas` with every file of the page."""
    for name, body in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(body, encoding="utf-8")
    return folder / "ideas"


def simulate(arms, *, replicate, **options):
    """Made-up worlds in which people follow as often as the levers of their arm add to the taste for pace."""
    worlds = fake.simulate(arms, replicate=replicate, **options)
    for arm, outcome in zip(arms, worlds.outcomes, strict=True):
        outcome.segments["students"] = outcome.segments["silver"]
        outcome.people["follows"], outcome.people["active_days"] = 10, 10
        for strategy in arm.strategies:
            assert strategy.lever in LEVERS, "not in force in this process"
            lever = LEVERS[strategy.lever]
            edit = Edit(lever.writes)
            lever.apply(edit, 1.0, {}, {"calm_host_taste": -0.4})
            outcome.people["follows"] += round(10 * abs(edit.changed("pace_taste", 0.0)))
    return worlds
