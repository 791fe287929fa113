"""How large the campaigns are, and their seed: LIVESIM_FAULTS_SEED=7 begins where a printed one began."""

from __future__ import annotations

import os

SEED = int(os.environ.get("LIVESIM_FAULTS_SEED", "20251129"))
QUICK_CASES, LARGE_CASES = 40, 200
