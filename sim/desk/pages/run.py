"""The page `run`."""

from __future__ import annotations

from sim.desk.desk import Desk


def show(desk: Desk) -> None:
    """Write the page."""
