"""Targets from logs: what a platform's own users do, with how sure that is, in the order of the industry's targets.

A tolerance holds three things: the error of the logs (they are one draw of users), the luck of a simulation of the fit
(another, mostly smaller draw), and a floor, since no number of an approximate model is believed to the last digit.
What the logs cannot show stays the industry's, at a wider tolerance.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from calibration.counting import TOLD, LogNumber, lacking, rows_of
from calibration.logs.odd import LogError
from calibration.moments import WATCHED_DAYS
from calibration.patterns import PATTERNS
from calibration.patterns.base import Needs
from calibration.patterns.returning import GAP_DAYS
from calibration.patterns.visits import SOURCE_DAYS
from calibration.responses import RESPONSES
from calibration.targets.forms import TargetForm
from calibration.targets.resampling import Key, Resamples, errors_of_metrics, errors_of_patterns
from sim.base.message import Message, said
from sim.replicate.events import Events

LEAST_DAYS = 30
"""Days of opens below which nothing of a platform is told: a month is the shortest window of a metric of activity."""
LEAST_USERS = 200
"""Users with an open below which nothing is told."""
LEAST_PEOPLE = 30
"""People who must be counted in a number: of fewer its error is luck itself."""
WIDER = 3.0
"""What an industry's tolerance is multiplied by where the logs show nothing: our judgement.

It says how well the industry's number is known, and platforms differ from each other by more: the ranges of W37, W40
and W41 reach over three to seven of their tolerances to either side.
"""
FLOOR = 0.01
"""Share of a number that its tolerance never falls below: our judgement.

Days and contacts are whole: a quantile of them may be the same in every draw and yet another in the next world.
"""
STEADY = (0.8, 1.25)
"""Newcomers of 90 days over those of the 90 before between which a platform counts as steady: our judgement."""
SURE = 2.0
"""Standard errors from which on logs tell which of two segments is above the other."""

YEAR_OF_ORDERS = Needs(order_days=365)
WINDOWS: Mapping[str, Needs] = {
    **dict.fromkeys(("visit_median_seconds", "visit_p90_over_mean", "visit_p99_over_mean", "watch_log_sd",
                     "known_host_order_ratio"), Needs(days=SOURCE_DAYS)),
    **dict.fromkeys(("return_hazard_1", *(f"return_hazard_{k}_over_1" for k in (2, 3, 4))), Needs(days=GAP_DAYS)),
    **dict.fromkeys(("top_host_share", "population_share", "new_lost_in_4_weeks", "joined_lately_share"),
                    Needs(days=WATCHED_DAYS)),
    **dict.fromkeys(("return_rate_tenth_over_first", *(f"purchase_gap_p{q}_over_p50" for q in (25, 75, 90))),
                    YEAR_OF_ORDERS),
}  # fmt: skip
"""Patterns -> days without which they are another number than in the simulation: short orders hide the long gaps."""
OF_ALL_WHO_JOINED = ("new_lost_in_4_weeks", "uninstalled_30d")
"""Patterns that need those who came once and never again."""

NOT_FITTED: Mapping[Key, Message] = {
    ("orders_per_engaged_visit", "all"): said("conversion and bounce rate say the same"),
    ("contacts_p25", "all"): said("contacts are drawn and not fitted"),
    ("contacts_p50", "all"): said("contacts are drawn and not fitted"),
}
"""Numbers that are shown and not fitted even if they are measured, with the reason."""


@dataclass(frozen=True)
class Measured:
    """What a number of the logs is worth.

    Attributes:
        row: the number. error: of the logs. luck: of a simulation of the fit. floor: all in its unit.
    """

    row: LogNumber
    error: float
    luck: float

    @property
    def floor(self) -> float:
        """What the tolerance never falls below."""
        return FLOOR * abs(self.row.value)

    @property
    def tolerance(self) -> float:
        """One unit of the loss."""
        return math.hypot(self.error, self.luck, self.floor)


@dataclass(frozen=True)
class OfLogs:
    """What logs show of the keys that targets ask for.

    Attributes:
        own: key -> number with its errors. why: key -> why the logs cannot tell it.
        users: users with an open. steady: newcomers of the last 90 days over those of the 90 before, NaN when unknown.
    """

    own: Mapping[Key, Measured]
    why: Mapping[Key, Message | str]
    users: int
    steady: float


TENURE = TargetForm(metric="joined_lately_share", reason={"en": "of our own users", "zh": "自有用户"})
"""The target that the industry has not: how old a platform's users are."""


def keys_asked(wanted: list[TargetForm]) -> list[Key]:
    """The (metric or pattern, segment) of every number that the targets need."""
    return list(dict.fromkeys((w.metric, segment) for w in wanted for segment in (w.segment, w.above) if segment))


def shown_by(events: Events, wanted: list[TargetForm], fit_users: int, draws: Resamples) -> OfLogs:
    """What the events show of everything wanted, with its errors.

    Args:
        fit_users: monthly users of a simulation of the fit, whose luck the tolerance holds [people].

    Raises LogError when days or users are too few.
    """
    days, users = events.last - events.first + 1, int(events.active.sum())
    if days < LEAST_DAYS:
        raise LogError(said("the logs hold {days} days of opens; targets need {least}, and {whole} show everything",
                            days=days, least=LEAST_DAYS, whole=WATCHED_DAYS))
    if users < LEAST_USERS:
        raise LogError(said("the logs hold {users} users with an open; targets need {least}", users=users,
                            least=LEAST_USERS))
    view, keys = as_the_fit_sees(events), keys_asked(wanted)
    why = {key: refused for key in keys if (refused := _refused(key, events, view))}
    rows: dict[Key, LogNumber] = {}
    for seen, names in ((events, TOLD), (view, PATTERNS)):
        asked = [key for key in keys if key[0] in names and key not in why]
        rows |= dict(zip(asked, rows_of(seen, asked), strict=True))
    why |= {key: refused for key, row in rows.items() if (refused := _unsure(row))}
    sure = [key for key in rows if key not in why]
    errors = errors_of_metrics(events, [key for key in sure if key[0] in TOLD], draws)
    errors |= errors_of_patterns(view, [key for key in sure if key[0] in PATTERNS], draws)
    why |= {key: said("too few days or people show it") for key in sure if math.isnan(errors[key])}
    luck = math.sqrt(int(events.within(LEAST_DAYS).active.sum()) / fit_users)
    own = {key: Measured(rows[key], errors[key], errors[key] * luck) for key in sure if key not in why}
    return OfLogs(own, why, users, _steadiness(events))


def as_the_fit_sees(events: Events) -> Events:
    """The events that patterns are told of: the last 90 days of those who had joined before them.

    Nobody joins by himself in the days that a fit watches visit by visit, so newcomers of these days are left out.
    """
    view = events.within(WATCHED_DAYS)
    view = view.of(events.users["joined"] <= events.last - WATCHED_DAYS)
    return replace(view, size=int(view.active.sum()))


def _refused(key: Key, events: Events, view: Events) -> Message | str:
    """Why a number cannot be told of these logs, "" when it can."""
    name, segment = key
    if name in RESPONSES:
        return said("a response is seen where one thing is changed")
    if name not in TOLD and name not in PATTERNS:
        return said("opens, visits and orders do not tell it")
    if segment not in events.groups:
        return said("the logs do not say who is of segment '{segment}'", segment=segment)
    if refused := lacking(WINDOWS.get(name, Needs()), view):
        return refused
    if name in OF_ALL_WHO_JOINED and _only_the_active(events):
        return said("the table users lists only who opened in these days, and not who came before and was lost")
    return ""


def _unsure(row: LogNumber) -> Message | str:
    if row.why:
        return row.why
    if row.people < LEAST_PEOPLE:
        return said("people who are counted: {people}; needed: {least}", people=row.people, least=LEAST_PEOPLE)
    return "" if row.value else said("nobody does it")


def _only_the_active(events: Events) -> bool:
    """Whether of all who joined in the 90 days before the days seen nobody is without an open in them and an order."""
    joined, seen = events.users["joined"], events.active
    seen[events.orders["user"]] = True
    return bool(seen[(joined < events.first) & (joined >= events.first - WATCHED_DAYS)].all())


def _steadiness(events: Events) -> float:
    joined, end = events.users["joined"], events.last + 1
    now, then = (int(((joined >= end - k * WATCHED_DAYS) & (joined < end - (k - 1) * WATCHED_DAYS)).sum())
                 for k in (1, 2))
    return now / then if then >= LEAST_PEOPLE else np.nan
