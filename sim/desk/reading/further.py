"""Asking further: the same plan with more replicates, with its reasons, with the share that must be real."""

from __future__ import annotations

import streamlit as st

from sim.desk.answers import PLAN
from sim.desk.asking import Asking, asked
from sim.desk.desk import choose, go
from sim.desk.drafts import Draft
from sim.desk.reading.opened import Reading
from sim.desk.sizing import sized


def further(reading: Reading) -> None:
    """A folded form below page one; what was simulated already is not simulated again."""
    say, job = reading.desk.say, reading.answer.job
    if "draft" not in job:  # from the command line
        return
    with st.expander(say("answer.further"), expanded=False):
        st.write(say("answer.further_help"))
        before = Asking(job["size"], job["extras"], reading.lang)
        how = sized(reading.desk, "further", before)
        same = how.arguments == before.arguments
        if st.button(say("ask.go"), type="primary", disabled=same, key="further go"):
            files = Draft(reading.answer.folder / PLAN)
            choose("answer", asked(reading.desk.workspace, files, how, job["draft"]).name)
            go("run")
