"""The evidence: every number from outside that the model is built on, fitted to or checked against.

`load()` gives all rows; `fitting_rows()` leaves out those a fit must not see, because they are kept to
test the predictions. The columns are explained in README.md beside the tables.
"""

from __future__ import annotations

from collections.abc import Mapping

from sim.reports.evidence import HELD_OUT, USES, Evidence, Fact, Finding, is_held_out, load, rows_of

__all__ = ["HELD_OUT", "USES", "Evidence", "Fact", "Finding", "effect_of", "fitting_rows", "is_held_out", "load",
           "rows_of"]


def effect_of(row: Evidence, lever: str) -> Fact:
    """A row as the effect of a `lever`: a finding is what it caused, as a relative change of those it reached."""
    if isinstance(row, Fact):
        return row
    return Fact(row.id, row.topic, "strategy", lever, "all", row.metric, (), (), row.value, "caused", "members", None,
                row.grade, row.use, row.note)


def fitting_rows() -> Mapping[str, Evidence]:
    """Evidence id -> row, for the rows that a fit may read: all but the held-out ones."""
    return load([use for use in USES if use not in HELD_OUT])
