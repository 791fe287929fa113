"""`python -m calibration.coverage`: the study of coverage, written where the validation page finds it.

It takes long (500 platforms: some 40 minutes of a core), remembers every platform in a folder, and goes on from there.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from calibration.coverage.design import POINTS, SETTING, made_up
from calibration.coverage.living import live
from calibration.coverage.record import FILE, record, write
from calibration.coverage.study import study
from calibration.evaluations import Evaluations
from sim.base.message import said


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the study, or go on with it."""
    ask = argparse.ArgumentParser(prog="python -m calibration.coverage", description=__doc__)
    ask.add_argument("--platforms", type=int, default=POINTS, help="drawn from the prior and lived")
    ask.add_argument("--users", type=int, default=SETTING.users, help="of each platform")
    ask.add_argument("--truths", type=int, default=None, help="platforms that are inferred; all unless stated")
    ask.add_argument("--workers", type=int, default=2, help="processes")
    ask.add_argument("--work", type=Path, default=Path("results/coverage"), help="folder of what was lived")
    ask.add_argument("--out", type=Path, default=FILE, help="the file that is written")
    given = ask.parse_args(arguments)
    setting = replace(SETTING, users=given.users)
    evaluations = Evaluations(given.work, given.workers, print, run=live)  # type: ignore[arg-type]
    made = made_up(evaluations, given.platforms, setting)
    ranked = study(made.platforms, truths=given.truths,
                   tell=lambda done, wanted: print(said("{done} of {wanted} truths", done=done, wanted=wanted)))
    write(record(made, ranked, setting), given.out)
    print(given.out)


if __name__ == "__main__":
    main()
