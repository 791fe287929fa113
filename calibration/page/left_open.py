"""The part of the page about the posterior: what the targets leave open."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from calibration import fitfile
from calibration.page.knowledge import value
from calibration.page.view import ValidationView
from sim.cast.fit import file_of
from sim.reports.blocks import Grid, Row, Section, Words
from sim.reports.format import format_part
from sim.texts.meanings import meaning

COLUMNS = ("meaning", "name", "low", "median", "high", "of_prior")


def left_open(view: ValidationView) -> Section:
    """Every parameter that a draw moves, with its 90 % interval; one sentence for a fit without a posterior."""
    told = fitfile.read_record(file_of(view.own_fit)).get("posterior")
    if told is None:
        return view.section("left_open", Words(view.say("left_open.absent")))
    heads = [view.say(f"left_open.heads.{column}") for column in COLUMNS]
    rows = [_row(name, entry, view.lang) for name, entry in told["parameters"].items()]
    lead = view.say("left_open.lead", draws=told["draws"], simulations=told["simulations"],
                    mixing=f"{told['mixing']:.2f}", error=f"{told['emulator_error']:.2f}")
    return view.section("left_open", Words(lead), Grid(view.say("left_open.grid"), heads, rows, numbers=(2, 3, 4, 5)),
                        Words(view.say("left_open.following")))


def _row(name: str, entry: Mapping[str, Any], lang: str) -> Row:
    share = format_part(entry["of_prior"], lang) if "of_prior" in entry else ""
    return Row([meaning(name, lang), name, *(value(entry[column]) for column in ("low", "median", "high")), share])
