"""The windows in which a draft or an option is made, copied or deleted."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from sim.desk import drafts
from sim.desk.desk import Desk, choose
from sim.desk.drafts import BASELINE, Draft
from sim.desk.words import faults
from sim.reports.names import scenario_name
from sim.scenario.builtin import builtin_scenarios
from sim.scenario.load import load_scenario


def new_draft(desk: Desk) -> None:
    """Ask for the name of a new draft, and for stories to start from."""

    @st.dialog(desk.say("ask.new"), width="medium")
    def window() -> None:
        name = st.text_input(desk.say("ask.name"), help=desk.say("ask.name_help"))
        told = stories(desk)
        picked = st.multiselect(desk.say("ask.stories"), list(told), max_selections=drafts.MOST,
                                help=desk.say("ask.stories_help"), placeholder=desk.say("ask.choose"),
                                format_func=lambda one: told[one])  # fmt: skip
        _make(desk, lambda: choose("plan", drafts.new(desk.workspace, name.strip(), picked).name))

    window()


def copied_draft(desk: Desk, draft: Draft) -> None:
    """Ask for the name of a copy."""

    @st.dialog(desk.say("ask.duplicate"))
    def window() -> None:
        name = st.text_input(desk.say("ask.name"), f"{draft.name}_2", help=desk.say("ask.name_help"))
        _make(desk, lambda: choose("plan", drafts.duplicate(desk.workspace, draft, name.strip()).name))

    window()


def deleted_draft(desk: Desk, draft: Draft) -> None:
    """Ask whether a draft is really to be deleted."""

    @st.dialog(desk.say("ask.delete"))
    def window() -> None:
        st.write(desk.say("ask.delete_sure", name=draft.name))

        def delete() -> None:
            drafts.delete(desk.workspace, draft)
            choose("plan", None)

        _make(desk, delete, "ask.delete_yes")

    window()


def new_option(desk: Desk, draft: Draft) -> None:
    """Ask for the name of a new option, and what it starts from."""

    @st.dialog(desk.say("ask.add_option"), width="medium")
    def window() -> None:
        told = {"": desk.say("ask.empty"), **{name: scenario_name(name, desk.lang) for name in draft.options}}
        told |= {name: words for name, words in stories(desk).items() if name not in told}
        source = st.selectbox(desk.say("ask.start_from"), list(told), format_func=lambda one: told[one])
        free = source if source and source not in draft.options else drafts.free_name(draft, source or "option")
        name = st.text_input(desk.say("ask.option_name"), free, help=desk.say("ask.name_help"))

        def start() -> None:
            drafts.start(draft, name.strip(), source)
            st.session_state[f"option/{draft.name}/next"] = name.strip()

        _make(desk, start)

    window()


def renamed_option(desk: Desk, draft: Draft, option: str) -> None:
    """Ask for another name of an option."""

    @st.dialog(desk.say("ask.rename_option"))
    def window() -> None:
        name = st.text_input(desk.say("ask.option_name"), option, help=desk.say("ask.name_help"))

        def rename() -> None:
            draft.rename(option, name.strip())
            st.session_state[f"option/{draft.name}/next"] = name.strip()

        _make(desk, rename)

    window()


def stories(desk: Desk) -> dict[str, str]:
    """The built-in scenarios -> the question that each asks."""
    asked = {name: load_scenario(name).question for name in builtin_scenarios() if name != BASELINE}
    return {name: desk.say("ask.story", question=question.get(desk.lang) or next(iter(question.values()), ""),
                           name=scenario_name(name, desk.lang))
            for name, question in asked.items()}  # fmt: skip


def _make(desk: Desk, make: Callable[[], None], label: str = "ask.make") -> None:
    """The button that does it; what is wrong is said in the window, which stays open then."""
    if st.button(desk.say(label), type="primary"):
        with faults(desk.lang):
            make()
            st.rerun()
