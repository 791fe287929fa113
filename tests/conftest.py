"""Shared set-up: property tests try the same examples on every run, so that a red test stays red."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

settings.register_profile(
    "livesim", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("livesim")
