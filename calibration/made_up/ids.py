"""Names of the platform's users and hosts, and its days as dates."""

from __future__ import annotations

import numpy as np

from calibration.made_up.truth import MadeUpPlatform

ODD = 0x9E3779B97F4A7C15
"""An odd number, so that no two rows share a name."""


def user_names(rows: np.ndarray, true: MadeUpPlatform) -> np.ndarray:
    """A name of 16 letters for each row of the users' table, which says nothing of its place."""
    with np.errstate(over="ignore"):
        mixed = rows.astype(np.uint64) * np.uint64(ODD) + np.uint64(true.seed)
    return np.array([f"{number:016x}" for number in mixed.tolist()], dtype=object)


def host_names(rows: np.ndarray) -> np.ndarray:
    """A name for each row of the hosts' table."""
    return np.array([f"room-{number:04d}" for number in rows.tolist()], dtype=object)


def dates(days: np.ndarray, first: int, true: MadeUpPlatform) -> np.ndarray:
    """Days as dates, of which the day `first` is the first one of the logs."""
    begin = np.datetime64(true.first_day, "D")
    told: np.ndarray = begin + (np.asarray(days, np.int64) - first).astype("timedelta64[D]")
    return told
