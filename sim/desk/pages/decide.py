"""The decision: options ranked on the same outcomes, what would flip the order, and what goes into the meeting."""

from __future__ import annotations

import streamlit as st

from sim.desk.desk import Desk


def show(desk: Desk) -> None:
    """Write the page."""
    # the first page of the desk need not wait for these
    from sim.desk.reading import carried, opened, ranked, shown
    from sim.reports.blocks import Card, Listing, Words
    from sim.reports.recommend import recommendation
    from sim.reports.sheet import sheet_blocks

    st.title(desk.say("decide.title"), anchor=False)
    reading = opened.opened(desk)
    if reading is None:
        return
    opened.progress(reading)
    comparison, lang = reading.comparison, desk.lang
    advice = recommendation(comparison, reading.rows, lang)
    others = [Listing(advice.others)] if advice.others else []
    shown.blocks([Card("answer", [Words(advice.first, "first"), *(Words(harm, "warning") for harm in advice.harms),
                                  *others])], lang)  # fmt: skip
    st.header(desk.say("decide.ranked"), anchor=False)
    shown.quiet(desk.say("decide.ranked_help"), lang)
    shown.blocks([block for sheet in ranked.ranking_sheets(comparison, lang) for block in sheet_blocks(sheet, lang)],
                 lang)  # fmt: skip
    shown.folded_section(reading, "review")
    st.header(desk.say("decide.flip"), anchor=False)
    turning = ranked.turning_sheet(comparison, lang)
    settled = [] if turning.lines else [desk.say("decide.no_flip", n=comparison.manifest["replicates"])]
    shown.blocks([Listing([*advice.changes, *settled]), *sheet_blocks(turning, lang)], lang)
    st.header(desk.say("decide.carry"), anchor=False)
    carried.printed(reading)
    carried.exports(reading)
    opened.offer(desk, reading.answer.name)
