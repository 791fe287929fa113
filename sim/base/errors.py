"""The family of errors that a user of livesim can cause; each carries one clear message."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from sim.base.message import Message, brief, said, term


class LivesimError(Exception):
    """Base of every error a user's input can cause; commands print it without a traceback."""


class ScenarioError(LivesimError):
    """A scenario, segment or plan that cannot be run as written."""


class ParameterError(LivesimError):
    """An unknown parameter, or a value outside its bounds."""


class UnknownNameError(LivesimError):
    """A name that no registry knows."""


class ResultError(LivesimError):
    """A question that a result cannot answer (too short a horizon, no such metric...)."""


class StoreError(LivesimError):
    """A results folder that cannot be read or written."""


class TornError(StoreError):
    """A file that was not written to its end, or was damaged since."""


class Notice(UserWarning):
    """What changes no number of an answer, and its asker should know; commands say it in one line."""


class CacheNotice(Notice):
    """What could not be kept for the next time, or was kept and is of no use this time."""


class DamageWarning(Notice):
    """Damaged files that do not count and are made anew: the answer is right, but somebody should look at the disk."""


class PlugInError(LivesimError):
    """A planner's own lever, metric, segment or pattern that cannot be used as written."""


def nearest(name: str, allowed: Iterable[str]) -> str | None:
    """The allowed spelling closest to `name`, or None when nothing is near."""
    folded = {option.casefold(): option for option in allowed}
    close = difflib.get_close_matches(name.casefold(), list(folded), n=1, cutoff=0.5)
    return folded[close[0]] if close else None


def guess(name: str, allowed: Iterable[str]) -> str:
    """The end of a sentence that asks whether the nearest spelling was meant, blank when nothing is near."""
    near = nearest(name, allowed)
    return said("; did you mean '{near}'?", near=near) if near else ""


def unknown(kind: str, name: str, allowed: Iterable[str]) -> Message:
    """The sentence every unknown name gets: what was found, the nearest spelling, what is allowed."""
    options = sorted(set(allowed))
    listing = options[:30] + (["..."] if len(options) > 30 else [])
    return said("unknown {kind} '{name}'{guess} (allowed: {allowed})",
                kind=term(kind), name=brief(name), guess=guess(name, options), allowed=listing)
