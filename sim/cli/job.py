"""A job of the planner's desk: `python -m sim.cli.job FOLDER` runs the command line that the folder holds.

How it ended is kept beside it, so that the desk knows, whenever it looks again.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path

import psutil

from sim.base.files import write_json
from sim.desk import jobs

STEP, LOWEST = 10, 19
"""How far a job and its workers step aside, and the lowest priority there is [niceness]."""


def run(folder: Path) -> int:
    """The exit code of the command line of `folder`, after it ran."""
    from sim.cli import main

    _step_aside()
    sys.argv = ["livesim", *jobs.job_of(folder)["command"]]
    try:
        main()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    else:
        code = 0
    write_json(folder / jobs.ENDED, {"code": code})
    return code


def _step_aside() -> None:
    """Lower the priority of this process, so that whoever clicks on the page does not wait for the job."""
    process = psutil.Process()
    with suppress(psutil.Error):
        process.nice(psutil.BELOW_NORMAL_PRIORITY_CLASS if sys.platform == "win32" else
                     min(LOWEST, process.nice() + STEP))  # fmt: skip


if __name__ == "__main__":
    sys.exit(run(Path(sys.argv[1])))
