"""A sweep's results by the values of its factors, to print or to save."""

from __future__ import annotations

import io
import os
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from sim.base.errors import ResultError, StoreError, UnknownNameError, unknown
from sim.base.files import write_whole
from sim.base.message import said
from sim.cast.segments import combination
from sim.explore.plan import Factor
from sim.explore.response import VALUES, response
from sim.explore.result import Swept
from sim.explore.sweeping import begun
from sim.scenario.names import money_needs, resolve

SUFFIXES = (".csv", ".xlsx", ".parquet")


def read_table(
    folder: str | os.PathLike[str], metric: str | None, by: Sequence[str] | None, scenario: str | None,
    segment: str | None, value: str,
) -> tuple[pd.DataFrame, list[Factor]]:
    """(scenario, metric, segment, the factors `by`, mean, both bands, points, n; the factors): what there is by now.

    The main outcome, every scenario and all factors that vary unless stated. Raises ResultError for a name that the
    sweep does not have.
    """
    swept = begun(folder)
    sweep, results = swept.sweep, swept.results
    _one_of("value", value, VALUES)
    if results.empty:
        raise ResultError(said("{folder} has no finished run yet", folder=folder))
    main_metric, main_segment = sweep.outcomes[0]
    metric = _one_of("metric", _spelt("metric", metric or main_metric), results["metric"].unique())
    segments = results.loc[results["metric"] == metric, "segment"].unique()
    segment = _one_of("segment", _spelt("segment", segment) if segment else
                      main_segment if main_segment in segments else segments[0], segments)
    chosen = [_spelt("scenario", scenario)] if scenario else sweep.scenarios
    scenarios = [_one_of("scenario", name, sweep.scenarios) for name in chosen]
    names = [_one_of("factor", name, [f.name for f in sweep.factors]) for name in by or (f.name for f in sweep.varied)]
    parts = [_part(swept, names, (name, metric, segment), value) for name in scenarios]
    return pd.concat(parts, ignore_index=True), [sweep.factor(name) for name in names]


def _spelt(kind: str, written: str) -> str:
    """The own spelling of a name; of what livesim does not know (money, a planner's own), the name as it is."""
    try:
        return resolve(kind, written)
    except UnknownNameError:
        return combination.name_of(combination.parse(written)) if combination.is_combination(written) else written


def save_table(table: pd.DataFrame, path: Path) -> None:
    """Write a table as its suffix says: .csv, .xlsx or .parquet. Raises StoreError when that cannot be done."""
    if path.suffix not in SUFFIXES:
        raise StoreError(said("'{path}': {why}", path=path, why=unknown("kind of file", path.suffix, SUFFIXES)))
    body = io.BytesIO()
    if path.suffix == ".parquet":
        table.to_parquet(body, index=False)
    elif path.suffix == ".csv":
        table.to_csv(body, index=False)
    else:
        try:
            table.to_excel(body, index=False)
        except ImportError:
            raise StoreError(said("Excel files need openpyxl; install it with: pip install "
                                  "'livesim[explore]'")) from None
    write_whole(path, body.getvalue())


def _part(swept: Swept, factors: list[str], what: tuple[str, str, str], value: str) -> pd.DataFrame:
    table = response(swept.results, swept.sweep, factors, *what, value)
    for place, (name, content) in enumerate(zip(("scenario", "metric", "segment"), what, strict=True)):
        table.insert(place, name, content)
    return table


def _one_of(kind: str, name: str, allowed: Sequence[str]) -> str:
    if name not in list(allowed):
        if kind == "metric" and (needs := money_needs(name)):
            raise ResultError(needs)
        raise ResultError(unknown(kind, name, allowed))
    return name
