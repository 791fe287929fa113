"""Asking further: the same plan with more replicates, with its reasons, with the share that must be real."""

from __future__ import annotations

import streamlit as st

from sim.desk.answers import PLAN
from sim.desk.asking import EXTRAS, SIZES, Asking, asked
from sim.desk.desk import choose, go
from sim.desk.drafts import Draft
from sim.desk.reading.opened import Reading


def further(reading: Reading) -> None:
    """A folded form below page one; what was simulated already is not simulated again."""
    say, job = reading.desk.say, reading.answer.job
    if "draft" not in job:  # from the command line
        return
    with st.expander(say("answer.further"), expanded=False):
        st.write(say("answer.further_help"))
        sizes = list(SIZES)
        size = st.radio(say("ask.size"), sizes, index=sizes.index(job["size"]), key="further size", horizontal=True,
                        format_func=lambda one: say(f"ask.sizes.{one}"),
                        captions=[say(f"ask.good_for.{one}") for one in sizes])  # fmt: skip
        extras = [name for name in EXTRAS if st.checkbox(say(f"ask.extras.{name}"), name in job["extras"],
                                                         key=f"further {name}")]  # fmt: skip
        same = size == job["size"] and set(extras) == set(job["extras"])
        if st.button(say("ask.go"), type="primary", disabled=same, key="further go"):
            files, how = Draft(reading.answer.folder / PLAN), Asking(size, extras, reading.lang)
            choose("answer", asked(reading.desk.workspace, files, how, job["draft"]).name)
            go("run")
