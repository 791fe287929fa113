"""From a draft to a job: a copy of its files, and the command line that compares them."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Collection
from dataclasses import dataclass

from sim.base.errors import LivesimError, ScenarioError
from sim.base.files import writing
from sim.base.message import said
from sim.desk import jobs
from sim.desk.answers import PLAN, AnswerFolder
from sim.desk.drafts import BASELINE, Draft, local
from sim.desk.workspace import ANSWERS, Workspace
from sim.paired.arms import in_one_world

SIZES = {"look": ("--quick",), "decide": ("--users", "20000", "--replicates", "20"),
         "fine": ("--users", "20000", "--replicates", "60")}  # fmt: skip
"""How large the answer is -> what `compare` is told; what each is good for: docs/population_size.md."""
LONGEST_TITLE = 60
"""Letters of a draft's name that name its answers too."""
EXTRAS = ("explain", "break_even", "interactions")
"""What may be asked besides, each with worlds of its own: why, how much must be real, each strategy alone."""


@dataclass(frozen=True)
class Asking:
    """How a draft is asked: one of SIZES, some of EXTRAS, the language of the page that is written."""

    size: str = "look"
    extras: Collection[str] = ()
    lang: str = "en"

    @property
    def arguments(self) -> list[str]:
        """What decides the numbers, as `compare` takes it."""
        return [*SIZES[self.size], *(f"--{name.replace('_', '-')}" for name in EXTRAS if name in self.extras)]


def unready(draft: Draft, lang: str) -> list[str]:
    """What keeps a draft from being asked, a line each; empty when nothing does."""
    lines = [line for option in (BASELINE, *draft.options) for line in draft.wrong(option, lang)]
    if lines:
        return lines
    try:
        if not draft.options:
            raise ScenarioError(said("nothing to compare: add at least one option"))
        baseline, *options = [draft.scenario(name) for name in (BASELINE, *draft.options)]
        for option in options:
            if not option.outcomes:
                raise ScenarioError(said("option '{name}' says nothing of what decides; add an outcome",
                                         name=option.name))
        in_one_world(baseline, options)
    except LivesimError as error:
        return local(error, draft.folder, lang)
    return []


def asked(workspace: Workspace, draft: Draft, how: Asking, called: str = "") -> AnswerFolder:
    """The answer that a draft gets, its job in the queue; the same question finds its answer again.

    `called` is the name of the draft whose files these are, where they lie elsewhere by now. Raises StoreError when the
    folder cannot be written.
    """
    names = [BASELINE, *draft.options]
    meaning = [[name, draft.text(name)] for name in names], how.arguments
    digest = hashlib.sha256(json.dumps(meaning).encode()).hexdigest()[:6]
    title = called or draft.name
    folder = workspace.place(ANSWERS, f"{title[:LONGEST_TITLE]}-{digest}")
    if not (folder / jobs.JOB).is_file():
        with writing(folder / PLAN):
            (folder / PLAN).mkdir(parents=True, exist_ok=True)
            for name in names:
                shutil.copy(draft.path(name), folder / PLAN)
        files = [f"{name}.yaml" for name in names]
        jobs.ask(folder, _command(files, how), draft=title, files=files, lang=how.lang, size=how.size,
                 extras=list(how.extras))
    elif (status := jobs.status(folder)).ended and status.state != jobs.DONE:
        jobs.again(folder)
    return AnswerFolder(folder)


def _command(files: list[str], how: Asking) -> list[str]:
    """`livesim compare` as it is typed in the answer's folder."""
    baseline, *options = [f"{PLAN}/{name}" for name in files]
    return ["compare", *options, "--baseline", baseline, *how.arguments, "--early", "--one-page", "--out", "results",
            "--lang", how.lang]  # fmt: skip
