"""How things of the report are shown on a page of the desk: blocks as HTML, figures with their table, page one."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from sim.desk.charts.look import Chart
from sim.desk.reading.drawing import section_blocks
from sim.desk.reading.opened import Reading
from sim.reports import notebook
from sim.reports.blocks import Block, Page, Section, Words
from sim.reports.html import html_of
from sim.texts import text

KEPT = 200
"""Pieces of HTML that a server keeps."""


def blocks(parts: Sequence[Block], lang: str) -> None:
    """Blocks of a page, dressed as in the report."""
    st.html(part_html(parts, lang))


def quiet(words: str, lang: str) -> None:
    """A line aside, dark enough to be read by everybody."""
    blocks([Words(words, "quiet")], lang)


def part_html(parts: Sequence[Block], lang: str) -> str:
    """Blocks as a piece of HTML."""
    return html_of(Page("", "", "", [Section("", "", parts)]), lang, "part")


def page_one(reading: Reading) -> None:
    """Page one, the same as in the report."""
    st.html(_page_one(*reading.key, reading.comparison))


@st.cache_data(max_entries=KEPT, show_spinner=False)
def _page_one(folder: str, version: float, lang: str, _comparison: object) -> str:
    return notebook.page(_comparison, lang).html  # type: ignore[arg-type]


def folded_section(reading: Reading, name: str, title: str | None = None) -> None:
    """A section of the report that is written when it is opened; under its own title unless another one is given."""
    title = title or text(f"report.{name}.title", reading.lang)
    folded = st.expander(title, key=f"reading.section.{name}", on_change="rerun")
    if folded.open:
        with folded:
            st.html(_section(*reading.key, name, reading))


@st.cache_data(max_entries=KEPT, show_spinner=False)
def _section(folder: str, version: float, lang: str, name: str, _reading: Reading) -> str:
    return part_html(section_blocks(_reading.comparison, name, lang), lang)


def figure(reading: Reading, chart: Chart, key: str, *, folded: bool = True) -> None:
    """A figure below what it shows, and its numbers as a table for who does not see it, `folded` below it."""
    quiet(chart.title, reading.lang)
    st.altair_chart(chart.drawing, key=f"reading.figure.{key}")
    if folded:
        with st.expander(reading.desk.say("chart.table")):
            blocks([chart.table], reading.lang)
