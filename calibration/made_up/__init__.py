"""A platform that does not exist, with logs to import and a truth that is known: to learn with, and to test with."""

from __future__ import annotations

from calibration.made_up.making import make_platform
from calibration.made_up.truth import MadeUpPlatform, platform

__all__ = ["Platform", "make_platform", "platform"]
