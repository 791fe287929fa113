"""How large the campaigns are, and their seeds: LIVESIM_FAULTS_SEED=7 repeats the one that printed it."""

from __future__ import annotations

import os
import random

NAME = "LIVESIM_FAULTS_SEED"
QUICK_CASES, LARGE_CASES = 20, 200
"""Written logs of a campaign in the quick tests, and in the large one."""


def seed_of(default: int | None = None) -> int:
    """The seed of a campaign: that of the environment, else the default, else a new one."""
    stated = os.environ.get(NAME)
    return int(stated) if stated else random.SystemRandom().randrange(10**6) if default is None else default


def announce(capsys, words):
    """Print words past pytest's capture, so that a log of CI has the seed of a campaign that passed."""
    with capsys.disabled():
        print(f"\n{words}")
