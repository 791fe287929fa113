"""Our numbers: from a platform's own export to a fit that plans can live on, and how well it predicts."""

from __future__ import annotations

import streamlit as st

from sim.base.files import write_whole
from sim.desk import own_data
from sim.desk.desk import Desk, choose, chosen
from sim.desk.drafts import BASELINE, drafts
from sim.desk.own_data import ENDINGS, MADE_UP, UNTOLD, OwnData
from sim.desk.pages.steps import steps
from sim.desk.serving import UPLOAD
from sim.desk.words import faults, plain
from sim.desk.workspace import NUMBERS

SET = "numbers"
"""What is chosen here, as the address of the page says it."""


def show(desk: Desk) -> None:
    """Write the page."""
    st.title(desk.say("numbers.title"), anchor=False)
    st.caption(desk.say("numbers.lead"))
    with st.expander(desk.say("numbers.needed")):
        st.markdown(desk.say("numbers.needed_long"))
    data = _chosen(desk)
    if data is None:
        st.info(desk.say("numbers.none"))
        return
    if not data.job(MADE_UP).is_dir():
        _export(desk, data)
        if data.files():
            _mapping(desk, data)
    steps(desk, data)
    if data.there("fit"):
        _in_a_plan(desk, data)


def _chosen(desk: Desk) -> OwnData | None:
    """The data set that is looked at, chosen or new; None where there is none."""
    found = {data.name: data for data in own_data.data_sets(desk.workspace)}
    name = chosen(SET) if chosen(SET) in found else next(iter(found), None)
    picked, made, gone = st.columns([3, 1, 1], vertical_alignment="bottom")
    if found:
        names = list(found)
        name = picked.selectbox(desk.say("numbers.set"), names, index=names.index(str(name)))
        choose(SET, name)
    with made.popover(desk.say("numbers.new"), width="stretch"):
        _new(desk)
    data = found.get(str(name))
    if data is not None:
        with gone.popover(desk.say("numbers.delete"), width="stretch"):
            st.write(plain(desk.say("numbers.delete_sure", name=data.name)))
            if st.button(desk.say("numbers.delete_yes", name=data.name), key="delete data"):
                with faults(desk.lang):
                    own_data.delete(data)
                    choose(SET, None)
                    st.rerun()
    return data


def _new(desk: Desk) -> None:
    """A form that begins a data set: empty, with a file that lies there, or of a platform that does not exist."""
    with st.form("new data", border=False):
        name = st.text_input(desk.say("numbers.name"), help=desk.say("numbers.name_help"))
        lying = {path.name: path for path in own_data.lying(desk.workspace)}
        begin = ["", *lying, MADE_UP]
        source = st.selectbox(desk.say("numbers.begin"), begin, format_func=lambda one: {
            "": desk.say("numbers.upload"), MADE_UP: desk.say("numbers.made_up")}.get(one, one))
        if st.form_submit_button(desk.say("numbers.make")):
            with faults(desk.lang):
                data = own_data.new(desk.workspace, name.strip(), made_up=source == MADE_UP)
                if source in lying:
                    own_data.take(data, lying[source])
                if source == MADE_UP:
                    own_data.begin(data, MADE_UP, own_data.arguments(data, MADE_UP, desk.lang))
                choose(SET, data.name)
                st.rerun()


def _export(desk: Desk, data: OwnData) -> None:
    """The files of the export, and where to put more."""
    st.header(desk.say("numbers.files"), anchor=False)
    files = data.files()
    if files:
        st.markdown("\n".join(f"- {plain(file.name)} ({_size(file.stat().st_size)})" for file in files))
    if data.there("import"):
        return
    with st.form("upload", clear_on_submit=True):
        given = st.file_uploader(desk.say("numbers.give"), list(ENDINGS), accept_multiple_files=True,
                                 help=desk.say("numbers.give_help", most=UPLOAD))
        st.caption(plain(desk.say("numbers.by_hand", folder=f"{NUMBERS}/{data.name}/export", most=UPLOAD)))
        if st.form_submit_button(desk.say("numbers.keep")):
            with faults(desk.lang):
                for file in given:
                    own_data.keep(data, file.name, file.getvalue())
                st.rerun()


def _size(count: int) -> str:
    """The size of a file, in the unit that fits."""
    return f"{count / 1e6:,.1f} MB" if count >= 1e5 else f"{count / 1e3:,.1f} kB"


def _mapping(desk: Desk, data: OwnData) -> None:
    """What says which field of the export is what: guessed first, then corrected by whoever knows."""
    st.header(desk.say("numbers.mapping"), anchor=False)
    if data.there("import"):
        with st.expander(desk.say("numbers.mapping_was")):
            st.code(data.words("mapping.yaml"), language="yaml")
        return
    if not data.path("mapping.yaml").exists():
        st.write(desk.say("numbers.mapping_lead"))
        if st.button(desk.say("numbers.look"), type="primary"):
            with st.spinner(desk.say("numbers.looking")), faults(desk.lang):
                if wrong := own_data.look(data, desk.lang):
                    st.error(plain(wrong))
                else:
                    st.rerun()
        return
    _edited(desk, data, "mapping.yaml", desk.say("numbers.mapping_text", untold=UNTOLD))
    if left := data.untold():
        st.warning(desk.say("numbers.untold", count=left, untold=UNTOLD))
    if "groups: groups.yaml" in data.words("mapping.yaml"):
        _edited(desk, data, "groups.yaml", desk.say("numbers.groups_text"))


def _edited(desk: Desk, data: OwnData, file: str, label: str) -> None:
    """A file as a text that can be changed and kept."""
    with st.form(f"edit {data.name} {file}"):
        written = st.text_area(label, data.words(file), height=320 if file == "mapping.yaml" else 160)
        if st.form_submit_button(desk.say("numbers.save", file=file)):
            with faults(desk.lang):
                write_whole(data.path(file), written.encode())
                st.rerun()


def _in_a_plan(desk: Desk, data: OwnData) -> None:
    """How a plan lives on this fit: a line of its baseline, written on demand."""
    st.header(desk.say("numbers.use"), anchor=False)
    st.write(desk.say("numbers.use_lead"))
    st.code(f"fit: {data.path('fit.yaml')}", language="yaml")
    found = {draft.name: draft for draft in drafts(desk.workspace)}
    if not found:
        st.caption(desk.say("numbers.no_draft"))
        return
    name = st.selectbox(desk.say("numbers.draft"), list(found))
    if st.button(desk.say("numbers.use_it")):
        with faults(desk.lang):
            found[name].put(BASELINE, ("fit",), str(data.path("fit.yaml")))
            st.success(plain(desk.say("numbers.used", name=name)))
