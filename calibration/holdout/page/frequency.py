"""Purchases of customers by frequency as tables: livesim beside the bars, and how far each misses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from calibration.holdout.asked import WHOLE
from calibration.holdout.page.view import signed
from sim.reports.blocks import Grid, Row
from sim.texts import text


def customers_table(customers: pd.DataFrame, forecasts: Sequence[str], lang: str,
                    intervals: Sequence[str] = ()) -> Grid:
    """Mean purchases of a customer by class: what happened, each forecast, and livesim's intervals where there are."""
    heads = [text(f"holdout.heads.{head}", lang) for head in ("class", "people", "actual")]
    heads += [text(f"holdout.forecasts.{name}", lang) for name in forecasts]
    heads += [text("holdout.heads.ours_90", lang)] if intervals else []
    rows = []
    for place, line in enumerate(customers.to_dict("records")):
        whole = line["group"] == WHOLE
        name = text("holdout.groups.customers", lang) if whole else str(line["group"])
        numbers = [f"{line[column]:.2f}" for column in ("actual", *forecasts)]
        rows.append(Row([name, f"{line['people']:,}", *numbers, *intervals[place:place + 1]],
                        ["primary"] if whole else []))
    return Grid(text("holdout.frequency.table", lang), heads, rows, range(1, len(heads)), captioned=True)


def miss_table(misses: Mapping[str, Mapping[str, float]], lang: str) -> Grid:
    """The error of the total and the misses of single customers, forecast by forecast."""
    heads = [text(f"holdout.heads.{head}", lang) for head in ("forecast", "total", "mae", "rmse")]
    rows = [Row([text(f"holdout.forecasts.{name}", lang), signed(miss["total"], lang), f"{miss['mae']:.3f}",
                 f"{miss['rmse']:.3f}"]) for name, miss in misses.items()]
    return Grid(text("holdout.frequency.misses", lang), heads, rows, (1, 2, 3), captioned=True)
