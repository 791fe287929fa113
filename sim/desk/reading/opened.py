"""The answer that a tab looks at: chosen, loaded once, read again when it was refined."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import Any

import streamlit as st

from sim.base.errors import LivesimError
from sim.base.message import message_of
from sim.desk import jobs
from sim.desk.answers import AnswerFolder, answers
from sim.desk.desk import Desk, choose, chosen
from sim.desk.words import guarded, plain
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
    answer: AnswerFolder
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
            st.error(plain(translated(message_of(error), desk.lang)))
        elif jobs.status(answer.folder).ended:
            st.info(plain(desk.say("answer.unanswered", name=answer.name)))
        else:
            st.info(plain(desk.say("answer.waiting", name=answer.name)))
            st.fragment(_await, run_every=AGAIN)(answer)
        return None


def _asked(desk: Desk) -> AnswerFolder | None:
    """The answer chosen, None after offering those there are."""
    newest = next((one.name for one in answers(desk.workspace) if one.version()), None)
    name = chosen("answer") or newest
    if name is not None:
        try:
            answer = AnswerFolder(desk.workspace.place(ANSWERS, name))
        except LivesimError as error:
            st.error(plain(translated(message_of(error), desk.lang)))
        else:
            if answer.folder.is_dir():
                choose("answer", name)  # the address says which one is read, also when the page is opened again
                return answer
            st.error(plain(desk.say("answer.gone", name=name)))
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


def _latest(desk: Desk, answer: AnswerFolder) -> Reading:
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


def progress(reading: Reading) -> None:
    """Says which answer this is, of one from the first replicates how far it is, and shows the refined one."""
    when = datetime.fromtimestamp(reading.version).strftime("%Y-%m-%d %H:%M")
    st.caption(plain(reading.desk.say("answer.this_one", name=reading.answer.name, when=when)))
    manifest, job = reading.comparison.manifest, jobs.status(reading.answer.folder)
    counted = {"done": manifest["replicates"], "wanted": manifest["call"]["replicates"]}
    if not job.ended:
        st.fragment(_watch, run_every=AGAIN)(reading, counted)
    elif job.state != jobs.DONE and counted["done"] < counted["wanted"]:
        st.info(reading.desk.say("answer.halted", **counted))


def _watch(reading: Reading, counted: Mapping[str, int]) -> None:
    if counted["done"] < counted["wanted"]:
        st.info(reading.desk.say("answer.first", **counted))
    if reading.answer.version() not in (0.0, reading.version) or jobs.status(reading.answer.folder).ended:
        st.rerun()


def _await(answer: AnswerFolder) -> None:
    if answer.version() or jobs.status(answer.folder).ended:
        st.rerun()


def part(draw: Callable[..., None]) -> Callable[..., None]:
    """A part of a page that is written anew by itself; what goes wrong in it is one message, never a traceback."""

    @wraps(draw)
    def written(reading: Reading, *more: Any) -> None:
        with guarded(reading.lang, f"part {draw.__name__}"):
            draw(reading, *more)

    return st.fragment(written)
