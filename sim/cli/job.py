"""A job of the planner's desk: `python -m sim.cli.job FOLDER` runs the command line that the folder holds.

How it ended is kept beside it, so that the desk knows, whenever it looks again.
"""

from __future__ import annotations

import sys
from pathlib import Path

from sim.base.files import write_json
from sim.desk import jobs


def run(folder: Path) -> int:
    """The exit code of the command line of `folder`, after it ran."""
    from sim.cli import main

    sys.argv = ["livesim", *jobs.job_of(folder)["command"]]
    try:
        main()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    else:
        code = 0
    write_json(folder / jobs.ENDED, {"code": code})
    return code


if __name__ == "__main__":
    sys.exit(run(Path(sys.argv[1])))
