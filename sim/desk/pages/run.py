"""Run: the queue of jobs, how far each is, its first answer; one can be stopped and go on later."""

from __future__ import annotations

import streamlit as st

from sim.desk import jobs
from sim.desk.answers import AnswerFolder, answers
from sim.desk.desk import Desk, careful, choose, go
from sim.desk.workspace import NUMBERS

EVERY = "1s"
"""How often the list is looked at while something waits or runs."""
FEW = 12
"""Answers that are listed here; the library has all of them."""


def show(desk: Desk) -> None:
    """Write the page."""
    st.title(desk.say("run.title"), anchor=False)
    st.caption(desk.say("run.lead"))
    listed = _latest(desk)
    if not listed:
        st.info(desk.say("run.none"))
        return
    busy = any(not jobs.status(answer.folder).ended for answer in listed)
    st.fragment(_list, run_every=EVERY if busy else None)(desk, busy)


def _latest(desk: Desk) -> list[AnswerFolder]:
    """The answers that are listed, those asked last first."""
    return sorted(answers(desk.workspace), key=lambda one: -one.job.get("asked", 0.0))[:FEW]


def _list(desk: Desk, busy: bool) -> None:
    """The answers, how far each is, and what else is in the queue."""
    jobs.advance(desk.workspace)
    listed = _latest(desk)
    states = {answer.name: jobs.status(answer.folder) for answer in listed}
    for answer in listed:
        with st.container(border=True, key=f"job {answer.name}"):
            _job(desk, answer, states[answer.name])
    for folder in jobs.queue(desk.workspace):
        if folder.parent.name == NUMBERS and not (other := jobs.status(folder)).ended:
            st.caption(desk.say("run.other", name=folder.name, state=desk.say(f"run.states.{other.state}")))
    if busy != any(not one.ended for one in states.values()):
        st.rerun()  # what is watched, and how often, is said by the whole page


def _job(desk: Desk, answer: AnswerFolder, status: jobs.JobStatus) -> None:
    """One answer: what it is, how far it is, what can be done."""
    words, buttons = st.columns([3, 2], vertical_alignment="center")
    with words:
        st.markdown(f"**{answer.name}** · {desk.say(f'run.states.{status.state}')}")
        if status.state == jobs.RUNNING:
            st.progress(status.done / status.wanted if status.wanted else 0.0, text=_far(desk, status))
        elif status.wanted and status.state != jobs.DONE:
            st.caption(desk.say("run.kept", done=status.done, wanted=status.wanted))
        if status.state == jobs.BROKEN:
            st.warning(desk.say("run.broken"))
        if status.told and status.state in (jobs.RUNNING, jobs.FAILED):
            (st.error if status.state == jobs.FAILED else st.caption)(status.told)
    with buttons:
        read, act = st.columns(2)
        if read.button(desk.say("run.read"), key=f"read {answer.name}", disabled=not answer.version(), width="stretch",
                       type="primary", help=None if answer.version() else desk.say("run.not_yet")):
            choose("answer", answer.name)
            go("answer")
        if not status.ended:
            act.button(desk.say("run.stop"), key=f"stop {answer.name}", width="stretch",
                       on_click=careful(jobs.stop), args=(answer.folder,))
        elif status.state != jobs.DONE:
            act.button(desk.say("run.resume"), key=f"resume {answer.name}", width="stretch",
                       on_click=careful(jobs.again), args=(answer.folder,))


def _far(desk: Desk, status: jobs.JobStatus) -> str:
    """How far a job is, and how long it still takes."""
    if not status.wanted:
        return status.doing or desk.say("run.preparing")
    far = desk.say("run.far", doing=status.doing, done=status.done, wanted=status.wanted)
    if status.left is None:
        return far
    minutes, seconds = divmod(round(status.left), 60)
    return far + desk.say("run.left_minutes" if minutes else "run.left", minutes=minutes, seconds=seconds)
