"""The answer: page one, then figures to look into."""

from __future__ import annotations

from sim.desk.desk import Desk


def show(desk: Desk) -> None:
    """Write the page."""
