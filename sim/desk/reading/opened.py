"""The answer that a tab looks at: chosen, loaded once, read again when it was refined."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from sim.base.errors import LivesimError
from sim.base.message import message_of
from sim.desk.answers import Answer, answers
from sim.desk.desk import Desk, choose, chosen
from sim.desk.workspace import ANSWERS
from sim.paired.comparison import Comparison
from sim.reports.rows import EffectRow, rows_of
from sim.texts.messages import translated

KEPT = 6
"""Comparisons that a server keeps in memory."""
AGAIN = 3.0
"""Time between two looks for a refined answer [s]."""
LAST = "reading.last"
"""Where a tab keeps what it showed last, while a comparison is written anew."""


@dataclass(frozen=True)
class Reading:
    """A comparison on somebody's screen; `version` says how far it was refined when it was loaded."""

    desk: Desk
    answer: Answer
    comparison: Comparison
    version: float

    @property
    def lang(self) -> str:
        """The reader's language."""
        return self.desk.lang

    @property
    def rows(self) -> list[EffectRow]:
        """Every effect in words."""
        return rows_of(self.comparison, self.lang)

    @property
    def key(self) -> tuple[str, float, str]:
        """What the words and pictures of it depend on, for caches."""
        return str(self.answer.folder), self.version, self.lang


def opened(desk: Desk) -> Reading | None:
    """The answer that was chosen, as far as it is known; otherwise the page says why not, or offers a choice."""
    answer = _asked(desk)
    if answer is None:
        return None
    try:
        return _latest(desk, answer)
    except LivesimError as error:
        if answer.version():
            st.error(translated(message_of(error), desk.lang))
        else:
            st.info(desk.say("answer.waiting", name=answer.name))
            st.fragment(_await, run_every=AGAIN)(answer)
        return None


def _asked(desk: Desk) -> Answer | None:
    """The answer chosen, None after offering those there are."""
    name = chosen("answer")
    if name is not None:
        try:
            answer = Answer(desk.workspace.place(ANSWERS, name))
        except LivesimError as error:
            st.error(translated(message_of(error), desk.lang))
        else:
            if answer.folder.is_dir():
                return answer
            st.error(desk.say("answer.gone", name=name))
    offer(desk)
    return None


def offer(desk: Desk, now: str | None = None) -> None:
    """A choice of the answers there are, but for the one that is read now."""
    names = [answer.name for answer in answers(desk.workspace) if answer.name != now]
    if not names:
        if now is None:
            st.info(desk.say("answer.none"))
        return
    st.selectbox(desk.say("answer.other" if now else "answer.which"), names, index=None, key="reading.choice",
                 placeholder=desk.say("answer.choose"), on_change=_chosen)  # fmt: skip


def _chosen() -> None:
    choose("answer", st.session_state.pop("reading.choice"))


def _latest(desk: Desk, answer: Answer) -> Reading:
    """The newest comparison of the answer, or what the tab showed last where none can be read now.

    Raises LivesimError when there is neither.
    """
    version, last = answer.version(), st.session_state.get(LAST)
    try:
        reading = Reading(desk, answer, _loaded(str(answer.results), version), version)
    except LivesimError:
        if last is None or last.answer != answer:
            raise
        return Reading(desk, answer, last.comparison, last.version)
    st.session_state[LAST] = reading
    return reading


@st.cache_resource(max_entries=KEPT, show_spinner=False)
def _loaded(results: str, version: float) -> Comparison:
    """The comparison of a results folder; only those that could be read are kept."""
    return Comparison.load(Path(results))


def standing(reading: Reading) -> tuple[int, int]:
    """(replicates in the answer so far, replicates that were asked for)."""
    manifest = reading.comparison.manifest
    return manifest["replicates"], manifest["call"]["replicates"]


def progress(reading: Reading) -> None:
    """Says of a first answer what it is, and shows the refined one when it is there."""
    done, wanted = standing(reading)
    if done < wanted:
        st.fragment(_watch, run_every=AGAIN)(reading, done, wanted)


def _watch(reading: Reading, done: int, wanted: int) -> None:
    st.info(reading.desk.say("answer.first", done=done, wanted=wanted))
    if reading.answer.version() not in (0.0, reading.version):
        st.rerun()


def _await(answer: Answer) -> None:
    if answer.version():
        st.rerun()
