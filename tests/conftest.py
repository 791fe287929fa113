"""Shared set-up: property tests try the same examples on every run, so that a red test stays red."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # tests share the cores: threads of one would wait for the other's
os.environ["LIVESIM_CACHE"] = "off"  # no test finds what another one, or the user, has kept

settings.register_profile(
    "livesim", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("livesim")
