"""An answer on the disk: what was asked of it, how far it is, and its comparison as far as it is known."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.base.errors import LivesimError
from sim.desk import jobs
from sim.desk.workspace import ANSWERS, Workspace
from sim.running.folder import MANIFEST

if TYPE_CHECKING:
    from sim.paired.comparison import Comparison

RESULTS, PLAN = "results", "plan"
"""In an answer's folder, beside what belongs to its job: the results folder, and the scenario files."""


@dataclass(frozen=True)
class AnswerFolder:
    """One folder of ANSWERS."""

    folder: Path

    @property
    def name(self) -> str:
        """Its name, which the address of a page may hold."""
        return self.folder.name

    @property
    def job(self) -> dict[str, Any]:
        """What was asked (`sim.desk.asking`); empty where that is lost."""
        return jobs.job_of(self.folder)

    @property
    def results(self) -> Path:
        """The results folder: that of the job, or the folder itself where the command line wrote it."""
        return self.folder if self.by_hand else self.folder / RESULTS

    @property
    def by_hand(self) -> bool:
        """Whether it is a results folder of the command line, which somebody laid here; it has no job."""
        return (self.folder / MANIFEST).is_file() and not (self.folder / jobs.JOB).is_file()

    @property
    def files(self) -> list[Path]:
        """The scenario files that were asked about, the baseline first."""
        return [self.folder / PLAN / name for name in self.job.get("files", ())]

    def comparison(self) -> Comparison | None:
        """The comparison of the replicates so far; None before the first answer, and while it is written."""
        from sim.paired.comparison import Comparison

        try:
            return Comparison.load(self.results)
        except LivesimError:
            return None

    def version(self) -> float:
        """Grows with every comparison that is written; 0 before the first [s]."""
        try:
            return (self.results / MANIFEST).stat().st_mtime
        except OSError:
            return 0.0


def answers(workspace: Workspace) -> list[AnswerFolder]:
    """All answers that the desk asked for, the last changed first."""
    return [AnswerFolder(folder) for folder in workspace.listed(ANSWERS) if (folder / jobs.JOB).is_file()]


def filed(workspace: Workspace) -> list[AnswerFolder]:
    """All answers, those that somebody laid there too, the last changed first."""
    found = map(AnswerFolder, workspace.listed(ANSWERS))
    return [answer for answer in found if (answer.folder / jobs.JOB).is_file() or answer.by_hand]
