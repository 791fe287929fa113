"""The answer: page one, then figures to look into."""

from __future__ import annotations

import streamlit as st

from sim.desk.desk import Desk

FOLDED = ("review", "question", "answer", "timeline", "goals", "money", "health", "funnel", "alerts", "interactions",
          "basis", "table", "definitions", "limits", "repeat")
"""Sections of the report that open when asked for; the others have a figure of their own on the page."""


def show(desk: Desk) -> None:
    """Write the page."""
    # the first page of the desk need not wait for these
    from sim.desk.reading import figures, opened, real, shown
    from sim.desk.reading.further import further
    from sim.reports.report import sections
    from sim.texts import text

    st.title(desk.say("answer.title"), anchor=False)
    reading = opened.opened(desk)
    if reading is None:
        return
    opened.progress(reading)
    shown.page_one(reading)
    further(reading)
    st.header(desk.say("answer.closer"), anchor=False)
    group = figures.group_picker(reading)
    parts = {"curves": lambda: figures.curves(reading, group), "forest": lambda: figures.forest(reading, group),
             "gains": lambda: figures.gains(reading, group), "crisis": lambda: figures.recovery(reading, group),
             "money": lambda: figures.money(reading)}  # fmt: skip
    for name, part in parts.items():
        if name != "crisis" or figures.has(reading, "crisis"):
            st.subheader(text(f"report.{name}.title", desk.lang), anchor=False)
            part()
    st.header(desk.say("answer.real.title"), anchor=False)
    real.real(reading)
    st.header(desk.say("answer.why"), anchor=False)
    figures.why(reading)
    st.header(desk.say("answer.rest"), anchor=False)
    for name in sections(reading.comparison):
        if name in FOLDED:
            shown.folded_section(reading, name)
    opened.offer(desk, reading.answer.name)
