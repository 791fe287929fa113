"""Figures of visits and of coming back, the reported numbers among them."""

from __future__ import annotations

import numpy as np
from scipy.special import ndtr, ndtri

from calibration.page.drawing import (
    OTHER,
    PLAIN,
    REPORTED,
    SHARES,
    SIMULATED,
    Mark,
    canvas,
    finished,
    logarithmic,
    published,
)
from calibration.page.view import ValidationView
from calibration.patterns import PATTERNS
from calibration.patterns.returning import return_hazard
from calibration.patterns.visits import SOME_VISITS, SOURCE_DAYS, watched, with_visits
from sim.outcomes.metrics.aggregate import table
from sim.reports.blocks import Picture
from sim.reports.validation import number
from sim.users.counts import RETENTION_DAYS

TAILS = np.logspace(0.0, -3.5, 160)
GAPS = range(1, 11)
FOUR_WEEKS = 31
"""Middle of the days in which a newcomer who is not lost opens."""


def visit_lengths(view: ValidationView) -> Picture:
    """Share of visits that last longer, by their length over the mean length."""
    minutes = view.validation.events.within(SOURCE_DAYS).visits["minutes"]
    axes = canvas(view, "visit_lengths")
    mean = float(minutes.mean()) if len(minutes) else np.nan
    lengths = np.quantile(minutes, 1.0 - TAILS) / mean if len(minutes) else np.full(len(TAILS), np.nan)
    axes.plot(lengths, TAILS, color=SIMULATED, linewidth=1.8, label=view.say("figures.simulated"))
    (seconds,), (longest_tenth,), (longest,), (usual,) = (published(f"W0{k}") for k in range(1, 5))
    marks = [Mark("W01", seconds / 60.0 / mean, 0.5, number(seconds, "s", view.lang),
                  number(60.0 * mean * float(np.interp(-0.5, -TAILS, lengths)), "s", view.lang))]  # fmt: skip
    for evidence, long, share in (("W02", longest_tenth, 0.1), ("W03", longest, 0.01)):
        simulated = float(np.interp(-share, -TAILS, lengths))
        marks.append(Mark(evidence, long / usual, share, number(long / usual, "ratio", view.lang),
                          number(simulated, "ratio", view.lang)))  # fmt: skip
    logarithmic(axes, x=(0.01, 0.1, 1, 10, 100), y=(0.001, 0.01, 0.1, 1))
    axes.set_xlim(0.005, 150)
    axes.xaxis.set_major_formatter(PLAIN)
    return finished(view, "visit_lengths", axes, marks)


def return_hazards(view: ValidationView) -> Picture:
    """Chance to come back on a day, by days since the last open: as the source saw it, with every open, and true."""
    axes = canvas(view, "return_hazards")
    lines = {}
    for kind, colour, dash in (("seen", SIMULATED, "-"), ("every", SIMULATED, (0, (1, 2))),
                               ("really", OTHER, (0, (5, 2)))):  # fmt: skip
        lines[kind] = [return_hazard(view.validation.events, gap, censored=kind == "really", thinned=kind == "seen")
                       for gap in GAPS]
        label = view.say(f"figures.return_hazards.{kind}")
        axes.plot(GAPS, lines[kind], color=colour, linestyle=dash, marker="o", markersize=3, label=label)
    marks = [Mark(evidence, gap, published(evidence)[0], number(published(evidence)[0], "share", view.lang),
                  number(lines["seen"][gap - 1], "share", view.lang))
             for gap, evidence in enumerate(("W09", "W10", "W11", "W12"), 1)]  # fmt: skip
    axes.set_xticks(list(GAPS))
    axes.set_ylim(bottom=0.0)
    return finished(view, "return_hazards", axes, marks)


def newcomers(view: ValidationView) -> Picture:
    """Share of newcomers who are back on a day, and within a week from it, by days since they joined."""
    axes = canvas(view, "newcomers")
    outcome, events = view.validation.run.outcome, view.validation.events
    groups = {"all": outcome.segments["all"]}
    kept = {}
    for kind, ending, colour, dash in (("day", "", SIMULATED, "-"), ("week", "_window", OTHER, (0, (5, 2)))):
        kept[kind] = table(outcome, [f"retention_d{n}{ending}" for n in RETENTION_DAYS], groups)["value"].to_numpy()
        label = view.say(f"figures.newcomers.{kind}")
        axes.plot(RETENTION_DAYS, kept[kind], color=colour, linestyle=dash, marker="o", markersize=3, label=label)
    lost = float(PATTERNS["new_lost_in_4_weeks"].measure(events))
    simulated = {"W13": kept["day"][RETENTION_DAYS.index(1)], "W14": kept["day"][RETENTION_DAYS.index(30)],
                 "W38": 1.0 - lost}  # fmt: skip
    points = {"W13": (1, published("W13")[0]), "W14": (30, published("W14")[0]),
              "W38": (FOUR_WEEKS, 1.0 - published("W38")[0])}  # fmt: skip
    marks = [Mark(evidence, x, y, number(y, "share", view.lang), number(simulated[evidence], "share", view.lang))
             for evidence, (x, y) in points.items()]  # fmt: skip
    logarithmic(axes, x=RETENTION_DAYS)
    axes.set_ylim(bottom=0.0)
    axes.xaxis.set_major_formatter(PLAIN)
    return finished(view, "newcomers", axes, marks)


def concentration(view: ValidationView) -> Picture:
    """Share of all minutes that the users who watch most have, by their share of the users."""
    axes = canvas(view, "concentration")
    events = view.validation.events
    minutes, users = watched(events, SOURCE_DAYS), np.linspace(0.0, 1.0, 101)
    heavy = minutes[with_visits(events, SOURCE_DAYS, SOME_VISITS)]
    everybody = minutes[events.within(SOURCE_DAYS).active]
    for kind, group, colour, dash in (("heavy", heavy, SIMULATED, "-"), ("all", everybody, OTHER, (0, (5, 2)))):
        axes.plot(users, held_by(group, users), color=colour, linestyle=dash, linewidth=1.8,
                  label=view.say(f"figures.concentration.{kind}"))  # fmt: skip
    (spread,) = published("W44")
    tenth = float(ndtr(spread + ndtri(0.1)))  # the share that the top tenth of a lognormal holds
    simulated = float(held_by(heavy, np.array([0.1]))[0])
    marks = [Mark("W44", 0.1, tenth, number(tenth, "share", view.lang), number(simulated, "share", view.lang))]
    axes.plot(users, ndtr(spread + ndtri(users)), color=REPORTED, linewidth=1.0)
    axes.xaxis.set_major_formatter(SHARES)
    return finished(view, "concentration", axes, marks, "figures.concentration.reported")


def held_by(minutes: np.ndarray, users: np.ndarray) -> np.ndarray:
    """[share of users, those who watch most first] their share of all minutes."""
    if not minutes.sum() > 0.0:
        return np.full(len(users), np.nan)
    most_first = np.sort(minutes)[::-1]
    held = np.concatenate([[0.0], np.cumsum(most_first) / most_first.sum()])
    return np.interp(users, np.linspace(0.0, 1.0, len(held)), held)
