"""What became of budgets and coupons, in words."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from sim.outcomes.outcome import PLAN
from sim.paired.comparison import Comparison
from sim.reports import format as fmt
from sim.reports.names import scenario_name, strategy_name
from sim.reports.sheet import Sheet, heads, times
from sim.texts import text

YUAN = ("budget", "spent", "reserved", "left")
COUPONS = ("granted", "used", "expired", "void", "in_hand")


def budget_sheet(comparison: Comparison, lang: str) -> Sheet:
    """A line for each strategy with a budget or coupons, and for a plan with a budget: yuan, coupons, its end."""
    rows = comparison.budgets
    rows = rows[rows["budget"].notna() | rows["granted"].notna()]
    lines = [_line(row, lang) for row in rows.to_dict("records")]
    notes = [text("report.budgets.read", lang)]
    if comparison.manifest["scale"] is None:
        notes.append(text("report.money.unscaled", lang))
    columns = heads("budgets", ("strategy", *YUAN, *COUPONS, "ended"), lang)
    return Sheet(text("report.budgets.title", lang), columns, lines, tuple(notes) if lines else ())


def _line(row: Mapping[str, Any], lang: str) -> tuple[str, ...]:
    who = text("report.budgets.plan", lang) if row["strategy"] == PLAN else strategy_name(row["strategy"], lang)
    name = text("report.budgets.of", lang, strategy=fmt.capital(who), scenario=scenario_name(row["scenario"], lang))
    yuan = [_amount(row[part], lang) for part in YUAN]
    coupons = [fmt.format_people(row[part], lang) for part in COUPONS]
    return name, *yuan, *coupons, _ended(row, lang)


def _amount(yuan: float, lang: str) -> str:
    return fmt.format_value(yuan, "yuan", 1.0, lang) if math.isfinite(yuan) else text("report.format.none", lang)


def _ended(row: Mapping[str, Any], lang: str) -> str:
    """"day 151 (4 of 20)", or a dash where the budget held in every replicate."""
    if not row["times"]:
        return text("report.format.none", lang)
    return text("report.budgets.day", lang, day=f"{row['ended']:g}", odds=times(row["times"], row["n"], lang))
