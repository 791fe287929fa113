"""The library: every answer with its question and what it says; opened, asked anew, set beside others, deleted."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

import streamlit as st

from sim.desk import filing, jobs
from sim.desk.answers import AnswerFolder, filed
from sim.desk.cards import holds, plainly
from sim.desk.desk import Desk, choose, go
from sim.desk.filing import AnswerWords
from sim.desk.reading.shown import blocks
from sim.desk.words import faults, plain
from sim.reports.format import paragraph
from sim.reports.names import scenario_name
from sim.reports.sheet import sheet_blocks
from sim.texts import text
from sim.texts.messages import translated

FEW = 15
"""Answers that are listed at first; more are told on demand, since each has to be read."""


def show(desk: Desk) -> None:
    """Write the page."""
    st.title(desk.say("library.title"), anchor=False)
    found = filed(desk.workspace)
    if not found:
        st.info(desk.say("library.none"))
        return
    query = st.text_input(desk.say("library.search"), key="library_query")
    listed = [answer for answer in found if _holds(desk, answer, query)]
    st.caption(desk.say("library.count", count=len(listed)))
    shown = listed[: st.session_state.get("library_shown", FEW)]
    for answer in shown:
        with st.container(border=True):
            _entry(desk, answer)
    if len(shown) < len(listed) and st.button(desk.say("library.more", count=len(listed) - len(shown))):
        st.session_state["library_shown"] = len(shown) + FEW
        st.rerun()
    _across(desk, found)


def _holds(desk: Desk, answer: AnswerFolder, query: str) -> bool:
    """Whether what is listed of an answer holds every word of a search."""
    if not query.strip():
        return True
    words = _told(str(answer.folder), answer.version(), desk.lang, answer)
    parts = (answer.name, *((*words.questions, words.first) if words else ()))
    return holds(plainly(" ".join(parts)), plainly(query).split())


@st.cache_data(max_entries=500, show_spinner=False)
def _told(folder: str, version: float, lang: str, _answer: AnswerFolder) -> AnswerWords | None:
    """An answer in a few words, read again when `version` says that it was written again."""
    return filing.told(_answer, lang) if version else None


def _entry(desk: Desk, answer: AnswerFolder) -> None:
    """One answer: what was asked, what it says, and what can be done with it."""
    words = _told(str(answer.folder), answer.version(), desk.lang, answer)
    question = paragraph(words.questions, desk.lang) if words and words.questions else answer.name
    st.markdown(f"## {plain(question)}")
    st.caption(plain(text("report.format.clause", desk.lang).join(_facts(desk, answer, words))))
    st.markdown(plain(words.first) if words else desk.say("library.no_answer"))
    opened, copied, deleted, _ = st.columns([2, 2, 2, 3])
    if opened.button(desk.say("library.open"), key=f"open {answer.name}", disabled=words is None, type="primary",
                     width="stretch"):
        choose("answer", answer.name)
        go("answer")
    if answer.files:
        with copied.popover(desk.say("library.copy"), width="stretch"):
            _copy(desk, answer)
    with deleted.popover(desk.say("library.delete"), width="stretch"):
        _delete(desk, answer)


def _facts(desk: Desk, answer: AnswerFolder, words: AnswerWords | None) -> list[str]:
    """Its name, when it was asked, how large it is, how far it is."""
    asked = answer.job.get("asked") or answer.version() or answer.folder.stat().st_mtime
    facts = [answer.name, f"{datetime.datetime.fromtimestamp(asked):%Y-%m-%d %H:%M}"]
    if words:
        facts.append(desk.say("library.size", users=f"{words.users:,}", replicates=words.replicates, days=words.days))
    by_hand = desk.say("library.by_hand")
    return [*facts, by_hand if answer.by_hand else desk.say(f"run.states.{jobs.status(answer.folder).state}")]


def _copy(desk: Desk, answer: AnswerFolder) -> None:
    """A form that makes a new draft of the plan that an answer was asked with."""
    with st.form(f"copy {answer.name}", border=False):
        name = st.text_input(desk.say("library.new_name"), filing.free_name(desk.workspace, answer),
                             help=desk.say("library.name_help"))
        if st.form_submit_button(desk.say("library.make")):
            with faults(desk.lang):
                choose("plan", filing.draft_of(desk.workspace, answer, name.strip()).name)
                go("ask")


def _delete(desk: Desk, answer: AnswerFolder) -> None:
    """What would be deleted, and the button that does it."""
    st.write(plain(desk.say("library.delete_sure", name=answer.name)))
    if st.button(desk.say("library.delete_yes", name=answer.name), key=f"delete {answer.name}"):
        with faults(desk.lang):
            filing.delete(desk.workspace, answer)
            if st.session_state.get("answer") == answer.name:
                choose("answer", None)
            st.rerun()


def _across(desk: Desk, found: Sequence[AnswerFolder]) -> None:
    """Some answers beside each other, and in what their worlds differ."""
    ready = {answer.name: answer for answer in found if answer.version()}
    fewest, most = filing.COMPARED
    if len(ready) < fewest:
        return
    st.header(desk.say("library.across"), anchor=False)
    names = st.multiselect(desk.say("library.pick", fewest=fewest, most=most), list(ready), max_selections=most,
                           key="library_across", format_func=lambda name: _titled(desk, ready[name]))
    if len(names) < fewest:
        st.caption(desk.say("library.across_lead"))
        return
    chosen = filing.loaded([ready[name] for name in names])
    if len(chosen) < fewest:
        st.info(desk.say("library.unreadable"))
        return
    first, *_ = chosen
    for name, lines in filing.apart(chosen).items():
        st.warning(plain("\n\n".join((desk.say("library.apart", name=name, first=first),
                                      *(translated(line, desk.lang) for line in lines)))))
    blocks(sheet_blocks(filing.beside(chosen, desk.lang), desk.lang), desk.lang)
    for name in list(chosen)[1:]:
        _differing(desk, ready[first], ready[name])


def _differing(desk: Desk, first: AnswerFolder, other: AnswerFolder) -> None:
    """What the plans of two answers say differently, in words, side by side."""
    found = filing.differing(first, other, desk.lang)
    if not found:
        return
    st.subheader(desk.say("library.differing", name=other.name, first=first.name), anchor=False)
    for option, sides in found.items():
        st.markdown(f"**{plain(scenario_name(option, desk.lang))}**")
        for column, answer, lines in zip(st.columns(2), (first, other), sides, strict=True):
            column.caption(plain(answer.name))
            column.text("\n".join(lines) or desk.say("library.says_nothing"))


def _titled(desk: Desk, answer: AnswerFolder) -> str:
    """An answer in a list to choose from: its name and question."""
    words = _told(str(answer.folder), answer.version(), desk.lang, answer)
    return f"{answer.name}: {paragraph(words.questions, desk.lang)}" if words and words.questions else answer.name
