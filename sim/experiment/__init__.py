"""Experiments inside a world: what a test of a part of the units would show, beside the truth that it looks for."""

from sim.experiment.rehearsing import Rehearsal, rehearse

__all__ = ["Rehearsal", "rehearse"]
