"""The part of the page about evidence that no fit may read: what it says, and whether it can be predicted yet."""

from __future__ import annotations

from calibration.contrasts.valid import PREDICTIONS, testable
from calibration.evidence import Fact, load
from calibration.page.view import ValidationView
from calibration.validate import held_out
from sim.levers import LEVERS
from sim.outcomes.metrics import METRICS
from sim.reports.blocks import Grid, Row, Section, Words
from sim.reports.format import format_relative
from sim.reports.validation import number
from sim.texts import text

LEVELS_ALONE = frozenset(one.evidence for one in PREDICTIONS if not testable(one))


def predictions(view: ValidationView) -> Section:
    """Every held-out row; nothing is predicted here that no comparison has computed."""
    table = held_out()
    about = zip(table["evidence"], table["about"], strict=True)
    states = {evidence: state(evidence, strategy) for evidence, strategy in about}
    rows = [Row([view.say(f"to_predict.rows.{evidence}"), evidence, reported(view, evidence),
                 view.say(f"to_predict.states.{states[evidence]}")]) for evidence in table["evidence"]]  # fmt: skip
    heads = [view.say(f"to_predict.heads.{column}") for column in ("about", "evidence", "reported", "state")]
    built = sum(name == "not_run" for name in states.values())
    lead = view.say("to_predict.lead", all=len(rows), built=built)
    return view.section("to_predict", Words(lead), Grid(view.say("to_predict.title"), heads, rows, numbers=(2,)))


def state(evidence: str, about: str) -> str:
    """Whether the model can predict a row: no strategy, no comparison, a level that tests nothing, or not run here."""
    if about in LEVERS:
        return "level" if evidence in LEVELS_ALONE else "not_run"
    strategies = {row.lever for row in load().values() if isinstance(row, Fact)}
    return "no_strategy" if about in strategies else "no_comparison"


def reported(view: ValidationView, evidence: str) -> str:
    """What the row reports: relative changes, levels, or the numbers of a study."""
    row = load()[evidence]
    listed = text("report.format.list", view.lang)
    if not isinstance(row, Fact):
        return listed.join(f"{value:g}" for value in row.value)
    if row.relative_change:
        return listed.join(format_relative(value, view.lang) for value in row.relative_change)
    unit = METRICS[row.metric].unit if row.metric in METRICS else "count"
    return listed.join(number(value, unit, view.lang) for value in row.after)
