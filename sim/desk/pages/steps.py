"""The steps from an export to a fit, each a job: begun, watched, stopped, and what it left to read."""

from __future__ import annotations

import streamlit as st

from sim.desk import jobs, own_data
from sim.desk.desk import Desk
from sim.desk.own_data import MADE_UP, STEPS, OwnData
from sim.desk.words import faults, plain

EVERY = "1s"
"""How often the steps are looked at while one waits or runs."""
TALL = 700
"""Height of a page that a step wrote [pixels]."""
PRINTED = 30_000
"""Letters of what a step printed that are shown, from its end."""
INDUSTRY = "industry"
"""The fit that ships; a hold-out predicts from it, or from one of the training part that is made first."""


def steps(desk: Desk, data: OwnData) -> None:
    """Write all steps of a data set."""
    st.header(desk.say("numbers.steps"), anchor=False)
    wanted = (MADE_UP, *STEPS[1:]) if data.job(MADE_UP).is_dir() else STEPS
    busy = any(_busy(data, step) for step in wanted)
    st.fragment(_listed, run_every=EVERY if busy else None)(desk, data, wanted, busy)


def _busy(data: OwnData, step: str) -> bool:
    return not jobs.status(data.job(step)).ended


def _listed(desk: Desk, data: OwnData, wanted: tuple[str, ...], busy: bool) -> None:
    """The steps in their order; the whole page is written anew when the last one that ran is over."""
    jobs.advance(desk.workspace)
    for step in wanted:
        with st.container(border=True), faults(desk.lang):
            _step(desk, data, step)
    if busy and not any(_busy(data, step) for step in wanted):
        st.rerun()


def _step(desk: Desk, data: OwnData, step: str) -> None:
    """One step: what it is for, how far it is, what can be done."""
    status = jobs.status(data.job(step))
    asked = (data.job(step) / jobs.JOB).is_file()
    there = data.there(step)
    state = desk.say(f"run.states.{status.state}") if asked else desk.say("numbers.there" if there else "numbers.open")
    st.markdown(f"**{desk.say(f'numbers.step.{step}.name')}** · {state}")
    st.caption(desk.say(f"numbers.step.{step}.lead"))
    if asked:
        _progress(desk, data, step, status)
    if status.ended and data.outdated(step):
        st.warning(desk.say("numbers.outdated"))
    if not status.ended:
        st.button(desk.say("run.stop"), key=f"stop {step}", on_click=jobs.stop, args=(data.job(step),))
    elif asked and status.state in (jobs.STOPPED, jobs.BROKEN):
        if st.button(desk.say("run.resume"), key=f"resume {step}"):
            jobs.again(data.job(step))
            st.rerun()
    elif not data.ready(step):
        st.caption(desk.say("numbers.needs", what=desk.say(f"numbers.needs_what.{step}")))
    elif there:
        with st.popover(desk.say("numbers.again")):
            st.write(desk.say("numbers.again_sure"))
            _begin(desk, data, step)
    else:
        _begin(desk, data, step)
    if asked:
        _result(desk, data, step, status)


def _progress(desk: Desk, data: OwnData, step: str, status: jobs.JobStatus) -> None:
    """How far a job is, and what it says; of one that failed, why."""
    if status.state == jobs.RUNNING:
        far = f"{status.done}/{status.wanted}" if status.wanted else desk.say("run.preparing")
        share = min(1.0, status.done / status.wanted) if status.wanted else 0.0
        st.progress(share, text=f"{status.doing} {far}".strip())
        if log := jobs.tail(data.job(step) / jobs.LOG, 800):
            st.code(log, language=None, wrap_lines=True)
    elif status.state == jobs.FAILED:
        st.error(plain(status.told))


def _begin(desk: Desk, data: OwnData, step: str) -> None:
    """What a step asks, and the button that begins it."""
    train, fit, odd = "", "", False
    if step == "holdout":
        train = st.text_input(desk.say("numbers.train"), placeholder="39w", help=desk.say("numbers.train_help")).strip()
        fit = st.radio(desk.say("numbers.holdout_fit"), (INDUSTRY, ""), horizontal=True,
                       format_func=lambda one: desk.say(f"numbers.holdout_fits.{one or 'own'}"))
    if step in ("import", "targets", "holdout", "patterns"):
        odd = st.checkbox(desk.say("numbers.drop_odd"), key=f"odd {step}", help=desk.say("numbers.drop_odd_help"))
    if step == "fit" or (step == "holdout" and fit != INDUSTRY):
        st.warning(desk.say("numbers.long"))
    if st.button(desk.say(f"numbers.step.{step}.go"), key=f"go {step}", disabled=step == "holdout" and not train):
        command = own_data.arguments(data, step, desk.lang, train=train, fit=fit, drop_odd=odd)
        own_data.begin(data, step, command)
        st.rerun()


def _result(desk: Desk, data: OwnData, step: str, status: jobs.JobStatus) -> None:
    """What a step left to read, when it is opened: its page, with a copy to take along, or what it printed."""
    page, name = data.page(step), desk.say(f"numbers.step.{step}.name")
    if page is None and status.state != jobs.DONE:
        return
    folded = st.expander(desk.say("numbers.page" if page else "numbers.printed", step=name), key=f"result {step}",
                         on_change="rerun")
    if not folded.open:
        return
    with folded:
        if page is None:
            st.code(jobs.tail(data.job(step) / jobs.PRINTED, PRINTED), language=None)
            return
        st.download_button(desk.say("numbers.download", file=page.name), page.read_bytes, f"{data.name}_{page.name}",
                           "text/html", key=f"download {step}", on_click="ignore")
        st.iframe(page.read_text("utf-8"), height=TALL, alt=name)
