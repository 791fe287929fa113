"""Answers on the shelf of a workspace, really simulated, without waiting for their jobs."""

from __future__ import annotations

import shutil
from pathlib import Path

import sim
from sim.base.files import write_json
from sim.desk import jobs
from sim.desk.answers import PLAN, RESULTS, AnswerFolder
from sim.desk.workspace import ANSWERS, Workspace

BASELINE = "extends: baseline\nhorizon: {days: 80d}\n"
OPTION = """name: elder_mode
extends: baseline
question: {en: Does elder mode keep silver users?, zh: 长辈模式能留住银发用户吗？}
strategies:
  - {lever: elder_mode, who: {segment: silver}, when: {start: 14d}}
outcomes: [{metric: base_retention, segment: silver, worth: 1pp}]
"""


def simulated(folder: Path, days: int = 80) -> Path:
    """A results folder of a small comparison of elder mode."""
    option = folder / "elder_mode.yaml"
    option.write_text(OPTION, "utf-8")
    sim.compare("baseline", [str(option)], users=300, days=days, replicates=2, workers=1, out=folder / "results")
    return folder / "results"


def shelved(workspace: Workspace, name: str, results: Path) -> AnswerFolder:
    """An answer of the desk with a copy of these results; its job is over."""
    folder = workspace.place(ANSWERS, name)
    (folder / PLAN).mkdir(parents=True)
    (folder / PLAN / "baseline.yaml").write_text(BASELINE, "utf-8")
    (folder / PLAN / "elder_mode.yaml").write_text(OPTION, "utf-8")
    shutil.copytree(results, folder / RESULTS)
    write_json(folder / jobs.JOB, {"command": [], "draft": "silver", "files": ["baseline.yaml", "elder_mode.yaml"],
                                   "asked": 1_740_787_200.0, "wish": jobs.BEGUN})
    write_json(folder / jobs.ENDED, {"code": 0})
    return AnswerFolder(folder)
