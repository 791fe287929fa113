"""Numbers in cells of text: what is empty is missing, and what cannot be is odd."""

from __future__ import annotations

import numpy as np
import pandas as pd

from calibration.logs.columns import FLAG, TRUE_FALSE, Limits
from sim.base.message import Message, said


def numbers_of(cells: pd.Series, empty: np.ndarray, limits: Limits) -> tuple[np.ndarray, np.ndarray]:
    """(number [row], bool [row]: odd) of a column of texts; NaN where the cell is `empty` or odd."""
    if limits is FLAG:
        cells = cells.str.lower().replace(TRUE_FALSE)
    number = pd.to_numeric(cells.where(~empty), errors="coerce").to_numpy(float)
    with np.errstate(invalid="ignore"):
        fits = (number >= limits.low) & (number <= limits.high)
        if limits.whole:
            fits &= number == np.floor(number)
    return np.where(fits, number, np.nan), ~fits & ~empty


def why_no_number(cell: str, column: str, limits: Limits) -> Message:
    """What is wrong with a cell that `numbers_of` calls odd."""
    number = pd.to_numeric(pd.Series([cell]), errors="coerce").iloc[0]
    if limits is FLAG:
        return said("'{value}' is neither 0 nor 1", value=cell)
    if np.isnan(number):
        return said("'{value}' is no number", value=cell)
    if column == "seconds" and number > limits.high:
        return said("{value} seconds are more than a day; if these are milliseconds, divide them by 1000", value=cell)
    if limits.whole and limits.low <= number <= limits.high:
        return said("'{value}' is no whole number", value=cell)
    return said("'{value}' cannot be (allowed: {low:.12g} to {high:.12g})",
                value=cell, low=limits.low, high=limits.high)
