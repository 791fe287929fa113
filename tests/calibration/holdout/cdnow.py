"""CDNOW: purchases of 2,357 customers who first bought in the first twelve weeks of 1997, to the middle of 1998.

The file ships with the package `lifetimes`, which is installed for tests alone and never imported.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from calibration.holdout.bars import Purchases

TRAINING_ENDS = int(np.datetime64("1997-09-30").astype(int))
END = int(np.datetime64("1998-06-30").astype(int))


def cdnow_file() -> Path:
    """Where the file lies; the test that asks is skipped where it is not installed."""
    found = find_spec("lifetimes")
    if found is None or found.origin is None:
        pytest.skip("the package 'lifetimes', which ships the CDNOW file, is not installed")
    return Path(found.origin).parent / "datasets" / "CDNOW_sample.txt"


def cdnow() -> Purchases:
    """Purchase days [days since 1970] of the sample of one tenth."""
    table = np.loadtxt(cdnow_file(), dtype=np.int64, usecols=(1, 2))
    written = table[:, 1].astype(str)
    days = [f"{text[:4]}-{text[4:6]}-{text[6:]}" for text in written]
    return Purchases.of(table[:, 0], np.array(days, "datetime64[D]").astype(np.int64))
