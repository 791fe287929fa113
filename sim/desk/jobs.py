"""Jobs: command lines of livesim that run as processes of their own, each in a folder, one after the other.

A job outlives the desk, and the desk outlives a job: what is asked stands in `job.json`, which process lives for it in
`process.json`, how far it is in `progress.json`, how it ended in `ended.json`, each with one writer. The numbers are in
the folder that the command writes, which the same command resumes.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
from filelock import FileLock

import sim
from sim.base.errors import LivesimError
from sim.base.files import read_json, write_json
from sim.desk.progress import PROGRESS as VARIABLE
from sim.desk.workspace import ANSWERS, NUMBERS, Workspace

JOB, PROCESS, PROGRESS, ENDED = "job.json", "process.json", "progress.json", "ended.json"
LOG, PRINTED = "log.txt", "printed.txt"
"""What the command wrote on standard error, and on standard output."""
RUN, BEGUN, STOP = "run", "begun", "stop"
"""What is wished of a job: that it runs when its turn comes, no more than it has begun, that it does not."""
WAITING, RUNNING, DONE, FAILED, STOPPED, BROKEN = "waiting", "running", "done", "failed", "stopped", "broken"
"""What a job can be; one that was stopped by its owner goes on from what it has, and so does one that broke off."""
INCOMPLETE = 3
"""Exit code of a command that did what was asked, and could not make it as precise as was asked."""
PATIENCE = 5.0
"""Time that a process has to end by itself when it is stopped [s]."""
LAST = 4000
"""Letters of a log that are read from its end."""


@dataclass(frozen=True)
class JobStatus:
    """What a job is at the moment; `done` of `wanted` pieces, `left` seconds where that is known.

    `doing` is what is being done, `told` what the command said last, of one that failed why; both in its language.
    """

    state: str
    done: int = 0
    wanted: int = 0
    left: float | None = None
    doing: str = ""
    told: str = ""

    @property
    def ended(self) -> bool:
        """Whether nothing more comes unless somebody asks again."""
        return self.state not in (WAITING, RUNNING)


def ask(folder: Path, command: Sequence[str], **more: Any) -> None:
    """Have the command line of livesim run in `folder` when its turn comes; `more` is kept beside it."""
    write_json(folder / JOB, {"command": list(command), **more, "asked": time.time(), "wish": RUN})


def again(folder: Path) -> None:
    """Have a job that ended run once more; it resumes what is there."""
    write_json(folder / JOB, {**job_of(folder), "asked": time.time(), "wish": RUN})


def stop(folder: Path) -> None:
    """End a job's processes, or take it out of the queue; what it finished is kept."""
    with _turn(folder.parent.parent):
        write_json(folder / JOB, {**job_of(folder), "wish": STOP})
        process = _alive(folder)
    if process is None:
        return
    with suppress(psutil.Error):
        family = [process, *process.children(recursive=True)]
        for one in family:
            with suppress(psutil.Error):
                one.terminate()
        _, living = psutil.wait_procs(family, PATIENCE)
        for one in living:
            with suppress(psutil.Error):
                one.kill()


def status(folder: Path) -> JobStatus:
    """What the job of a folder is at the moment."""
    job, ended = job_of(folder), _told(folder / ENDED)
    progress = _told(folder / PROGRESS)
    counted = {"done": progress.get("done", 0), "wanted": progress.get("wanted", 0),
               "doing": progress.get("doing", ""), "told": progress.get("words", "")}
    if _alive(folder) is not None:
        passed = time.time() - progress.get("at", time.time())
        left = progress.get("left")
        return JobStatus(RUNNING, **counted, left=None if left is None else max(0.0, left - passed))
    if job.get("wish") == RUN:
        return JobStatus(WAITING, **counted)
    if ended.get("code") in (0, INCOMPLETE):
        return JobStatus(DONE, **{**counted, "told": tail(folder / LOG)})
    if job.get("wish") == STOP:
        return JobStatus(STOPPED, **counted)
    return JobStatus(FAILED, **{**counted, "told": tail(folder / LOG)}) if ended else JobStatus(BROKEN, **counted)


def queue(workspace: Workspace) -> list[Path]:
    """The folders of all jobs that wait, run or ended, in the order in which they were asked."""
    folders = [folder for kind in (ANSWERS, NUMBERS) for folder in workspace.listed(kind) if (folder / JOB).is_file()]
    return sorted(folders, key=lambda folder: job_of(folder).get("asked", 0.0))


def advance(workspace: Workspace) -> None:
    """Begin the job whose turn it is, when none runs. Safe to be called by several at once."""
    with _turn(workspace.root):
        states = {folder: status(folder).state for folder in queue(workspace)}
        if RUNNING in states.values():
            return
        waiting = next((folder for folder, state in states.items() if state == WAITING), None)
        if waiting is not None:
            _begin(waiting)


def _turn(root: Path) -> FileLock:
    """Whoever holds it begins and stops the jobs of a workspace, and nobody else does."""
    return FileLock(root / "queue.lock")


def _begin(folder: Path) -> None:
    """Start the process of a job; it lives on when the desk ends."""
    for name in (ENDED, PROGRESS):
        (folder / name).unlink(missing_ok=True)
    env = {**environment(), VARIABLE: str(folder / PROGRESS)}
    with (folder / LOG).open("wb") as log, (folder / PRINTED).open("wb") as printed:
        process = subprocess.Popen([sys.executable, "-m", "sim.cli.job", str(folder)], cwd=folder, env=env,
                                   stdin=subprocess.DEVNULL, stdout=printed, stderr=log, start_new_session=True)
    write_json(folder / PROCESS, {"pid": process.pid, "born": psutil.Process(process.pid).create_time()})
    write_json(folder / JOB, {**job_of(folder), "wish": BEGUN})


def environment() -> dict[str, str]:
    """The environment of a command: it finds this livesim from any folder, and writes UTF-8."""
    home = str(Path(sim.__file__).resolve().parent.parent)
    path = os.pathsep.join(filter(None, (home, os.environ.get("PYTHONPATH"))))
    return {**os.environ, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"}


def _alive(folder: Path) -> psutil.Process | None:
    """The living process of a job, None when it has none; another one may have got its number since."""
    told = _told(folder / PROCESS)
    if not told:
        return None
    with suppress(psutil.Error):
        process = psutil.Process(told["pid"])
        if abs(process.create_time() - told["born"]) < 1.0 and process.status() != psutil.STATUS_ZOMBIE:
            return process
    return None


def job_of(folder: Path) -> dict[str, Any]:
    """What was asked of a folder; empty where that is lost."""
    return _told(folder / JOB)


def tail(path: Path, letters: int = LAST) -> str:
    """The end of a log."""
    try:
        return path.read_bytes()[-4 * letters :].decode("utf-8", "replace")[-letters:].strip()
    except OSError:
        return ""


def _told(path: Path) -> dict[str, Any]:
    try:
        return read_json(path) or {}
    except LivesimError:
        return {}
