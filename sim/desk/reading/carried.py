"""The exports on the page: made when asked for, beside the page, and then there to be downloaded; and the print."""

from __future__ import annotations

from html import escape

import streamlit as st

from sim.base.errors import LivesimError
from sim.base.message import message_of, said
from sim.desk.reading.exports import FILES, KINDS, Maker, Wanted
from sim.desk.reading.opened import Reading
from sim.desk.reading.shown import KEPT, quiet
from sim.desk.words import plain
from sim.reports.html import html_of
from sim.reports.one_page import sheet_page
from sim.texts.messages import translated

AGAIN = 1.0
"""Time between two looks whether an export is ready [s]."""
ACROSS = 3
"""Exports beside each other."""
HEIGHT = 640
"""Of the sheet before it is printed [pixels]."""
PRINTING = ("<button type='button' onclick='window.print()' style='font: inherit; padding: .4rem 1.2rem; "
            "margin: 0 0 1rem; cursor: pointer'>{words}</button>"
            "<style>@media print {{ button {{ display: none }} }}</style>")  # fmt: skip


@st.cache_resource(show_spinner=False)
def _maker() -> Maker:
    return Maker()


def exports(reading: Reading) -> None:
    """All exports; looked at again while one is being made."""
    kinds = [kind for kind in KINDS if kind != FILES or reading.answer.files]
    asked = [Wanted(reading.answer, reading.version, reading.lang, kind) for kind in kinds]
    waiting = any(map(_maker().under_way, asked))
    st.fragment(_exports, run_every=AGAIN if waiting else None)(reading, asked, waiting)


def _exports(reading: Reading, asked: list[Wanted], waiting: bool) -> None:
    for place in range(0, len(asked), ACROSS):
        for one, column in zip(asked[place : place + ACROSS], st.columns(ACROSS), strict=False):
            with column.container(border=True):
                _export(reading, one)
    if waiting and not any(map(_maker().under_way, asked)):
        st.rerun()


def _export(reading: Reading, asked: Wanted) -> None:
    say, maker, key = reading.desk.say, _maker(), f"carried.{asked.kind}"
    name = say(f"decide.export.{asked.kind}.name")
    st.markdown(f"**{name}**")
    quiet(say(f"decide.export.{asked.kind}.what"), reading.lang)
    if maker.under_way(asked):
        st.button(say("decide.making"), disabled=True, key=f"{key}.making", icon=":material/hourglass_empty:")
        return
    if failure := maker.failure(asked):
        st.error(plain(_told(failure, reading.lang)))
    path, mime = asked.path, KINDS[asked.kind].mime
    if asked.made:
        st.download_button(say("decide.download", name=name), path.read_bytes, path.name, mime,
                           key=f"{key}.download", on_click="ignore", type="primary")  # fmt: skip
    elif st.button(say("decide.make", name=name), key=f"{key}.make"):
        maker.ask(asked, reading.comparison)
        st.rerun()


def _told(failure: BaseException, lang: str) -> str:
    """Why an export could not be made."""
    if isinstance(failure, LivesimError):
        return translated(message_of(failure), lang)
    why = message_of(failure) or type(failure).__name__
    return translated(said("the export could not be made: {why}", why=why), lang)


def printed(reading: Reading) -> None:
    """Page one as a sheet with a button that prints it alone; shown when it is asked for."""
    folded = st.expander(reading.desk.say("decide.print"), key="carried.print", on_change="rerun")
    if folded.open:
        with folded:
            quiet(reading.desk.say("decide.print_help"), reading.lang)
            st.iframe(_sheet(*reading.key, reading), height=HEIGHT, alt=reading.desk.say("decide.print"))


@st.cache_data(max_entries=KEPT, show_spinner=False)
def _sheet(folder: str, version: float, lang: str, _reading: Reading) -> str:
    """The sheet that `one_page.html` holds, with a button before it that is not printed."""
    button = PRINTING.format(words=escape(_reading.desk.say("decide.print_now")))
    return html_of(sheet_page(_reading.comparison, lang), lang).replace("<body>", f"<body>\n{button}", 1)
