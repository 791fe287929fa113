"""The figures of the page in their order."""

from __future__ import annotations

from calibration.page.grouping import buying_again, contacts, groups
from calibration.page.view import ValidationView
from calibration.page.visiting import concentration, newcomers, return_hazards, visit_lengths
from sim.reports.blocks import Picture
from sim.reports.style import style

SINGLE = (visit_lengths, return_hazards, newcomers, buying_again, concentration, contacts)


def figures(view: ValidationView) -> list[Picture]:
    """Reported and simulated numbers in one picture each, then the groups that must differ."""
    with style(view.lang):
        return [*(draw(view) for draw in SINGLE), *groups(view)]
