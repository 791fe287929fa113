"""How much must be real: the effect at any share of what was reported, beside what is worth acting on."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import streamlit as st

from sim.desk.charts.real import real_chart
from sim.desk.reading.opened import Reading, part
from sim.desk.reading.shown import blocks, figure, quiet
from sim.paired.benefit import NET_BENEFIT
from sim.paired.break_even import FEW, STATED, effect_at, good_way
from sim.reports import format as fmt
from sim.reports.answer import break_even_sentences
from sim.reports.blocks import Words
from sim.reports.names import metric_name, per_of, scenario_name, segment_name
from sim.texts import text

STEP = 5
"""Of the slider [%]."""


@part
def real(reading: Reading) -> None:
    """A slider over the share that is real, and what the break-even table says there."""
    table, lang, say = reading.comparison.break_even, reading.lang, reading.desk.say
    if table.empty:
        st.write(say("answer.real.none"))
        return
    rows = table.to_dict("records")
    place: int = st.selectbox(say("answer.real.of"), range(len(rows)), format_func=lambda n: _named(rows[n], lang),
                              key=f"reading.real.{reading.answer.name}")  # fmt: skip
    row = rows[place]
    if row["way"] in (STATED, FEW):
        st.write(say(f"answer.real.{row['way']}"))
        return
    share = st.slider(say("answer.real.share"), 0, 100, 50, STEP, format="%d%%", key="reading.share",
                      help=say("answer.real.help")) / 100  # fmt: skip
    blocks([Words(sentence(row, share, reading), "asked"), Words(_needed(reading, place))], lang)
    figure(reading, real_chart(row, _per(row), share, lang), "real")
    quiet(say(f"answer.real.{row['way']}"), lang)


def sentence(row: Mapping[str, Any], share: float, reading: Reading) -> str:
    """What happens if so much is real, and whether that is worth acting on."""
    effect, per, lang = effect_at(row, share), _per(row), reading.lang
    part = fmt.format_part(share, lang)
    if not math.isfinite(effect):
        least = fmt.format_part(row["share_least"], lang)
        return reading.desk.say("answer.real.below", share=part, least=least)
    values = {"share": part, "option": scenario_name(row["scenario"], lang),
              "effect": fmt.format_difference(effect, row["unit"], per, lang)}  # fmt: skip
    reached = good_way(row["metric"]) * effect >= row["worth"]
    if row["metric"] == NET_BENEFIT:
        return fmt.capital(reading.desk.say(f"answer.real.{'pays' if reached else 'loses'}", **values))
    values |= {"metric": metric_name(row["metric"], lang), "segment": segment_name(row["segment"], lang),
               "worth": fmt.format_worth(row["worth"], row["unit"], per, lang)}  # fmt: skip
    return fmt.capital(reading.desk.say(f"answer.real.{'reached' if reached else 'missed'}", **values))


def _needed(reading: Reading, place: int) -> str:
    """The share needed with its interval, as the report says it."""
    part = reading.comparison.break_even.iloc[[place]]
    row = part.iloc[0]
    own = [one for one in reading.rows if (one.data["scenario"], one.data["metric"], one.data["segment"])
           == (row["scenario"], row["metric"], row["segment"])]  # fmt: skip
    return break_even_sentences(part, row["scenario"], own, reading.lang)[0]


def _named(row: Mapping[str, Any], lang: str) -> str:
    """Option, metric and group of a line of the table."""
    if row["metric"] == NET_BENEFIT:
        parts = [scenario_name(row["scenario"], lang), text("report.money.net_benefit", lang)]
    else:
        parts = [scenario_name(row["scenario"], lang), metric_name(row["metric"], lang),
                 segment_name(row["segment"], lang)]  # fmt: skip
    return fmt.capital(text("report.format.list", lang).join(parts))


def _per(row: Mapping[str, Any]) -> float:
    return 1.0 if row["metric"] == NET_BENEFIT else per_of(row["metric"])
